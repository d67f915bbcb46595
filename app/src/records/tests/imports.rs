use super::*;
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::{
        crypto::{CareClass, PIECE, store as keys},
        testing::Engine,
    },
    ids::RecordFileId,
    on_both_databases,
    records::model::{Resource, SourceId},
    sql,
};

/// Rows of entries, files, pieces and the access log.
async fn counts(portal: &TestPortal) -> [i64; 4] {
    portal
        .state
        .db
        .read(|tx| {
            Box::pin(async move {
                let (entries,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM record_entries")?;
                let (files,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM record_files")?;
                let (pieces,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM record_file_pieces")?;
                let (log,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM audit_entries")?;
                Ok([entries, files, pieces, log])
            })
        })
        .await
        .expect("counts")
}

/// Every sealed byte of records, files and the access log.
async fn everything(portal: &TestPortal) -> Vec<u8> {
    portal
        .state
        .db
        .read(|tx| {
            Box::pin(async move {
                let mut all = Vec::new();
                let rows = sql!(tx, all as (Vec<u8>, Vec<u8>): "SELECT source_hash, content_enc FROM record_entries ORDER BY id")?;
                rows.into_iter().for_each(|(hash, content)| all.extend([hash, content].concat()));
                let rows = sql!(tx, all as (Vec<u8>, Vec<u8>): "SELECT about_enc, key_enc FROM record_files ORDER BY id")?;
                rows.into_iter().for_each(|(about, key)| all.extend([about, key].concat()));
                let rows = sql!(tx, all as (Vec<u8>,): "SELECT sealed FROM record_file_pieces ORDER BY file_id, number")?;
                rows.into_iter().for_each(|(sealed,)| all.extend(sealed));
                let rows = sql!(tx, all as (Vec<u8>,): "SELECT details_enc FROM audit_entries ORDER BY chain, seq")?;
                rows.into_iter().for_each(|(details,)| all.extend(details));
                let rows = sql!(tx, all as (Vec<u8>,): "SELECT value_enc FROM master_data ORDER BY person_id, item")?;
                rows.into_iter().for_each(|(value,)| all.extend(value));
                Ok(all)
            })
        })
        .await
        .expect("reads")
}

fn source_id(resource: Resource, id: &str) -> SourceId {
    SourceId { resource, id: id.to_owned() }
}

fn occurs(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

on_both_databases! {
    async fn the_same_file_twice_changes_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        assert_eq!(taken(&portal, person, &real()).await, outcome(13, 0, 0));
        let before = everything(&portal).await;
        assert_eq!(taken(&portal, person, &real()).await, outcome(0, 13, 0));
        assert!(everything(&portal).await == before);
        assert_eq!(counts(&portal).await, [13, 0, 0, 2]);
    }

    async fn an_update_takes_the_place_of_the_old_version_which_is_kept(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &real()).await;
        let changed = real_but(|bundle| {
            let condition = bundle["entry"].as_array_mut().expect("entries").iter_mut()
                .map(|entry| &mut entry["resource"])
                .find(|resource| resource["resourceType"] == "Condition").expect("one");
            condition["code"] = json!({ "text": "Neue Fassung" });
        });
        assert_eq!(taken(&portal, person, &changed).await, outcome(0, 12, 1));
        let record = record(&portal, person).await;
        assert_eq!(record.len(), 13);
        assert_eq!(record.iter().filter(|kept| kept.entry.title == "Neue Fassung").count(), 1);
        assert_eq!(counts(&portal).await, [14, 0, 0, 3]);
    }

    async fn what_the_source_takes_back_is_not_shown_any_longer_and_kept(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, other) = (somebody(&portal, 1).await, somebody(&portal, 2).await);
        for person in [person, other] {
            taken(&portal, person, &file(&["Asthma", "Gicht"], &[&pdf(1_000, b'a')])).await;
        }
        let taken_back = || {
            let mut import = file(&["Asthma"], &[]);
            import.withdrawn = ["c1", "c9"].map(|id| source_id(Resource::Condition, id)).to_vec();
            import.withdrawn.push(source_id(Resource::DocumentReference, "d0"));
            import
        };
        let first = taken(&portal, person, &taken_back()).await;
        assert_eq!(first, ImportOutcome { unchanged: 1, withdrawn: 2, ..ImportOutcome::default() });
        let titles = |record: Vec<Kept>| record.into_iter().map(|kept| kept.entry.title).collect::<Vec<_>>();
        assert_eq!(titles(record(&portal, person).await), ["Asthma"]);
        assert_eq!(record(&portal, other).await.len(), 3, "the same ids of somebody else");
        assert_eq!(counts(&portal).await[..2], [6, 2], "kept");

        let before = everything(&portal).await;
        assert_eq!(taken(&portal, person, &taken_back()).await, outcome(0, 1, 0));
        assert!(everything(&portal).await == before, "twice changes nothing");
        assert_eq!(taken(&portal, person, &file(&["Asthma", "Gicht"], &[])).await, outcome(1, 1, 0), "and back");
    }

    async fn a_record_says_where_it_is_from_and_begins_with_the_newest(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &real()).await;
        let record = record(&portal, person).await;
        let dates: Vec<_> = record.iter().map(|kept| kept.entry.date.as_ref().map(|when| when.earliest())).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "newest first, without date last");
        assert!(record.iter().all(|kept| kept.source == SOURCE && kept.imported_at == portal.state.clock.now()));
    }

    async fn entries_of_two_sources_stand_beside_each_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &file(&["Eins"], &[])).await;
        let other = service::import(&portal.state, Who::CommandLine, &file(&["Zwei"], &[]), "Andere", person).await;
        assert_eq!(other.expect("imports"), ImportOutcome { elsewhere: 1, ..outcome(1, 0, 0) });
        let again = service::import(&portal.state, Who::CommandLine, &file(&["Zwei"], &[]), "Andere", person).await;
        assert_eq!(again.expect("imports"), outcome(0, 1, 0), "it is only said while they are new");
        assert_eq!(record(&portal, person).await.len(), 2);
    }

    async fn a_document_comes_back_piece_by_piece_and_to_nobody_else(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, other) = (somebody(&portal, 1).await, somebody(&portal, 2).await);
        let (long, short) = (pdf(2 * PIECE + 1000, b'a'), pdf(PIECE, b'b'));
        taken(&portal, person, &file(&[], &[&long, &short])).await;
        taken(&portal, other, &file(&["Etwas"], &[])).await;
        for (title, bytes, pieces) in [("Briefcanary 0", &long, 3), ("Briefcanary 1", &short, 1)] {
            let record = record(&portal, person).await;
            let kept = record.iter().find(|kept| kept.entry.title == title).expect("it is there");
            let content = download(&portal, person, kept, 0).await.expect("opens").expect("a file");
            assert_eq!(content.len(), pieces);
            assert!(content.concat() == *bytes, "{title}");
            assert!(download(&portal, person, kept, 1).await.expect("looks").is_none());
            assert!(download(&portal, other, kept, 0).await.expect("looks").is_none(), "it is somebody else's");
            let about = service::file(&portal.state, subject(&portal, person).await, kept.files[&0]).await;
            let about = about.expect("opens").expect("a file");
            assert_eq!((about.name.as_deref(), about.size), (Some(title), bytes.len() as u64));
        }
        let nobodys = RecordFileId::from_random([3; 16]);
        let found = service::file(&portal.state, subject(&portal, person).await, nobodys).await;
        assert!(found.expect("looks").is_none());
    }

    async fn other_bytes_of_the_same_length_are_an_update(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &file(&[], &[&pdf(1000, b'a')])).await;
        let old = record(&portal, person).await.remove(0);
        assert_eq!(taken(&portal, person, &file(&[], &[&pdf(1000, b'a')])).await, outcome(0, 1, 0));
        assert_eq!(taken(&portal, person, &file(&[], &[&pdf(1000, b'b')])).await, outcome(0, 0, 1));
        let new = record(&portal, person).await.remove(0);
        let content = download(&portal, person, &new, 0).await.expect("opens").expect("a file").concat();
        assert!(content == pdf(1000, b'b'));
        assert!(download(&portal, person, &old, 0).await.expect("looks").is_none(), "old versions are not given out");
    }

    async fn imports_for_one_person_at_once_add_each_entry_once(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        let imports = (0..4).map(|_| {
            let state = portal.state.clone();
            tokio::spawn(async move { service::import(&state, Who::CommandLine, &real(), SOURCE, person).await })
        });
        let mut added = 0;
        for outcome in futures::future::join_all(imports).await {
            added += outcome.expect("no panic").expect("imports").added;
        }
        assert_eq!((added, counts(&portal).await), (13, [13, 0, 0, 2]));
    }

    async fn what_fails_in_the_middle_leaves_nothing(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        portal.arrange(match engine {
            Engine::Sqlite => "CREATE TRIGGER fails BEFORE INSERT ON record_file_pieces WHEN NEW.number = 2 \
                               BEGIN SELECT RAISE(ABORT, 'for a test'); END",
            Engine::Postgres => "ALTER TABLE record_file_pieces ADD CONSTRAINT fails CHECK (number < 2)",
        }).await;
        assert!(take(&portal, person, &file(&["Eins", "Zwei"], &[&pdf(200_000, b'a')])).await.is_err());
        assert_eq!(counts(&portal).await, [0, 0, 0, 1]);
        assert!(record(&portal, person).await.is_empty());
    }

    async fn nothing_readable_stands_in_the_database(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &file(&["Diagnosiscanary"], &[&pdf(70_000, b'Q')])).await;
        let mut bytes = everything(&portal).await;
        if engine == Engine::Sqlite {
            portal.state.db.close().await;
            for file in std::fs::read_dir(portal.folder()).expect("a folder") {
                bytes.extend(std::fs::read(file.expect("a file").path()).expect("reads"));
            }
            assert!(bytes.len() > 200_000, "the database file was looked at");
        }
        for canary in ["canary", SOURCE, "%PDF", "QQQQ", "Condition", "1980-05-04", "Erika", "Muster"] {
            assert!(!occurs(&bytes, canary), "{canary} stands in the database in clear");
        }
    }

    async fn an_import_is_one_line_in_the_access_log(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &file(&["Eins", "Zwei"], &[])).await;
        let owner = Owner::Subject(subject(&portal, person).await);
        let page = audit::page(&portal.state, owner, None, 10).await.expect("reads");
        let [line] = page.lines.as_slice() else { panic!("one line") };
        let Reading::Entry(entry) = &line.reading else { panic!("it opens") };
        assert_eq!((entry.action, entry.actor.clone()), (Act::RecordImported, Who::CommandLine));
        assert_eq!(entry.objects.len(), 2);
    }

    async fn a_record_whose_key_was_erased_is_empty(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        taken(&portal, person, &real()).await;
        let subject = subject(&portal, person).await;
        portal.state.db.write(move |tx| Box::pin(keys::destroy_care_key(tx, subject, CareClass::Record))).await.expect("erases");
        assert!(record(&portal, person).await.is_empty());
        assert!(take(&portal, person, &real()).await.is_err());
    }
}
