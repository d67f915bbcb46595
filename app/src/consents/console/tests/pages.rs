//! The pages of the console.

use super::*;
use crate::consents::console::routes;
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;

const EDIT: &str = "/staff/consents/purposes/practice-news/edit";
const NEW: &str = "/staff/consents/new";

async fn ask(ctx: &RequestContext, request: Request<Body>) -> (StatusCode, String, String) {
    let router = routes::routes().into_parts().0.with_state(ctx.state.clone()).layer(Extension(ctx.clone()));
    let answer = router.oneshot(request).await.expect("an answer");
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let (status, location) = (answer.status(), location.unwrap_or_default().to_owned());
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, location, String::from_utf8(body.to_vec()).expect("text").replace("<!>", ""))
}

async fn get(ctx: &RequestContext, path: &str) -> (StatusCode, String) {
    let (status, _, html) = ask(ctx, Request::get(path).body(Body::empty()).expect("a request")).await;
    (status, html)
}

async fn post(ctx: &RequestContext, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    ask(ctx, request).await
}

fn fields<'a>(form: &'a PurposeForm, step: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("base", &form.base),
        ("key", &form.key),
        ("class", &form.class),
        ("title_de", &form.title_de),
        ("body_de", &form.body_de),
        ("title_en", &form.title_en),
        ("body_en", &form.body_en),
        ("portal", &form.portal),
        ("email", &form.email),
        ("validity_months", &form.validity_months),
        ("legal_basis", &form.legal_basis),
        ("contact", &form.contact),
        ("existing", &form.existing),
        ("renew_by_day", &form.renew_by_day),
        ("renew_by_month", &form.renew_by_month),
        ("renew_by_year", &form.renew_by_year),
        ("step", step),
    ]
}

#[tokio::test]
async fn a_purpose_is_changed_in_two_pages_and_the_second_asks_what_becomes_of_older_consents() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let paul = colleague(&portal, "<b>Paul</b>", Role::PrivacyOfficer).await;
    let (status, html) = get(&paul, "/staff/consents").await;
    assert_eq!(status, StatusCode::OK);
    for part in
        ["Neuigkeiten", "Terminerinnerungen", "24 Monate", "läuft nicht ab", "Nur mit Einwilligung", NEW]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
    let (_, html) = get(&paul, EDIT).await;
    assert!(html.contains("name=\"base\" value=\"1\"") && html.contains("name=\"email\""), "{html}");
    assert!(!html.contains("name=\"key\""), "name and kind stay: {html}");

    let form = changed(&paul, "").await;
    let (status, _, html) = post(&paul, EDIT, &fields(&form, "")).await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "<ins>Neu in Fassung 2.</ins>",
        "Was wird aus Einwilligungen zu älteren Fassungen?",
        "Frühestens 29. Dezember 2026",
        "name=\"body_de\" value=\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    // 1. The question is to be answered, with a day that leaves time.
    let (status, _, html) = post(&paul, EDIT, &fields(&form, "publish")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("href=\"#existing\"") && html.contains("<ins>Neu in Fassung 2.</ins>"), "{html}");
    let soon = PurposeForm {
        existing: RENEW.to_owned(),
        renew_by_day: "24".to_owned(),
        renew_by_month: "12".to_owned(),
        renew_by_year: "2026".to_owned(),
        ..form.clone()
    };
    let (status, _, html) = post(&paul, EDIT, &fields(&soon, "publish")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("frühestens Dienstag, 29. Dezember 2026") && html.contains("value=\"24\""),
        "{html}"
    );
    // 2. Back to the form with everything that was typed.
    let (status, _, html) = post(&paul, EDIT, &fields(&soon, "edit")).await;
    assert!(status == StatusCode::OK && html.contains("Neu in Fassung 2.</textarea>"), "{html}");
    // 3. Published.
    let day = PurposeForm { renew_by_month: "1".to_owned(), renew_by_year: "2027".to_owned(), ..soon };
    let (status, location, _) = post(&paul, EDIT, &fields(&day, "publish")).await;
    assert_eq!(
        (status, location.as_str()),
        (StatusCode::SEE_OTHER, "/staff/consents/purposes/practice-news")
    );
    let (_, html) = get(&paul, &location).await;
    for part in [
        "Fassung 2",
        "Veröffentlicht von &lt;b&gt;Paul&lt;/b&gt; Kollege",
        "Einwilligungen zu älteren Fassungen enden am",
        "Vom Portal mitgebracht",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    // 4. A page that was open all the time is told, and keeps what was typed.
    let late = PurposeForm { title_de: "Viel später".to_owned(), ..form };
    let (status, _, html) = post(&paul, EDIT, &fields(&late, "")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    for part in ["Inzwischen hat jemand anderes", "value=\"Viel später\"", "name=\"base\" value=\"2\""] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn a_purpose_is_added_withdrawn_and_offered_again() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
    let (_, html) = get(&paul, NEW).await;
    assert!(html.contains("name=\"key\"") && html.contains("value=\"24\""), "{html}");
    let form = PurposeForm {
        key: "open-day".to_owned(),
        title_de: "Tag der offenen Tür".to_owned(),
        body_de: "Wir laden Sie ein.".to_owned(),
        title_en: "Open day".to_owned(),
        body_en: "We invite you.".to_owned(),
        legal_basis: "DSGVO Art. 6".to_owned(),
        ..PurposeForm::fresh("Die Praxis")
    };
    let (status, _, html) = post(&paul, NEW, &fields(&form, "")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Was Patienten lesen") && !html.contains("name=\"existing\""), "{html}");
    let (status, location, _) = post(&paul, NEW, &fields(&form, "publish")).await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/staff/consents"));
    let (status, _, html) = post(&paul, NEW, &fields(&form, "publish")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Diesen Kurznamen gibt es schon") && html.contains("value=\"open-day\""), "{html}");
    let page = "/staff/consents/purposes/open-day";
    let (_, html) = get(&paul, &format!("{page}/retire")).await;
    assert!(html.contains("Ja, zurückziehen"), "{html}");
    assert_eq!(post(&paul, &format!("{page}/retire"), &[]).await.0, StatusCode::SEE_OTHER);
    let (_, html) = get(&paul, page).await;
    assert!(html.contains("Wieder anbieten") && !html.contains("/retire"), "{html}");
    assert_eq!(post(&paul, &format!("{page}/offer"), &[]).await.0, StatusCode::SEE_OTHER);
    assert!(get(&paul, page).await.1.contains("/retire"));
}

