//! Who a file is about.

use super::*;
use crate::{
    audit::Who,
    on_both_databases,
    patients::{
        arrivals::{Added, Arrival, Fit, add, bring_up_to_date, who_fits},
        birth_date::BirthDate,
        model::{Item, Source},
        normal::Index,
    },
};

/// Somebody born on 4 May 1980.
fn arrival(given: &str, family: &str) -> Arrival {
    Arrival {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        birth_date: BirthDate::new(1980, 5, 4).expect("a day"),
        insurance_number: None,
        identifiers: Vec::new(),
    }
}

fn with_identifier(arrival: Arrival, value: &str) -> Arrival {
    Arrival { identifiers: vec![("urn:praxis".to_owned(), value.to_owned())], ..arrival }
}

async fn fit(portal: &TestPortal, arrival: &Arrival) -> Fit {
    who_fits(&portal.state, arrival).await.expect("looks")
}

async fn certain(portal: &TestPortal, arrival: &Arrival) -> PersonId {
    match fit(portal, arrival).await {
        Fit::Certain(one) => one.person,
        other => panic!("not certain: {other:?}"),
    }
}

async fn contradicts(portal: &TestPortal, arrival: &Arrival) -> usize {
    match fit(portal, arrival).await {
        Fit::Contradiction(others) => others.len(),
        other => panic!("no contradiction: {other:?}"),
    }
}

async fn added(portal: &TestPortal, arrival: &Arrival) -> PersonId {
    match add(&portal.state, Who::CommandLine, arrival, false).await.expect("adds") {
        Added::Created(person) => person,
        other => panic!("not created: {other:?}"),
    }
}

on_both_databases! {
    async fn a_number_makes_it_certain(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let insured = Arrival {
            insurance_number: Some("a123 456780".to_owned()),
            ..arrival("Erikacanary", "Ganzanders")
        };
        assert_eq!(certain(&portal, &insured).await, person);
        let known = with_identifier(arrival("Erikacanary", "Ganzanders"), "4711");
        assert!(matches!(fit(&portal, &known).await, Fit::Likely(_)), "the given name and the birth date fit");
        for _ in 0..2 {
            bring_up_to_date(&portal.state, Who::CommandLine, person, &known, &[]).await.expect("remembers");
        }
        assert_eq!(certain(&portal, &known).await, person);
        let foreign = Arrival { identifiers: vec![("urn:andere".to_owned(), "4711".to_owned())], ..known };
        assert!(matches!(fit(&portal, &foreign).await, Fit::Likely(_)), "a number counts with who gave it");
    }

    async fn a_number_with_another_given_name_is_a_question(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = added(&portal, &with_identifier(arrival("Anna Maria", "Beispiel"), "1")).await;
        for (given, family, certain) in [
            ("Anna", "Beispiel", true),
            ("anna-maria", "Verheiratet", true),
            ("Ánna Luise", "Beispiel", true),
            ("Berta", "Beispiel", false),
            ("Maria Anna", "Beispiel", false),
            ("B.", "Beispiel", false),
            ("", "BEISPIEL", true),
            ("", "Anders", false),
        ] {
            match fit(&portal, &with_identifier(arrival(given, family), "1")).await {
                Fit::Certain(one) => assert!(certain && one.person == person, "{given} {family}"),
                Fit::OtherName(one) => assert!(!certain && one.person == person, "{given} {family}"),
                other => panic!("{given} {family}: {other:?}"),
            }
        }
    }

    async fn a_number_that_something_speaks_against_is_a_contradiction(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        added(&portal, &with_identifier(arrival("Anna", "Eins"), "1")).await;
        added(&portal, &with_identifier(arrival("Berta", "Zwei"), "2")).await;
        let mut both = with_identifier(arrival("Anna", "Eins"), "1");
        both.identifiers.push(("urn:praxis".to_owned(), "2".to_owned()));
        assert_eq!(contradicts(&portal, &both).await, 2);
        let mut older = with_identifier(arrival("Anna", "Eins"), "1");
        older.birth_date = BirthDate::new(1979, 5, 4).expect("a day");
        assert_eq!(contradicts(&portal, &older).await, 1);
    }

    async fn a_name_with_the_birth_date_makes_it_likely_only(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &named("Erika", "Größer")).await;
        let same = with_identifier(arrival("", "GROESSER"), "1");
        let Fit::Likely(likely) = fit(&portal, &same).await else { panic!("likely") };
        assert_eq!((likely[0].person, likely[0].because.as_slice()), (person, [Index::FamilyBirth].as_slice()));
        assert!(likely[0].patient_number.is_some());
        let again = with_identifier(arrival("Erika", "Größer"), "1");
        assert!(matches!(add(&portal.state, Who::CommandLine, &again, false).await.expect("looks"), Added::Likely(_)));
        let Added::Created(other) = add(&portal.state, Who::CommandLine, &again, true).await.expect("adds") else { panic!("created") };
        assert_ne!(other, person);
        assert_eq!(certain(&portal, &again).await, other);
    }

    async fn somebody_new_is_kept_as_the_file_says(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let new = Arrival {
            insurance_number: Some(INSURANCE_NUMBER.to_owned()),
            ..with_identifier(arrival("Anna Maria", "Beispiel"), "1")
        };
        assert!(matches!(fit(&portal, &new).await, Fit::Nobody));
        let person = added(&portal, &new).await;
        let known = service::master_data(&portal.state, person).await.expect("opens");
        let value = |item| service::value_of(&known, item).map(|value| value.expose().clone());
        assert_eq!(value(Item::GivenName).as_deref(), Some("Anna Maria"));
        assert_eq!(value(Item::InsuranceNumber).as_deref(), Some(INSURANCE_NUMBER));
        let origin = |wanted| known.iter().find(|known| known.item == wanted).map(|known| known.source);
        assert_eq!(origin(Item::FamilyName), Some(Source::Import));
        assert_eq!(origin(Item::PatientNumber), Some(Source::Portal));
    }

    async fn without_a_usable_name_nobody_is_created(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for (new, expected) in [
            (arrival(" ", "Beispiel"), "NoGivenName"),
            (arrival("Anna", "4711"), "UnusableName"),
            (arrival(&"a".repeat(101), "Beispiel"), "UnusableName"),
        ] {
            assert_eq!(format!("{:?}", add(&portal.state, Who::CommandLine, &new, true).await.expect("looks")), expected);
        }
    }
}
