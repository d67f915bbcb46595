//! Master data that follow the practice system.

use super::*;
use crate::{
    audit::{self, Act, Detail, Owner, Reading, Who},
    on_both_databases,
    patients::{
        arrivals::{Added, Arrival, Fit, Updated, add, bring_up_to_date, objections, who_fits},
        birth_date::BirthDate,
    },
};

/// Somebody born on 4 May 1980.
fn arrival(given: &str, family: &str, insurance: Option<&str>) -> Arrival {
    Arrival {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        birth_date: BirthDate::new(1980, 5, 4).expect("a day"),
        insurance_number: insurance.map(str::to_owned),
        identifiers: vec![("urn:praxis".to_owned(), "4711".to_owned())],
    }
}

async fn update(portal: &TestPortal, person: PersonId, arrival: &Arrival) -> Updated {
    bring_up_to_date(&portal.state, Who::CommandLine, person, arrival, &[]).await.expect("updates")
}

/// What the person's log says was changed, newest first.
async fn logged(portal: &TestPortal, person: PersonId) -> Vec<Vec<Detail>> {
    let page = audit::page(&portal.state, Owner::Person(person), None, 100).await.expect("reads");
    let entry = |reading| match reading {
        Reading::Entry(entry) => *entry,
        other => panic!("{other:?}"),
    };
    let entries = page.lines.into_iter().map(|line| entry(line.reading));
    entries.filter(|entry| entry.action == Act::MasterDataChanged).map(|entry| entry.changed).collect()
}

fn origin(known: &[Known], wanted: Item) -> Option<Source> {
    known.iter().find(|known| known.item == wanted).map(|known| known.source)
}

fn found_by(family: &str) -> Query {
    Query {
        family_name: family.to_owned(),
        birth_date_day: "4".to_owned(),
        birth_date_month: "5".to_owned(),
        birth_date_year: "1980".to_owned(),
        ..Query::default()
    }
}

on_both_databases! {
    async fn what_came_with_an_import_follows_the_next_one(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let first = arrival("Anna", "Beispiel", None);
        let Ok(Added::Created(person)) = add(&portal.state, Who::CommandLine, &first, false).await else {
            panic!("not created")
        };
        assert_eq!(update(&portal, person, &first).await, Updated::default());
        assert_eq!(logged(&portal, person).await, [vec![]], "the same again writes nothing");

        portal.clock.advance(1000);
        let married = arrival("Anna", "Größer-Beispiel", Some(INSURANCE_NUMBER));
        let Fit::Certain(known) = who_fits(&portal.state, &married).await.expect("looks") else { panic!("certain") };
        assert_eq!(known.person, person);
        let updated = update(&portal, person, &married).await;
        assert_eq!(updated, Updated { changed: vec![Item::FamilyName, Item::InsuranceNumber], left: vec![] });
        let known = service::master_data(&portal.state, person).await.expect("opens");
        assert_eq!(item_of(&known, Item::FamilyName), "Größer-Beispiel");
        assert_eq!(item_of(&known, Item::InsuranceNumber), INSURANCE_NUMBER);
        let since = |wanted| known.iter().find(|known| known.item == wanted).map(|known| known.since);
        assert_eq!(since(Item::FamilyName), Some(portal.state.clock.now()));
        assert_ne!(since(Item::GivenName), Some(portal.state.clock.now()));
        assert_eq!(origin(&known, Item::FamilyName), Some(Source::Import));
        assert_eq!(
            logged(&portal, person).await,
            [vec![Detail::FamilyName, Detail::InsuranceNumber], vec![]]
        );
        assert_eq!(hits(&portal, &found_by("Beispiel")).await, []);
        assert_eq!(hits(&portal, &found_by("Groesser Beispiel")).await[0].person, person);
        assert_eq!(update(&portal, person, &married).await, Updated::default());
        let Fit::Certain(again) = who_fits(&portal.state, &married).await.expect("looks") else { panic!("certain") };
        assert_eq!(again.name.expose(), "Anna Größer-Beispiel");
        // A part of the new name warns whoever adds somebody.
        assert_eq!(probable(&portal, &named("Berta", "Größer")).await[0].person, person);
    }

    async fn what_the_desk_has_given_is_left_and_reported(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &named("Anna", "Müller")).await;
        let same = arrival("anna", "MUELLER", None);
        assert_eq!(update(&portal, person, &same).await, Updated::default(), "another spelling says the same");
        assert_eq!(logged(&portal, person).await, [vec![Detail::Identifier], vec![]], "the identifier is kept, and said");

        let other = arrival("Anna", "Meier", Some(INSURANCE_NUMBER));
        let asked = objections(&portal.state, person, &other).await.expect("compares");
        assert_eq!(asked.len(), 1);
        assert_eq!((asked[0].item, asked[0].source, asked[0].known.expose().as_str()), (Item::FamilyName, Source::Reception, "Müller"));
        let updated = update(&portal, person, &other).await;
        assert_eq!(updated, Updated { changed: vec![Item::InsuranceNumber], left: asked.clone() });
        let known = service::master_data(&portal.state, person).await.expect("opens");
        assert_eq!(item_of(&known, Item::FamilyName), "Müller");
        assert_eq!(hits(&portal, &found_by("Meier")).await, []);

        // Somebody has agreed to something else than what stands there now.
        let mut stale = asked.clone();
        stale[0].known = crate::redacted::Redacted::new("Möller".to_owned());
        let agree = async |agreed| {
            bring_up_to_date(&portal.state, Who::CommandLine, person, &other, agreed).await.expect("updates")
        };
        assert_eq!(agree(&stale).await.left, asked);
        assert_eq!(agree(&asked).await, Updated { changed: vec![Item::FamilyName], left: vec![] });
        let known = service::master_data(&portal.state, person).await.expect("opens");
        assert_eq!((item_of(&known, Item::FamilyName), origin(&known, Item::FamilyName)), ("Meier", Some(Source::Import)));
        assert_eq!(hits(&portal, &found_by("Meier")).await[0].person, person);
    }

    async fn a_name_that_cannot_be_kept_changes_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let first = arrival("Anna", "Beispiel", Some(INSURANCE_NUMBER));
        let Ok(Added::Created(person)) = add(&portal.state, Who::CommandLine, &first, false).await else {
            panic!("not created")
        };
        for odd in [arrival("", "4711", None), arrival("Anna", &"a".repeat(101), Some("A123456781"))] {
            assert_eq!(update(&portal, person, &odd).await, Updated::default());
        }
    }
}
