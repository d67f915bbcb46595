//! What the database knows of checkpoints: nobody can take it away to silence a verification, and several portals on one
//! database do not disturb each other.

use super::{
    access_log::somebody,
    checkpoints::file,
    tampering::{unlock, verify_in},
    *,
};
use crate::{
    audit::{
        checkpoint::{FOLDER, Keeper, Outcome, begin},
        verify::{Checkpoints, Report, verify},
    },
    backend::testing::{Engine, TempDir},
    on_both_databases,
};
use std::{collections::BTreeSet, fs};

/// Three patients as the portal adds them, and a portal that keeps checkpoints of their logs.
struct Practice {
    portal: TestPortal,
    folder: TempDir,
    engine: Engine,
}

impl Practice {
    async fn new(engine: Engine) -> Self {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        let practice = Self { portal, folder, engine };
        for name in ["Eins", "Zwei", "Drei"] {
            somebody(&practice.portal, name).await;
            add(&practice.portal, Owner::System, 1).await;
            assert!(matches!(practice.kept().await, Outcome::Made(_)));
        }
        practice
    }

    async fn kept(&self) -> Outcome {
        let mut keeper = Keeper::new(self.portal.state.clone(), self.folder.path());
        keeper.checkpoint().await.expect("makes")
    }

    /// What somebody does who owns the tables and has no key; `{one}` is one patient's chain.
    async fn tampered(&self, statements: &str) {
        let person = patients_of(&self.portal).await[0];
        let uuid = id(&self.portal, Owner::Person(person)).uuid();
        let one = match self.engine {
            Engine::Sqlite => format!("X'{}'", uuid.simple()),
            Engine::Postgres => format!("'{uuid}'"),
        };
        self.portal.arrange(unlock(self.engine)).await;
        self.portal.arrange(&statements.replace("{one}", &one)).await;
    }

    fn without_files(&self) {
        fs::remove_dir_all(self.folder.path().join(FOLDER)).expect("removes");
    }

    /// What is found at once, and still when the portal was started again and has gone on.
    async fn found(&self) -> BTreeSet<&'static str> {
        let at_once = names(&verify_in(&self.portal, self.folder.path()).await);
        begin(&self.portal.restarted().await).await.expect("begins");
        add(&self.portal, Owner::System, 3).await;
        self.kept().await;
        let later = names(&verify_in(&self.portal, self.folder.path()).await);
        at_once.intersection(&later).copied().collect()
    }
}

async fn patients_of(portal: &TestPortal) -> Vec<PersonId> {
    portal.state.db.read(|tx| Box::pin(crate::patients::store::list_people(tx))).await.expect("reads")
}

fn names(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(|finding| finding.name()).collect()
}

const DROP_ONE: &str =
    "DELETE FROM audit_entries WHERE chain = {one}; DELETE FROM audit_heads WHERE chain = {one}";

