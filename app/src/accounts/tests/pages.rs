//! The pages of setting up and keeping access, asked over HTTP without a socket.

use super::*;
use crate::{
    app::router,
    backend::{policy::Role, sessions::COOKIE},
    ui::error_page,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    middleware::from_fn,
    response::Response,
};
use service::{recovery as recovering, security, step_up::Deed};
use tower::ServiceExt as _;

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub retry_after: Option<String>,
    pub clear_site_data: Option<String>,
    pub html: String,
}

/// A request of this browser, with the cookie it holds; `token` is the one of the form, if it has one.
pub async fn ask(browser: &mut Browser, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
    let context = browser.ask().await;
    let fields = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(id) = &browser.session {
        request = request.header(header::COOKIE, format!("{COOKIE}={id}"));
    }
    let request = request.body(Body::from(fields)).expect("a request");
    let router =
        router(browser.state.clone()).layer(from_fn(error_page::render)).layer(Extension(context.clone()));
    let answer: Response = router.oneshot(request).await.expect("an answer");
    browser.answered(&context).await;
    let (parts, body) = answer.into_parts();
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (status, location, retry_after) =
        (parts.status, text(header::LOCATION).unwrap_or_default(), text(header::RETRY_AFTER));
    let clear_site_data = text(header::HeaderName::from_static("clear-site-data"));
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    Answer {
        status,
        location,
        retry_after,
        clear_site_data,
        html: String::from_utf8(body.to_vec()).expect("text"),
    }
}

async fn token(browser: &Browser) -> String {
    browser.ask().await.form_token().unwrap_or_default()
}

/// A browser with the codes before its eyes, and the token of that form.
async fn at_the_codes(portal: &TestPortal) -> (Browser, String) {
    let (mut browser, _) = enrolment::begun(portal, cast::patient(portal).await).await;
    enrolment::choose_path_t(portal, &mut browser).await;
    let token = token(&browser).await;
    (browser, token)
}

const ALREADY: &str = "Ihr Zugang ist schon eingerichtet, bitte melden Sie sich an.";

