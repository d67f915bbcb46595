//! A form that leads to a session, sent twice from one page: one try, and one answer for both.

use super::{
    pages::{Answer, ask},
    *,
};
use crate::accounts::model::RecoverForm;
use axum::http::StatusCode;

/// The fields as a page of this browser sends them, with the id that it was given.
async fn open(browser: &mut Browser, form: &SignInForm) -> SignInForm {
    let html = ask(browser, "GET", "/sign-in", &[]).await.html;
    SignInForm { form_id: form_id(&html), ..form.clone() }
}

fn form_id(html: &str) -> String {
    let id = html.split("name=\"form_id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    id.expect("the page has an id").to_owned()
}

async fn send(browser: &mut Browser, form: &SignInForm) -> Answer {
    let fields = [
        ("sign_in_name", form.sign_in_name.as_str()),
        ("passphrase", form.passphrase.as_str()),
        ("code", form.code.as_str()),
        ("form_id", form.form_id.as_str()),
    ];
    ask(browser, "POST", "/sign-in", &fields).await
}

async fn recover(browser: &mut Browser, form: &RecoverForm) -> Answer {
    let fields = [
        ("sign_in_name", form.sign_in_name.as_str()),
        ("passphrase", form.passphrase.as_str()),
        ("recovery_code", form.recovery_code.as_str()),
        ("form_id", form.form_id.as_str()),
    ];
    ask(browser, "POST", "/recover", &fields).await
}

fn assert_at_home(answer: &Answer) {
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/home"));
}

fn assert_refused(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html.contains("Das hat nicht gepasst."), "{}", answer.html);
}

/// Sends it five times at once.
async fn press_wildly(browser: &Browser, form: &SignInForm) -> Vec<(Browser, Answer)> {
    let presses = (0..5).map(|_| {
        let (mut browser, form) = (browser.clone(), form.clone());
        async move {
            let answer = send(&mut browser, &form).await;
            (browser, answer)
        }
    });
    at_once(presses).await
}

async fn sessions_of(portal: &TestPortal, person: PersonId) -> i64 {
    let counted = portal.state.db.read(move |tx| {
        Box::pin(async move {
            sql!(tx, one as (i64,):
                "SELECT COUNT(*) FROM sessions WHERE person_id = $1 AND ended_at IS NULL", person)
        })
    });
    counted.await.expect("counts").0
}

