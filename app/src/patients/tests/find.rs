//! Finding people exactly, and nobody else.

use super::*;
use crate::{
    on_both_databases,
    patients::{
        model::{Item, Kind, Source},
        service::{prepare, store_prepared, value_of},
    },
};

fn by_name(family: &str, year: &str) -> Query {
    Query {
        family_name: family.to_owned(),
        birth_date_day: "04".to_owned(),
        birth_date_month: "05".to_owned(),
        birth_date_year: year.to_owned(),
        ..Query::default()
    }
}

async fn patient_number(portal: &TestPortal, person: PersonId) -> String {
    let known = service::master_data(&portal.state, person).await.expect("opens");
    value_of(&known, Item::PatientNumber).expect("patients have one").expose().clone()
}

/// A member of the team as another slice adds them.
async fn staff(portal: &TestPortal) -> PersonId {
    let items = vec![(Item::GivenName, "Rezan".to_owned()), (Item::FamilyName, "Empfang".to_owned())];
    let person = prepare(&portal.state, Kind::Staff, items, Source::CommandLine).expect("prepares");
    let id = person.id();
    portal
        .state
        .db
        .write(move |tx| Box::pin(async move { store_prepared(tx, &person).await }))
        .await
        .expect("stores");
    id
}

on_both_databases! {
    async fn a_patient_is_found_by_each_exact_value(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        created(&portal, &born("1955", named("Karl", "Anders"))).await;
        let number = patient_number(&portal, person).await;
        let only = Query::default;
        for query in [
            by_name("MUELLERCANARY", "1980"),
            Query { email: "erika.canary@example.org ".to_owned(), ..only() },
            Query { phone: "+491715550123".to_owned(), ..only() },
            Query { insurance_number: "a 123456780".to_owned(), ..only() },
            Query { patient_number: number.to_lowercase().replace('-', " "), ..only() },
            Query { patient_number: number.clone(), email: "Erika.Canary@example.org".to_owned(), ..only() },
        ] {
            let found = hits(&portal, &query).await;
            assert_eq!(found.iter().map(|hit| hit.person).collect::<Vec<_>>(), [person]);
            assert_eq!(found[0].name.expose(), "Erikacanary Müllercanary");
        }
    }

    async fn what_does_not_fit_exactly_finds_nobody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let number = patient_number(&portal, person).await;
        let only = Query::default;
        for query in [
            by_name("Müller", "1980"),
            by_name("Müllercanary", "1981"),
            by_name("%", "1980"),
            // The given name is no family name.
            by_name("Erikacanary", "1980"),
            Query { email: "canary@example.org".to_owned(), ..only() },
            Query { phone: "5550123".to_owned(), ..only() },
            Query { patient_number: "00000000".to_owned(), ..only() },
            // Everything given must fit.
            Query { patient_number: number, ..by_name("Müllercanary", "1981") },
        ] {
            let found = service::find(&context(&portal, "reception").await, &query).await.expect("reception may");
            match found {
                Found::Hits { hits, more } => assert!(hits.is_empty() && !more),
                // "%" is no name.
                Found::Invalid(fields) => assert_eq!(fields[0].code, FieldCode::Malformed),
            }
        }
    }

    async fn there_is_no_list_of_everybody(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for year in 1950..1972 {
            let form = NewPatient { phone: "030 1234567".to_owned(), ..named("Erika", "Muster") };
            let form = born(&year.to_string(), form);
            service::create_patient(&context(&portal, "reception").await, &form, true).await.expect("creates");
        }
        let reception = context(&portal, "reception").await;
        let nothing = service::find(&reception, &Query::default()).await.expect("reception may");
        assert!(matches!(nothing, Found::Invalid(_)), "{nothing:?}");
        let home = Query { phone: "+49 30 1234567".to_owned(), ..Query::default() };
        let found = service::find(&reception, &home).await.expect("reception may");
        assert!(matches!(&found, Found::Hits { hits, more: true } if hits.len() == 20), "{found:?}");
        let one = Query { phone: "030 1234567".to_owned(), ..by_name("Muster", "1971") };
        assert_eq!(hits(&portal, &one).await.len(), 1);
        // A telephone that many share does not hide who shares more.
        let form = NewPatient { phone: "030 1234567".to_owned(), ..named("Erika", "Muster") };
        let matches = probable(&portal, &born("1960", form)).await;
        assert_eq!((matches.len(), matches[0].because.len()), (20, 3));
    }

    async fn only_the_care_team_searches(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        created(&portal, &full()).await;
        for (name, _) in cast::everybody() {
            let ctx = context(&portal, name).await;
            let found = service::find(&ctx, &by_name("Müllercanary", "1980")).await;
            match name {
                "reception" | "clinician" | "team-lead" => {
                    assert!(matches!(found, Ok(Found::Hits { hits, .. }) if hits.len() == 1), "{name}");
                }
                "nobody" => assert!(matches!(found, Err(AppError::SignInRequired))),
                "privacy-officer" => assert!(matches!(found, Ok(Found::Invalid(_))), "{found:?}"),
                _ => assert!(matches!(found, Err(AppError::NotFound)), "{name}"),
            }
        }
    }

    async fn only_the_team_reads_a_patients_page_and_staff_have_none(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let team = staff(&portal).await;
        let unknown = PersonId::from_random([77; 16]);
        let reception = context(&portal, "reception").await;
        assert_eq!(service::patient(&reception, person, "").await.expect("reception may").known.len(), 9);
        for id in [team, unknown] {
            assert_eq!(service::patient(&reception, id, "").await.err(), Some(AppError::NotFound));
        }
        for name in ["patient", "other-patient", "administrator"] {
            let answer = service::patient(&context(&portal, name).await, person, "Beschwerde").await;
            assert_eq!(answer.err(), Some(AppError::NotFound), "{name}");
        }
        assert!(service::master_data(&portal.state, unknown).await.expect("nobody").is_empty());
        assert!(service::display_name(&portal.state, unknown).await.is_err());
    }

    async fn of_somebody_whose_key_was_destroyed_nothing_is_left_to_see(engine: Engine) {
        use crate::backend::crypto::{IdentityClass, store::destroy_identity_key};
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let destroy = portal.state.db.write(move |tx| {
            Box::pin(destroy_identity_key(tx, person, IdentityClass::Identity))
        });
        assert!(destroy.await.expect("destroys"));
        let reception = context(&portal, "reception").await;
        assert_eq!(service::patient(&reception, person, "").await.err(), Some(AppError::NotFound));
        assert!(hits(&portal, &by_name("Müllercanary", "1980")).await.is_empty());
    }
}
