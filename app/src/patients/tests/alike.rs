//! Double names and their parts.

use super::*;
use crate::{on_both_databases, patients::normal::Index};

on_both_databases! {
    async fn a_part_of_a_double_name_is_a_probable_duplicate(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let married = created(&portal, &named("Anna Lena", "Muster-Schmidt")).await;
        for (given, family, because) in [
            ("Berta", "Muster", vec![Index::FamilyPart]),
            ("Berta", "SCHMIDT", vec![Index::FamilyPart]),
            ("Berta", "Schmidt Meier", vec![Index::FamilyPart]),
            ("Berta", "Muster-Schmidt", vec![Index::FamilyBirth]),
            ("Anna", "Muster", vec![Index::FamilyPart, Index::GivenPart]),
            ("Anna Lena", "Anders", vec![Index::GivenBirth]),
        ] {
            let others = probable(&portal, &named(given, family)).await;
            let others: Vec<_> = others.iter().map(|other| (other.person, other.because.clone())).collect();
            assert_eq!(others, [(married, because)], "{given} {family}");
        }
        // Neither the other half of a part, nor a particle, nor another birthday.
        created(&portal, &named("Berta", "Musterfrau von Heide")).await;
        created(&portal, &named("Carla", "von Beispiel")).await;
        created(&portal, &born("1981", named("Anna", "Muster"))).await;
    }

    async fn whoever_was_single_is_found_by_the_double_name(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let single = created(&portal, &named("Anna", "Muster")).await;
        let others = probable(&portal, &named("Berta", "Schmidt-Muster")).await;
        assert_eq!((others[0].person, others[0].because.as_slice()), (single, [Index::FamilyPart].as_slice()));
    }

    async fn the_search_stays_exact(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &named("Anna", "Muster-Schmidt")).await;
        let by = async |family: &str| {
            let date = ["4", "5", "1980"].map(str::to_owned);
            let [birth_date_day, birth_date_month, birth_date_year] = date;
            let family_name = family.to_owned();
            let query =
                Query { family_name, birth_date_day, birth_date_month, birth_date_year, ..Query::default() };
            hits(&portal, &query).await.iter().map(|hit| hit.person).collect::<Vec<_>>()
        };
        assert_eq!(by("Muster").await, []);
        assert_eq!(by("Muster part").await, []);
        assert_eq!(by("Muster Schmidt").await, [person]);
    }
}
