//! The pages, asked over HTTP without a socket.

use super::*;
use crate::{
    backend::testing::Engine,
    patients::{model::Item, routes, service::value_of},
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header},
    response::Response as Answer,
};
use tower::ServiceExt as _;

/// What somebody may type or paste.
const NASTY: [&str; 4] = [
    r#"</textarea><script>alert(1)</script>" autofocus onfocus='x' & "#,
    "👩🏽‍⚕️ Zoë",
    "مريم\u{202e} بنت أحمد",
    "<b>&amp;</b>",
];

async fn ask(ctx: &RequestContext, request: Request<Body>) -> (Response<()>, String) {
    let router = routes::routes().into_parts().0.with_state(ctx.state.clone()).layer(Extension(ctx.clone()));
    let answer: Answer = router.oneshot(request).await.expect("an answer");
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    (Response::from_parts(parts, ()), String::from_utf8(body.to_vec()).expect("text"))
}

pub(super) async fn get(ctx: &RequestContext, path: &str) -> (Response<()>, String) {
    ask(ctx, Request::get(path).body(Body::empty()).expect("a request")).await
}

pub(super) async fn post(
    ctx: &RequestContext,
    path: &str,
    fields: &[(&str, &str)],
) -> (Response<()>, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    ask(ctx, request).await
}

/// The fields of a form as a browser sends them, empty ones included.
pub(super) fn fields<'a>(family: &'a str, given: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("family_name", family),
        ("given_name", given),
        ("birth_date_day", "4"),
        ("birth_date_month", "5"),
        ("birth_date_year", "1980"),
        ("email", ""),
        ("phone", ""),
        ("insurance_number", ""),
    ]
}

