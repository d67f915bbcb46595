//! The pages of forms on paper.

use super::*;
use crate::{
    audit::Who,
    consents::paper::routes,
    patients::{
        arrivals::{self, Added, Arrival},
        model::BirthDate,
    },
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use tower::ServiceExt as _;

async fn ask(ctx: &RequestContext, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let router = routes().into_parts().0.with_state(ctx.state.clone()).layer(Extension(ctx.clone()));
    let answer = router.oneshot(request).await.expect("an answer");
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, headers, body.to_vec())
}

async fn get(ctx: &RequestContext, path: &str) -> (StatusCode, String) {
    let (status, _, body) = ask(ctx, Request::get(path).body(Body::empty()).expect("a request")).await;
    (status, String::from_utf8(body).expect("text").replace("<!>", ""))
}

/// Sends a form with its file as a browser does.
async fn send(
    ctx: &RequestContext,
    path: &str,
    fields: &[(&str, &str)],
    file: &[u8],
) -> (StatusCode, String) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--grenze\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.into_bytes());
    }
    body.extend(b"--grenze\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"<b>x</b>.pdf\"\r\n");
    body.extend(b"Content-Type: application/pdf\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--grenze--\r\n");
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grenze")
        .body(Body::from(body))
        .expect("a request");
    let (status, _, body) = ask(ctx, request).await;
    (status, String::from_utf8(body).expect("text").replace("<!>", ""))
}

const GOOD: [(&str, &str); 5] = [
    ("practice-news.1.portal", "yes"),
    ("lang", "de"),
    ("signed_on_day", "20"),
    ("signed_on_month", "11"),
    ("signed_on_year", "2026"),
];

#[tokio::test]
async fn a_form_is_recorded_on_a_page_and_what_is_wrong_is_said_beside_its_control() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
    let path = format!("/staff/patients/{}/paper-consents", person(&erika));
    let (status, html) = get(&desk, &path).await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "Erika Muster",
        "multipart/form-data",
        "practice-news.1.email",
        "Fassung 1 (gilt jetzt)",
        "type=\"file\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let (status, html) =
        send(&desk, &path, &[("signed_on_day", "31"), ("signed_on_month", "</textarea><script>")], b"").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "#text",
        "#lang",
        "id=\"text\"",
        "#signed_on",
        "#scan",
        "value=\"31\"",
        "&lt;/textarea&gt;&lt;script&gt;",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    // Who hears the page hears which sentences are errors.
    for field in ["text", "lang", "signed_on", "scan"] {
        let error = html.split(&format!("id=\"{field}-error\"")).nth(1).expect("an error");
        let text = error.split_once('>').expect("a tag").1;
        assert!(text.starts_with("<span class=\"visually-hidden\">Fehler: </span>"), "{field} in {html}");
    }
    assert!(!html.contains("<script>alert") && !html.contains("</textarea><script>"), "{html}");
    for (file, said) in [
        (b"MZ executable".to_vec(), "weder PDF noch JPEG noch PNG"),
        (vec![b'x'; SCAN_MAX + 1], "größer als 5 MB"),
    ] {
        let (status, html) = send(&desk, &path, &GOOD, &file).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains(said) && html.contains("value=\"2026\""), "{said} in {html}");
        assert!(
            is_checked(&html, "practice-news.1.portal") && !is_checked(&html, "practice-news.1.email"),
            "{html}"
        );
        assert!(!html.contains("<b>x</b>"), "{html}");
    }
    let (status, _) = send(&desk, &path, &GOOD, b"%PDF-1.7").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, html) = send(&desk, &path, &GOOD, b"%PDF-1.7").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Im Portal: Das gilt schon") && html.contains("id=\"portal\""), "{html}");
    let two = [GOOD.as_slice(), &[("testimonial.1.email", "yes")]].concat();
    let (status, html) = send(&desk, &path, &two, b"%PDF-1.7").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("unter mehreren Texten angekreuzt"), "{html}");
    // Not a form with a file: nothing is read.
    let request = Request::post(&path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("text=practice-news.1"))
        .expect("a request");
    assert_eq!(ask(&desk, request).await.0, StatusCode::BAD_REQUEST);
    let nobody = "/staff/patients/2f1c7e80-0000-4000-8000-000000000001/paper-consents";
    assert_eq!(get(&desk, nobody).await.0, StatusCode::NOT_FOUND);
    assert_eq!(send(&desk, nobody, &GOOD, b"%PDF-1.7").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_taken_away_while_a_form_was_filled_in_loses_nothing_that_was_typed() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
    let path = format!("/staff/patients/{}/paper-consents", person(&erika));
    portal.unlock().await;
    // 1. A way: the rest is still ticked, and the list of errors leads to something on the page.
    portal.arrange("UPDATE purpose_versions SET channels = 'portal letter'").await;
    let two = [GOOD.as_slice(), &[("practice-news.1.email", "yes")]].concat();
    let (status, html) = send(&desk, &path, &two, b"%PDF-1.7").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
    assert!(html.contains("<a href=\"#text\">E-Mail: Diesen Weg gibt es"), "{html}");
    assert!(html.contains("id=\"text\"") && html.contains("value=\"2026\""), "{html}");
    assert!(is_checked(&html, "practice-news.1.portal"), "{html}");
    // 2. The purpose, and then every other.
    for which in ["key = 'practice-news'", "1 = 1"] {
        portal.arrange(&format!("UPDATE purposes SET retired_at = 1 WHERE {which}")).await;
        let (status, html) = send(&desk, &path, &GOOD, b"%PDF-1.7").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{html}");
        assert!(html.contains("<a href=\"#text\">Diesen Text bietet die Praxis nicht mehr an"), "{html}");
        assert_eq!(html.matches("id=\"text\"").count(), 1, "{html}");
        assert!(html.contains("value=\"20\"") && html.contains("value=\"2026\""), "{html}");
    }
}