on_both_databases! {
    async fn a_form_sent_several_times_at_once_is_one_sign_in_and_each_answer_brings_its_cookie(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let form = open(&mut browser, &right(&portal, &who)).await;
        let before = portal.state.hasher.calculations();
        let answers = press_wildly(&browser, &form).await;
        assert_eq!(portal.state.hasher.calculations() - before, 1, "it was evaluated once");
        let cookie = answers[0].0.session;
        for (browser, answer) in &answers {
            assert_at_home(answer);
            assert_eq!(browser.session, cookie, "and there is one session");
            assert!(browser.is_signed_in().await);
        }
        assert_eq!(sessions_of(&portal, who.id).await, 1);
        assert_eq!(throttling::failures(&portal, &who, &browser).await, (0, 0), "nothing was counted as a failure");
    }

    async fn a_form_sent_again_with_the_cookies_of_its_own_answer_changes_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let form = open(&mut browser, &right(&portal, &who)).await;
        assert_at_home(&send(&mut browser, &form).await);
        let cookie = browser.session;
        // The helper keeps no `Set-Cookie`, so the device cookie is read from the same outcome.
        let outcome = service::sign_in::once(&browser.ask().await, &form).await;
        assert!(entered(&mut browser, outcome));
        assert_at_home(&send(&mut browser, &form).await);
        assert_eq!(browser.session, cookie);
        assert!(browser.is_signed_in().await);
        // An older session of the browser has made room for the new one, also where the first answer was dropped.
        let older = cast::patient_session(&portal, cast::patient(&portal).await).await;
        let mut late = older.clone();
        assert_at_home(&send(&mut late, &form).await);
        assert_eq!(late.session, cookie);
        assert!(!older.is_signed_in().await);
    }

    async fn nobody_else_gets_the_session_whatever_they_send(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let form = open(&mut browser, &right(&portal, &who)).await;
        assert_at_home(&send(&mut browser, &form).await);
        let at_another_address = Browser::number(&portal.state, 2);
        let mut known_otherwise = browser.clone();
        known_otherwise.device = Some("0".repeat(26));
        known_otherwise.session = None;
        let another_page = open(&mut Browser::new(&portal.state), &form).await;
        let no_page = SignInForm { form_id: String::new(), ..form.clone() };
        let another_passphrase = SignInForm { passphrase: format!("{PASSPHRASE} "), ..form.clone() };
        for (mut other, form) in [
            (at_another_address, &form),
            (known_otherwise, &form),
            (Browser::new(&portal.state), &another_page),
            (Browser::new(&portal.state), &no_page),
            (Browser::new(&portal.state), &another_passphrase),
        ] {
            assert_refused(&send(&mut other, form).await);
            assert!(!other.is_signed_in().await);
        }
    }

    async fn a_recovery_sent_several_times_uses_one_code_and_every_answer_goes_on(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let who = cast::with_passphrase(&portal).await;
        let codes = cast::give_codes(&portal, who.id).await;
        let mut browser = Browser::new(&portal.state);
        let form_id = form_id(&ask(&mut browser, "GET", "/recover", &[]).await.html);
        let form = RecoverForm { form_id, ..recovery::form(&who, PASSPHRASE, &codes[0]) };
        let presses = (0..5).map(|_| {
            let (mut browser, form) = (browser.clone(), form.clone());
            async move {
                let answer = recover(&mut browser, &form).await;
                (browser, answer)
            }
        });
        let answers = at_once(presses).await;
        for (pressed, answer) in &answers {
            assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/recover/totp"));
            assert_eq!(pressed.session, answers[0].0.session, "there is one recovery");
        }
        let mut other = Browser::number(&portal.state, 2);
        assert_eq!(recover(&mut other, &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut known_otherwise = browser.clone();
        known_otherwise.device = Some("0".repeat(26));
        assert_eq!(recover(&mut known_otherwise, &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut again = answers[0].0.clone();
        assert_eq!(recover(&mut again, &form).await.location, "/recover/totp", "with the cookie of its own answer");
        let mut page = answers[4].0.clone();
        assert_eq!(ask(&mut page, "GET", "/recover/totp", &[]).await.status, StatusCode::OK);
    }

    async fn a_refused_form_sent_several_times_costs_one_try(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        prepare_for_a_crowd(&portal).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let form = open(&mut browser, &wrong(&portal, &who)).await;
        for (browser, answer) in press_wildly(&browser, &form).await {
            assert_refused(&answer);
            assert_eq!(browser.session, None, "no cookie comes with a refusal");
        }
        assert_eq!(throttling::failures(&portal, &who, &browser).await, (1, 1));
        // The page that came back is another form.
        let next = open(&mut browser, &form).await;
        assert_refused(&send(&mut browser, &next).await);
        assert_eq!(throttling::failures(&portal, &who, &browser).await, (2, 2));
    }

    async fn whoever_presses_again_gets_in_although_the_first_request_was_dropped(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let who = cast::with_passphrase(&portal).await;
        let mut browser = Browser::new(&portal.state);
        let form = open(&mut browser, &right(&portal, &who)).await;
        let (mut first, sent) = (browser.clone(), form.clone());
        let before = portal.state.hasher.calculations();
        let first = tokio::spawn(async move { send(&mut first, &sent).await });
        while portal.state.hasher.calculations() == before {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        first.abort();
        assert_at_home(&send(&mut browser, &form).await);
        assert!(browser.is_signed_in().await);
    }
}
