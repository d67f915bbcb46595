//! Strangers cannot use up the machine for people we know.

use super::*;
use crate::{accounts::service::factors, backend::crypto::Lane};
use std::time::Duration;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// As many as may wait in a lane.
const WAITING: usize = 32;
/// As many of one person as may wait to set up their access.
const OF_ONE_PERSON: usize = 8;
/// Longer than anything takes that does not wait for what never ends.
const PATIENCE: Duration = Duration::from_secs(120);

/// Waits until something is so, which other tasks bring about.
async fn until(is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(PATIENCE, wait).await.expect("it comes about");
}

on_both_databases! {
    async fn a_full_lane_of_strangers_does_not_delay_a_browser_we_know(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        assert!(sign_in(&mut browser, &right(&portal, &who)).await);
        portal.clock.advance(MINUTE);
        let state = || portal.state.clone();
        let held = state().hasher.hold(Lane::Unknown);
        let stranger = |_| {
            let state = state();
            tokio::spawn(async move { state.hasher.verify(Lane::Unknown, Zeroizing::new("geraten".to_owned()), None).await })
        };
        let strangers: Vec<_> = (0..WAITING).map(stranger).collect();
        until(|| state().hasher.places_left(Lane::Unknown) == 0).await;
        let form = right(&portal, &who);
        let signed_in = timeout(PATIENCE, sign_in(&mut browser, &form)).await;
        assert!(signed_in.expect("it does not wait for them"));
        drop(held);
        for stranger in strangers {
            assert!(!stranger.await.expect("ends").expect("had a place"));
        }
    }

    async fn a_full_lane_answers_unavailable_at_once_and_is_free_again_later(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let context = Browser::new(&portal.state).ask().await;
        let crowd = portal.state.hasher.take_all_places(Lane::Unknown).await;
        let turned_away = service::sign_in::with_passphrase(&context, &right(&portal, &who)).await;
        assert!(matches!(turned_away, Err(AppError::Unavailable)), "it did not wait for them");
        drop(crowd);
        assert!(sign_in(&mut Browser::new(&portal.state), &right(&portal, &who)).await);
    }

    async fn whoever_hangs_up_before_the_passphrase_was_looked_at_leaves_no_try_behind(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let form = right(&portal, &who);
        let crowd = portal.state.hasher.take_all_places(Lane::Unknown).await;
        // Hung up at everything a try waits for, one after another, until it is answered before.
        for steps in 1.. {
            let context = Browser::new(&portal.state).ask().await;
            let mut trying = Box::pin(service::sign_in::with_passphrase(&context, &form));
            let mut answered = false;
            for _ in 0..steps {
                answered = answered || futures::poll!(&mut trying).is_ready();
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            drop(trying);
            let nobody = Browser::new(&portal.state);
            let forgotten = async {
                while throttling::failures(&portal, &who, &nobody).await != (0, 0) {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            let forgotten = timeout(Duration::from_secs(20), forgotten).await;
            assert!(forgotten.is_ok(), "hung up after {steps} steps: the try stays counted");
            if answered {
                assert!(steps > 1, "there was something to hang up at");
                break;
            }
        }
        drop(crowd);
        assert!(sign_in(&mut Browser::new(&portal.state), &form).await);
    }

    async fn a_lane_that_fills_up_between_passphrase_and_recovery_code_costs_no_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let form = recovery::form(&who, PASSPHRASE, &codes[0]);
        let context = Browser::new(&portal.state).ask().await;
        let hasher = &portal.state.hasher;
        let held = hasher.hold(Lane::Unknown);
        let recovering = tokio::spawn({
            let form = form.clone();
            async move { service::recovery::begin(&context, &form).await }
        });
        // The passphrase has its place, and whatever becomes free goes to others who have come in the meantime.
        until(|| hasher.places_left(Lane::Unknown) == WAITING - 1).await;
        let crowd = tokio::spawn({
            let state = portal.state.clone();
            async move { state.hasher.take_all_places(Lane::Unknown).await }
        });
        until(|| hasher.places_left(Lane::Unknown) == 0).await;
        drop(held);
        assert_eq!(recovering.await.expect("ends"), Err(AppError::Unavailable));
        drop(crowd.await.expect("has every place"));
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
        let hash_for = |person| {
            let state = portal.state.clone();
            tokio::spawn(async move { factors::hash_passphrase(&state, person, PASSPHRASE).await })
        };
        let left = || portal.state.hasher.places_left(Lane::SettingUp(modest));
        let held = portal.state.hasher.hold(Lane::SettingUp(greedy));
        let flood: Vec<_> = (0..2 * WAITING).map(|_| hash_for(greedy)).collect();
        let refused = || flood.iter().filter(|task| task.is_finished()).count();
        until(|| refused() == 2 * WAITING - OF_ONE_PERSON && left() == WAITING - 1).await;
        let others = hash_for(modest);
        until(|| left() == WAITING - 2).await;
        let form = right(&portal, &who);
        let signed_in = timeout(PATIENCE, sign_in(&mut browser, &form)).await;
        assert!(signed_in.expect("it does not wait for them"));
        drop(held);
        others.await.expect("ends").expect("others who set up have a place");
        let done = join_all(flood).await.into_iter().map(|task| task.expect("ends"));
        assert_eq!(done.filter(Result::is_ok).count(), OF_ONE_PERSON, "one person has a few places only");
    }
}
