//! The demonstration on both databases.

use super::{
    people::{PATIENTS, TEAM},
    records,
    service::{self, Welcome},
};
use crate::{
    accounts::{
        service::{enrolment::check_passphrase, identity_checks},
        store::{invitations as invitation_table, people},
    },
    backend::{
        instance::Kind,
        policy::Role,
        settings::Practice,
        testing::{Engine, TestPortal},
    },
    lang::Lang,
    on_both_databases,
    records::{
        fhir,
        model::{Import, Section, When},
        series::series,
        words,
    },
    sql,
    staff::{model::AddedBy, service as staff},
};

async fn demo(engine: Engine) -> TestPortal {
    TestPortal::with(engine, Kind::Demo, Practice::default()).await
}

fn names(welcome: &Welcome) -> Vec<(&str, &str)> {
    welcome.players.iter().map(|player| (player.name.as_str(), player.sign_in_name.as_str())).collect()
}

#[test]
fn everybody_of_the_demo_could_be_somebody() {
    let roles: Vec<Role> = TEAM.iter().map(|member| member.role).collect();
    assert_eq!(roles, Role::ALL);
    let mut passphrases: Vec<&str> = TEAM.iter().map(|member| member.passphrase).collect();
    passphrases.extend(PATIENTS.iter().filter_map(|patient| patient.passphrase));
    for passphrase in &passphrases {
        assert_eq!(check_passphrase(passphrase), Ok(()), "{passphrase}");
    }
    passphrases.sort_unstable();
    passphrases.dedup();
    assert_eq!(passphrases.len(), 7);
    assert!(PATIENTS.iter().all(|patient| patient.birth_date().is_some()));
    assert_eq!(PATIENTS.iter().filter(|patient| patient.passphrase.is_none()).count(), 1);
}

#[test]
fn the_records_are_read_as_a_whole_whatever_day_it_is() {
    let of = |name: &str| PATIENTS.iter().find(|patient| patient.given_name == name).expect("one of them");
    let sections = |import: &Import, section: Section| {
        import.entries.iter().filter(|entry| entry.section == section).count()
    };
    for day in ["2024-02-29T23:30:00Z", "2026-11-24T12:00:00Z", "2038-01-19T03:14:08Z"] {
        let now = When::parse(day).expect("a date").earliest();
        let read = |name: &str| {
            let text = records::dated(of(name).record.expect("a record"), now).expect("dates");
            let import = fhir::read(text.as_bytes(), now);
            import.unwrap_or_else(|refusal| panic!("{name}: {}", words::refusal(Lang::En, &refusal)))
        };
        let (anna, ben) = (read("Anna"), read("Ben"));
        for (import, name) in [(&anna, "Anna"), (&ben, "Ben")] {
            assert!(import.report.dropped.is_empty(), "{name}: {:?}", import.report);
            assert_eq!(
                (import.patient.given.as_str(), import.patient.family.as_str()),
                (name, of(name).family_name)
            );
            assert!(Some(import.patient.birth_date) == of(name).birth_date(), "{name}");
        }
        assert!(Section::ALL.iter().all(|section| sections(&anna, *section) > 0), "worth looking at");
        assert_eq!(sections(&ben, Section::Documents), 0, "empty sections are seen as well");
        assert_eq!((series(&anna.entries).len(), series(&ben.entries).len()), (5, 1));
        let [letter] = anna.documents.as_slice() else { panic!("one document") };
        assert!(letter.bytes.starts_with(b"%PDF-1.7"));
    }
}

