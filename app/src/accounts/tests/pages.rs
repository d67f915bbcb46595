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
            let sentence = "Derselbe Code gilt noch bis ";
            assert!(german.html.contains("Die Frist ist vorbei"), "{path}");
            let (_, until) = german.html.split_once(sentence).expect("the sentence");
            assert!(until.starts_with("Dienstag, 8. Dezember 2026"), "{path}: {}", &until[..40]);
            assert!(german.html.contains("action=\"/enrol\""), "{path}: the code can be typed in again");
        }
        let posted = ask(&mut browser.clone(), "POST", "/enrol/passphrase", &[("passphrase", PASSPHRASE)]).await;
        assert!(posted.html.contains("Die Frist ist vorbei"));
        assert!(!posted.html.contains("session-strip"), "there is no session any more");
        portal.clock.advance(15 * DAY);
        let nothing = ask(&mut browser.clone(), "GET", "/enrol/way", &[]).await;
        assert!(nothing.html.contains("Der Code aus diesem Brief gilt nicht mehr.") || nothing.location == "/enrol");
        let stranger = ask(&mut Browser::new(&portal.state), "GET", "/enrol/way", &[]).await;
        assert_eq!((stranger.status, stranger.location.as_str()), (StatusCode::SEE_OTHER, "/enrol"));
    }

    async fn an_enrolment_whose_invitation_was_replaced_says_so_and_what_to_do(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (issued, mut desk) = cast::invited(&portal, patient).await;
        let mut browser = Browser::new(&portal.state);
        assert!(cast::redeem(&mut browser, &issued.code, cast::BORN).await.is_some());
        cast::invite(&mut desk, patient).await;
        let replaced = ask(&mut browser.clone(), "GET", "/enrol/way", &[]).await;
        assert!(replaced.html.contains("Diese Einladung gilt nicht mehr"), "{}", replaced.html);
        assert!(replaced.html.contains("den Code aus dem neuesten Brief"));
        assert!(!replaced.html.contains("Die Frist ist vorbei"));
        for (column, expected) in [
            ("voided_at = 1, void_reason = 'withdrawn'", "Ihre Praxis hat sie zurückgezogen."),
            ("voided_at = NULL, void_reason = NULL, tries_left = 0, tries_ended_at = 1, expires_at = 1", "zu oft"),
        ] {
            portal.arrange(&format!("UPDATE invitations SET {column}")).await;
            let answer = ask(&mut browser.clone(), "GET", "/enrol/way", &[]).await;
            assert!(answer.html.contains(expected), "{expected} in {}", answer.html);
        }
    }

    async fn whoever_issued_an_invitation_hears_why_it_is_refused_here(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (issued, desk) = cast::invited(&portal, cast::patient(&portal).await).await;
        let typed = async |mut browser: Browser, code: &str| {
            let [day, month, year] = cast::BORN;
            let (token, form) = (token(&browser).await, [("birth_date_day", day), ("birth_date_month", month)]);
            let more = [("birth_date_year", year), ("code", code), ("form_token", token.as_str())];
            ask(&mut browser, "POST", "/enrol", &[form.as_slice(), &more].concat()).await.html
        };
        assert!(typed(desk.clone(), &issued.code).await.contains("Sie sind hier als Teil des Teams angemeldet."));
        let signed_out = Browser { session: None, ..desk };
        let hint = "Wurde Ihre Einladung in diesem Browser ausgestellt";
        for code in [issued.code.as_str(), "000000000000000000000000"] {
            assert!(typed(signed_out.clone(), code).await.contains(hint), "of codes nobody has, too");
        }
        let fresh = ask(&mut signed_out.clone(), "GET", "/enrol", &[]).await;
        assert!(!fresh.html.contains(hint), "nobody is bothered beforehand");
        let stranger = typed(Browser::new(&portal.state), "000000000000000000000000").await;
        assert!(!stranger.contains(hint), "{stranger}");
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
            assert!(answer.html.contains("Die Frist ist vorbei. Der Ersatzcode ist verbraucht"), "{path}");
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
        // Where a passkey is the only way, no other is spoken of.
        let html = ask(&mut desk, "GET", "/step-up/add-passkey", &[]).await.html;
        assert!(html.contains("Sie möchten einen weiteren Passkey einrichten.") && !html.contains("Einmalcode"), "{html}");
        let html = ask(&mut Browser::new(&portal.state), "GET", "/staff/enrol", &[]).await.html;
        assert!(html.contains("braucht Ihr Browser JavaScript") && !html.contains("Passphrase"), "{html}");
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

    async fn an_empty_proof_is_refused_beside_its_fields_and_costs_no_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = cast::patient_session(&portal, who.id).await;
        let token = token(&browser).await;
        let before = portal.state.hasher.calculations();
        for (passphrase, code, beside) in [("", "", ["passphrase-error", "code-error"]), ("x", " ", ["code-error"; 2])] {
            let form = [("form_token", token.as_str()), ("deed", "renew-codes"), ("passphrase", passphrase), ("code", code)];
            for _ in 0..10 {
                let answer = ask(&mut browser, "POST", "/step-up", &form).await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
                for id in beside {
                    assert!(answer.html.contains(&format!("id=\"{id}\"")), "{id} in {}", answer.html);
                }
                assert!(answer.html.contains("Sie möchten neue Ersatzcodes ausstellen."), "{}", answer.html);
            }
        }
        assert_eq!(portal.state.hasher.calculations(), before);
        let code = who.code(&portal);
        let form = [("form_token", token.as_str()), ("deed", "renew-codes"), ("passphrase", PASSPHRASE), ("code", &code)];
        let right = ask(&mut browser, "POST", "/step-up", &form).await;
        assert_eq!((right.status, right.location.as_str()), (StatusCode::SEE_OTHER, "/me/security/codes"));
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
        assert!(form.contains("Anders können Sie sich zurzeit nicht anmelden."), "{form}");

        let (id, _) = cast::with_passkey(&portal).await;
        let mut browser = cast::patient_session(&portal, id).await;
        let only = security::overview(&browser.ask().await).await.expect("reads").passkeys[0].id;
        let (token, path) = (self::token(&browser).await, format!("/me/security/passkeys/{only}/remove"));
        let answer = ask(&mut browser, "POST", &path, &[("form_token", token.as_str())]).await;
        let (_, form) = answer.html.split_once(&format!("action=\"{path}\"")).expect("the form");
        let (form, _) = form.split_once("</form>").expect("its end");
        assert!(form.contains("Anders können Sie sich zurzeit nicht anmelden."), "{form}");
    }
}
