//! Signing out, from whichever tab, and steps of an enrolment that are sent once more.

use super::{
    pages::{Answer, ask},
    *,
};
use crate::backend::sessions::{Kind, Path};
use axum::http::StatusCode;

const PATIENT: Kind = Kind::Patient { path: Path::P };

async fn token(browser: &Browser) -> String {
    browser.ask().await.form_token().unwrap_or_default()
}

fn assert_signed_out(answer: &Answer) {
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/signed-out"));
    assert_eq!(answer.clear_site_data.as_deref(), Some("\"cache\", \"storage\""));
}

on_both_databases! {
    async fn an_older_tab_signs_out_whoever_is_signed_in_now(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let mut browser = cast::patient_session(&portal, patient).await;
        let old = token(&browser).await;
        cast::begin(&mut browser, patient, PATIENT).await;
        let copied = browser.clone();
        assert_ne!(token(&browser).await, old);
        assert_signed_out(&ask(&mut browser, "POST", "/sign-out", &[("form_token", old.as_str())]).await);
        assert!(!copied.is_signed_in().await);
        // Once more, and with nothing at all.
        assert_signed_out(&ask(&mut browser, "POST", "/sign-out", &[("form_token", old.as_str())]).await);
        assert_signed_out(&ask(&mut Browser::new(&portal.state), "POST", "/sign-out", &[]).await);
    }

    async fn a_tab_whose_session_is_over_leads_to_the_same_page(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for path in ["/sign-out", "/me/security/sessions/end-others"] {
            let mut browser = cast::patient_session(&portal, cast::patient(&portal).await).await;
            let old = token(&browser).await;
            portal.clock.advance(HOUR);
            assert!(!browser.is_signed_in().await);
            assert_signed_out(&ask(&mut browser, "POST", path, &[("form_token", old.as_str())]).await);
        }
    }

    async fn other_sessions_end_with_the_token_of_this_one_only(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let mut browser = cast::patient_session(&portal, patient).await;
        let elsewhere = cast::patient_session(&portal, patient).await;
        let path = "/me/security/sessions/end-others";
        let foreign = token(&elsewhere).await;
        for token in [foreign.as_str(), ""] {
            let answer = ask(&mut browser, "POST", path, &[("form_token", token)]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
        }
        assert!(elsewhere.is_signed_in().await);
        let token = token(&browser).await;
        let answer = ask(&mut browser, "POST", path, &[("form_token", token.as_str())]).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/me/security"));
        assert!(browser.is_signed_in().await && !elsewhere.is_signed_in().await);
    }

    async fn ending_this_very_session_from_the_list_clears_the_browser_too(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mut browser = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let id = browser.ask().await.signed.clone().expect("signed in").view.id;
        let (path, token) = (format!("/me/security/sessions/{id}/end"), token(&browser).await);
        assert_signed_out(&ask(&mut browser, "POST", &path, &[("form_token", token.as_str())]).await);
        assert_eq!(browser.session, None);
    }

    async fn once_codes_are_shown_no_earlier_step_changes_what_was_chosen(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (mut browser, _) = enrolment::begun(&portal, patient).await;
        let secret = enrolment::choose_path_t(&portal, &mut browser).await;
        let codes = enrolment::shown_codes(&browser).await;
        let token = token(&browser).await;
        let other = "sieben Gänse auf dem Deich";
        for (path, field, value) in [
            ("/enrol/passphrase", "passphrase", other),
            ("/enrol/totp", "code", "123456"),
            ("/enrol/recovery-code", "recovery_code", "3-0000-0000-0000-0000"),
        ] {
            let form = [("form_token", token.as_str()), (field, value)];
            let answer = ask(&mut browser, "POST", path, &form).await;
            assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/enrol/codes"), "{path}");
        }
        let chosen = browser.does(async |context| service::enrolment::choose_passphrase(context, other).await).await;
        assert!(is_refused(&chosen), "nor past the page");
        assert_eq!(enrolment::shown_codes(&browser).await, codes);

        let name = service::enrolment::sign_in_name(&browser.ask().await, patient).await.expect("reads");
        assert!(enrolment::finish(&mut browser).await);
        portal.clock.advance(MINUTE);
        let who = PathT { id: patient, name, secret };
        assert!(sign_in(&mut Browser::number(&portal.state, 3), &right(&portal, &who)).await, "as chosen first");
    }
}
