//! How often somebody may try, under a clock that is turned by hand.

use super::*;
use crate::{
    accounts::{
        store::throttle as tries,
        throttle::{self, Buckets, CODE_MOST},
    },
    backend::{rng, rng::SystemRng},
    ids::TryId,
    patients::normal::{self, Index},
    time::Timestamp,
};

/// The counters of somebody for a browser without cookie.
pub(super) fn buckets(portal: &TestPortal, who: &PathT, browser: &Browser) -> Buckets {
    let index = Index::SignInName.blind(&portal.state.keys, &normal::sign_in_name(&who.name));
    let client = crate::backend::context::Client(browser.address);
    Buckets::new(&portal.state.keys, &index, None, Some(client))
}

/// How many tries of a counter stand in the table.
pub(super) async fn counted(portal: &TestPortal, bucket: Vec<u8>) -> i64 {
    let count = portal
        .state
        .db
        .read(move |tx| Box::pin(async move { tries::count_tries(tx, &bucket, Timestamp(0)).await }));
    count.await.expect("reads")
}

/// Failures in a row from a browser without cookie, and counted tries of strangers.
pub async fn failures(portal: &TestPortal, who: &PathT, browser: &Browser) -> (i64, i64) {
    let Buckets { delay, unknown, code: _ } = buckets(portal, who, browser);
    let find =
        portal.state.db.read(move |tx| Box::pin(async move { tries::find_delay(tx, &delay).await })).await;
    (find.expect("reads").map_or(0, |(failures, _)| failures), counted(portal, unknown).await)
}

/// Wrong codes that came after the right passphrase, put straight into the table.
pub async fn wear_out(portal: &TestPortal, who: &PathT, count: i64) {
    let bucket = buckets(portal, who, &Browser::new(&portal.state)).code;
    let now = portal.state.clock.now();
    let insert = portal.state.db.write(move |tx| {
        Box::pin(async move {
            for _ in 0..count {
                let id = TryId::from_random(rng::bytes(&SystemRng)?);
                let forget_at = Timestamp(now.0 + throttle::CODE_WINDOW);
                tries::insert_try(tx, id, &bucket, now, forget_at).await?;
            }
            Ok(())
        })
    });
    insert.await.expect("stores");
}

/// A browser on which the person has signed in before.
async fn known_browser(portal: &TestPortal, who: &PathT) -> Browser {
    let mut browser = Browser::number(&portal.state, 200);
    assert!(sign_in(&mut browser, &right(portal, who)).await);
    portal.clock.advance(MINUTE);
    Browser { session: None, ..browser }
}

