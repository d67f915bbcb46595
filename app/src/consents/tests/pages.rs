//! The pages, asked over HTTP without a socket.

use super::*;
use crate::{
    backend::testing::Engine,
    consents::{
        pages::{ConsentsPage, TimelinePage, WithdrawAllPage},
        routes,
    },
    notices::outbox,
    time::Timestamp,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use leptos::prelude::{Owner, RenderHtml as _, view};
use tower::ServiceExt as _;

/// What somebody may type, paste, or put into an address.
const NASTY: [&str; 4] = ["</textarea><script>alert(1)</script>", "👩🏽‍⚕️", "\u{202e}12345678", "../../staff"];

struct Page {
    status: StatusCode,
    location: String,
    html: String,
}

async fn ask(context: &RequestContext, request: Request<Body>) -> Page {
    let router = routes::routes().into_parts().0.with_state(context.state.clone());
    let answer = router.layer(Extension(context.clone())).oneshot(request).await.expect("an answer");
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let (status, location) = (answer.status(), location.unwrap_or_default().to_owned());
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    Page { status, location, html: String::from_utf8(body.to_vec()).expect("text").replace("<!>", "") }
}

async fn get(context: &RequestContext, path: &str) -> Page {
    ask(context, Request::get(path).body(Body::empty()).expect("a request")).await
}

async fn post(context: &RequestContext, path: &str, fields: &[(&str, &str)]) -> Page {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    ask(context, request.body(Body::from(body)).expect("a request")).await
}

async fn post_json(context: &RequestContext, body: serde_json::Value) -> (StatusCode, serde_json::Value) {
    let request = Request::post("/consents/toggle").header(header::CONTENT_TYPE, "application/json");
    let answer = ask(context, request.body(Body::from(body.to_string())).expect("a request")).await;
    (answer.status, serde_json::from_str(&answer.html).unwrap_or_default())
}

fn decision<'a>(cell: &'a Cell, decision: &'a str) -> [(&'static str, &'a str); 4] {
    let (purpose, channel) = (cell.purpose.as_str(), cell.channel.as_str());
    [("purpose", purpose), ("channel", channel), ("version", "1"), ("decision", decision)]
}

/// The piece of a page between two marks.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split(from).nth(1).unwrap_or_else(|| panic!("{from} in {html}")).split(to).next().expect("a piece")
}

/// The cell of a purpose and a channel.
fn td<'a>(html: &'a str, cell: &Cell) -> &'a str {
    let id = format!("id=\"state-{}-{}\"", cell.purpose.as_str(), cell.channel.as_str());
    between(html, &id, "</td>")
}

#[tokio::test]
async fn the_table_says_for_each_cell_what_it_is_and_ticks_nothing_that_is_not_on() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    let page = get(&erika, "/consents").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "<title>Ihre Einwilligungen – Patientenportal</title>",
        "<caption>Wofür und auf welchem Weg</caption>",
        "scope=\"col\">E-Mail</th>",
        "scope=\"row\">Neuigkeiten aus der Praxis",
        "href=\"/consents/texts/practice-news/1\"",
    ] {
        assert!(page.html.contains(part), "{part} in {}", page.html);
    }
    assert!(!page.html.contains("checked"), "nothing is ticked");
    let news = td(&page.html, &cell("practice-news", Channel::Email)).to_owned();
    for part in [
        ">Aus</p>",
        "type=\"checkbox\" id=\"box-practice-news-email\"",
        "<label for=\"box-practice-news-email\">Ja<span class=\"visually-hidden\">: Neuigkeiten aus der Praxis, E-Mail",
        "name=\"decision\" value=\"yes\"",
        "name=\"decision\" value=\"no\"",
    ] {
        assert!(news.contains(part), "{part} in {news}");
    }
    // Yes and no are the same kind of button.
    assert_eq!(news.matches("class=\"button button-secondary\"").count(), 2, "{news}");
    let letter = td(&page.html, &cell("practice-news", Channel::Letter)).to_owned();
    assert!(letter.contains(">Anschrift fehlt</p>") && !letter.contains("<form"), "{letter}");
    let always = td(&page.html, &cell("new-message", Channel::Portal)).to_owned();
    assert!(always.contains("Steht immer in Ihrem Portal") && !always.contains("<form"), "{always}");
}

