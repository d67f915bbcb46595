//! Path T: who gets in, and how often with one code.

use super::*;
use crate::accounts::store::devices;

on_both_databases! {
    async fn the_right_name_passphrase_and_code_sign_in_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let form = right(&portal, &who);
        assert!(sign_in(&mut browser, &form).await);
        assert!(browser.is_signed_in().await);
        assert!(browser.device.is_some(), "the browser is known from now on");
        assert!(!sign_in(&mut browser.clone(), &form).await, "the code is used");
        assert!(!sign_in(&mut Browser::number(&portal.state, 2), &form).await, "on another browser as well");
    }

    async fn names_and_codes_are_read_the_way_people_type_them(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let code = who.code(&portal);
        let form = SignInForm {
            sign_in_name: format!(" {} ", who.name.to_uppercase()),
            // The same letters with a separate diaeresis, as some keyboards send them.
            passphrase: "vier Enten im Mu\u{308}hlbach".to_owned(),
            code: format!("{} {}", &code[..3], &code[3..]),
            form_id: String::new(),
        };
        assert!(sign_in(&mut Browser::new(&portal.state), &form).await);
    }

    async fn of_fifty_tries_at_once_with_one_code_exactly_one_succeeds(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let who = cast::with_passphrase(&portal).await;
        let form = right(&portal, &who);
        // Thirty on browsers we know, twenty on strange ones: all that the limits let through to the code.
        let mut contexts = Vec::new();
        for number in 0..50 {
            let mut browser = Browser::number(&portal.state, number);
            if number < 30 {
                let device = format!("{number:026}");
                let hash = portal.state.keys.code_hash("device", device.as_bytes());
                let hash = service::session::device_of(&portal.state.keys, who.id, &hash);
                browser.device = Some(device);
                let (id, now) = (who.id, portal.state.clock.now());
                let known = portal.state.db.write(move |tx| {
                    Box::pin(async move { devices::remember(tx, id, &hash, now).await })
                });
                known.await.expect("stores");
            }
            contexts.push(browser.ask().await);
        }
        let before = portal.state.hasher.calculations();
        let tries = contexts.into_iter().map(|context| {
            let form = form.clone();
            async move { service::sign_in::with_passphrase(&context, &form).await.expect("answers") }
        });
        let outcomes = at_once(tries).await;
        assert_eq!(portal.state.hasher.calculations() - before, 50, "all were evaluated");
        let entered = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::SignedIn { .. })).count();
        assert_eq!(entered, 1);
    }

    async fn a_code_is_refused_once_a_later_one_was_used(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let earlier = right(&portal, &who);
        portal.clock.advance(30 * SECOND);
        let later = right(&portal, &who);
        assert!(sign_in(&mut Browser::new(&portal.state), &later).await);
        assert!(!sign_in(&mut Browser::new(&portal.state), &earlier).await, "it would be in time");
        assert!(!sign_in(&mut Browser::new(&portal.state), &later).await);
        portal.clock.advance(30 * SECOND);
        assert!(sign_in(&mut Browser::new(&portal.state), &right(&portal, &who)).await, "the next one is good");
    }

    async fn the_present_and_the_previous_step_sign_in_and_no_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for (seconds, expected) in [(-1, false), (0, true), (29, true), (30, true), (59, true), (60, false)] {
            let who = cast::with_passphrase(&portal).await;
            let form = right(&portal, &who);
            portal.clock.advance(seconds * SECOND);
            assert_eq!(sign_in(&mut Browser::new(&portal.state), &form).await, expected, "{seconds} s");
            portal.clock.advance(-seconds * SECOND);
        }
    }

    async fn a_sign_in_begins_a_new_session_and_ends_the_one_before(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let planted = browser.clone();
        assert!(sign_in(&mut browser, &right(&portal, &who)).await);
        assert_ne!(browser.session, planted.session);
        assert!(!planted.is_signed_in().await, "whoever planted the cookie holds nothing");
        let holder = browser.ask().await.signed.clone().expect("signed in").holder;
        assert_eq!(holder.person, who.id);
    }

    async fn a_new_browser_is_reported_and_the_first_one_is_not(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut first = Browser::new(&portal.state);
        for (browser, expected) in [(&mut first, 0), (&mut Browser::number(&portal.state, 2), 1)] {
            assert!(sign_in(browser, &right(&portal, &who)).await);
            assert_eq!(happened(&portal, who.id).await.len(), expected);
            portal.clock.advance(30 * SECOND);
        }
        assert!(sign_in(&mut first, &right(&portal, &who)).await);
        assert_eq!(happened(&portal, who.id).await.len(), 1, "a known browser is not");
    }
}