on_both_databases! {
    async fn patients_with_access_have_a_record_and_keep_it(engine: Engine) {
        let portal = demo(engine).await;
        let state = &portal.state;
        service::welcome(state).await.expect("seeds");
        let count = async || {
            let count = state.db.read(|tx| Box::pin(async move {
                sql!(tx, one as (i64,): "SELECT COUNT(*) FROM record_entries")
            }));
            count.await.expect("counts").0
        };
        let first = count().await;
        assert!(first > 50, "{first}");
        portal.clock.advance(40 * 24 * 3_600_000);
        service::welcome(state).await.expect("finds");
        assert_eq!(count().await, first, "on another day the same record is not another one");
    }

    async fn a_second_start_keeps_everybody_and_brings_a_new_invitation(engine: Engine) {
        let portal = demo(engine).await;
        let state = &portal.state;
        let first = service::welcome(state).await.expect("seeds");
        assert_eq!(first.players.len(), 7);
        let team = staff::list(state).await.expect("lists");
        assert!(team.len() == 5 && team.iter().all(|member| member.enrolled && member.added_by == AddedBy::Demo));
        assert_eq!(identity_checks::count(state).await.expect("counts"), 1);
        let codes = state.db.read(|tx| Box::pin(async move {
            sql!(tx, one as (i64, i64): "SELECT CAST(COUNT(*) AS BIGINT),
                CAST(COUNT(DISTINCT p.id) AS BIGINT) FROM recovery_codes c
                JOIN people p ON p.id = c.person_id WHERE p.kind = 'patient' AND c.used_at IS NULL")
        })).await.expect("counts");
        assert_eq!(codes, (20, 2), "ten for each patient with access");
        let hashed = state.hasher.calculations();

        let second = service::welcome(state).await.expect("finds");
        assert_eq!(state.hasher.calculations(), hashed, "a later start costs no hashing");
        assert_eq!(names(&first), names(&second));
        let (one, other) = (first.guest.invitation.expect("a code"), second.guest.invitation.expect("a code"));
        assert_eq!(one.person, other.person);
        assert_ne!(one.code, other.code);
        let now = state.clock.now();
        let (one, other) = state.db.read(move |tx| Box::pin(async move {
            Ok((invitation_table::find(tx, one.id).await?, invitation_table::find(tx, other.id).await?))
        })).await.expect("reads");
        assert!(!one.expect("a row").is_open(now) && other.expect("a row").is_open(now));
        assert_eq!(staff::list(state).await.expect("lists").len(), 5);
    }

    async fn a_start_that_was_cut_off_is_completed_by_the_next(engine: Engine) {
        let portal = demo(engine).await;
        let first = service::welcome(&portal.state).await.expect("seeds");
        // As if it had ended before the last of the team was added.
        portal.arrange("DELETE FROM staff WHERE role = 'administrator'").await;
        let second = service::welcome(&portal.state).await.expect("completes");
        assert_eq!(names(&first)[..4], names(&second)[..4]);
        assert_eq!(names(&first)[5..], names(&second)[5..]);
        assert_ne!(first.players[4].sign_in_name, second.players[4].sign_in_name);
    }

    async fn whoever_has_enrolled_needs_no_invitation_any_more(engine: Engine) {
        let portal = demo(engine).await;
        let first = service::welcome(&portal.state).await.expect("seeds").guest.invitation.expect("a code");
        let now = portal.state.clock.now();
        let (id, person) = (first.id, first.person);
        portal.state.db.write(move |tx| Box::pin(async move {
            assert!(invitation_table::redeem(tx, id, now).await?);
            people::set_enrolled(tx, person, now).await
        })).await.expect("enrols");
        assert!(service::welcome(&portal.state).await.expect("finds").guest.invitation.is_none());
    }

    async fn codes_are_told_in_a_demo_and_for_its_people_only(engine: Engine) {
        let portal = demo(engine).await;
        let state = &portal.state;
        let welcome = service::welcome(state).await.expect("seeds");
        let anna = welcome.players[5].sign_in_name.clone();
        let code = service::present_code(state, &anna.to_uppercase()).await.expect("looks").expect("a code");
        assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
        assert_eq!(service::present_code(state, "linde-00000x").await.expect("looks"), None);

        let real = TestPortal::new(engine).await;
        assert!(service::present_code(&real.state, &anna).await.is_err());
        assert!(service::welcome(&real.state).await.is_err());
        assert_eq!(staff::list(&real.state).await.expect("lists").len(), 0, "nobody was made up");
    }
}