/// Whether a box is ticked.
fn is_checked(html: &str, name: &str) -> bool {
    let tag = html.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\"")));
    tag.and_then(|tag| tag.split('>').next()).expect("a box").contains(" checked")
}

#[tokio::test]
async fn each_text_offers_the_ways_it_names_and_the_practice_can_use() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
    publish_with_phone(&portal, "new-message").await;
    let (_, html) = get(&desk, &format!("/staff/patients/{}/paper-consents", person(&erika))).await;
    let offers = |name: &str| html.contains(&format!("name=\"{name}\""));
    assert!(offers("new-message.2.phone") && offers("new-message.1.email") && !offers("new-message.1.phone"));
    assert!(!html.contains(".sms\""), "nothing carries it");
    assert!(html.contains("<summary>Ältere Fassungen: "), "{html}");
    let (_, html) = get(&desk, "/staff/paper-forms/appointment-reminders/de").await;
    assert!(html.contains("E-Mail</li>") && !html.contains("SMS</li>"), "{html}");
}

#[tokio::test]
async fn two_patients_of_one_name_are_told_apart_by_their_birth_dates() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
    let arrival = Arrival {
        family_name: "Muster".to_owned(),
        given_name: "Erika".to_owned(),
        birth_date: BirthDate::new(1980, 5, 4).expect("a date"),
        insurance_number: None,
        identifiers: Vec::new(),
    };
    let other = match arrivals::add(&portal.state, Who::CommandLine, &arrival, true).await.expect("adds") {
        Added::Created(person) => person,
        other => panic!("not created: {other:?}"),
    };
    let page = async |person| get(&desk, &format!("/staff/patients/{person}/paper-consents")).await.1;
    let lead = "<strong><bdi>Erika Muster</bdi></strong>";
    let (one, other) = (page(person(&erika)).await, page(other).await);
    assert!(one.contains(lead) && !one.contains("geboren am"), "nobody has noted one: {one}");
    assert!(other.contains(&format!("{lead}, geboren am 4. Mai 1980")), "{other}");
}

#[tokio::test]
async fn a_form_to_print_says_the_text_word_for_word_in_its_language() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let desk = colleague(&portal, "Petra", Role::Reception).await;
    let (status, html) = get(&desk, "/staff/paper-forms").await;
    assert!(status == StatusCode::OK && html.contains("/staff/paper-forms/practice-news/en"), "{html}");
    let catalogue = crate::consents::catalogue::load(&portal.state).await.expect("loads");
    let purpose =
        catalogue.offered().find(|purpose| purpose.key.as_str() == "practice-news").expect("is there");
    for text in &purpose.texts {
        let (status, html) =
            get(&desk, &format!("/staff/paper-forms/practice-news/{}", text.lang.tag())).await;
        assert_eq!(status, StatusCode::OK);
        for line in text.body.lines() {
            let first: String = line.chars().take_while(|sign| !"\"&<>'’„“".contains(*sign)).collect();
            assert!(html.contains(&first), "{first} in {html}");
        }
        assert!(html.contains(&text.hash[..4]), "{html}");
    }
    for path in ["/staff/paper-forms/nothing/de", "/staff/paper-forms/practice-news/fr"] {
        assert_eq!(get(&desk, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_scan_is_given_out_as_a_file_that_can_do_nothing() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (desk, erika) = (colleague(&portal, "Petra", Role::Reception).await, erika(&portal).await);
    let path = format!("/staff/patients/{}/paper-consents", person(&erika));
    send(&desk, &path, &GOOD, b"\x89PNG\r\n\x1a\n and so on").await;
    let timeline = crate::consents::service::timeline(&erika, None).await.expect("answers");
    let crate::consents::service::Seen::Open(timeline) = timeline else { panic!("nothing is held back") };
    let paper = timeline.past[0].paper.expect("a form");
    let request = Request::get(format!("/consents/papers/{paper}")).body(Body::empty()).expect("a request");
    let (status, headers, body) = ask(&erika, request).await;
    assert_eq!((status, body), (StatusCode::OK, b"\x89PNG\r\n\x1a\n and so on".to_vec()));
    for (name, value) in [
        (header::CONTENT_TYPE, "image/png"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"einwilligung.png\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ] {
        assert_eq!(headers[name], value);
    }
    for id in ["x", "2f1c7e80-0000-4000-8000-000000000001"] {
        assert_eq!(get(&erika, &format!("/consents/papers/{id}")).await.0, StatusCode::NOT_FOUND);
    }
}
