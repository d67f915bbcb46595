//! The pages on which the desk corrects what is known about a patient, and what the patient's log says of it.

use super::{
    pages::{get, location, post},
    *,
};
use crate::{
    audit::{self, Detail, Reading, access_log::AccessLog, pages::Lines},
    backend::testing::Engine,
    lang::Lang,
    time::Timestamp,
};
use axum::http::StatusCode;
use leptos::prelude::{Owner as Scope, RenderHtml as _, view};

/// The fields of the form as the page has them.
fn controls(html: &str) -> Vec<(String, String)> {
    let form = html.split("/details\"").nth(1).expect("a form").split("</form>").next().expect("an end");
    form.split("<input ")
        .skip(1)
        .filter(|input| !input.contains("type=\"radio\"") || input.contains("checked"))
        .filter_map(|input| {
            let of = |name: &str| {
                let rest = input.split(&format!("{name}=\"")).nth(1)?;
                Some(rest.split('"').next()?.replace("&quot;", "\"").replace("&amp;", "&"))
            };
            Some((of(" name").or_else(|| of("name"))?, of("value").unwrap_or_default()))
        })
        .collect()
}

/// The same with other values.
fn with(mut fields: Vec<(String, String)>, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

async fn send(
    portal: &TestPortal,
    path: &str,
    fields: &[(String, String)],
) -> (axum::http::Response<()>, String) {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    post(&context(portal, "reception").await, path, &fields).await
}

#[tokio::test]
async fn the_form_is_filled_saves_and_says_that_an_invitation_is_open() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    let person = created(&portal, &full()).await;
    let page = format!("/staff/patients/{person}");
    let path = format!("{page}/details");
    assert!(get(&reception, &page).await.1.contains(&format!("href=\"{path}\"")));
    let (answer, html) = get(&reception, &path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!html.contains("Eine Einladung ist noch offen"), "{html}");
    let fields = controls(&html);
    for (name, value) in [
        ("family_name", "Müllercanary"),
        ("birth_date_day", "4"),
        ("birth_date_month", "5"),
        ("birth_date_year", "1980"),
        ("email", "Erika.Canary@Example.org"),
        ("language", "en"),
    ] {
        assert!(fields.contains(&(name.to_owned(), value.to_owned())), "{name} in {fields:?}");
    }
    crate::accounts::service::invitations::invite(&reception, person, None).await.expect("invites");
    let (_, html) = get(&reception, &path).await;
    assert!(html.contains("Eine Einladung ist noch offen") && html.contains("Sie gilt bis "), "{html}");

    let (answer, _) = send(&portal, &path, &with(fields.clone(), &[("given_name", "Frieda")])).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, page.as_str()));
    assert!(get(&reception, &page).await.1.contains("<bdi>Frieda Müllercanary</bdi>"));

    // The second of two gets back what was typed, beside what holds now; sent once more it is saved.
    let (answer, html) = send(&portal, &path, &with(fields, &[("family_name", "Späterin")])).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(html.contains("Inzwischen hat jemand anderes etwas geändert"), "{html}");
    assert!(html.contains("<bdi>Frieda</bdi>") && html.contains("<bdi>Müllercanary</bdi>"), "{html}");
    let again = controls(&html);
    assert!(again.contains(&("family_name".to_owned(), "Späterin".to_owned())), "{again:?}");
    let (answer, _) = send(&portal, &path, &again).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(get(&reception, &page).await.1.contains("<bdi>Erikacanary Späterin</bdi>"));
}

#[tokio::test]
async fn everything_wrong_is_said_beside_its_field_and_nothing_is_lost() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let reception = context(&portal, "reception").await;
    let person = created(&portal, &named("Erika", "Muster")).await;
    let path = format!("/staff/patients/{person}/details");
    let (_, html) = get(&reception, &path).await;
    let nasty = "<b>&amp;</b>\" onfocus='x'";
    let typed = with(
        controls(&html),
        &[
            ("family_name", ""),
            ("given_name", &format!("{nasty}{}", "a".repeat(100))),
            ("birth_date_month", "13"),
            ("email", nasty),
            ("phone", nasty),
            ("insurance_number", "A123456781"),
            ("language", "xx"),
        ],
    );
    let (answer, html) = send(&portal, &path, &typed).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["family_name", "given_name", "birth_date", "email", "phone", "insurance_number", "language"]
    {
        assert!(html.contains(&format!("<a href=\"#{field}\">")), "{field} in {html}");
    }
    assert!(
        !html.contains("<b>") && html.contains("A123456781") && html.contains("<title>Fehler: "),
        "{html}"
    );
    let (answer, _) = post(&reception, &path, &[("something", "else")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for (foreign, status) in [
        (format!("/staff/patients/{}/details", PersonId::from_random([9; 16])), StatusCode::NOT_FOUND),
        ("/staff/patients/nobody/details".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(get(&reception, &foreign).await.0.status(), status);
        assert_eq!(send(&portal, &foreign, &typed).await.0.status(), status);
    }
}

#[tokio::test]
async fn who_is_alike_stands_on_a_page_with_both_ways_on() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let other = created(&portal, &named("Erika", "Muster")).await;
    let person = created(&portal, &born("1990", named("Berta", "Anders"))).await;
    let path = format!("/staff/patients/{person}/details");
    let (_, html) = get(&context(&portal, "clinician").await, &path).await;
    let typed = with(controls(&html), &[("family_name", "Muster"), ("birth_date_year", "1980")]);
    let (answer, html) = send(&portal, &path, &typed).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(
        html.contains(&format!("href=\"/staff/patients/{other}\""))
            && html.contains("Nachname und Geburtsdatum"),
        "{html}"
    );
    let (answer, html) = send(&portal, &path, &with(controls(&html), &[("change", "yes")])).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let (answer, _) = send(&portal, &path, &with(controls(&html), &[("although", "yes")])).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(
        get(&context(&portal, "reception").await, &format!("/staff/patients/{person}"))
            .await
            .1
            .contains("Berta Muster")
    );
}

#[test]
fn the_log_names_what_was_changed_in_plain_words() {
    let read = |lang, changed| {
        let entry = audit::Entry::new(
            Timestamp(1_795_604_400_000),
            audit::Who::Patient,
            audit::Act::MasterDataChanged,
            audit::Category::MasterData,
        );
        let entry = Reading::Entry(Box::new(audit::Entry { changed, ..entry }));
        let log = AccessLog { readings: vec![entry], older: None };
        let log = &log;
        Scope::new().with(|| view! { <Lines lang log is_first=true/> }.to_html()).replace("<!>", "")
    };
    let html = read(Lang::De, Detail::ALL.to_vec());
    let words = "Geändert: Nachname, Vorname, Geburtsdatum, Sprache, E-Mail-Adresse, Telefonnummer, Versichertennummer, \
         Kennung im Praxissystem";
    assert!(html.contains(words), "{html}");
    assert!(read(Lang::En, vec![Detail::Phone]).contains("Changed: Telephone number"));
    assert!(!read(Lang::De, Vec::new()).contains("Geändert:"), "who is added has nothing changed");
}
