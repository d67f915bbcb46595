//! A copied passkey is noticed by its counter (Web Authentication Level 3, section 6.1.1).

use super::{authenticator::Authenticator, *};
use crate::accounts::store::passkeys as table;

/// Whether the only passkey of somebody is suspended.
async fn is_suspended(portal: &TestPortal, id: PersonId) -> bool {
    let found = portal.state.db.read(move |tx| Box::pin(async move { table::list(tx, id).await })).await;
    found.expect("reads").iter().all(|passkey| passkey.suspended_at.is_some())
}

fn suspensions(events: &[Happened]) -> usize {
    events.iter().filter(|event| matches!(event, Happened::PasskeySuspended { .. })).count()
}

on_both_databases! {
    async fn the_second_of_two_copies_is_refused_and_the_passkey_suspended(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut original) = cast::with_passkey(&portal).await;
        let mut copy = original.clone();
        let (mut owner, mut thief) = (Browser::new(&portal.state), Browser::number(&portal.state, 2));
        assert!(passkeys::sign_in(&mut owner, &mut original).await);
        assert!(!passkeys::sign_in(&mut thief, &mut copy).await);

        assert!(is_suspended(&portal, id).await);
        assert!(!owner.is_signed_in().await, "nobody knows which of the two was the owner");
        assert_eq!(suspensions(&happened(&portal, id).await), 1);
        for authenticator in [&mut original, &mut copy] {
            authenticator.count = Some(100);
            assert!(!passkeys::sign_in(&mut Browser::new(&portal.state), authenticator).await);
        }
        assert_eq!(suspensions(&happened(&portal, id).await), 1, "it is said once");
        assert_eq!(logged(&portal, id).await, [Act::PasskeySuspended]);
    }

    async fn the_order_of_two_copies_that_began_before_either_finished_does_not_matter(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut original) = cast::with_passkey(&portal).await;
        let mut copy = original.clone();
        let (mut owner, mut thief) = (Browser::new(&portal.state), Browser::number(&portal.state, 2));
        let (first, second) = (passkeys::begin(&mut owner).await, passkeys::begin(&mut thief).await);
        let (mine, theirs) = (original.answer(&first), copy.answer(&second));
        assert!(passkeys::finish(&mut thief, &second.ceremony, theirs).await);
        assert!(!passkeys::finish(&mut owner, &first.ceremony, mine).await);
        assert!(is_suspended(&portal, id).await);
        assert!(!thief.is_signed_in().await);
    }

    async fn two_copies_at_once_are_noticed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        for _ in 0..5 {
            let (id, original) = cast::with_passkey(&portal).await;
            let mut finishes = Vec::new();
            for mut copy in [original.clone(), original] {
                let mut browser = Browser::new(&portal.state);
                let begun = passkeys::begin(&mut browser).await;
                let answer = copy.answer(&begun);
                finishes.push(async move { passkeys::finish(&mut browser, &begun.ceremony, answer).await });
            }
            let entered = at_once(finishes).await.into_iter().filter(|entered| *entered).count();
            assert_eq!(entered, 1);
            assert!(is_suspended(&portal, id).await);
            assert_eq!(suspensions(&happened(&portal, id).await), 1);
        }
    }

    async fn a_counter_that_went_back_to_zero_is_a_copy(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut original) = cast::with_passkey(&portal).await;
        assert!(passkeys::sign_in(&mut Browser::new(&portal.state), &mut original).await);
        let mut reset = Authenticator { frozen: true, count: Some(0), ..original };
        assert!(!passkeys::sign_in(&mut Browser::new(&portal.state), &mut reset).await);
        assert!(is_suspended(&portal, id).await);
    }
}
