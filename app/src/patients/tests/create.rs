//! Creating people: nothing in clear, nobody twice by oversight.

use super::*;
use crate::{
    backend::failure::Failure,
    ids::{DataKeyId, UserHandle},
    on_both_databases,
    patients::{
        model::{Kind, Source},
        normal::Index,
    },
    time::Timestamp,
};
use futures::future::join_all;

/// Everything the identity tables hold about somebody, row by row; what is no text shows as its bytes would.
async fn dump(portal: &TestPortal, person: PersonId) -> String {
    let read = portal.state.db.read(move |tx| {
        Box::pin(async move {
            let people = sql!(tx, all as (PersonId, String, UserHandle):
                "SELECT id, kind, user_handle FROM people WHERE id = $1", person)?;
            let items = sql!(tx, all as (PersonId, String, Vec<u8>, String, Timestamp):
                "SELECT person_id, item, value_enc, source, since FROM master_data WHERE person_id = $1", person)?;
            let indexes = sql!(tx, all as (PersonId, String, Vec<u8>):
                "SELECT person_id, kind, value FROM blind_indexes WHERE person_id = $1", person)?;
            let keys = sql!(tx, all as (DataKeyId, PersonId, String, Vec<u8>):
                "SELECT id, owner_id, class, wrapped FROM identity_data_keys WHERE owner_id = $1", person)?;
            Ok((people, items, indexes, keys))
        })
    });
    let (people, items, indexes, keys) = read.await.expect("reads");
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut rows: Vec<String> =
        people.iter().map(|(id, kind, handle)| format!("{id} {kind} {handle}")).collect();
    rows.extend(
        items
            .iter()
            .map(|(id, item, value, source, at)| format!("{id} {item} {source} {at:?} {}", lossy(value))),
    );
    rows.extend(indexes.iter().map(|(id, kind, value)| format!("{id} {kind} {}", lossy(value))));
    rows.extend(keys.iter().map(|(id, owner, class, key)| format!("{id} {owner} {class} {}", lossy(key))));
    assert_eq!(rows.len(), 1 + 9 + 7 + 2, "a person, items, indexes, two keys");
    rows.join("\n").to_lowercase()
}

