//! Strangers cannot use up the machine for people we know.

use super::*;
use crate::{accounts::service::factors, backend::crypto::Lane};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
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

/// Strangers who take every place of their lane that becomes free, until they leave.
struct Crowd {
    over: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Crowd {
    fn new(portal: &TestPortal) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let one = |_| {
            let (state, over) = (portal.state.clone(), over.clone());
            tokio::spawn(async move {
                while !over.load(Ordering::SeqCst) {
                    let typed = Zeroizing::new("geraten".to_owned());
                    drop(state.hasher.verify(Lane::Unknown, typed, None).await);
                    tokio::task::yield_now().await;
                }
            })
        };
        let tasks = (0..WAITING + 8).map(one).collect();
        Self { over, tasks }
    }

    async fn leaves(self) {
        self.over.store(true, Ordering::SeqCst);
        join_all(self.tasks).await;
    }
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
        let crowd = Crowd::new(&portal);
        // Each takes its place as soon as it runs for the first time.
        tokio::time::sleep(Duration::from_millis(5)).await;
        let turned_away = service::sign_in::with_passphrase(&context, &right(&portal, &who)).await;
        assert!(matches!(turned_away, Err(AppError::Unavailable)), "it did not wait for them");
        crowd.leaves().await;
        assert!(sign_in(&mut Browser::new(&portal.state), &right(&portal, &who)).await);
    }

    async fn a_lane_that_fills_up_between_passphrase_and_recovery_code_costs_no_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let form = recovery::form(&who, PASSPHRASE, &codes[0]);
        let context = Browser::new(&portal.state).ask().await;
        let before = portal.state.hasher.calculations();
        let recovering = tokio::spawn({
            let form = form.clone();
            async move { service::recovery::begin(&context, &form).await }
        });
        while portal.state.hasher.calculations() == before {
            tokio::task::yield_now().await;
        }
        let crowd = Crowd::new(&portal);
        assert_eq!(recovering.await.expect("ends"), Err(AppError::Unavailable));
        crowd.leaves().await;
        assert_eq!(throttling::failures(&portal, &who, &Browser::new(&portal.state)).await, (0, 0));
        assert!(recovery::begin(&mut Browser::new(&portal.state), &form).await, "and the code is still good");
    }

    async fn whoever_sets_up_again_and_again_delays_neither_known_browsers_nor_others_who_set_up(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        assert!(sign_in(&mut browser, &right(&portal, &who)).await);
        portal.clock.advance(MINUTE);
        let (greedy, modest) = (cast::patient(&portal).await, cast::patient(&portal).await);
        let flood: Vec<_> = (0..2 * WAITING)
            .map(|_| {
                let state = portal.state.clone();
                tokio::spawn(async move { factors::hash_passphrase(&state, greedy, PASSPHRASE).await })
            })
            .collect();
        // Each takes its place as soon as it runs for the first time.
        tokio::time::sleep(Duration::from_millis(5)).await;
        let form = right(&portal, &who);
        let (signed_in, hashed) = tokio::join!(
            sign_in(&mut browser, &form),
            factors::hash_passphrase(&portal.state, modest, PASSPHRASE),
        );
        assert!(signed_in);
        hashed.expect("others who set up have a place");
        let waiting = flood.iter().filter(|task| !task.is_finished()).count();
        assert!(waiting > 2, "both were answered before {waiting} of the flood");
        let done = join_all(flood).await.into_iter().map(|task| task.expect("ends"));
        let refused = done.filter(|done| matches!(done, Err(Failure::Unavailable))).count();
        assert!(refused > WAITING, "one person has a few places only: {refused} were refused");
    }
}
