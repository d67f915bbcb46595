//! Files that come in another order than they were written in.

use super::*;
use crate::on_both_databases;

on_both_databases! {
    async fn what_the_source_said_before_does_not_take_the_place_of_what_it_says_now(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        let of = |title: &str, since: Option<&str>, status: &str| {
            let meta = since.map_or(json!({}), |since| json!({ "lastUpdated": since }));
            let code = json!({ "coding": [{ "code": status }] });
            read(json!({ "resourceType": "Bundle", "type": "collection", "entry": [
                { "resource": { "resourceType": "Patient", "id": "p", "birthDate": "1980-05-04", "name": [{ "family": "F" }] } },
                { "resource": {
                    "resourceType": "Condition", "id": "c", "meta": meta, "code": { "text": title },
                    "verificationStatus": code, "subject": { "reference": "Patient/p" },
                } },
            ] }).to_string().as_bytes())
        };
        let title = async || record(&portal, person).await.into_iter().map(|kept| kept.entry.title).collect::<Vec<_>>();
        let (monday, tuesday) = ("2026-11-16T08:00:00+01:00", "2026-11-17T08:00:00Z");
        taken(&portal, person, &of("Neu", Some(tuesday), "confirmed")).await;
        let older = ImportOutcome { older: 1, ..ImportOutcome::default() };
        assert_eq!(taken(&portal, person, &of("Alt", Some(monday), "confirmed")).await, older);
        assert_eq!(taken(&portal, person, &of("Alt", Some(monday), "refuted")).await, older, "nor is it taken back");
        assert_eq!(title().await, ["Neu"]);
        assert_eq!(taken(&portal, person, &of("Ohne", None, "confirmed")).await, outcome(0, 0, 1), "nobody can tell");
        assert_eq!(taken(&portal, person, &of("Alt", Some(monday), "confirmed")).await, outcome(0, 0, 1));
        let taken_back = taken(&portal, person, &of("Neu", Some(tuesday), "refuted")).await;
        assert_eq!(taken_back, ImportOutcome { withdrawn: 1, ..ImportOutcome::default() });
        assert_eq!(title().await, Vec::<String>::new());
    }
}
