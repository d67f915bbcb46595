//! The desk corrects what is known about a patient.

use super::*;
use crate::{
    audit::{self, Detail, Owner, Reading},
    on_both_databases,
    patients::correction::{Corrected, Present, correct, filled, present},
};
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
