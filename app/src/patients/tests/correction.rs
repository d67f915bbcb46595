//! The desk corrects what is known about a patient.

use super::{
    pages::{get, location, post},
    *,
};
use crate::{
    audit::{self, Detail, Owner, Reading},
    backend::testing::Engine,
    on_both_databases,
    patients::correction::{Corrected, Present, correct, filled, present},
};
use axum::http::StatusCode;
use futures::future::join_all;

/// What is stored, as somebody of the desk reads it.
async fn read(portal: &TestPortal, person: PersonId) -> Present {
    present(&context(portal, "reception").await, person).await.expect("reception may")
}

async fn save(portal: &TestPortal, person: PersonId, form: &NewPatient, from: &Present) -> Corrected {
    correct(&context(portal, "reception").await, person, form, &from.version, false)
        .await
        .expect("reception may")
}

/// The newest entry of somebody's log.
async fn newest(portal: &TestPortal, person: PersonId) -> audit::Entry {
    let page = audit::page(&portal.state, Owner::Person(person), None, 1).await.expect("reads");
    match page.lines.into_iter().next().map(|line| line.reading) {
        Some(Reading::Entry(entry)) => *entry,
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn only_what_differs_is_changed_and_named_in_the_log(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        portal.clock.advance(1000);
        let from = read(&portal, person).await;
        let form = filled(&from.known);
        assert!(matches!(save(&portal, person, &form, &from).await, Corrected::Done));
        assert_eq!(newest(&portal, person).await.action, audit::Act::MasterDataRead, "nothing was changed");

        let changed = NewPatient {
            family_name: "Neucanary".to_owned(),
            birth_date_year: "1981".to_owned(),
            phone: String::new(),
            ..form
        };
        assert!(matches!(save(&portal, person, &changed, &from).await, Corrected::Done));
        let entry = newest(&portal, person).await;
        assert_eq!(entry.changed, [Detail::FamilyName, Detail::BirthDate, Detail::Phone]);
        assert!(matches!(entry.actor, audit::Who::Staff { .. }) && entry.request.is_some());

        let known = service::master_data(&portal.state, person).await.expect("opens");
        for (item, expected) in [
            (Item::FamilyName, "Neucanary"),
            (Item::GivenName, "Erikacanary"),
            (Item::BirthDate, "1981-05-04"),
            (Item::Phone, ""),
            (Item::InsuranceNumber, INSURANCE_NUMBER),
        ] {
            assert_eq!(item_of(&known, item), expected);
        }
        let since = |wanted| known.iter().find(|known| known.item == wanted).map(|known| known.since);
        assert_eq!(since(Item::FamilyName), Some(portal.state.clock.now()));
        assert_ne!(since(Item::Email), Some(portal.state.clock.now()));
        let by = |family: &str, year: &str| Query {
            family_name: family.to_owned(),
            birth_date_day: "4".to_owned(),
            birth_date_month: "5".to_owned(),
            birth_date_year: year.to_owned(),
            ..Query::default()
        };
        assert_eq!(hits(&portal, &by("Müllercanary", "1980")).await, []);
        assert_eq!(hits(&portal, &by("Neucanary", "1981")).await[0].person, person);
        let by_phone = Query { phone: "0171 5550123".to_owned(), ..Query::default() };
        assert_eq!(hits(&portal, &by_phone).await, []);
        let number = item_of(&known, Item::PatientNumber).to_owned();
        let by_number = Query { patient_number: number, ..Query::default() };
        assert_eq!(hits(&portal, &by_number).await[0].person, person, "what the portal gives stays");
    }

    async fn of_two_at_once_the_second_changes_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &named("Erika", "Muster")).await;
        let from = read(&portal, person).await;
        let reception = context(&portal, "reception").await;
        let forms: Vec<_> = ["a@example.org", "b@example.org", "c@example.org"]
            .map(|email| NewPatient { email: email.to_owned(), ..filled(&from.known) })
            .to_vec();
        let saved = forms.iter().map(|form| correct(&reception, person, form, &from.version, false));
        let outcomes: Vec<_> = join_all(saved).await.into_iter().map(|done| done.expect("may")).collect();
        assert_eq!(outcomes.iter().filter(|done| matches!(done, Corrected::Done)).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|done| matches!(done, Corrected::Elsewhere)).count(), 2, "{outcomes:?}");
        let now = read(&portal, person).await;
        assert_ne!(now.version, from.version);
        assert!(matches!(save(&portal, person, &forms[1], &from).await, Corrected::Elsewhere));
        assert!(matches!(save(&portal, person, &forms[1], &now).await, Corrected::Done));
    }

    async fn who_is_alike_now_is_shown_first_and_nothing_else_is_asked(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let other = created(&portal, &named("Erika", "Muster")).await;
        let reception = context(&portal, "reception").await;
        let twin = service::create_patient(&reception, &named("Berta", "Muster"), true).await;
        let Ok(Outcome::Created(person)) = twin else { panic!("{twin:?}") };
        let from = read(&portal, person).await;
        let phone = NewPatient { phone: "030 123456".to_owned(), ..filled(&from.known) };
        assert!(matches!(save(&portal, person, &phone, &from).await, Corrected::Done), "the name is as it was");

        let from = read(&portal, person).await;
        let erika = NewPatient { given_name: "Erika".to_owned(), ..filled(&from.known) };
        let Corrected::Probable(others) = save(&portal, person, &erika, &from).await else { panic!("asked") };
        assert_eq!(others.iter().map(|other| other.person).collect::<Vec<_>>(), [other]);
        assert_eq!(newest(&portal, other).await.action, audit::Act::PersonSearched, "who was shown reads so");
        let known = service::master_data(&portal.state, person).await.expect("opens");
        assert_eq!(item_of(&known, Item::GivenName), "Berta");
        let although = correct(&reception, person, &erika, &from.version, true).await;
        assert!(matches!(although, Ok(Corrected::Done)), "{although:?}");
    }
}

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
