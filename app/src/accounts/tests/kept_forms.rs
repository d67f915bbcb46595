//! A form that is sent after its session has ended: kept for its account, shown, and never sent by itself.

use super::{
    authenticator::Authenticator,
    late_forms::{Desk, LATE, NEW, TYPED, assert_kept, is_filled, kept_id, people, rows_of_kept},
    *,
};
use crate::backend::{
    instance::Kind as Instance,
    kept_forms::{DISCARD, LIFETIME, SIGN_IN},
    settings::Practice,
};
use axum::http::StatusCode;

on_both_databases! {
    async fn what_was_typed_waits_for_its_account_and_is_not_sent_by_itself(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut desk = Desk::open(&portal).await;
        let before = people(&portal).await;
        portal.clock.advance(LATE);
        assert_kept(&desk.send().await);
        assert!(desk.get(SIGN_IN).await.html.contains("Das Formular wurde nicht abgeschickt."));

        desk.sign_in(desk.member).await;
        for _ in 0..2 {
            let page = desk.get(NEW).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(is_filled(&page.html), "{}", page.html);
            for part in ["Ihre Eingaben sind wieder da", "wurde das Formular nicht abgeschickt", "Das Geburtsdatum wird nie aufbewahrt."] {
                assert!(page.html.contains(part), "{part}: {}", page.html);
            }
        }
        assert_eq!(people(&portal).await, before, "nobody was created meanwhile");

        // What needs correction stays, also when somebody gives up half way.
        desk.token = desk.browser.ask().await.form_token().expect("a token");
        let id = kept_id(&desk.get(NEW).await.html);
        let answer = desk.post(NEW, &[("kept", &id), ("family_name", "Kranewitterzapf")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        // By this the page knows that there is something to hide, whatever is typed after it.
        assert!(answer.html.contains("data-typed"), "{}", answer.html);
        assert!(!answer.html.contains("Ihre Eingaben sind wieder da"), "it is what was typed just now");
        assert_eq!(kept_id(&answer.html), id, "the corrected form takes its place");
        assert!(is_filled(&desk.get(NEW).await.html));
        let answer = desk.post(NEW, &[&TYPED[..], &[("kept", &id), ("change", "yes")]].concat()).await;
        assert_eq!((answer.status, kept_id(&answer.html)), (StatusCode::OK, id.clone()));
        assert_eq!(rows_of_kept(&portal).await, 1);

        // Once it has done its work, it is gone.
        let done = desk.post(NEW, &[&TYPED[..], &[("kept", &id)]].concat()).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert_eq!(people(&portal).await, before + 1);
        assert_eq!(rows_of_kept(&portal).await, 0);
        let empty = desk.get(NEW).await.html;
        assert!(!is_filled(&empty) && empty.contains("id=\"kept-form\"") && !empty.contains("data-typed"), "{empty}");
    }

    async fn both_ways_to_sign_in_lead_to_the_form(engine: Engine) {
        let portal = TestPortal::with(engine, Instance::Demo, Practice::default()).await;
        let mut desk = Desk::open(&portal).await;
        let who = cast::give_passphrase(&portal, desk.member.person).await;
        let mut key = Authenticator::new();
        cast::give_passkey(&portal, desk.member.person, &mut key).await;
        portal.clock.advance(LATE);
        assert_kept(&desk.send().await);

        let form = right(&portal, &who);
        let outcome = desk.browser.does(async |context| service::sign_in::with_passphrase(context, &form).await).await;
        assert!(matches!(outcome, Ok(Outcome::SignedIn { next, .. }) if next == NEW));

        let mut browser = Browser::new(&portal.state);
        let begun = passkeys::begin(&mut browser).await;
        let answer = key.answer(&begun);
        let outcome = browser
            .does(async |context| service::sign_in::finish_with_passkey(context, &begun.ceremony, answer).await)
            .await;
        assert!(matches!(outcome, Ok(Outcome::SignedIn { next, .. }) if next == NEW), "on another device as well");
        assert!(is_filled(&desk.get(NEW).await.html));
    }

    async fn it_waits_for_thirty_minutes(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        assert_kept(&desk.send().await);
        portal.clock.advance(LIFETIME - SECOND);
        desk.sign_in(desk.member).await;
        assert!(is_filled(&desk.get(NEW).await.html), "after 29:59");
        portal.clock.advance(2 * SECOND);
        assert!(!is_filled(&desk.get(NEW).await.html), "after 30:01");
        assert_eq!(rows_of_kept(&portal).await, 1);
        desk.sign_in(desk.member).await;
        assert_eq!(rows_of_kept(&portal).await, 0, "the next sign-in removes what is over");
    }

    async fn an_account_has_three_at_most_and_the_newest_is_shown_first(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        for number in 0..5 {
            portal.clock.advance(SECOND);
            assert_kept(&desk.post(NEW, &[("family_name", &format!("Zapf{number}"))]).await);
        }
        assert_eq!(rows_of_kept(&portal).await, 3);
        desk.sign_in(desk.member).await;
        desk.token = desk.browser.ask().await.form_token().expect("a token");
        for shown in ["Zapf4", "Zapf3", "Zapf2"] {
            let page = desk.get(NEW).await.html;
            assert!(page.contains(&format!("value=\"{shown}\"")), "{page}");
            let answer = desk.post(NEW, &[("kept", &kept_id(&page)), (DISCARD, "yes")]).await;
            assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, NEW));
        }
        assert!(!desk.get(NEW).await.html.contains("Zapf"));
        assert_eq!(rows_of_kept(&portal).await, 0);
    }

    async fn a_form_that_ran_out_twice_takes_its_own_place(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        assert_kept(&desk.send().await);
        desk.sign_in(desk.member).await;
        desk.token = desk.browser.ask().await.form_token().expect("a token");
        let id = kept_id(&desk.get(NEW).await.html);
        portal.clock.advance(LATE);
        assert_kept(&desk.post(NEW, &[&TYPED[..], &[("kept", &id)]].concat()).await);
        assert_eq!(rows_of_kept(&portal).await, 1);
    }

    async fn a_page_that_was_hidden_is_kept_and_never_sent_whoever_is_signed_in_by_then(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let before = people(&portal).await;
        // The device's clock was ahead: the session stands.
        let mut desk = Desk::open(&portal).await;
        let answer = desk.keep_only().await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, NEW));
        assert!(is_filled(&desk.get(NEW).await.html));

        // It has ended.
        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        assert_kept(&desk.keep_only().await);

        // Its owner has signed in again in another tab.
        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        desk.sign_in(desk.member).await;
        let answer = desk.send().await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, NEW));
        assert!(is_filled(&desk.get(NEW).await.html));
        assert_eq!(people(&portal).await, before + 3, "the three at their desks and nobody else");

        // A token of a session that was replaced while it stood is as wrong as ever.
        let mut desk = Desk::open(&portal).await;
        desk.sign_in(desk.member).await;
        assert_eq!(desk.send().await.status, StatusCode::FORBIDDEN);
    }
}