on_both_databases! {
    async fn the_row_that_knows_of_checkpoints_cannot_be_deleted_unnoticed(engine: Engine) {
        let practice = Practice::new(engine).await;
        assert_eq!(practice.found().await, BTreeSet::new());
        practice.tampered("DELETE FROM audit_checkpoints").await;
        assert_eq!(practice.found().await, BTreeSet::from(["mark-deleted"]));
    }

    async fn nor_together_with_a_chain_and_the_files(engine: Engine) {
        let practice = Practice::new(engine).await;
        practice.tampered(&format!("DELETE FROM audit_checkpoints; {DROP_ONE}")).await;
        practice.without_files();
        assert_eq!(practice.found().await, BTreeSet::from(["log-missing", "mark-deleted"]));
        // Or the files are cut back to a time before that chain.
        let practice = Practice::new(engine).await;
        let path = file(practice.folder.path());
        let text = fs::read_to_string(&path).expect("reads");
        let second = text.match_indices("\nobhut-audit/").next().expect("more than one").0;
        fs::write(&path, &text[..second]).expect("writes");
        practice.tampered(&format!("DELETE FROM audit_checkpoints; {DROP_ONE}")).await;
        let found = practice.found().await;
        assert!(found.contains("mark-deleted") && found.iter().any(|name| ["log-missing", "chain-dropped"].contains(name)));
    }

    async fn nor_can_a_chain_and_the_files_alone(engine: Engine) {
        let practice = Practice::new(engine).await;
        practice.tampered(DROP_ONE).await;
        practice.without_files();
        assert_eq!(practice.found().await, BTreeSet::from(["log-missing"]));
    }

    async fn nor_can_everything_at_once(engine: Engine) {
        for row in ["DELETE FROM audit_checkpoints", "UPDATE audit_checkpoints SET marks_enc = substr(marks_enc, 1, 0)"] {
            let practice = Practice::new(engine).await;
            practice.tampered(&format!("DELETE FROM audit_entries; DELETE FROM audit_heads; {row}")).await;
            practice.without_files();
            assert_eq!(practice.found().await, BTreeSet::from(["log-missing", "mark-deleted"]), "{row}");
        }
    }

    async fn after_an_honest_restore_a_new_series_begins_once_the_old_files_are_put_away(engine: Engine) {
        const TABLES: [&str; 3] = ["audit_entries", "audit_heads", "audit_checkpoints"];
        let practice = Practice::new(engine).await;
        let copy = TABLES.map(|table| format!("CREATE TABLE old_{table} AS SELECT * FROM {table};")).concat();
        practice.tampered(&copy).await;
        add(&practice.portal, Owner::System, 2).await;
        practice.kept().await;
        let back = TABLES.map(|table| format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM old_{table};"));
        practice.portal.arrange(&back.concat()).await;
        let report = names(&verify_in(&practice.portal, practice.folder.path()).await);
        assert_eq!(report, BTreeSet::from(["older-copy", "tail-dropped"]));
        let checkpoints = practice.folder.path().join(FOLDER);
        fs::rename(&checkpoints, practice.folder.path().join("put-away")).expect("moves");
        add(&practice.portal, Owner::System, 1).await;
        practice.kept().await;
        let report = verify_in(&practice.portal, practice.folder.path()).await;
        assert!(report.is_sound() && report.to_string().contains("Another data directory"), "{report}");
    }

    async fn the_application_itself_can_neither_delete_the_row_nor_turn_a_chain_back(engine: Engine) {
        let practice = Practice::new(engine).await;
        let db = &practice.portal.state.db;
        let deleted = db.write(|tx| Box::pin(async move { crate::sql!(tx, execute: "DELETE FROM audit_checkpoints") }));
        assert!(deleted.await.is_err());
        let turned_back =
            db.write(|tx| Box::pin(async move { crate::sql!(tx, execute: "UPDATE audit_heads SET seq = seq - 1") }));
        assert!(turned_back.await.is_err());
        assert_eq!(practice.found().await, BTreeSet::new());
    }

    async fn an_installation_in_which_nothing_has_happened_is_sound(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        for _ in 0..2 {
            let report = verify_in(&portal, folder.path()).await;
            assert!(report.is_sound() && report.to_string().contains("Checkpoints: none"), "{report}");
            begin(&portal.state).await.expect("begins");
        }
    }

    async fn two_portals_on_one_database_keep_a_series_each_and_both_are_whole(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let other = portal.restarted().await;
        let folders = [TempDir::new("audit"), TempDir::new("audit")];
        let mut keepers = [Keeper::new(portal.state.clone(), folders[0].path()), Keeper::new(other, folders[1].path())];
        for round in 0..4 {
            add(&portal, Owner::System, 1).await;
            let [one, two] = &mut keepers;
            let (one, two) = tokio::join!(one.checkpoint(), two.checkpoint());
            one.expect("makes");
            two.expect("makes");
            portal.clock.advance(60_000);
            for folder in &folders {
                let report = verify_in(&portal, folder.path()).await;
                assert!(report.is_sound(), "round {round}: {report}");
                assert!(report.to_string().contains("Another data directory"), "{report}");
                assert_eq!(report.span.expect("checkpoints").checkpoints, round + 1);
            }
        }
        // What one of them lost is found there, and the other's files are as good as before.
        let text = fs::read_to_string(file(folders[0].path())).expect("reads");
        let cut = text.rfind("\nobhut-audit/").expect("more than one");
        fs::write(file(folders[0].path()), &text[..cut]).expect("writes");
        assert_eq!(names(&verify_in(&portal, folders[0].path()).await), BTreeSet::from(["file-cut-short"]));
        assert!(verify_in(&portal, folders[1].path()).await.is_sound());
        let copy = verify(&portal.state, Checkpoints::File(&file(folders[1].path()))).await.expect("verifies");
        assert!(copy.is_sound(), "{copy}");
    }

    async fn the_mark_of_an_earlier_version_is_taken_over(engine: Engine) {
        const SQLITE: &str = include_str!("../../../../migrations/sqlite/0006_marks.sql");
        const POSTGRES: &str = include_str!("../../../../migrations/postgres/0006_marks.sql");
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        add(&portal, Owner::System, 1).await;
        let hash = [7; 32];
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mac = macs::mark(&portal.state.keys, 41, &hash);
        let (bytes, migration, trigger) = match engine {
            Engine::Sqlite => (["X'", "'"], SQLITE, "DROP TRIGGER audit_heads_only_go_on"),
            Engine::Postgres => (["'\\x", "'"], POSTGRES, "DROP TRIGGER audit_heads_only_go_on ON audit_heads"),
        };
        let [open, close] = bytes;
        let kind = if engine == Engine::Sqlite { ["INTEGER", "BLOB"] } else { ["BIGINT", "BYTEA"] };
        let [number, blob] = kind;
        portal.arrange(&format!(
            "{trigger}; DROP TABLE audit_checkpoints; \
             CREATE TABLE audit_checkpoints (singleton {number} PRIMARY KEY, number {number}, hash {blob}, mac {blob}); \
             INSERT INTO audit_checkpoints VALUES (1, 41, {open}{}{close}, {open}{}{close}); {migration}",
            hex(&hash), hex(&mac),
        )).await;
        // The files are not here: the database says how far they went, and the next series begins after that.
        assert_eq!(names(&verify_in(&portal, folder.path()).await), BTreeSet::from(["file-cut-short"]));
        let mut keeper = Keeper::new(portal.state.clone(), folder.path());
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(42));
        let report = verify_in(&portal, folder.path()).await;
        assert!(report.is_sound() && report.to_string().contains("up to number 41"), "{report}");
    }
}
