//! What the privacy officer finds and reads, and the reason that it takes.

use super::{
    pages::{get, post},
    *,
};
use crate::{
    audit::{Act, Entry, Owner, Reading, page, reason},
    backend::testing::Engine,
    on_both_databases,
};
use axum::http::StatusCode;

/// What stands in somebody's access log, newest first.
async fn log(portal: &TestPortal, person: PersonId) -> Vec<Entry> {
    let page = page(&portal.state, Owner::Person(person), None, 50).await.expect("reads");
    let entries = page.lines.into_iter().map(|line| match line.reading {
        Reading::Entry(entry) => *entry,
        other => panic!("not readable: {other:?}"),
    });
    entries.collect()
}

fn stated(entry: &Entry) -> (Act, Option<&str>) {
    (entry.action, entry.reason.as_ref().map(|reason| reason.expose().as_str()))
}

fn missing() -> FieldError {
    FieldError { field: reason::FIELD.to_owned(), code: FieldCode::Missing }
}

/// By the name and the birth date of [`full`].
fn by_name(reason: &str) -> Query {
    Query {
        reason: reason.to_owned(),
        family_name: "Müllercanary".to_owned(),
        birth_date_day: "4".to_owned(),
        birth_date_month: "5".to_owned(),
        birth_date_year: "1980".to_owned(),
        ..Query::default()
    }
}

on_both_databases! {
    async fn whoever_was_found_reads_in_their_log_why_they_were_looked_for(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let officer = context(&portal, "privacy-officer").await;
        let found = service::find(&officer, &by_name("Beschwerde vom  3. Mai")).await.expect("with a reason");
        assert!(matches!(&found, Found::Hits { hits, .. } if hits.len() == 1), "{found:?}");
        let log = log(&portal, person).await;
        assert_eq!(stated(&log[0]), (Act::PersonSearched, Some("Beschwerde vom 3. Mai")));
    }

    async fn without_a_reason_nobody_is_found_and_all_that_is_wrong_is_said_at_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let officer = context(&portal, "privacy-officer").await;
        let before = log(&portal, person).await.len();
        for (query, more) in [(by_name(" ?! "), 0), (Query::default(), 1)] {
            let found = service::find(&officer, &query).await.expect("an answer");
            let Found::Invalid(errors) = found else { panic!("{found:?}") };
            assert_eq!(errors.len(), 1 + more, "{errors:?}");
            assert_eq!(errors[0], missing());
        }
        assert_eq!(log(&portal, person).await.len(), before);
    }

    async fn details_are_read_against_a_reason_that_stands_in_the_log_before(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let officer = context(&portal, "privacy-officer").await;
        let before = log(&portal, person).await.len();
        let refused = service::patient(&officer, person, "").await.err();
        assert_eq!(refused, Some(AppError::Invalid { fields: vec![missing()] }));
        assert_eq!(log(&portal, person).await.len(), before);
        let read = service::patient(&officer, person, "Auskunft nach Art. 15").await.expect("with a reason");
        assert_eq!(read.known.len(), 9);
        assert_eq!(stated(&log(&portal, person).await[0]), (Act::MasterDataRead, Some("Auskunft nach Art. 15")));
        let nobody = PersonId::from_random([77; 16]);
        assert_eq!(service::patient(&officer, nobody, "").await.err(), Some(AppError::NotFound));
    }

    async fn a_colleague_of_the_desk_owes_no_reason_and_none_is_kept(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = created(&portal, &full()).await;
        let reception = context(&portal, "reception").await;
        service::find(&reception, &by_name("von Hand dazugeschrieben")).await.expect("reception may");
        service::patient(&reception, person, "von Hand dazugeschrieben").await.expect("reception may");
        for entry in log(&portal, person).await {
            assert_eq!(entry.reason, None, "{entry:?}");
        }
    }
}

#[tokio::test]
async fn the_pages_ask_why_first_and_offer_only_to_look() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let person = created(&portal, &full()).await;
    let officer = context(&portal, "privacy-officer").await;
    let (_, form) = get(&officer, "/staff/patients").await;
    assert!(form.contains("name=\"reason\"") && !form.contains("/staff/patients/new"), "{form}");

    let search = [
        ("reason", "Beschwerde </textarea><script>"),
        ("family_name", "Müllercanary"),
        ("birth_date_day", "4"),
        ("birth_date_month", "5"),
        ("birth_date_year", "1980"),
    ];
    let (answer, hits) = post(&officer, "/staff/patients", &search).await;
    assert_eq!(answer.status(), StatusCode::OK);
    for path in [format!("/staff/patients/{person}"), format!("/staff/patients/{person}/access-log")] {
        assert!(hits.contains(&format!("action=\"{path}\"")), "{hits}");
    }
    let hidden =
        "<input type=\"hidden\" name=\"reason\" value=\"Beschwerde &lt;/textarea&gt;&lt;script&gt;\"";
    assert_eq!(hits.matches(hidden).count(), 2, "{hits}");

    let path = format!("/staff/patients/{person}");
    let (answer, asked) = get(&officer, &path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(asked.contains("Warum brauchen Sie das?") && !asked.contains("canary"), "{asked}");
    let (answer, again) = post(&officer, &path, &[("reason", "")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("Geben Sie den Grund an.") && !again.contains("canary"), "{again}");
    let (answer, again) = post(&officer, &path, &[("reason", "Neugier")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("so, dass die Person ihn versteht") && again.contains("Neugier"), "{again}");
    assert!(!again.contains("canary"), "{again}");
    let (answer, shown) = post(&officer, &path, &[("reason", "Beschwerde")]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(shown.contains("Müllercanary") && !shown.contains("Einladung drucken"), "{shown}");
    assert!(!shown.contains("/record"), "{shown}");
}