#[tokio::test]
async fn a_consent_goes_from_the_tick_to_the_code_to_its_end_without_javascript() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    let news = cell("practice-news", Channel::Email);
    let asked = post(&erika, "/consents/switch", &decision(&news, "yes")).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert_eq!(asked.location, "/consents/confirm/practice-news/email");
    let form = get(&erika, &asked.location).await.html;
    for part in [
        "autocomplete=\"one-time-code\"",
        "inputmode=\"numeric\"",
        "Der Code gilt bis Donnerstag, 26. November 2026",
        "Es geht nie um Ihre Gesundheit.",
    ] {
        assert!(form.contains(part), "{part} in {form}");
    }
    let table = get(&erika, "/consents").await.html;
    assert!(td(&table, &news).contains(">Bestätigung offen bis Donnerstag, 26. November 2026"), "{table}");
    assert!(!table.contains("checked"));

    work_off(&portal).await;
    let mail = portal.mailbox.take().pop().expect("a mail");
    let code = mail.text.lines().find(|line| line.len() == 9 && line.as_bytes()[4] == b' ').expect("a code");
    let wrong = post(&erika, &asked.location, &[("code", &other_than(code)), ("version", "1")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("Das ist nicht der Code. Sie haben noch 4 Versuche."), "{}", wrong.html);
    assert!(wrong.html.contains("href=\"#code\"") && !wrong.html.contains(&other_than(code)));
    assert!(form.contains("name=\"version\" value=\"1\""), "{form}");
    let unseen = post(&erika, &asked.location, &[("code", code)]).await;
    assert!(unseen.html.contains("Der Text wurde inzwischen geändert."), "{}", unseen.html);
    let right = post(&erika, &asked.location, &[("code", code), ("version", "1")]).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    assert_eq!(right.location, "/consents?about=practice-news.email");
    let table = get(&erika, &right.location).await.html;
    let state = "Bestätigt am 24. November 2026, läuft ab am 24. November 2028";
    assert!(table.contains(&format!("Neuigkeiten aus der Praxis, E-Mail: {state}")), "{table}");
    assert!(td(&table, &news).contains(state));
    assert_eq!(table.matches(" checked").count(), 1, "{table}");

    // It is asked once before anything is taken back with which something is lost.
    let asked = post(&erika, "/consents/switch", &decision(&news, "no")).await;
    assert_eq!(asked.location, "/consents/withdraw/practice-news/email");
    let once = get(&erika, &asked.location).await.html;
    assert!(once.contains("Diese 2 geplanten Nachrichten entfallen:"), "{once}");
    assert!(
        once.contains("Erinnerung, dass eine Einwilligung abläuft: Mittwoch, 25. Oktober 2028"),
        "{once}"
    );
    let done = post(&erika, &asked.location, &[]).await;
    assert_eq!(done.location, "/consents?about=practice-news.email");
    let table = get(&erika, &done.location).await.html;
    assert!(td(&table, &news).contains("Widerrufen am 24. November 2026"), "{table}");
    let again = get(&erika, &asked.location).await.html;
    assert!(again.contains("Es gibt nichts zurückzunehmen.") && !again.contains("name=\"form_token\""));

    let past = get(&erika, "/consents/history").await.html;
    let places: Vec<_> = ["<strong>Widerrufen", "<strong>Bestätigt, gilt bis", "<strong>Ausgewählt"]
        .iter()
        .map(|part| past.find(part).unwrap_or_else(|| panic!("{part} in {past}")))
        .collect();
    assert!(places.is_sorted(), "the newest first");
    assert!(past.contains("/consents/texts/practice-news/1#de"));
}

#[tokio::test]
async fn everything_is_withdrawn_with_one_click_and_one_question() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    assert!(!get(&erika, "/consents").await.html.contains("/consents/withdraw-all"));
    consent(&portal, &erika, &cell("practice-news", Channel::Email)).await;
    service::arranged::switch_on(&erika, &cell("new-message", Channel::Email)).await.expect("answers");
    assert!(get(&erika, "/consents").await.html.contains("href=\"/consents/withdraw-all\""));
    let once = get(&erika, "/consents/withdraw-all").await.html;
    for part in
        ["<li>Neuigkeiten aus der Praxis, E-Mail</li>", "<li>Hinweis auf neue Nachrichten, E-Mail</li>"]
    {
        assert!(once.contains(part), "{part} in {once}");
    }
    assert_eq!(post(&erika, "/consents/withdraw-all", &[]).await.location, "/consents");
    assert!(!get(&erika, "/consents").await.html.contains(" checked"));
}

