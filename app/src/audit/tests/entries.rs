//! Writing and reading entries.

use super::*;
use crate::{
    audit::{Detail, Reading, page, read_then, store},
    backend::{
        crypto::{CareClass, IdentityClass, store as key_store},
        failure::DbFaultKind,
        policy::Role,
        testing::Engine,
    },
    ids::{DataKeyId, StaffId},
    on_both_databases,
    redacted::Redacted,
    sql,
};
use std::sync::Arc;

/// Everything an entry can say.
fn full(portal: &TestPortal) -> Entry {
    let actor = Who::Staff {
        id: StaffId::from_random([7; 16]),
        role: Role::PrivacyOfficer,
        name: Redacted::new("Jana Canaryvorbild".to_owned()),
    };
    Entry {
        actor,
        reason: Some(Redacted::new("Beschwerde Canarygrund".to_owned())),
        objects: vec![*subject(9).as_bytes()].into_iter().map(uuid::Uuid::from_bytes).collect(),
        changed: vec![Detail::Email, Detail::Identifier],
        request: Some("R1".to_owned()),
        ..entry(portal, Act::AccessLogRead)
    }
}

async fn rows(portal: &TestPortal, owner: Owner) -> Vec<store::Row> {
    let id = id(portal, owner);
    let rows =
        portal.state.db.read(move |tx| Box::pin(async move { store::list_from(tx, id, 1, 1000).await }));
    rows.await.expect("reads")
}

#[test]
fn what_was_done_is_stored_under_names_that_never_change() {
    let names = |words: serde_json::Value| words.to_string();
    assert_eq!(
        names(serde_json::to_value(Act::ALL).expect("names")),
        r#"["record_opened","record_imported","document_downloaded","person_searched","list_opened","master_data_read","master_data_changed","contact_added","contact_verified","contact_preferred","contact_removed","discreet_mode_on","discreet_mode_off","access_log_read","invitation_issued","invitation_approved","invitation_redeemed","identity_confirmed","access_recovered","passkey_added","passkey_removed","passkey_suspended","passphrase_added","passphrase_removed","codes_renewed","sessions_ended","staff_added","staff_link_renewed","staff_disabled","data_exported","key_erased","keys_rotated","settings_changed","template_written","template_released","template_rejected","template_retired","purpose_published","purpose_retired","purpose_offered","sending_retried","letter_printed","call_opened","call_made","call_in_vain","number_doubted","letters_posted","consent_requested","consent_given","paper_consent_recorded","paper_consent_refused","consent_renewed","consent_expired","consent_withdrawn","consent_ended_by_link","consents_exported"]"#
    );
    assert_eq!(
        names(serde_json::to_value(Category::ALL).expect("names")),
        r#"["master_data","record","documents","appointments","messages","consents","access_log","access","staff","installation"]"#
    );
    assert_eq!(
        names(serde_json::to_value(Detail::ALL).expect("names")),
        r#"["family_name","given_name","birth_date","language","email","phone","insurance_number","identifier"]"#
    );
}

