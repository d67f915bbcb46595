//! The patient's view of the access log.

use super::*;
use crate::{
    audit::{
        Reading,
        access_log::{self, AccessLog, Cursor, Own},
        pages::AccessLogPage,
    },
    backend::{
        clock::Clock as _,
        context::RequestContext,
        policy::Role,
        testing::{Engine, cast},
    },
    error::AppError,
    ids::StaffId,
    lang::Lang,
    on_both_databases,
    patients::{
        arrivals::{self, Added, Arrival},
        model::BirthDate,
        subjects::subject_of,
    },
    redacted::Redacted,
};
use leptos::prelude::{Owner as ReactiveOwner, RenderHtml as _, view};

/// Somebody who is in the identity store.
pub(super) async fn somebody(portal: &TestPortal, family_name: &str) -> PersonId {
    let arrival = Arrival {
        family_name: family_name.to_owned(),
        given_name: "Ida".to_owned(),
        birth_date: BirthDate::new(1980, 5, 4).expect("a date"),
        insurance_number: None,
        identifiers: Vec::new(),
    };
    match arrivals::add(&portal.state, Who::CommandLine, &arrival, true).await.expect("adds") {
        Added::Created(person) => person,
        other => panic!("not created: {other:?}"),
    }
}

/// The staff member who is meant by entries of these tests, under a name with something to escape in it.
fn reader() -> Who {
    let name = Redacted::new("Petra </script><b>Lindner".to_owned());
    Who::Staff { id: StaffId::from_random([7; 16]), role: Role::Clinician, name }
}

async fn note(portal: &TestPortal, owner: Owner, act: Act, category: Category) {
    portal.clock.advance(1_000);
    let entry = Entry::new(portal.clock.now(), reader(), act, category);
    let prepared = prepare(&portal.state, &chain(portal, owner).await, &entry).expect("seals");
    write(&portal.state, prepared).await.expect("writes");
}

fn context_of(portal: &TestPortal, person: PersonId) -> RequestContext {
    RequestContext::for_tests(portal.state.clone(), cast::patient_of(person))
}

/// The identity check that opens a record, and with it what the log says of it.
async fn confirmed(portal: &TestPortal) {
    portal.arrange("UPDATE people SET identity_confirmed_at = 1 WHERE kind = 'patient'").await;
}

fn opened(own: Result<Own, AppError>) -> AccessLog {
    match own.expect("their own") {
        Own::Open(log) => log,
        held => panic!("{held:?}"),
    }
}

async fn log_of(portal: &TestPortal, person: PersonId) -> AccessLog {
    opened(access_log::own(&context_of(portal, person), Cursor::NEWEST).await)
}

fn acts(log: &AccessLog) -> Vec<Act> {
    let act = |reading: &Reading| match reading {
        Reading::Entry(entry) => entry.action,
        other => panic!("not readable: {other:?}"),
    };
    log.readings.iter().map(act).collect()
}

fn html(log: &AccessLog, cursor: Cursor, lang: Lang) -> String {
    ReactiveOwner::new().with(|| view! { <AccessLogPage lang log=log cursor/> }.to_html()).replace("<!>", "")
}

