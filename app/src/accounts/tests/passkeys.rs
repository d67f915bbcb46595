//! Path P with an authenticator that can lie.

use super::{
    authenticator::{Authenticator, tampered},
    *,
};
use crate::{
    accounts::{
        service::{enrolment as enrolment_service, step_up},
        store::passkeys as table,
        webauthn::Begun,
    },
    backend::policy::Role,
};
use serde_json::Value;

/// A sign-in with a passkey from beginning to end.
pub async fn sign_in(browser: &mut Browser, authenticator: &mut Authenticator) -> bool {
    let begun = begin(browser).await;
    let answer = authenticator.answer(&begun);
    finish(browser, &begun.ceremony, answer).await
}

pub async fn begin(browser: &mut Browser) -> Begun {
    browser.does(async |context| service::sign_in::begin_with_passkey(context).await).await.expect("begins")
}

pub async fn finish(browser: &mut Browser, ticket: &str, answer: Value) -> bool {
    let outcome = browser
        .does(async |context| service::sign_in::finish_with_passkey(context, ticket, answer).await)
        .await;
    entered(browser, outcome)
}

on_both_databases! {
    async fn a_passkey_signs_in_again_and_again(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        for _ in 0..3 {
            let mut browser = Browser::new(&portal.state);
            assert!(sign_in(&mut browser, &mut authenticator).await);
            let holder = browser.ask().await.signed.clone().expect("signed in").holder;
            assert_eq!(holder.person, id);
        }
        let patient = cast::patient(&portal).await;
        let mut synced = Authenticator::synced();
        cast::give_passkey(&portal, patient, &mut synced).await;
        for _ in 0..3 {
            assert!(sign_in(&mut Browser::new(&portal.state), &mut synced).await, "also one that does not count");
        }
    }

    async fn an_answer_with_one_thing_wrong_is_refused_and_harms_nobody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, good) = cast::with_passkey(&portal).await;
        let (_, other) = cast::with_passkey(&portal).await;
        let member = cast::member(&portal, Role::Clinician).await;
        for (what, mut authenticator) in [
            ("another origin", Authenticator { origin: "https://localhost:3000", ..good.clone() }),
            ("another port", Authenticator { origin: "http://localhost:3001", ..good.clone() }),
            ("a subdomain", Authenticator { origin: "http://a.localhost:3000", ..good.clone() }),
            ("another host", Authenticator { rp_id: "example.org", ..good.clone() }),
            ("no user verification", Authenticator { verifies: false, ..good.clone() }),
            ("the type of a registration", Authenticator { client_type: Some("webauthn.create"), ..good.clone() }),
            ("another key", good.impostor()),
            ("another key and an old counter", Authenticator { count: None, ..good.impostor() }),
            ("somebody else's user handle", Authenticator { handle: other.handle.clone(), ..good.clone() }),
            ("a handle nobody has", Authenticator { handle: member.person.as_bytes().to_vec(), ..good.clone() }),
            ("no handle", Authenticator { handle: Vec::new(), ..good.clone() }),
            ("a credential nobody has", Authenticator { credential: vec![7; 32], ..good.clone() }),
            ("somebody else's credential", Authenticator { credential: other.credential.clone(), ..good.clone() }),
        ] {
            assert!(!sign_in(&mut Browser::new(&portal.state), &mut authenticator).await, "{what}");
        }
        for field in ["signature", "clientDataJSON", "authenticatorData", "userHandle"] {
            let mut browser = Browser::new(&portal.state);
            let begun = begin(&mut browser).await;
            let answer = tampered(good.clone().answer(&begun), field);
            assert!(!finish(&mut browser, &begun.ceremony, answer).await, "{field}");
        }
        let mut browser = Browser::new(&portal.state);
        let begun = begin(&mut browser).await;
        for nonsense in [Value::Null, serde_json::json!({}), serde_json::json!({ "id": "x" })] {
            assert!(!finish(&mut browser, &begun.ceremony, nonsense).await);
        }
        assert_eq!(happened(&portal, id).await, [], "no passkey was suspended by forged answers");
        assert!(sign_in(&mut Browser::new(&portal.state), &mut good.clone()).await);
    }

    async fn an_answer_from_another_frame_is_refused(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, good) = cast::with_passkey(&portal).await;
        let mut framed = Authenticator { cross_origin: true, ..good };
        assert!(!sign_in(&mut Browser::new(&portal.state), &mut framed).await);
    }

    async fn a_ceremony_is_over_after_five_minutes_and_finished_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = Browser::new(&portal.state);
        for (wait, expected) in [(5 * MINUTE - 1, true), (5 * MINUTE, false)] {
            let begun = begin(&mut browser).await;
            let answer = authenticator.answer(&begun);
            portal.clock.advance(wait);
            assert_eq!(finish(&mut browser, &begun.ceremony, answer.clone()).await, expected, "{wait} ms");
            assert!(!finish(&mut Browser::new(&portal.state), &begun.ceremony, answer).await, "replayed");
        }
        let begun = begin(&mut browser).await;
        assert!(!finish(&mut browser, &begun.ceremony, Value::Null).await);
        let answer = authenticator.answer(&begun);
        assert!(!finish(&mut browser, &begun.ceremony, answer).await, "a failed one is over as well");
        assert!(!finish(&mut browser, "no such ticket", Value::Null).await);
    }

    async fn of_replays_at_once_one_signs_in(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let (_, mut authenticator) = cast::with_passkey(&portal).await;
        let begun = begin(&mut Browser::new(&portal.state)).await;
        let answer = authenticator.answer(&begun);
        let replays = (0..20).map(|_| {
            let (mut browser, ticket, answer) =
                (Browser::new(&portal.state), begun.ceremony.clone(), answer.clone());
            async move { finish(&mut browser, &ticket, answer).await }
        });
        assert_eq!(at_once(replays).await.into_iter().filter(|entered| *entered).count(), 1);
    }

    async fn an_answer_to_another_ceremony_is_refused(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let (first, second) = (begin(&mut browser).await, begin(&mut browser).await);
        let answer = authenticator.answer(&first);
        assert!(!finish(&mut browser, &second.ceremony, answer).await);
    }

    async fn a_ticket_serves_only_what_it_was_made_for(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut signed_in = cast::patient_session(&portal, id).await;
        let mut visitor = Browser::new(&portal.state);
        let deed = step_up::Deed::AddPasskey;

        // A sign-in for a step-up, and the other way round.
        let begun = begin(&mut visitor).await;
        let answer = authenticator.answer(&begun);
        let stepped = signed_in
            .does(async |context| step_up::finish_with_passkey(context, deed, &begun.ceremony, answer).await)
            .await;
        assert!(is_refused(&stepped));
        let begun =
            signed_in.does(async |context| step_up::begin_with_passkey(context).await).await.expect("begins");
        let answer = authenticator.answer(&begun);
        assert!(!finish(&mut visitor, &begun.ceremony, answer).await);

        // A step-up of another session of the same person.
        let mut elsewhere = cast::patient_session(&portal, id).await;
        let begun =
            elsewhere.does(async |context| step_up::begin_with_passkey(context).await).await.expect("begins");
        let answer = authenticator.answer(&begun);
        let stepped = signed_in
            .does(async |context| step_up::finish_with_passkey(context, deed, &begun.ceremony, answer).await)
            .await;
        assert!(is_refused(&stepped));

        // An enrolment of somebody else, and a registration for a sign-in.
        let (mut one, _) = enrolment::begun(&portal, cast::patient(&portal).await).await;
        let (mut other, _) = enrolment::begun(&portal, cast::patient(&portal).await).await;
        let begun = one.does(async |context| enrolment_service::begin_passkey(context).await).await.expect("begins");
        let answer = Authenticator::new().register(&begun);
        let name = "Telefon".to_owned();
        let registered = other
            .does(async |context| {
                enrolment_service::finish_passkey(context, &begun.ceremony, answer, name).await
            })
            .await;
        assert!(is_refused(&registered));
        let begun = one.does(async |context| enrolment_service::begin_passkey(context).await).await.expect("begins");
        let answer = authenticator.answer(&begun);
        assert!(!finish(&mut visitor, &begun.ceremony, answer).await);
    }

    async fn a_passkey_removed_while_it_was_asked_signs_nobody_in(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (id, mut authenticator) = cast::with_passkey(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let begun = begin(&mut browser).await;
        let answer = authenticator.answer(&begun);
        let removed = portal.state.db.write(move |tx| {
            Box::pin(async move {
                for passkey in table::list(tx, id).await? {
                    table::delete(tx, id, passkey.id).await?;
                }
                Ok(())
            })
        });
        removed.await.expect("removes");
        assert!(!finish(&mut browser, &begun.ceremony, answer).await);
        assert!(!browser.is_signed_in().await);
    }

    async fn staff_sign_in_with_a_passkey_unless_the_account_is_disabled(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let member = cast::member(&portal, Role::Reception).await;
        let mut authenticator = Authenticator::new();
        cast::give_passkey(&portal, member.person, &mut authenticator).await;
        let mut browser = Browser::new(&portal.state);
        assert!(sign_in(&mut browser, &mut authenticator).await);
        let context = browser.ask().await;
        let crate::backend::context::Actor::Staff(staff) = &context.actor else { panic!("not staff") };
        assert_eq!((staff.id(), staff.role()), (member.id, Role::Reception));
        portal.arrange("UPDATE staff SET disabled_at = 1").await;
        assert!(!sign_in(&mut Browser::new(&portal.state), &mut authenticator).await);
    }

    async fn what_authenticators_are_told_says_nothing_about_health(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, _) = enrolment::begun(&portal, cast::patient(&portal).await).await;
        let begun =
            browser.does(async |context| enrolment_service::begin_passkey(context).await).await.expect("begins");
        let key = &begun.options["publicKey"];
        assert_eq!(key["rp"]["name"], "Portal");
        assert_eq!(key["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(key["authenticatorSelection"]["userVerification"], "required");
        assert!(!begun.options.to_string().contains("Müller"));
        let begun = begin(&mut browser).await;
        assert_eq!(begun.options["publicKey"]["userVerification"], "required");
        assert_eq!(begun.options["publicKey"]["allowCredentials"], serde_json::json!([]));
    }
}
