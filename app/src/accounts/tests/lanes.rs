//! Strangers cannot use up the machine for people we know.

use super::*;
use crate::backend::crypto::Lane;
use std::time::Duration;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

/// As many as may wait in a lane.
const WAITING: usize = 32;

/// Fills the lane of strangers with calculations.
async fn fill(portal: &TestPortal) -> Vec<JoinHandle<Result<bool, Failure>>> {
    let tasks = (0..WAITING).map(|_| {
        let state = portal.state.clone();
        tokio::spawn(async move {
            state.hasher.verify(Lane::Unknown, Zeroizing::new("geraten".to_owned()), None).await
        })
    });
    let tasks: Vec<_> = tasks.collect();
    // Each takes its place as soon as it runs for the first time.
    tokio::time::sleep(Duration::from_millis(5)).await;
    tasks
}

on_both_databases! {
    async fn a_full_lane_of_strangers_does_not_delay_a_browser_we_know(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        assert!(sign_in(&mut browser, &right(&portal, &who)).await);
        portal.clock.advance(MINUTE);
        let strangers = fill(&portal).await;
        assert!(sign_in(&mut browser, &right(&portal, &who)).await);
        let waiting = strangers.iter().filter(|task| !task.is_finished()).count();
        assert!(waiting > WAITING / 4, "it was answered before {waiting} strangers");
        for stranger in strangers {
            assert!(!stranger.await.expect("ends").expect("had a place"));
        }
    }

    async fn a_full_lane_answers_unavailable_at_once_and_is_free_again_later(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let context = Browser::new(&portal.state).ask().await;
        let strangers = fill(&portal).await;
        let turned_away = service::sign_in::with_passphrase(&context, &right(&portal, &who)).await;
        assert!(matches!(turned_away, Err(AppError::Unavailable)));
        let unfinished = strangers.iter().filter(|task| !task.is_finished()).count();
        assert!(unfinished > 0, "it did not wait for them");
        join_all(strangers).await;
        assert!(sign_in(&mut Browser::new(&portal.state), &right(&portal, &who)).await);
    }
}