on_both_databases! {
    async fn patients_see_what_was_done_in_both_stores_in_the_order_in_which_it_happened(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (ida, other) = (somebody(&portal, "Musterfrau").await, somebody(&portal, "Beispiel").await);
        let subject = Owner::Subject(subject_of(&portal.state, ida).await.expect("a pseudonym"));
        note(&portal, Owner::Person(ida), Act::InvitationIssued, Category::Access).await;
        note(&portal, subject, Act::RecordImported, Category::Record).await;
        note(&portal, Owner::Person(ida), Act::MasterDataRead, Category::MasterData).await;
        note(&portal, subject, Act::RecordOpened, Category::Record).await;
        note(&portal, Owner::Person(other), Act::MasterDataRead, Category::MasterData).await;

        let unconfirmed = log_of(&portal, ida).await;
        assert_eq!(
            acts(&unconfirmed),
            [Act::MasterDataRead, Act::InvitationIssued, Act::MasterDataChanged],
            "nothing about treatment before somebody has confirmed who reads"
        );
        confirmed(&portal).await;
        let log = log_of(&portal, ida).await;
        assert_eq!(
            acts(&log),
            [
                Act::RecordOpened,
                Act::MasterDataRead,
                Act::RecordImported,
                Act::InvitationIssued,
                Act::MasterDataChanged,
            ]
        );
        assert_eq!(acts(&log_of(&portal, other).await), [Act::MasterDataRead, Act::MasterDataChanged]);
    }

    async fn reading_ones_own_log_writes_nothing_and_draws_no_pseudonym(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, "Musterfrau").await;
        let log = log_of(&portal, ida).await;
        assert_eq!((acts(&log), log.older), (vec![Act::MasterDataChanged], None), "that they were added");
        assert_eq!(acts(&log_of(&portal, ida).await), [Act::MasterDataChanged]);
        let known = crate::patients::subjects::known_subject(&portal.state, ida).await.expect("reads");
        assert_eq!(known, None);
        let empty = AccessLog { readings: Vec::new(), older: None };
        assert!(html(&empty, Cursor::NEWEST, Lang::De).contains("Noch kein Eintrag"));
    }

    async fn a_long_log_is_read_page_by_page_to_its_end(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, "Musterfrau").await;
        let subject = Owner::Subject(subject_of(&portal.state, ida).await.expect("a pseudonym"));
        for round in 0..44 {
            let owner = if round % 3 == 0 { subject } else { Owner::Person(ida) };
            note(&portal, owner, Act::MasterDataRead, Category::MasterData).await;
        }
        confirmed(&portal).await;
        let (mut cursor, mut times, mut pages) = (Cursor::NEWEST, Vec::new(), 0);
        loop {
            pages += 1;
            let log = opened(access_log::own(&context_of(&portal, ida), cursor).await);
            times.extend(log.readings.iter().map(|reading| match reading {
                Reading::Entry(entry) => entry.at.0,
                other => panic!("not readable: {other:?}"),
            }));
            let page = html(&log, cursor, Lang::En);
            let Some(older) = log.older else {
                assert!(!page.contains("Older entries"), "{page}");
                break;
            };
            assert!(page.contains(&format!("/me/access-log?older={older}")), "{page}");
            cursor = older;
        }
        assert_eq!((times.len(), pages), (45, 3));
        assert!(times.is_sorted_by(|newer, older| newer > older), "{times:?}");
    }

    async fn in_the_first_day_after_a_second_invitation_the_log_is_held_back(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, "Musterfrau").await;
        let until = portal.clock.now().0 + 1_000;
        portal.arrange(&format!("UPDATE people SET content_hold_until = {until}")).await;
        let context = context_of(&portal, ida);
        let own = access_log::own(&context, Cursor::NEWEST).await.expect("their own");
        assert!(matches!(own, Own::Held { until: end } if end.0 == until), "{own:?}");
        portal.clock.advance(1_000);
        assert_eq!(acts(&log_of(&portal, ida).await), [Act::MasterDataChanged]);
    }

    async fn the_log_is_for_patients_and_their_own_only(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for (who, actor) in cast::everybody() {
            let context = RequestContext::for_tests(portal.state.clone(), actor);
            let answer = access_log::own(&context, Cursor::NEWEST).await;
            match who {
                "patient" | "other-patient" => assert!(answer.is_ok(), "{who}"),
                "nobody" => assert_eq!(answer.err(), Some(AppError::SignInRequired)),
                _ => assert_eq!(answer.err(), Some(AppError::NotFound), "{who}"),
            }
        }
    }

    async fn an_altered_entry_is_told_and_its_neighbours_are_shown(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, "Musterfrau").await;
        for act in [Act::InvitationIssued, Act::IdentityConfirmed, Act::MasterDataRead] {
            note(&portal, Owner::Person(ida), act, Category::Access).await;
        }
        let (before, after) = match engine {
            Engine::Sqlite => ("DROP TRIGGER audit_entries_are_never_updated;", ""),
            Engine::Postgres => (
                "ALTER TABLE audit_entries DISABLE TRIGGER USER;",
                "ALTER TABLE audit_entries ENABLE TRIGGER USER;",
            ),
        };
        portal
            .arrange(&format!("{before} UPDATE audit_entries SET mac = details_enc WHERE seq = 2; {after}"))
            .await;
        let log = log_of(&portal, ida).await;
        // The first says that she was added; the one after the altered one is linked to what that was.
        assert!(matches!(log.readings[0], Reading::Entry(_)), "{log:?}");
        assert!(matches!(log.readings[1], Reading::Altered), "{log:?}");
        assert!(matches!(log.readings[2], Reading::Altered), "{log:?}");
        assert!(matches!(log.readings[3], Reading::Entry(_)), "{log:?}");
        let page = html(&log, Cursor::NEWEST, Lang::De);
        assert_eq!(page.matches("wurde das Protokoll verändert").count(), 2, "{page}");
    }

    async fn an_entry_says_who_with_which_role_did_what_when_and_why(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let ida = somebody(&portal, "Musterfrau").await;
        let mut entry = Entry::new(portal.clock.now(), reader(), Act::AccessLogRead, Category::AccessLog);
        entry.reason = Some(Redacted::new("Beschwerde </bdi><script>\u{202e}".to_owned()));
        let prepared = prepare(&portal.state, &chain(&portal, Owner::Person(ida)).await, &entry).expect("seals");
        write(&portal.state, prepared).await.expect("writes");
        let log = log_of(&portal, ida).await;
        let german = html(&log, Cursor::NEWEST, Lang::De);
        assert!(german.contains("Petra &lt;/script&gt;&lt;b&gt;Lindner (Behandlung) hat dieses Protokoll gelesen."), "{german}");
        assert!(german.contains("Grund: <bdi>Beschwerde &lt;/bdi&gt;&lt;script&gt;"), "{german}");
        let english = html(&log, Cursor::NEWEST, Lang::En);
        assert!(english.contains("Lindner (Clinician) read this log."), "{english}");
        assert!(!english.contains("<script"), "{english}");
    }
}

#[test]
fn every_deed_and_every_kind_of_data_has_words_in_both_languages() {
    use crate::audit::texts;
    for lang in Lang::ALL {
        let mut seen = std::collections::BTreeSet::new();
        for act in Act::ALL {
            for who in [Who::Patient, reader(), Who::CommandLine, Who::System] {
                assert!(seen.insert(texts::sentence(lang, &who, *act)), "said twice: {act:?}");
            }
        }
        let categories: std::collections::BTreeSet<_> =
            Category::ALL.iter().map(|category| texts::category(lang, *category)).collect();
        assert_eq!(categories.len(), Category::ALL.len());
    }
}