on_both_databases! {
    async fn the_last_form_of_an_enrolment_sent_twice_says_that_all_is_set_up(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, token) = at_the_codes(&portal).await;
        let form = [("form_token", token.as_str()), ("kept", "on")];
        let before = browser.clone();
        let first = ask(&mut browser, "POST", "/enrol/codes", &form).await;
        assert_eq!((first.status, first.location.as_str()), (StatusCode::SEE_OTHER, "/home"));
        // Once more with the cookie of before, and once with the new one, whose token is another.
        for (path, mut again) in [("/enrol/codes?lang=en", before.clone()), ("/enrol/codes", browser.clone())] {
            let answer = ask(&mut again, "POST", "/enrol/codes", &form).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.html.contains(ALREADY), "{path}");
            assert!(answer.html.contains("href=\"/sign-in\""), "{path}");
        }
        for step in ["/enrol/way", "/enrol/codes", "/enrol/totp"] {
            assert!(ask(&mut before.clone(), "GET", step, &[]).await.html.contains(ALREADY), "{step}");
        }
        let form = ask(&mut before.clone(), "GET", "/enrol", &[]).await;
        assert!(form.html.contains("name=\"code\""), "another letter can be used");
        assert!(browser.is_signed_in().await);
        // A form to break off with that is still open somewhere signs nobody out.
        ask(&mut browser, "POST", "/enrol/leave", &[("form_token", token.as_str())]).await;
        assert!(browser.is_signed_in().await);
    }

    async fn the_last_form_sent_again_while_the_first_is_under_way_says_the_same(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (browser, token) = at_the_codes(&portal).await;
        let under_way = browser.ask().await;
        assert!(service::enrolment::finish(&under_way, &kept()).await.is_ok());
        // Its session has ended by now, and the new one has not begun.
        let form = [("form_token", token.as_str()), ("kept", "on")];
        assert!(ask(&mut browser.clone(), "POST", "/enrol/codes", &form).await.html.contains(ALREADY));
    }

    async fn codes_have_to_be_kept_before_an_enrolment_ends(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, token) = at_the_codes(&portal).await;
        let unkept = browser
            .does(async |context| service::enrolment::finish(context, &KeptForm::default()).await.map(|_| ()))
            .await;
        assert!(is_refused(&unkept), "the rule is the service's");
        let answer = ask(&mut browser, "POST", "/enrol/codes", &[("form_token", token.as_str())]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.html.contains("Bitte bestätigen Sie, dass Sie die Codes aufbewahrt haben."));
        assert!(answer.html.contains("id=\"recovery-codes\""), "and they are still there");
    }

    async fn pages_of_an_enrolment_say_how_much_time_is_left_and_what_to_do_after_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, _) = enrolment::begun(&portal, cast::patient(&portal).await).await;
        // The clock of the practice shows nine.
        let way = ask(&mut browser, "GET", "/enrol/way", &[]).await;
        assert!(way.html.contains("Sie haben Zeit bis 9:30") || way.html.contains("Sie haben Zeit bis 09:30"));
        assert!(way.html.contains("action=\"/enrol/leave\"") && way.html.contains("/enrol/extend"));
        portal.clock.advance(29 * MINUTE);
        let token = token(&browser).await;
        let extended = ask(&mut browser, "POST", "/enrol/extend", &[("form_token", token.as_str())]).await;
        assert_eq!(extended.html, "{\"seconds_left\":1800}");
        portal.clock.advance(30 * MINUTE + SECOND);
        let late = ask(&mut browser.clone(), "POST", "/enrol/extend", &[]).await;
        assert_eq!(late.html, "{\"seconds_left\":0}", "and the page leads to the beginning");
        for path in ["/enrol/way", "/enrol/passphrase", "/enrol", "/enrol/totp", "/enrol/codes"] {
            let german = ask(&mut browser.clone(), "GET", path, &[]).await;
            assert_eq!(german.status, StatusCode::OK, "{path}");
            let sentence = "Ihre Zeit ist abgelaufen. Derselbe Code gilt noch bis ";
            let (_, until) = german.html.split_once(sentence).expect("the sentence");
            assert!(until.starts_with("Dienstag, 8. Dezember 2026"), "{path}: {}", &until[..40]);
            assert!(german.html.contains("action=\"/enrol\""), "{path}: the code can be typed in again");
        }
        let posted = ask(&mut browser.clone(), "POST", "/enrol/passphrase", &[("passphrase", PASSPHRASE)]).await;
        assert!(posted.html.contains("Ihre Zeit ist abgelaufen."));
        assert!(!posted.html.contains("session-strip"), "there is no session any more");
        portal.clock.advance(15 * DAY);
        let nothing = ask(&mut browser.clone(), "GET", "/enrol/way", &[]).await;
        assert!(nothing.html.contains("Ihre Zeit ist abgelaufen.<") || nothing.location == "/enrol");
        let stranger = ask(&mut Browser::new(&portal.state), "GET", "/enrol/way", &[]).await;
        assert_eq!((stranger.status, stranger.location.as_str()), (StatusCode::SEE_OTHER, "/enrol"));
    }

    async fn somebody_who_breaks_off_has_no_session_and_the_code_stays_good(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (mut browser, code) = enrolment::begun(&portal, cast::patient(&portal).await).await;
        let token = token(&browser).await;
        let refused = ask(&mut browser, "POST", "/enrol/leave", &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "the form carries its token");
        let left = ask(&mut browser, "POST", "/enrol/leave", &[("form_token", token.as_str())]).await;
        assert_eq!((left.status, left.location.as_str()), (StatusCode::SEE_OTHER, "/"));
        assert_eq!(browser.session, None);
        assert!(cast::redeem(&mut browser, &code, cast::BORN).await.is_some());
    }

    async fn a_recovery_says_how_much_time_is_left_and_that_its_code_is_used(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let mut browser = Browser::new(&portal.state);
        let form = recovery::form(&who, PASSPHRASE, &codes[0]);
        assert!(browser.does(async |context| recovering::begin(context, &form).await).await.expect("answers"));
        assert!(ask(&mut browser, "GET", "/recover/totp", &[]).await.html.contains("Sie haben Zeit bis"));
        portal.clock.advance(31 * MINUTE);
        for path in ["/recover/totp", "/recover"] {
            let answer = ask(&mut browser.clone(), "GET", path, &[]).await;
            assert!(answer.html.contains("Ihre Zeit ist abgelaufen. Der Ersatzcode ist verbraucht"), "{path}");
        }
        let stranger = ask(&mut Browser::new(&portal.state), "GET", "/recover/totp", &[]).await;
        assert_eq!(stranger.location, "/recover");
    }

    async fn a_proof_for_what_staff_do_not_have_is_missing_for_them(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let member = cast::member(&portal, Role::Reception).await;
        let mut desk = cast::member_session(&portal, member).await;
        let token = token(&desk).await;
        for (deed, status) in [
            ("renew-codes", StatusCode::NOT_FOUND),
            ("add-passphrase", StatusCode::NOT_FOUND),
            ("remove-passphrase", StatusCode::NOT_FOUND),
            ("nothing-at-all", StatusCode::NOT_FOUND),
            ("add-passkey", StatusCode::OK),
        ] {
            assert_eq!(ask(&mut desk, "GET", &format!("/step-up/{deed}"), &[]).await.status, status, "{deed}");
        }
        let form = [("form_token", token.as_str()), ("deed", "renew-codes"), ("passphrase", "x"), ("code", "1")];
        assert_eq!(ask(&mut desk, "POST", "/step-up", &form).await.status, StatusCode::NOT_FOUND);
        let finished = desk
            .does(async |context| {
                let nothing = serde_json::Value::Null;
                service::step_up::finish_with_passkey(context, Deed::RenewCodes, "x", nothing).await
            })
            .await;
        assert_eq!(finished, Err(AppError::NotFound));
    }

    async fn why_the_last_way_in_stays_is_said_beside_its_button(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut authenticator = authenticator::Authenticator::new();
        cast::give_passkey(&portal, who.id, &mut authenticator).await;
        let mut browser = cast::patient_session(&portal, who.id).await;
        portal.arrange("UPDATE passkeys SET suspended_at = 1").await;
        let token = token(&browser).await;
        let form = [("form_token", token.as_str())];
        let answer = ask(&mut browser, "POST", "/me/security/passphrase/remove", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (_, form) = answer.html.split_once("action=\"/me/security/passphrase/remove\"").expect("the form");
        let (form, _) = form.split_once("</form>").expect("its end");
        assert!(form.contains("Das ist Ihr letzter Weg hinein."), "{form}");

        let (id, _) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let only = security::overview(&browser.ask().await).await.expect("reads").passkeys[0].id;
        let (token, path) = (self::token(&browser).await, format!("/me/security/passkeys/{only}/remove"));
        let answer = ask(&mut browser, "POST", &path, &[("form_token", token.as_str())]).await;
        let (_, form) = answer.html.split_once(&format!("action=\"{path}\"")).expect("the form");
        let (form, _) = form.split_once("</form>").expect("its end");
        assert!(form.contains("Das ist Ihr letzter Weg hinein."), "{form}");
    }
}
