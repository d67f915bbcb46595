//! A patient's record for whoever treats them, and what the access log says about it.

use super::*;
use crate::{
    audit::{Act, Category, Entry, Owner, Reading, page as log_page},
    backend::policy::Role,
    ids::RecordFileId,
    on_both_databases,
    patients::subjects::known_subject,
    staff::{model::AddedBy, service as staff},
};

/// A member of the team.
pub(super) async fn member(portal: &TestPortal, role: Role) -> RequestContext {
    let added = staff::add(&portal.state, "Paula", "Beispiel", role, AddedBy::CommandLine).await;
    let (id, link) = added.expect("adds");
    context(portal, cast::staff(id, link.person, role))
}

/// What the access log of a patient's record says, newest first, without the import.
async fn log(portal: &TestPortal, person: PersonId) -> Vec<Entry> {
    let Some(subject) = known_subject(&portal.state, person).await.expect("reads") else { return Vec::new() };
    let page = log_page(&portal.state, Owner::Subject(subject), None, 50).await.expect("reads");
    let entries = page.lines.into_iter().map(|line| match line.reading {
        Reading::Entry(entry) => *entry,
        other => panic!("it does not open: {other:?}"),
    });
    entries.filter(|entry| entry.action != Act::RecordImported).collect()
}

/// How many entries all chains have together.
async fn count(portal: &TestPortal) -> i64 {
    let count = portal.state.db.read(|tx| {
        Box::pin(async move { crate::sql!(tx, one as (i64,): "SELECT COUNT(*) FROM audit_entries") })
    });
    count.await.expect("counts").0
}

/// A patient with a record, the path of the record, and that of its document.
async fn with_record(portal: &TestPortal, number: usize) -> (PersonId, String, String) {
    let person = somebody(portal, number).await;
    taken(portal, person, &file(&["Befundcanary"], &[&pdf(200_000, b'a')])).await;
    let kept =
        record(portal, person).await.into_iter().find(|kept| !kept.files.is_empty()).expect("a document");
    let path = format!("/staff/patients/{person}/record");
    let document = format!("{path}/documents/{}", kept.files[&0]);
    (person, path, document)
}