on_both_databases! {
    async fn an_entry_reads_back_as_it_was_written_newest_first_and_in_pages(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for owner in [Owner::Person(person(PERSON)), Owner::Subject(subject(SUBJECT)), Owner::System] {
            add(&portal, owner, 4).await;
            let last = full(&portal);
            let chain = chain(&portal, owner).await;
            write(&portal.state, prepare(&portal.state, &chain, &last).expect("seals")).await.expect("writes");
            let newest = page(&portal.state, owner, None, 2).await.expect("reads");
            assert_eq!(newest.lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [5, 4]);
            assert_eq!(newest.lines[0].reading, Reading::Entry(Box::new(last)));
            let older = page(&portal.state, owner, newest.older, 2).await.expect("reads");
            assert_eq!(older.lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [3, 2]);
            let oldest = page(&portal.state, owner, older.older, 2).await.expect("reads");
            assert_eq!(oldest.lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [1]);
            assert_eq!(oldest.older, None);
        }
        let nobodys = page(&portal.state, Owner::Person(person(99)), None, 10).await.expect("reads");
        assert!(nobodys.lines.is_empty() && nobodys.older.is_none());
    }

    async fn opening_writes_exactly_one_entry_and_nothing_found_writes_none(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let owner = Owner::Subject(subject(SUBJECT));
        let opened = read_then(&portal.state, prepared(&portal, owner).await, |tx| {
            Box::pin(async move { Ok(Some(sql!(tx, one as (i64,): "SELECT CAST(42 AS BIGINT)")?.0)) })
        });
        assert_eq!(opened.await.expect("reads"), Some(42));
        assert_eq!(rows(&portal, owner).await.len(), 1);
        let missing =
            read_then::<i64, _>(&portal.state, prepared(&portal, owner).await, |_| Box::pin(async { Ok(None) }));
        assert_eq!(missing.await.expect("reads"), None);
        let failed = read_then::<i64, _>(&portal.state, prepared(&portal, owner).await, |_| {
            Box::pin(async { Err(Failure::Sealed) })
        });
        assert!(failed.await.is_err());
        assert_eq!(rows(&portal, owner).await.len(), 1);
    }

    async fn without_its_entry_nothing_is_read(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let owner = Owner::Subject(subject(SUBJECT));
        let prepared = prepared(&portal, owner).await;
        portal.arrange("ALTER TABLE audit_entries RENAME TO elsewhere").await;
        let read = read_then(&portal.state, prepared, |_| Box::pin(async { Ok(Some("secret")) }));
        assert!(read.await.is_err());
    }

    async fn an_undone_transaction_leaves_no_entry_and_no_gap(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let owner = Owner::Person(person(PERSON));
        add(&portal, owner, 1).await;
        let lost = prepared(&portal, owner).await;
        let undone: Result<(), Failure> = portal
            .state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    record(tx, lost).await?;
                    Err(Failure::Sealed)
                })
            })
            .await;
        assert!(undone.is_err());
        add(&portal, owner, 1).await;
        assert_eq!(rows(&portal, owner).await.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 2]);
    }

    async fn the_ledger_refuses_update_delete_and_replace(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        add(&portal, Owner::System, 2).await;
        let db = &portal.state.db;
        let update = db.write(|tx| Box::pin(async move { sql!(tx, execute: "UPDATE audit_entries SET seq = seq + 7") }));
        let delete = db.write(|tx| Box::pin(async move { sql!(tx, execute: "DELETE FROM audit_entries") }));
        let head = db.write(|tx| Box::pin(async move { sql!(tx, execute: "DELETE FROM audit_heads") }));
        let replace = db.write(move |tx| Box::pin(async move {
            match engine {
                Engine::Sqlite => sql!(tx, execute: "REPLACE INTO audit_entries SELECT chain, seq, details_enc, X'00' FROM audit_entries"),
                Engine::Postgres => sql!(tx, execute: "INSERT INTO audit_entries SELECT * FROM audit_entries ON CONFLICT (chain, seq) DO UPDATE SET mac = ''"),
            }
        }));
        for outcome in [update.await, delete.await, head.await, replace.await] {
            let kind = match outcome.expect_err("the trigger refuses") {
                Failure::Db(fault) => fault.kind,
                other => panic!("{other}"),
            };
            assert_eq!(kind, DbFaultKind::ConstraintViolation);
        }
        assert_eq!(rows(&portal, Owner::System).await.len(), 2);
    }

    async fn erasing_the_key_leaves_a_chain_that_can_be_verified_and_not_read(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (one, other) = (Owner::Person(person(PERSON)), Owner::Subject(subject(SUBJECT)));
        add(&portal, one, 2).await;
        add(&portal, other, 2).await;
        let erased = portal.state.db.write(|tx| {
            Box::pin(async move {
                key_store::destroy_identity_key(tx, person(PERSON), IdentityClass::Audit).await?;
                key_store::destroy_care_key(tx, subject(SUBJECT), CareClass::Audit).await
            })
        });
        assert!(erased.await.expect("erases"));
        let unreadable = |page: crate::audit::Page| {
            page.lines.into_iter().filter(|line| line.reading == Reading::Unreadable).count()
        };
        assert_eq!(unreadable(page(&portal.state, one, None, 10).await.expect("reads")), 2);
        // A new key goes on with the chain and does not open what was before.
        add(&portal, other, 1).await;
        assert_eq!(unreadable(page(&portal.state, other, None, 10).await.expect("reads")), 2);
        let folder = crate::backend::testing::TempDir::new("audit");
        let report = super::tampering::verify_in(&portal, folder.path()).await;
        assert!(report.is_sound(), "{report}");
        assert_eq!((report.chains, report.entries), (2, 5));
    }

    async fn altered_entries_are_shown_as_altered(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let owner = Owner::Person(person(PERSON));
        add(&portal, owner, 4).await;
        portal.arrange(super::tampering::unlock(engine)).await;
        portal
            .arrange(
                "UPDATE audit_entries SET details_enc = (SELECT details_enc FROM audit_entries WHERE seq = 1) \
                 WHERE seq = 3",
            )
            .await;
        let shown = page(&portal.state, owner, None, 10).await.expect("reads").lines;
        let altered: Vec<i64> =
            shown.iter().filter(|line| line.reading == Reading::Altered).map(|line| line.seq).collect();
        assert_eq!(altered, [3]);
    }

    async fn a_chains_key_is_made_once_however_many_ask_for_it(engine: Engine) {
        let portal = Arc::new(TestPortal::new(engine).await);
        let ask = (0..20).map(|_| {
            let state = portal.state.clone();
            tokio::spawn(async move {
                let chain = chain_for_person(&state, person(PERSON)).await.expect("a chain");
                let entry = Entry::new(state.clock.now(), Who::System, Act::KeysRotated, Category::Installation);
                write(&state, prepare(&state, &chain, &entry).expect("seals")).await.expect("writes");
            })
        });
        for asked in futures::future::join_all(ask).await {
            asked.expect("no panic");
        }
        let read = page(&portal.state, Owner::Person(person(PERSON)), None, 50).await.expect("reads");
        assert_eq!(read.lines.len(), 20);
        assert!(read.lines.iter().all(|line| matches!(line.reading, Reading::Entry(_))));
    }

    async fn without_keys_no_row_tells_whom_it_is_about_or_what_was_done(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let owners = [Owner::Person(person(PERSON)), Owner::Subject(subject(SUBJECT))];
        let mut sealed = Vec::new();
        for owner in owners {
            add(&portal, owner, 1).await;
            let chain = chain(&portal, owner).await;
            write(&portal.state, prepare(&portal.state, &chain, &full(&portal)).expect("seals")).await.expect("writes");
            sealed.extend(rows(&portal, owner).await);
        }
        let ids: Vec<(DataKeyId,)> = portal
            .state
            .db
            .read(|tx| Box::pin(async move {
                sql!(tx, all as (DataKeyId,): "SELECT id FROM identity_data_keys UNION ALL SELECT id FROM care_data_keys")
            }))
            .await
            .expect("reads");
        assert_eq!(ids.len(), 2);
        let mut tell_tales: Vec<Vec<u8>> = ids.iter().map(|(id,)| id.as_bytes().to_vec()).collect();
        tell_tales.push(person(PERSON).as_bytes().to_vec());
        tell_tales.push(subject(SUBJECT).as_bytes().to_vec());
        tell_tales.push(b"Canary".to_vec());
        tell_tales.push(b"record_opened".to_vec());
        for row in &sealed {
            for needle in &tell_tales {
                assert_ne!(row.chain.as_bytes().as_slice(), needle.as_slice());
                assert!(!row.details.windows(needle.len()).any(|bytes| bytes == needle.as_slice()));
            }
        }
        // Short or long, with a reason or without: the length does not tell.
        let lengths: std::collections::BTreeSet<usize> = sealed.iter().map(|row| row.details.len() % 256).collect();
        assert_eq!(lengths.len(), 1);
    }
}
