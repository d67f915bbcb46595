//! Sessions: how long they last, how they end, and what the database knows of them.

use super::*;
use crate::{
    accounts::service::{security, session},
    backend::{
        policy::Role,
        sessions::{Kind, Path, Sessions},
    },
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tower_sessions::SessionStore as _;

const PATIENT: Kind = Kind::Patient { path: Path::P };

/// A patient, a member of the team and somebody who is recovering, each with the kind of their session.
async fn everybody(portal: &TestPortal) -> [(PersonId, Kind); 3] {
    let patient = cast::patient(portal).await;
    let member = cast::member(portal, Role::Reception).await;
    let staff = Kind::Staff { id: member.id, role: member.role, path: Path::P };
    [(patient, PATIENT), (member.person, staff), (patient, Kind::Recovery)]
}

on_both_databases! {
    async fn a_session_ends_after_its_time_without_requests(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for ((person, kind), minutes) in everybody(&portal).await.into_iter().zip([30, 15, 30]) {
            let browser = cast::session(&portal, person, kind).await;
            portal.clock.advance(minutes * MINUTE - SECOND);
            assert!(browser.is_signed_in().await, "{kind:?}: a second before");
            portal.clock.advance(minutes * MINUTE + SECOND);
            assert!(!browser.is_signed_in().await, "{kind:?}: a second after");
        }
    }

    async fn requests_keep_a_session_alive_until_its_absolute_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for ((person, kind), hours) in everybody(&portal).await.into_iter().zip([12, 10, 2]) {
            let browser = cast::session(&portal, person, kind).await;
            for _ in 0..hours * 6 {
                portal.clock.advance(10 * MINUTE - 1);
                assert!(browser.is_signed_in().await, "{kind:?}");
            }
            let view = browser.ask().await.signed.clone().expect("signed in").view;
            assert_eq!(view.ends_at_the_latest, view.ends_at, "the end is near");
            portal.clock.advance(hours * 6);
            assert!(!browser.is_signed_in().await, "{kind:?}");
        }
    }

    async fn a_new_session_id_does_not_move_the_absolute_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut browser = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let before = browser.ask().await.signed.clone().expect("signed in").view;
        portal.clock.advance(20 * MINUTE);
        let old = browser.clone();
        browser.does(async |context| session::renew(context).await).await.expect("renews");
        let after = browser.ask().await.signed.clone().expect("signed in").view;
        assert_eq!(after.ends_at_the_latest, before.ends_at_the_latest);
        assert!(!old.is_signed_in().await, "the old id is worth nothing");
    }

    async fn the_sixth_session_of_a_patient_and_the_third_of_staff_end_the_oldest(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let bystander = cast::patient_session(&portal, cast::patient(&portal).await).await;
        for ((person, kind), most) in everybody(&portal).await.into_iter().zip([5, 2, 1]) {
            let mut browsers = Vec::new();
            for _ in 0..=most {
                portal.clock.advance(SECOND);
                browsers.push(cast::session(&portal, person, kind).await);
            }
            for (number, browser) in browsers.iter().enumerate() {
                assert_eq!(browser.is_signed_in().await, number > 0, "{kind:?} {number}");
            }
        }
        assert!(bystander.is_signed_in().await);
    }

    async fn a_session_that_begins_is_not_the_one_that_ends_for_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for (person, kind) in everybody(&portal).await {
            // Within one millisecond, so that no time tells which of them is the oldest.
            for number in 0..20 {
                assert!(cast::session(&portal, person, kind).await.is_signed_in().await, "{kind:?} {number}");
            }
        }
    }

    async fn after_a_revocation_no_request_succeeds_however_many_are_under_way(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let person = cast::patient(&portal).await;
        let browser = cast::patient_session(&portal, person).await;
        let (revoked, begun) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let requests = (0..100).map(|number| {
            let (mut browser, revoked, begun) = (browser.clone(), revoked.clone(), begun.clone());
            async move {
                let (mut served, mut too_late) = (0, 0);
                for round in 0..10 {
                    let after = revoked.load(Ordering::SeqCst);
                    let signed = browser
                        .does(async |context| {
                            // Every request also writes, which must not bring the session back.
                            if context.signed.is_some() {
                                session::keep(context, "seen", (number, round)).await.expect("keeps");
                            }
                            context.signed.is_some()
                        })
                        .await;
                    begun.store(true, Ordering::SeqCst);
                    served += u32::from(signed);
                    too_late += u32::from(signed && after);
                }
                (served, too_late)
            }
        });
        let revoke = async {
            while !begun.load(Ordering::SeqCst) {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            cast::end_all(&portal, person).await;
            revoked.store(true, Ordering::SeqCst);
        };
        let (counts, ()) = tokio::join!(at_once(requests), revoke);
        let (served, too_late) = counts.into_iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        assert!(served > 0, "some came before");
        assert_eq!(too_late, 0);
        assert!(!browser.is_signed_in().await);
    }

    async fn saving_after_the_end_brings_nothing_back(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = cast::patient(&portal).await;
        let mut browser = cast::patient_session(&portal, person).await;
        let under_way = browser.ask().await;
        session::keep(&under_way, "note", "text").await.expect("keeps");
        cast::end_all(&portal, person).await;
        browser.answered(&under_way).await;
        assert!(!browser.is_signed_in().await);
    }

    async fn a_new_id_cannot_be_had_for_a_session_that_has_ended(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = cast::patient(&portal).await;
        let mut browser = cast::patient_session(&portal, person).await;
        let under_way = browser.ask().await;
        cast::end_all(&portal, person).await;
        let renewed = session::renew(&under_way).await;
        assert_eq!(renewed, Err(AppError::SignInRequired));
        browser.answered(&under_way).await;
        assert!(!browser.is_signed_in().await);
    }

    async fn a_session_renewed_while_all_others_are_ended_does_not_outlive_them(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = cast::patient(&portal).await;
        let mut owner = cast::patient_session(&portal, person).await;
        let mut thief = cast::patient_session(&portal, person).await;
        let under_way = thief.ask().await;
        session::renew(&under_way).await.expect("renews");
        owner.does(async |context| security::end_other_sessions(context).await).await.expect("ends");
        thief.answered(&under_way).await;
        assert!(!thief.is_signed_in().await);
        assert!(owner.is_signed_in().await);

        // Nor one that is ended by itself: it is the same session, with another cookie.
        let mut thief = cast::patient_session(&portal, person).await;
        let id = thief.ask().await.signed.clone().expect("signed in").view.id;
        let under_way = thief.ask().await;
        session::renew(&under_way).await.expect("renews");
        owner.does(async |context| security::end_session(context, id).await).await.expect("ends");
        thief.answered(&under_way).await;
        assert!(!thief.is_signed_in().await);
    }

    async fn of_renewals_and_an_end_at_the_same_moment_none_survives(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let person = cast::patient(&portal).await;
        for _ in 0..10 {
            let owner = cast::patient_session(&portal, person).await.ask().await;
            let mut tasks: Vec<std::pin::Pin<Box<dyn Future<Output = Option<Browser>> + Send>>> = Vec::new();
            for _ in 0..3 {
                let mut thief = cast::patient_session(&portal, person).await;
                tasks.push(Box::pin(async move {
                    let context = thief.ask().await;
                    drop(session::renew(&context).await);
                    thief.answered(&context).await;
                    Some(thief)
                }));
            }
            tasks.push(Box::pin(async move {
                security::end_other_sessions(&owner).await.expect("ends");
                None
            }));
            for thief in at_once(tasks).await.into_iter().flatten() {
                assert!(!thief.is_signed_in().await);
            }
        }
    }

    async fn signing_out_ends_the_session_in_the_table(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut browser = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let copied = browser.clone();
        browser.does(async |context| session::end(context).await).await.expect("ends");
        assert_eq!(browser.session, None, "the cookie is removed");
        assert!(!copied.is_signed_in().await, "and opens nothing for who has copied it");
    }

    async fn a_cookie_that_was_made_up_opens_nothing_and_creates_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let store: Sessions = portal.state.sessions();
        for guess in [0, 1, -1, i128::MAX, i128::MIN] {
            let id = tower_sessions::session::Id(guess);
            assert!(store.load(&id).await.expect("answers").is_none());
            let mut browser = Browser::new(&portal.state);
            browser.session = Some(id);
            assert!(!browser.is_signed_in().await);
        }
        // A session that is nobody's is not stored.
        let mut nobody = Browser::new(&portal.state);
        let context = nobody.ask().await;
        session::keep(&context, "note", "text").await.expect("keeps");
        assert!(context.session.as_ref().expect("a session").save().await.is_err());
        nobody.session = None;
    }
}