on_both_databases! {
    async fn three_failures_are_free_and_then_the_delay_doubles_up_to_an_hour(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        for seconds in [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600] {
            if seconds > 0 {
                portal.clock.advance(seconds * SECOND - 1);
                assert!(!sign_in(&mut browser, &right(&portal, &who)).await, "too early before {seconds} s");
                portal.clock.advance(1);
            }
            assert!(!sign_in(&mut browser, &wrong(&portal, &who)).await);
        }
        portal.clock.advance(HOUR);
        assert!(sign_in(&mut browser, &right(&portal, &who)).await, "and at the very end it is over");
    }

    async fn a_try_inside_a_delay_makes_nobody_wait_longer(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        for _ in 0..3 {
            assert!(!sign_in(&mut browser, &wrong(&portal, &who)).await);
        }
        for _ in 0..5 {
            assert!(!sign_in(&mut browser, &right(&portal, &who)).await, "the right passphrase does not help");
            assert!(!sign_in(&mut browser, &wrong(&portal, &who)).await);
        }
        assert_eq!(counted(&portal, buckets(&portal, &who, &browser).unknown).await, 3);
        portal.clock.advance(SECOND);
        assert!(sign_in(&mut browser, &right(&portal, &who)).await);
        assert_eq!(counted(&portal, buckets(&portal, &who, &browser).unknown).await, 3, "a success is not counted");
    }

    async fn tries_at_once_are_counted_one_by_one(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let who = cast::with_passphrase(&portal).await;
        let browser = Browser::new(&portal.state);
        let mut contexts = Vec::new();
        for _ in 0..30 {
            contexts.push(browser.ask().await);
        }
        let form = wrong(&portal, &who);
        at_once(contexts.into_iter().map(|context| {
            let form = form.clone();
            async move { service::sign_in::with_passphrase(&context, &form).await.map(|_| ()) }
        }))
        .await;
        assert_eq!(counted(&portal, buckets(&portal, &who, &browser).unknown).await, 3, "all others came too early");
    }

    async fn strangers_from_anywhere_may_try_an_account_twenty_times_an_hour(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let who = cast::with_passphrase(&portal).await;
        let mut contexts = Vec::new();
        for number in 0..30 {
            contexts.push(Browser::number(&portal.state, number).ask().await);
        }
        let form = wrong(&portal, &who);
        at_once(contexts.into_iter().map(|context| {
            let form = form.clone();
            async move { service::sign_in::with_passphrase(&context, &form).await.map(|_| ()) }
        }))
        .await;
        let stranger = Browser::number(&portal.state, 99);
        assert_eq!(counted(&portal, buckets(&portal, &who, &stranger).unknown).await, 20);
        assert!(!sign_in(&mut stranger.clone(), &right(&portal, &who)).await, "the one who knows it neither");
        portal.clock.advance(HOUR - 1);
        assert!(!sign_in(&mut stranger.clone(), &right(&portal, &who)).await);
        portal.clock.advance(1);
        assert!(sign_in(&mut stranger.clone(), &right(&portal, &who)).await, "an hour later");
    }

    async fn strangers_do_not_slow_down_a_browser_we_know_nor_path_p(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut authenticator = authenticator::Authenticator::new();
        cast::give_passkey(&portal, who.id, &mut authenticator).await;
        let known = known_browser(&portal, &who).await;
        for number in 0..25 {
            assert!(!sign_in(&mut Browser::number(&portal.state, number), &wrong(&portal, &who)).await);
        }
        // An attacker behind the victim's own address hits only the bucket of strangers there.
        let neighbour = Browser { device: None, ..known.clone() };
        for _ in 0..5 {
            assert!(!sign_in(&mut neighbour.clone(), &wrong(&portal, &who)).await);
        }
        assert!(!sign_in(&mut neighbour.clone(), &right(&portal, &who)).await, "path T is shut for strangers");
        assert!(passkeys::sign_in(&mut neighbour.clone(), &mut authenticator).await, "path P is open for all");
        assert!(sign_in(&mut known.clone(), &right(&portal, &who)).await, "and path T where we know them");
    }

    async fn somebody_elses_known_browser_is_a_stranger(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, other) = (cast::with_passphrase(&portal).await, cast::with_passphrase(&portal).await);
        let known = known_browser(&portal, &other).await;
        assert!(!sign_in(&mut known.clone(), &wrong(&portal, &who)).await);
        assert_eq!(counted(&portal, buckets(&portal, &who, &known).unknown).await, 1);
    }

    async fn a_hundred_and_fifty_wrong_codes_in_thirty_days_end_the_evaluation(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let known = known_browser(&portal, &who).await;
        wear_out(&portal, &who, CODE_MOST - 3).await;
        // A wrong passphrase does not count here, whatever the code is.
        assert!(!sign_in(&mut known.clone(), &wrong(&portal, &who)).await);
        assert!(!sign_in(&mut known.clone(), &wrong_code(&portal, &who)).await);
        assert!(sign_in(&mut known.clone(), &right(&portal, &who)).await, "one of them is left");
        for _ in 0..2 {
            portal.clock.advance(MINUTE);
            assert!(!sign_in(&mut known.clone(), &wrong_code(&portal, &who)).await);
        }
        portal.clock.advance(MINUTE);
        assert!(!sign_in(&mut known.clone(), &right(&portal, &who)).await, "the success took nothing back");
        portal.clock.advance(29 * DAY);
        assert!(!sign_in(&mut known.clone(), &right(&portal, &who)).await);
        portal.clock.advance(DAY);
        assert!(sign_in(&mut known.clone(), &right(&portal, &who)).await, "after thirty days");
    }

    async fn codes_that_are_not_evaluated_do_not_prolong_the_lock(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let known = known_browser(&portal, &who).await;
        wear_out(&portal, &who, CODE_MOST).await;
        for _ in 0..5 {
            portal.clock.advance(DAY);
            assert!(!sign_in(&mut known.clone(), &right(&portal, &who)).await);
        }
        assert_eq!(counted(&portal, buckets(&portal, &who, &known).code).await, CODE_MOST);
        portal.clock.advance(25 * DAY);
        assert!(sign_in(&mut known.clone(), &right(&portal, &who)).await);
    }

    async fn counters_survive_a_restart(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (who, besieged) = (cast::with_passphrase(&portal).await, cast::with_passphrase(&portal).await);
        for _ in 0..3 {
            assert!(!sign_in(&mut Browser::new(&portal.state), &wrong(&portal, &who)).await);
        }
        for number in 0..20 {
            assert!(!sign_in(&mut Browser::number(&portal.state, number), &wrong(&portal, &besieged)).await);
        }
        let restarted = portal.restarted().await;
        assert!(!sign_in(&mut Browser::new(&restarted), &right(&portal, &who)).await);
        assert!(!sign_in(&mut Browser::number(&restarted, 99), &right(&portal, &besieged)).await);
        portal.clock.advance(HOUR);
        assert!(sign_in(&mut Browser::new(&restarted), &right(&portal, &who)).await);
        assert!(sign_in(&mut Browser::number(&restarted, 99), &right(&portal, &besieged)).await);
    }

    async fn wrong_recovery_codes_count_like_wrong_codes(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let browser = Browser::new(&portal.state);
        for (passphrase, expected) in [("nicht das richtige Wort", 0), (PASSPHRASE, 1)] {
            let code = recovery::form(&who, passphrase, "0-0000-0000-0000-0000");
            assert!(!recovery::begin(&mut browser.clone(), &code).await);
            assert_eq!(counted(&portal, buckets(&portal, &who, &browser).code).await, expected);
        }
    }
}