#[tokio::test]
async fn everything_wrong_is_said_beside_its_control_and_nothing_typed_is_lost() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
    let hostile = "</textarea><script>alert(1)</script>";
    let form = PurposeForm {
        key: "../x".to_owned(),
        title_de: "🙂".repeat(90),
        body_de: format!("{hostile}\nمرحبا \u{202e}abc"),
        title_en: hostile.to_owned(),
        validity_months: "immer".to_owned(),
        ..PurposeForm::default()
    };
    let (status, _, html) = post(&paul, NEW, &fields(&form, "")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "<title>Fehler: ",
        "href=\"#key\"",
        "href=\"#class\"",
        "href=\"#title_de\"",
        "href=\"#body_en\"",
        "href=\"#portal\"",
        "href=\"#validity_months\"",
        "href=\"#legal_basis\"",
        "href=\"#contact\"",
        "value=\"immer\"",
        "&lt;/textarea&gt;&lt;script&gt;",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("href=\"#body_de\"") && !html.contains("href=\"#title_en\""), "{html}");
    assert_eq!(post(&paul, NEW, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&paul, EDIT, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let same = PurposeForm::filled(&service::find(&paul, &news()).await.expect("reads").purpose);
    let all = [("sms", same.sms.as_str()), ("phone", same.phone.as_str()), ("letter", same.letter.as_str())];
    let (status, _, html) = post(&paul, EDIT, &[fields(&same, ""), all.to_vec()].concat()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Es ist nichts geändert"), "{html}");
    for path in [
        "/staff/consents/purposes/nothing",
        "/staff/consents/purposes/security",
        "/staff/consents/purposes/Practice-news/edit",
        "/staff/consents/purposes/x/retire",
    ] {
        assert_eq!(get(&paul, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(post(&paul, "/staff/consents/purposes/nothing/offer", &[]).await.0, StatusCode::NOT_FOUND);
}