on_both_databases! {
    async fn opening_a_record_and_its_document_leaves_one_entry_each(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, path, document) = with_record(&portal, 1).await;
        let paula = member(&portal, Role::Clinician).await;
        let before = count(&portal).await;
        let (status, html) = page(&paula, &path).await;
        assert_eq!(status, StatusCode::OK);
        for part in [
            "<h1><bdi>Erika Musterabcdefghij</bdi></h1>",
            "geboren am 4. Mai 1980",
            "Befundcanary",
            "steht im Zugriffsprotokoll dieser Person",
            &format!("<a href=\"{document}\">PDF herunterladen"),
            &format!("href=\"/staff/patients/{person}\" class=\"back-link\""),
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
        assert_eq!(title, "Akte – Patientenportal", "the history names nobody");
        let written = log(&portal, person).await;
        let [entry] = written.as_slice() else { panic!("one entry: {written:?}") };
        assert_eq!((entry.action, entry.category, entry.at), (Act::RecordOpened, Category::Record, portal.state.clock.now()));
        let Who::Staff { role, name, .. } = &entry.actor else { panic!("{entry:?}") };
        assert_eq!((*role, name.expose().as_str()), (Role::Clinician, "Paula Beispiel"));
        assert_eq!(entry.request.as_deref(), Some("test"));

        let (status, body) = page(&paula, &document).await;
        assert_eq!((status, body.len()), (StatusCode::OK, 200_000));
        let written = log(&portal, person).await;
        assert_eq!(written.len(), 2);
        assert_eq!((written[0].action, written[0].category), (Act::DocumentDownloaded, Category::Documents));
        assert!(document.ends_with(&written[0].objects[0].to_string()), "it says which document");
        assert_eq!(count(&portal).await, before + 2, "and nothing in any other chain");
    }

    async fn the_page_of_a_person_leads_to_the_record_for_those_who_may_open_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, path, _) = with_record(&portal, 1).await;
        for (role, leads) in [(Role::Clinician, true), (Role::Reception, false), (Role::TeamLead, false)] {
            let (status, html) = page(&member(&portal, role).await, &format!("/staff/patients/{person}")).await;
            assert_eq!(status, StatusCode::OK, "{role:?}");
            assert_eq!(html.contains(&format!("href=\"{path}\"")), leads, "{role:?}: {html}");
        }
        assert_eq!(log(&portal, person).await, [], "the record itself was not opened");
    }

    async fn the_entry_is_durable_before_a_byte_leaves(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, path, document) = with_record(&portal, 1).await;
        let paula = member(&portal, Role::Clinician).await;
        // The head of an answer is there, nobody has read its body yet.
        let page = answer(&paula, &path).await;
        assert_eq!(log(&portal, person).await.len(), 1);
        drop(page);
        let download = answer(&paula, &document).await;
        assert_eq!(log(&portal, person).await.len(), 2);
        drop(download);
    }

    async fn without_its_entry_nothing_is_shown(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, path, document) = with_record(&portal, 1).await;
        confirmed(&portal, person).await;
        let paula = member(&portal, Role::Clinician).await;
        for (break_it, mend_it) in [
            ("ALTER TABLE audit_entries RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO audit_entries"),
            ("ALTER TABLE audit_heads RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO audit_heads"),
        ] {
            portal.arrange(break_it).await;
            for path in [&path, &document] {
                let (status, body) = page(&paula, path).await;
                assert!(status.is_server_error(), "{path}: {status}");
                assert_eq!(body, "", "{path}");
            }
            // Somebody's own record needs no entry.
            let (status, html) = page(&patient(&portal, person), "/me/record").await;
            assert!(status == StatusCode::OK && html.contains("Befundcanary"));
            portal.arrange(mend_it).await;
        }
        assert_eq!(log(&portal, person).await.len(), 0);
        assert_eq!(page(&paula, &path).await.0, StatusCode::OK);
    }

    async fn who_does_not_treat_finds_no_record(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, path, document) = with_record(&portal, 1).await;
        confirmed(&portal, person).await;
        let mut others = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Clinician) {
            others.push(member(&portal, role).await);
        }
        let before = count(&portal).await;
        for member in &others {
            assert_missing(member, &path).await;
            assert_missing(member, &document).await;
        }
        let (other, ..) = with_record(&portal, 2).await;
        for person in [person, other] {
            assert_missing(&patient(&portal, person), &path).await;
            assert_missing(&patient(&portal, person), &document).await;
        }
        let nobody = context(&portal, Actor::Nobody);
        assert_eq!(answer(&nobody, &path).await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(count(&portal).await, before + 2, "only that the other was added, and the import");
        assert_eq!(log(&portal, person).await, []);
    }

    async fn what_is_not_there_leaves_no_entry(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, path, document) = with_record(&portal, 1).await;
        let (other, _, foreign) = with_record(&portal, 2).await;
        let without = somebody(&portal, 3).await;
        let paula = member(&portal, Role::Clinician).await;
        let Actor::Staff(herself) = &paula.actor else { panic!("staff") };
        let before = count(&portal).await;
        let id = |path: &str| path.rsplit('/').next().expect("an id").to_owned();
        let nobody = PersonId::from_random([9; 16]);
        for missing in [
            format!("{path}/documents/{}", id(&foreign)),
            format!("/staff/patients/{other}/record/documents/{}", id(&document)),
            format!("/staff/patients/{without}/record/documents/{}", id(&document)),
            format!("{path}/documents/{}", RecordFileId::from_random([3; 16])),
            format!("{path}/documents/x"),
            format!("/staff/patients/{nobody}/record"),
            format!("/staff/patients/{nobody}/record/documents/{}", id(&document)),
            format!("/staff/patients/{}/record", herself.person()),
            "/staff/patients/new/record".to_owned(),
        ] {
            assert_missing(&paula, &missing).await;
        }
        assert_eq!(count(&portal).await, before);
        assert_eq!(log(&portal, person).await, []);
    }

    async fn an_empty_record_says_so_and_its_opening_is_written_down_as_well(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        let paula = member(&portal, Role::Clinician).await;
        let (status, html) = page(&paula, &format!("/staff/patients/{person}/record")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("noch keine Gesundheitsdaten übernommen"), "{html}");
        assert_eq!(log(&portal, person).await.len(), 1);
    }
}