#[tokio::test]
async fn the_island_is_told_how_it_stands_or_where_it_goes_on() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    let body = |purpose: &str, channel: &str, on: bool| serde_json::json!({ "purpose": purpose, "channel": channel, "version": "1", "on": on });
    let (status, answer) = post_json(&erika, body("new-message", "email", true)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["on"], true);
    assert_eq!(answer["state"], "Eingeschaltet am 24. November 2026");
    assert_eq!(answer["said"], "Hinweis auf neue Nachrichten, E-Mail: Eingeschaltet am 24. November 2026");
    let (_, answer) = post_json(&erika, body("new-message", "email", false)).await;
    assert_eq!((&answer["on"], &answer["go"]), (&false.into(), &serde_json::Value::Null));
    let (_, answer) = post_json(&erika, body("practice-news", "email", true)).await;
    assert_eq!(answer["go"], "/consents/confirm/practice-news/email");
    let (_, answer) = post_json(&erika, body("practice-news", "letter", true)).await;
    assert_eq!(answer["said"], "Anschrift fehlt");
    for (purpose, channel) in
        [("practice-news", "sms"), ("unknown", "email"), (NASTY[0], "email"), ("practice-news", NASTY[1])]
    {
        let (status, _) = post_json(&erika, body(purpose, channel, true)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{purpose} {channel}");
    }
}

#[tokio::test]
async fn nobody_agrees_to_a_text_that_was_not_before_them() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    let notice = cell("new-message", Channel::Email);
    assert!(get(&erika, "/consents").await.html.contains("name=\"version\" value=\"1\""));
    for version in ["", "0", "2", "x", "-1", "99999999999999999999"] {
        let fields =
            [("purpose", "new-message"), ("channel", "email"), ("decision", "yes"), ("version", version)];
        assert_eq!(post(&erika, "/consents/switch", &fields).await.location, "/consents", "{version}");
        let toggle = serde_json::json!({ "purpose": "new-message", "channel": "email", "version": version, "on": true });
        assert_eq!(post_json(&erika, toggle).await.1["go"], "/consents", "{version}");
        assert!(!td(&get(&erika, "/consents").await.html, &notice).contains(" checked"), "{version}");
    }
}

#[tokio::test]
async fn what_is_no_cell_version_or_page_is_not_found() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    for path in [
        "/consents/confirm/unknown/email",
        "/consents/confirm/practice-news/pigeon",
        "/consents/withdraw/unknown/email",
        "/consents/withdraw/security/email",
        "/consents/withdraw/practice-news/sms",
        "/consents/texts/unknown/1",
        "/consents/texts/practice-news/2",
        "/consents/texts/practice-news/01",
        "/consents/texts/practice-news/+1",
        "/consents/texts/practice-news/-1",
        "/consents/texts/practice-news/99999999999999999999",
        "/consents/history?before=0",
        "/consents/history?before=x",
    ] {
        assert_eq!(get(&erika, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for nasty in NASTY {
        let typed: String = form_urlencoded::byte_serialize(nasty.as_bytes()).collect();
        assert_eq!(
            get(&erika, &format!("/consents/confirm/{typed}/email")).await.status,
            StatusCode::NOT_FOUND
        );
        let fields = [("purpose", nasty), ("channel", nasty), ("decision", "yes")];
        assert_eq!(post(&erika, "/consents/switch", &fields).await.status, StatusCode::NOT_FOUND);
        let page = get(&erika, &format!("/consents?about={typed}")).await;
        assert!(page.status == StatusCode::OK && !page.html.contains("<script>alert"), "{nasty}");
    }
    let news = cell("practice-news", Channel::Email);
    assert_eq!(
        post(&erika, "/consents/switch", &decision(&news, "maybe")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(decisions(&erika).await.len(), 0);
}

#[tokio::test]
async fn what_is_typed_instead_of_a_code_is_said_to_be_none_and_never_becomes_markup() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    code_for(&portal, &erika, &cell("practice-news", Channel::Email)).await;
    let path = "/consents/confirm/practice-news/email";
    let long = "1".repeat(5_000);
    for (typed, said) in NASTY
        .map(|typed| (typed, "Ein Code besteht aus acht Ziffern"))
        .into_iter()
        .chain([("", "Geben Sie den Code ein."), (long.as_str(), "Ein Code besteht aus acht Ziffern")])
    {
        let page = post(&erika, path, &[("code", typed)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains(said) && page.html.contains("aria-invalid=\"true\""), "{typed}");
        assert!(!page.html.contains("<script>alert") && !page.html.contains(&long));
        assert!(page.html.contains("<title>Fehler: Code eingeben"), "{}", page.html);
    }
}

#[tokio::test]
async fn the_sixth_code_of_a_day_is_refused_in_words() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    let news = cell("practice-news", Channel::Email);
    for _ in 0..5 {
        let asked = post(&erika, "/consents/switch", &decision(&news, "yes")).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
    }
    let said =
        "schon fünf Codes dafür geschickt. Den nächsten gibt es ab Mittwoch, 25. November 2026, 09:00 Uhr";
    let page = post(&erika, "/consents/switch", &decision(&news, "yes")).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.html.contains(said), "{}", page.html);
    service::withdraw(&erika, &news).await.expect("answers");
    let page = post(&erika, "/consents/switch", &decision(&news, "yes")).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.html.contains(said) && page.html.contains("<caption>"), "{}", page.html);
}

#[tokio::test]
async fn in_the_first_day_after_a_replaced_access_the_pages_say_that_they_are_hidden() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    consent(&portal, &erika, &cell("practice-news", Channel::Email)).await;
    let until = Timestamp(erika.now().0 + DAY);
    portal
        .arrange(&format!("UPDATE people SET content_hold_until = {} WHERE kind = 'patient'", until.0))
        .await;
    for path in ["/consents", "/consents/history", "/consents/withdraw-all"] {
        let page = get(&erika, path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains("Ihre Einwilligungen sind noch verborgen"), "{path}");
        assert!(!page.html.contains("<table") && !page.html.contains("Neuigkeiten"), "{path}");
    }
}

