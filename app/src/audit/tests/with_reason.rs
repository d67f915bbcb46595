//! Reading a patient's access log against a reason.

use super::*;
use crate::{
    audit::{
        Reading,
        access_log::{self, AccessLog, Cursor, Own},
        pages::{PatientsLogPage, ReasonPage},
        reason,
    },
    backend::{
        context::{Actor, RequestContext},
        policy::Role,
        testing::cast,
    },
    error::{AppError, FieldCode, FieldError},
    ids::StaffId,
    lang::Lang,
    on_both_databases,
    patients::model::{Item, Kind, Source},
};
use leptos::prelude::{Owner as ReactiveOwner, RenderHtml as _, view};

/// Somebody of that kind, and the members of the team who are in the database as well.
async fn somebody(portal: &TestPortal, kind: Kind, family_name: &str) -> PersonId {
    let items = vec![
        (Item::FamilyName, family_name.to_owned()),
        (Item::GivenName, "Ida".to_owned()),
        (Item::BirthDate, "1980-05-04".to_owned()),
    ];
    let person =
        crate::patients::service::prepare(&portal.state, kind, items, Source::CommandLine).expect("seals");
    let id = person.id();
    let stored = portal.state.db.write(move |tx| {
        Box::pin(async move { crate::patients::service::store_prepared(tx, &person).await })
    });
    stored.await.expect("stores");
    id
}

async fn member(portal: &TestPortal, role: Role) -> RequestContext {
    let person = somebody(portal, Kind::Staff, "Datenschützer").await;
    let actor = cast::staff(StaffId::from_random(*person.as_bytes()), person, role);
    RequestContext::for_tests(portal.state.clone(), actor)
}

fn first(log: &AccessLog) -> &Entry {
    match &log.readings[0] {
        Reading::Entry(entry) => entry,
        other => panic!("not readable: {other:?}"),
    }
}

on_both_databases! {
    async fn the_privacy_officer_reads_a_log_with_a_reason_that_the_patient_then_finds_in_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, Kind::Patient, "Musterfrau").await;
        let officer = member(&portal, Role::PrivacyOfficer).await;
        let log = access_log::of_patient(&officer, ida, " Beschwerde vom  3. Mai ", Cursor::NEWEST).await;
        let log = log.expect("with a reason");
        assert_eq!(log.readings.len(), 1, "the reading itself");

        let patient = RequestContext::for_tests(portal.state.clone(), cast::patient_of(ida));
        let own = access_log::own(&patient, Cursor::NEWEST).await.expect("their own");
        let Own::Open(own) = own else { panic!("{own:?}") };
        let entry = first(&own);
        assert_eq!((entry.action, entry.category), (Act::AccessLogRead, Category::AccessLog));
        assert_eq!(entry.reason.as_ref().expect("a reason").expose(), "Beschwerde vom 3. Mai");
        assert_eq!(entry.request.as_deref(), Some("test"));
        let Who::Staff { role, name, .. } = &entry.actor else { panic!("{entry:?}") };
        assert_eq!((*role, name.expose().as_str()), (Role::PrivacyOfficer, "Ida Datenschützer"));
    }

    async fn without_a_reason_nothing_is_read_and_nothing_written(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, Kind::Patient, "Musterfrau").await;
        let officer = member(&portal, Role::PrivacyOfficer).await;
        let long = "x".repeat(301);
        for (typed, code) in [("", FieldCode::Missing), (" \u{200b}?!", FieldCode::Missing), (&long, FieldCode::TooLong)] {
            let answer = access_log::of_patient(&officer, ida, typed, Cursor::NEWEST).await;
            let field = FieldError { field: reason::FIELD.to_owned(), code };
            assert_eq!(answer.err(), Some(AppError::Invalid { fields: vec![field] }));
        }
        let theirs = crate::audit::page(&portal.state, Owner::Person(ida), None, 10).await.expect("reads");
        assert!(theirs.lines.is_empty(), "{theirs:?}");
    }

    async fn nobody_else_reads_it_and_staff_have_no_log_of_a_patient(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, Kind::Patient, "Musterfrau").await;
        for (who, actor) in cast::everybody().into_iter().filter(|(who, _)| *who != "privacy-officer") {
            let refusal = if actor == Actor::Nobody { AppError::SignInRequired } else { AppError::NotFound };
            let context = RequestContext::for_tests(portal.state.clone(), actor);
            let answer = access_log::of_patient(&context, ida, "Beschwerde", Cursor::NEWEST).await;
            assert_eq!(answer.err(), Some(refusal), "{who}");
        }
        let officer = member(&portal, Role::PrivacyOfficer).await;
        let colleague = somebody(&portal, Kind::Staff, "Kollegin").await;
        for person in [colleague, person(99)] {
            let answer = access_log::of_patient(&officer, person, "Beschwerde", Cursor::NEWEST).await;
            assert_eq!(answer.err(), Some(AppError::NotFound));
        }
    }

    async fn where_the_entry_cannot_be_written_the_log_is_not_shown(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, Kind::Patient, "Musterfrau").await;
        let officer = member(&portal, Role::PrivacyOfficer).await;
        portal.arrange("ALTER TABLE audit_entries RENAME TO audit_entries_gone;").await;
        let answer = access_log::of_patient(&officer, ida, "Beschwerde", Cursor::NEWEST).await;
        assert!(answer.is_err(), "{answer:?}");
    }
}

#[test]
fn the_form_keeps_what_was_typed_and_says_what_is_wrong_beside_the_field() {
    let html = |lang, typed: &str, code| {
        let errors = [FieldError { field: reason::FIELD.to_owned(), code }];
        let (typed, errors) = (typed.to_owned(), &errors[..]);
        let view = || view! { <ReasonPage lang action="/x" submit="Los" typed errors token=None/> }.to_html();
        ReactiveOwner::new().with(view).replace("<!>", "")
    };
    let german = html(Lang::De, "\"</textarea><script>", FieldCode::TooLong);
    assert!(german.contains("höchstens 300 Zeichen"), "{german}");
    assert!(german.contains("value=\"&quot;&lt;/textarea&gt;&lt;script&gt;\""), "{german}");
    assert!(german.contains("aria-invalid=\"true\""), "{german}");
    assert!(html(Lang::En, "", FieldCode::Missing).contains("Give the reason."));
}

#[test]
fn the_next_page_asks_again_with_the_same_reason() {
    let log = AccessLog { readings: Vec::new(), older: Cursor::parse("7-9") };
    let (person, reason) = (person(1), "Beschwerde \"1\"".to_owned());
    let html = ReactiveOwner::new()
        .with(|| view! { <PatientsLogPage lang=Lang::De person log=&log reason token=None/> }.to_html());
    assert!(html.contains("name=\"reason\" value=\"Beschwerde &quot;1&quot;\""), "{html}");
    assert!(html.contains("name=\"older\" value=\"7-9\""), "{html}");
}