on_both_databases! {
    async fn everything_typed_is_sealed_and_comes_back_as_typed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;

        let everything = dump(&portal, person).await;
        for canary in [
            "canary", "müller", "mueller", "1980-05-04", "5550123", "123456780", "123 456", "example",
        ] {
            assert!(!everything.contains(canary), "{canary} stands in the database in clear");
        }

        let read = service::master_data(&portal.state, person).await.expect("opens");
        let items: Vec<_> = read.iter().map(|known| known.item).collect();
        assert_eq!(items, Item::ALL, "in the order in which people read them");
        for (item, expected) in [
            (Item::FamilyName, "Müllercanary"),
            (Item::GivenName, "Erikacanary"),
            (Item::BirthDate, "1980-05-04"),
            (Item::Language, "en"),
            (Item::Email, "Erika.Canary@Example.org"),
            (Item::Phone, "0171 / 5550123"),
            (Item::InsuranceNumber, INSURANCE_NUMBER),
        ] {
            assert_eq!(item_of(&read, item), expected);
        }
        for known in &read {
            let given_out = matches!(known.item, Item::PatientNumber | Item::SignInName);
            assert_eq!(known.source, if given_out { Source::Portal } else { Source::Reception });
            assert_eq!(known.since, portal.state.clock.now());
        }
        let name = service::display_name(&portal.state, person).await.expect("a name");
        assert_eq!(name.expose(), "Erikacanary Müllercanary");
        assert_eq!(format!("{read:?}").to_lowercase().matches("canary").count(), 0, "Debug shows nobody");
    }

    async fn a_value_moved_to_another_row_does_not_open(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &named("Erika", "Muster")).await;
        portal.state.db.write(move |tx| Box::pin(async move {
            sql!(tx, execute:
                "UPDATE master_data SET value_enc =
                 (SELECT m.value_enc FROM master_data m WHERE m.person_id = $1 AND m.item = 'given_name')
                 WHERE person_id = $1 AND item = 'family_name'", person)?;
            Ok(())
        })).await.expect("writes");
        assert!(matches!(service::master_data(&portal.state, person).await, Err(Failure::Sealed)));
    }

    async fn staff_get_a_name_and_nothing_they_were_not_given(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let items = vec![
            (Item::GivenName, "Rezan".to_owned()),
            (Item::FamilyName, "Empfang".to_owned()),
            (Item::SignInName, "linde-00001".to_owned()),
        ];
        let person = service::prepare(&portal.state, Kind::Staff, items, Source::CommandLine).expect("prepares");
        let id = person.id();
        portal.state.db.write(move |tx| Box::pin(async move { service::store_prepared(tx, &person).await }))
            .await.expect("stores");
        let read = service::master_data(&portal.state, id).await.expect("opens");
        let items: Vec<_> = read.iter().map(|known| (known.item, known.source)).collect();
        assert_eq!(items, [Item::FamilyName, Item::GivenName, Item::SignInName].map(|item| (item, Source::CommandLine)));
        assert_eq!(service::display_name(&portal.state, id).await.expect("a name").expose(), "Rezan Empfang");
    }

    async fn somebody_spelled_differently_is_still_seen(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let mueller = created(&portal, &named("Jürgen", "Müller")).await;
        let gross = created(&portal, &born("1975", named("Zoë", "Groß"))).await;
        for (form, expected, because) in [
            (named("Karl", "Müller"), mueller, vec![Index::FamilyBirth]),
            (named("Karl", "Mueller"), mueller, vec![Index::FamilyBirth]),
            (named("Karl", "Muller"), mueller, vec![Index::FamilyBirth]),
            (named("Karl", "MÜLLER"), mueller, vec![Index::FamilyBirth]),
            (named("Jurgen", "Anders"), mueller, vec![Index::GivenBirth]),
            (named("JUERGEN", "Anders"), mueller, vec![Index::GivenBirth]),
            (named("Ju\u{308}rgen", "Mu\u{308}ller"), mueller, vec![Index::FamilyBirth, Index::GivenBirth]),
            (born("1975", named("Karl", "Gross")), gross, vec![Index::FamilyBirth]),
            (born("1975", named("zoe", "GROSS")), gross, vec![Index::FamilyBirth, Index::GivenBirth]),
        ] {
            let matches = probable(&portal, &form).await;
            assert_eq!(matches.len(), 1, "{}", form.family_name);
            let mut found = matches[0].because.clone();
            found.sort();
            assert_eq!((matches[0].person, found), (expected, because), "{}", form.family_name);
        }
        assert_eq!(count_people(&portal.state).await, 2, "a duplicate that was seen is not created");
        // Another birth date and another name: other people.
        created(&portal, &born("1981", named("Jürgen", "Müller"))).await;
        created(&portal, &named("Anna", "Möller")).await;
    }

    async fn an_address_a_telephone_or_an_insurance_number_gives_somebody_away(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let other = || born("1955", named("Karl", "Anders"));
        for (form, because) in [
            (NewPatient { email: "erika.canary@example.ORG".to_owned(), ..other() }, Index::Email),
            (NewPatient { phone: "+49 (0)171 5550123".to_owned(), ..other() }, Index::Phone),
            (NewPatient { insurance_number: "a123456780".to_owned(), ..other() }, Index::InsuranceNumber),
        ] {
            let matches = probable(&portal, &form).await;
            let [found] = matches.as_slice() else { panic!("{matches:?}") };
            assert_eq!((found.person, found.because.as_slice()), (person, [because].as_slice()));
            assert_eq!(found.name.expose(), "Erikacanary Müllercanary");
            assert_eq!(found.birth_date.map(|date| date.to_iso()).as_deref(), Some("1980-05-04"));
            assert!(found.patient_number.is_some());
        }
    }

    async fn somebody_else_is_created_although_there_is_a_match(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let first = created(&portal, &full()).await;
        let reception = context(&portal, "reception").await;
        let outcome = service::create_patient(&reception, &full(), true).await.expect("reception may");
        let Outcome::Created(second) = outcome else { panic!("{outcome:?}") };
        assert_ne!(first, second);
        let matches = probable(&portal, &full()).await;
        assert_eq!(matches.len(), 2);
        assert_eq!(matches[0].because.len(), 5);
    }

    async fn of_receptionists_at_the_same_moment_only_one_creates(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for year in ["1950", "1951", "1952"] {
            let form = born(year, named("Erika", "Muster"));
            let outcomes = join_all((0..6).map(|_| create(&portal, &form))).await;
            let created = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Created(_))).count();
            let seen = outcomes
                .iter()
                .filter(|outcome| matches!(outcome, Outcome::Probable(matches) if matches.len() == 1))
                .count();
            assert_eq!((created, seen), (1, 5));
        }
    }

    async fn only_those_who_may_invite_create_people(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for (name, actor) in cast::everybody() {
            let ctx = RequestContext::for_tests(portal.state.clone(), actor);
            let outcome = service::create_patient(&ctx, &NewPatient::default(), false).await;
            let may = matches!(name, "reception" | "clinician" | "team-lead");
            assert_eq!(service::new_form(&ctx).is_ok(), may, "{name}");
            match name {
                "reception" | "clinician" | "team-lead" => assert!(matches!(outcome, Ok(Outcome::Invalid(_))), "{name}"),
                "nobody" => assert!(matches!(outcome, Err(AppError::SignInRequired))),
                _ => assert!(matches!(outcome, Err(AppError::NotFound)), "{name}"),
            }
        }
    }
}