#[tokio::test]
async fn a_consent_that_comes_to_its_end_can_be_renewed() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    let news = cell("practice-news", Channel::Email);
    consent(&portal, &erika, &news).await;
    assert!(!td(&get(&erika, "/consents").await.html, &news).contains("/consents/renew"));
    portal.clock.advance(700 * DAY);
    let table = get(&erika, "/consents").await.html;
    assert!(td(&table, &news).contains("action=\"/consents/renew\""), "{table}");
    // Without the version that was on the page nobody can say what they have read: it is shown first.
    let fields = [("purpose", "practice-news"), ("channel", "email")];
    let asked = post(&erika, "/consents/renew", &fields).await;
    assert_eq!(asked.location, "/consents/renew/practice-news/email");
    let page = get(&erika, &asked.location).await.html;
    assert!(page.contains("name=\"version\" value=\"1\"") && page.contains("Neuigkeiten"), "{page}");
    assert!(
        page.contains("bevor Sie verlängern") && !page.contains("geändert"),
        "the text is the same: {page}"
    );
    assert!(!td(&get(&erika, "/consents").await.html, &news).contains("2030"), "nothing was agreed to");
    let fields = [("purpose", "practice-news"), ("channel", "email"), ("version", "1")];
    let renewed = post(&erika, "/consents/renew", &fields).await;
    assert_eq!(renewed.location, "/consents?about=practice-news.email");
    assert!(td(&get(&erika, "/consents").await.html, &news).contains("läuft ab am 24. Oktober 2030"));
}

#[tokio::test]
async fn the_pages_speak_english_as_well() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    consent(&portal, &erika, &cell("practice-news", Channel::Email)).await;
    let (lang, now, token) = (Lang::En, erika.now(), None::<String>);
    let overview = table(&erika).await;
    let notice = None;
    let Seen::Open(timeline) = service::timeline(&erika, None).await.expect("answers") else {
        panic!("open")
    };
    let what_if = service::what_if_all(&erika).await.expect("answers");
    let pages = Owner::new().with(|| {
        [
            view! { <ConsentsPage lang overview=&overview token=token.clone() now notice/> }.to_html(),
            view! { <TimelinePage lang timeline=&timeline is_first=true/> }.to_html(),
            view! { <WithdrawAllPage lang titles=Vec::new() what_if=&what_if token=token.clone()/> }
                .to_html(),
        ]
        .concat()
        .replace("<!>", "")
    });
    for part in [
        "<h1>Your consents</h1>",
        ">Confirmed on 24 November 2026, ends on 24 November 2028</p>",
        "<strong>Confirmed, holds until 24 November 2028</strong>",
        "These 2 planned messages will not be sent:",
    ] {
        assert!(pages.contains(part), "{part} in {pages}");
    }
}

#[tokio::test]
async fn no_mail_names_a_purpose() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let erika = erika(&portal).await;
    let shown = table(&erika).await;
    let titles: Vec<String> = shown.rows.iter().map(|row| row.text.title.clone()).collect();
    for row in &shown.rows {
        let email = cell(row.key.as_str(), Channel::Email);
        if service::arranged::switch_on(&erika, &email).await.expect("answers") == Asked::CodeSent {
            assert_eq!(
                outbox::planned(&portal.state, subject(&erika).await, &email).await.expect("reads").len(),
                1
            );
        }
    }
    work_off(&portal).await;
    let mails = portal.mailbox.take();
    assert_eq!(mails.len(), 6);
    for mail in mails {
        let whole = format!("{} {} {} {}", mail.subject, mail.from_name, mail.text, mail.html);
        for word in titles.iter().map(String::as_str).chain(shown.rows.iter().map(|row| row.key.as_str())) {
            assert!(!whole.contains(word), "{word}");
        }
        for word in ["Vorsorge", "Befund", "Impf", "Einwilligung", "prevention", "finding", "Erika", "Muster"]
        {
            assert!(!whole.to_lowercase().contains(&word.to_lowercase()), "{word} in {whole}");
        }
    }
}