/// HTML as its reader sees it.
fn decoded(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// How many controls hold this value.
fn controls_with(html: &str, typed: &str) -> usize {
    let values = html.split(" value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.filter(|value| decoded(value) == typed).count()
}

/// Whether something typed became markup.
fn is_harmless(html: &str) -> bool {
    let tags: Vec<_> = html.split('<').filter_map(|rest| rest.split('>').next()).collect();
    // No tag of somebody else's making, and no quote that ended an attribute.
    !html.contains("<script>alert")
        && !html.contains("</textarea>")
        && !html.contains("<b>")
        && !tags.iter().any(|tag| tag.contains("\" autofocus"))
}

pub(super) fn location(answer: &Response<()>) -> &str {
    answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_person_is_created_and_shown_with_the_way_to_an_invitation() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    let (answer, html) = get(&reception, "/staff/patients/new").await;
    assert_eq!(answer.status(), StatusCode::OK);
    for (name, optional) in [("family_name", false), ("given_name", false), ("email", true), ("phone", true)]
    {
        let label = html.split(&format!("<label for=\"{name}\">")).nth(1).expect(name);
        let label = label.split("</label>").next().expect(name);
        assert_eq!(label.contains("(freiwillig)"), optional, "{name}");
        assert!(html.contains(&format!("id=\"{name}-hint\"")), "{name} says why it is asked");
    }

    let (answer, _) = post(&reception, "/staff/patients/new", &fields("Groß", "Zoë")).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let path = location(&answer).to_owned();
    assert!(PersonId::parse(path.strip_prefix("/staff/patients/").expect("a path")).is_some(), "{path}");

    let (answer, html) = get(&reception, &path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    for part in [
        "<bdi>Zoë Groß</bdi>".to_owned(),
        "4. Mai 1980".to_owned(),
        "Von der Praxis eingetragen am 24. November 2026".to_owned(),
        "Vom Portal vergeben am 24. November 2026".to_owned(),
        "Nicht angegeben".to_owned(),
        format!("method=\"post\" action=\"{path}/invitation\""),
        "Einladung drucken".to_owned(),
    ] {
        assert!(html.contains(&part), "{part} in {html}");
    }
    let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
    assert!(!title.contains("Groß"), "the history shows no name: {title}");
}

#[tokio::test]
async fn what_needs_correction_comes_back_with_everything_that_was_typed() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    for typed in NASTY {
        let posted = [
            ("family_name", typed),
            ("given_name", typed),
            ("birth_date_day", typed),
            ("birth_date_month", typed),
            ("birth_date_year", typed),
            ("email", typed),
            ("phone", typed),
            ("insurance_number", typed),
            ("language", typed),
        ];
        let (answer, html) = post(&reception, "/staff/patients/new", &posted).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(is_harmless(&html), "{html}");
        assert_eq!(controls_with(&html, typed), 8, "every field keeps {typed}: {html}");
        for field in ["birth_date", "email", "phone", "insurance_number", "language"] {
            assert!(html.contains(&format!("<a href=\"#{field}\">")), "{field} is in the summary");
            assert!(html.contains(&format!(" id=\"{field}\"")), "{field} is there to go to");
        }
        assert!(html.contains("<title>Fehler: "), "{html}");

        let (answer, html) = post(&reception, "/staff/patients", &posted[..8]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(is_harmless(&html), "{html}");
        assert_eq!(controls_with(&html, typed), 7, "every field keeps {typed}: {html}");
    }
}

#[tokio::test]
async fn a_form_without_its_fields_is_an_empty_form() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    for path in ["/staff/patients/new", "/staff/patients"] {
        let (answer, html) = post(&reception, path, &[("something", "else")]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(html.contains("<a href=\"#family_name\">"), "{html}");
    }
}

#[tokio::test]
async fn probable_duplicates_are_shown_with_both_ways_on() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    let nasty = format!("Müller{}", NASTY[0].trim());
    let person = created(&portal, &named("Zoë", &nasty)).await;
    let typed = fields(&nasty, "Anna");
    let (answer, html) = post(&reception, "/staff/patients/new", &typed).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(is_harmless(&html), "{html}");
    for part in [
        format!("action=\"/staff/patients/{person}/invitation\""),
        "Für diese Person eine Einladung ausstellen".to_owned(),
        "Nachname und Geburtsdatum".to_owned(),
        "geboren am 4. Mai 1980".to_owned(),
        "Es ist jemand anderes: neu anlegen".to_owned(),
        "name=\"although\" value=\"yes\"".to_owned(),
        "<input type=\"hidden\" name=\"given_name\" value=\"Anna\"".to_owned(),
        "<input type=\"hidden\" name=\"birth_date_year\" value=\"1980\"".to_owned(),
    ] {
        assert!(html.contains(&part), "{part} in {html}");
    }

    assert_eq!(controls_with(&html, &nasty), 1, "{html}");

    let (answer, html) =
        post(&reception, "/staff/patients/new", &[&typed[..], &[("change", "yes")]].concat()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(html.contains("value=\"Anna\"") && !html.contains("error-summary"), "{html}");

    let (answer, _) =
        post(&reception, "/staff/patients/new", &[&typed[..], &[("although", "yes")]].concat()).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_ne!(location(&answer), format!("/staff/patients/{person}"));
}

#[tokio::test]
async fn the_search_shows_who_fits_or_says_that_nobody_does() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    let nasty = format!("Zoë {}", NASTY[3]);
    let person = created(&portal, &named(&nasty, "Groß")).await;
    let (answer, html) = get(&reception, "/staff/patients").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!html.contains("Keine Treffer") && !html.contains(&person.to_string()), "{html}");

    let name = [
        ("family_name", "GROSS"),
        ("birth_date_day", "4"),
        ("birth_date_month", "5"),
        ("birth_date_year", "1980"),
    ];
    let (answer, html) = post(&reception, "/staff/patients", &name).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(is_harmless(&html) && decoded(&html).contains(&nasty), "{html}");
    assert!(html.contains(&format!("href=\"/staff/patients/{person}\"")), "{html}");
    let known = service::master_data(&portal.state, person).await.expect("opens");
    let number = value_of(&known, Item::PatientNumber).expect("a number").expose();
    assert!(html.contains(number.as_str()), "{html}");

    let (answer, html) = post(&reception, "/staff/patients", &[("email", "nobody@example.org")]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(html.contains("Keine Treffer") && html.contains("value=\"nobody@example.org\""), "{html}");
}

#[tokio::test]
async fn whoever_is_not_a_patient_of_ours_is_not_found() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    let person = created(&portal, &full()).await;
    let unknown = PersonId::from_random([9; 16]);
    for id in [unknown.to_string(), "1".to_owned(), "..%2F..%2Fetc".to_owned(), "%F0%9F%99%82".to_owned()] {
        let (answer, body) = get(&reception, &format!("/staff/patients/{id}")).await;
        assert_eq!((answer.status(), body.as_str()), (StatusCode::NOT_FOUND, ""), "{id}");
        assert_eq!(answer.extensions().get::<AppError>(), Some(&AppError::NotFound), "{id}");
    }
    for (name, status) in [
        ("nobody", StatusCode::UNAUTHORIZED),
        ("patient", StatusCode::NOT_FOUND),
        ("privacy-officer", StatusCode::NOT_FOUND),
        ("administrator", StatusCode::NOT_FOUND),
    ] {
        let ctx = context(&portal, name).await;
        let mut paths = vec!["/staff/patients/new".to_owned()];
        // The privacy officer is asked why first.
        if name != "privacy-officer" {
            paths.extend([format!("/staff/patients/{person}"), "/staff/patients".to_owned()]);
        }
        for path in paths {
            let (answer, body) = get(&ctx, &path).await;
            assert_eq!((answer.status(), body.as_str()), (status, ""), "{name} {path}");
        }
    }
}

#[tokio::test]
async fn the_pages_speak_english_as_well() {
    use crate::{lang::Lang, patients::pages::NewPage, ui::form::Keeps};
    use leptos::prelude::*;
    let nothing = NewPatient::default();
    let html = Owner::new().with(|| {
        view! { <NewPage lang=Lang::En typed=&nothing errors=&[] keeps=Keeps::Nothing token=Some("t0ken".to_owned())/> }.to_html()
    });
    assert!(html.contains("Family name") && html.contains("(optional)"), "{html}");
    assert!(html.contains(r#"<input type="hidden" name="form_token" value="t0ken""#), "{html}");
}
