//! What is not kept of a form that is sent after its session has ended, and who never sees what is.

use super::{
    authenticator::Authenticator,
    late_forms::{
        Answer, Desk, LATE, NEW, TYPED, ask, assert_kept, is_filled, kept_id, post, rows_of_kept, unsealed,
    },
    *,
};
use crate::backend::{kept_forms::DISCARD, policy::Role};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

/// A form that was refused because nobody is signed in, and of which nothing is left.
async fn assert_lost(portal: &TestPortal, answer: &Answer, what: &str) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
    assert_eq!(rows_of_kept(portal).await, 0, "{what}");
}

on_both_databases! {
    async fn another_account_neither_sees_nor_harms_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        assert_kept(&desk.send().await);
        let kept = unsealed(&portal, desk.member.person).await.len();
        assert_eq!(kept, 1);

        // A colleague at the same browser, with a passkey of their own.
        let other = cast::member(&portal, Role::TeamLead).await;
        let mut key = Authenticator::new();
        cast::give_passkey(&portal, other.person, &mut key).await;
        let begun = passkeys::begin(&mut desk.browser).await;
        let answer = key.answer(&begun);
        let outcome = desk
            .browser
            .does(async |context| service::sign_in::finish_with_passkey(context, &begun.ceremony, answer).await)
            .await;
        assert!(matches!(outcome, Ok(Outcome::SignedIn { next, .. }) if next == "/staff"));
        let page = desk.get(NEW).await.html;
        assert!(!is_filled(&page) && !page.contains("wieder da"), "{page}");

        // Not even the first one's open page can be had kept, or forgotten, by the second.
        assert_eq!(desk.keep_only().await.status, StatusCode::FORBIDDEN);
        let owner = Desk::of(&portal, desk.member).await;
        let id = kept_id(&Desk { browser: owner.browser.clone(), ..owner }.get(NEW).await.html);
        desk.token = desk.browser.ask().await.form_token().expect("a token");
        desk.post(NEW, &[("kept", &id), (DISCARD, "yes")]).await;
        desk.post(NEW, &[("kept", &id)]).await;
        assert_eq!(rows_of_kept(&portal).await, 1);
    }

    async fn a_session_that_somebody_ended_keeps_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut revoked = Desk::open(&portal).await;
        cast::end_all(&portal, revoked.member.person).await;
        let answer = revoked.send().await;
        assert_lost(&portal, &answer, "ended while it stood").await;

        let mut signed_out = Desk::open(&portal).await;
        let cookie = signed_out.browser.session;
        signed_out.browser.does(async |context| service::session::end(context).await).await.expect("ends");
        signed_out.browser.session = cookie;
        portal.clock.advance(LATE);
        let answer = signed_out.send().await;
        assert_lost(&portal, &answer, "signed out").await;

        let mut disabled = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        cast::end_all(&portal, disabled.member.person).await;
        let answer = disabled.send().await;
        assert_lost(&portal, &answer, "ended after its time").await;
    }

    async fn a_form_without_the_token_of_that_very_session_keeps_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut desk, other) = (Desk::open(&portal).await, Desk::open(&portal).await);
        let own = desk.token.clone();
        portal.clock.advance(LATE);
        let mut forged = own.clone().into_bytes();
        forged[30] = if forged[30] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).expect("text");
        for token in [String::new(), "x".to_owned(), forged, own[..22].to_owned(), other.token.clone()] {
            let answer = post(&mut desk.browser, NEW, &[&[("form_token", token.as_str())], &TYPED[..]].concat()).await;
            assert_lost(&portal, &answer, &token).await;
        }
        let answer = post(&mut desk.browser, NEW, &TYPED).await;
        assert_lost(&portal, &answer, "no token").await;
        let mut nobody = Browser::new(&portal.state);
        let answer = post(&mut nobody, NEW, &[&[("form_token", own.as_str())], &TYPED[..]].concat()).await;
        assert_lost(&portal, &answer, "no cookie").await;
        assert_kept(&desk.send().await);
    }

    async fn only_forms_that_say_so_are_kept_and_only_from_whoever_may_send_them(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let administrator = cast::member(&portal, Role::Administrator).await;
        let mut desk = Desk::of(&portal, administrator).await;
        portal.clock.advance(LATE);
        let answer = desk.send().await;
        assert_lost(&portal, &answer, "not their form").await;

        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        for path in ["/staff/patients", "/step-up", "/me/security/passphrase", "/session/extend"] {
            let answer = desk.post(path, &TYPED).await;
            assert_lost(&portal, &answer, path).await;
        }
        let plain = Request::post(NEW).header(header::CONTENT_TYPE, "text/plain");
        let body = format!("form_token={}&family_name=Groß", desk.token);
        let answer = ask(&mut desk.browser, NEW, plain.body(Body::from(body)).expect("a request")).await;
        assert_lost(&portal, &answer, "another kind of body").await;
        let answer = desk.post(NEW, &TYPED[2..5]).await;
        assert_lost(&portal, &answer, "nothing in it that may be kept").await;
    }

    async fn neither_birth_dates_nor_plain_text_get_into_the_database(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut desk = Desk::open(&portal).await;
        portal.clock.advance(LATE);
        let secrets = [("passphrase", "siebzehn kichererbsen"), ("code", "271828"), ("although", "yes")];
        assert_kept(&desk.post(NEW, &[&TYPED[..], &secrets].concat()).await);

        let sealed = unsealed(&portal, desk.member.person).await;
        let [content] = &sealed[..] else { panic!("not one: {sealed:?}") };
        let mut fields: Vec<_> = content["fields"].as_object().expect("fields").keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["email", "family_name", "given_name", "insurance_number", "language", "phone"]);
        assert!(!content.to_string().contains("1912"), "{content}");

        let haystack = at_rest::everything(&portal).await;
        assert!(haystack.windows(13).any(|window| window == b"InvitePatient"), "the search would find it");
        for needle in ["Kranewitterzapf", "Xaverlinde", "wolpertinger", "5550192837", "PKVQX7731XW", NEW] {
            assert!(!haystack.windows(needle.len()).any(|window| window == needle.as_bytes()), "{needle}");
        }
    }

    async fn what_was_moved_to_another_row_does_not_open_and_keeps_nobody_out(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut desk = Desk::open(&portal).await;
        let thief = cast::member(&portal, Role::Reception).await;
        portal.clock.advance(LATE);
        assert_kept(&desk.send().await);
        let (to, from) = (thief.person, desk.member.person);
        let moved = portal.state.db.write(move |tx| {
            Box::pin(async move {
                sql!(tx, execute: "UPDATE kept_forms SET person_id = $1 WHERE person_id = $2", to, from)
            })
        });
        assert_eq!(moved.await.expect("moves"), 1);
        let mut key = Authenticator::new();
        cast::give_passkey(&portal, thief.person, &mut key).await;
        assert!(passkeys::sign_in(&mut desk.browser, &mut key).await);
        let page = desk.get(NEW).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!is_filled(&page.html));
    }
}
