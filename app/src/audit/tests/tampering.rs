//! Every kind of tampering is found and called by its name, on both databases.

use super::{
    checkpoints::file,
    kinds::{KINDS, Tampering},
    *,
};
use crate::{
    audit::{
        checkpoint::Keeper,
        verify::{Checkpoints, Report, verify},
    },
    backend::testing::{Engine, TempDir},
    on_both_databases,
};
use std::{collections::BTreeSet, fs, path::Path};

pub(super) async fn verify_in(portal: &TestPortal, data_dir: &Path) -> Report {
    verify(&portal.state, Checkpoints::Of(data_dir)).await.expect("verifies")
}

/// What somebody does first who owns the tables.
pub(super) fn unlock(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "DROP TRIGGER audit_entries_are_never_updated; DROP TRIGGER audit_entries_are_never_replaced; \
             DROP TRIGGER audit_entries_are_never_deleted; DROP TRIGGER audit_heads_are_never_deleted; DROP TRIGGER audit_heads_only_go_on; \
             DROP TRIGGER audit_checkpoints_are_never_deleted; DROP TRIGGER audit_checkpoints_are_never_replaced"
        }
        Engine::Postgres => {
            "ALTER TABLE audit_entries DISABLE TRIGGER ALL; ALTER TABLE audit_heads DISABLE TRIGGER ALL; \
             ALTER TABLE audit_checkpoints DISABLE TRIGGER ALL"
        }
    }
}

/// A log of three chains with six, five and three entries, and three checkpoints on the way.
struct Scene {
    portal: TestPortal,
    folder: TempDir,
    engine: Engine,
}

const ONE: Owner = Owner::System;

impl Scene {
    async fn new(engine: Engine) -> Self {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        let mut keeper = Keeper::new(portal.state.clone(), folder.path());
        let (person, subject) = (Owner::Person(person(PERSON)), Owner::Subject(subject(SUBJECT)));
        for (ones, persons, subjects) in [(3, 2, 3), (2, 1, 2), (1, 0, 0)] {
            add(&portal, ONE, ones).await;
            add(&portal, person, persons).await;
            add(&portal, subject, subjects).await;
            keeper.checkpoint().await.expect("makes");
            portal.clock.advance(60_000);
            // A copy from the time of the first checkpoint, for later.
            let copies = ["entries", "heads", "checkpoints"].map(|table| {
                format!("CREATE TABLE IF NOT EXISTS old_{table} AS SELECT * FROM audit_{table};")
            });
            portal.arrange(&copies.concat()).await;
        }
        portal.arrange(unlock(engine)).await;
        Self { portal, folder, engine }
    }

    /// The chains as statements name them: `{one}` is the system's, `{other}` the subject's.
    fn filled_in(&self, statements: &str) -> String {
        let literal = |owner| {
            let uuid = id(&self.portal, owner).uuid();
            match self.engine {
                Engine::Sqlite => format!("X'{}'", uuid.simple()),
                Engine::Postgres => format!("'{uuid}'"),
            }
        };
        statements
            .replace("{one}", &literal(ONE))
            .replace("{other}", &literal(Owner::Subject(subject(SUBJECT))))
    }

    fn change_file(&self, change: fn(&str) -> String) {
        let path = file(self.folder.path());
        let text = fs::read_to_string(&path).expect("reads");
        fs::write(&path, change(&text)).expect("writes");
    }

    async fn names(&self) -> BTreeSet<&'static str> {
        let report = verify_in(&self.portal, self.folder.path()).await;
        report.findings.iter().map(|finding| finding.name()).collect()
    }
}

on_both_databases! {
    async fn every_kind_of_tampering_is_found_and_named(engine: Engine) {
        let mut wrong = Vec::new();
        for (what, tampering, expected) in KINDS {
            let scene = Scene::new(engine).await;
            match tampering {
                Tampering::Database(statements) => scene.portal.arrange(&scene.filled_in(statements)).await,
                Tampering::File(change) => scene.change_file(*change),
            }
            let names = scene.names().await;
            if names != expected.iter().copied().collect() {
                let report = verify_in(&scene.portal, scene.folder.path()).await;
                wrong.push(format!("{what}: {names:?}\n{report}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }

    async fn an_older_copy_that_was_written_to_since_is_a_rewritten_chain(engine: Engine) {
        let scene = Scene::new(engine).await;
        scene
            .portal
            .arrange(
                "DELETE FROM audit_entries; INSERT INTO audit_entries SELECT * FROM old_entries; \
                 DELETE FROM audit_heads; INSERT INTO audit_heads SELECT * FROM old_heads",
            )
            .await;
        add(&scene.portal, ONE, 9).await;
        add(&scene.portal, Owner::Subject(subject(SUBJECT)), 9).await;
        // Checkpoints made afterwards do not bury what the ones before have seen.
        Keeper::new(scene.portal.state.clone(), scene.folder.path()).checkpoint().await.expect("makes");
        assert_eq!(scene.names().await, BTreeSet::from(["chain-rewritten", "tail-dropped"]));
    }

    async fn a_copy_kept_elsewhere_finds_what_was_done_to_database_and_files_together(engine: Engine) {
        let scene = Scene::new(engine).await;
        let kept = scene.folder.path().join("kept.log");
        fs::copy(file(scene.folder.path()), &kept).expect("copies");
        let cut = "DELETE FROM audit_entries WHERE chain = {one} AND seq > 3; \
                   DELETE FROM audit_heads WHERE chain = {one}; \
                   INSERT INTO audit_heads SELECT * FROM old_heads WHERE chain = {one}; DELETE FROM audit_checkpoints";
        scene.portal.arrange(&scene.filled_in(cut)).await;
        fs::remove_file(file(scene.folder.path())).expect("removes");
        // Without any checkpoint it cannot be told what was done, and the report says so.
        let alone = verify_in(&scene.portal, scene.folder.path()).await;
        assert!(alone.to_string().contains("there is no checkpoint"), "{alone}");
        assert_eq!(scene.names().await, BTreeSet::from(["mark-deleted"]));
        let report = verify(&scene.portal.state, Checkpoints::File(&kept)).await.expect("verifies");
        assert!(report.findings.iter().any(|finding| finding.name() == "tail-dropped"), "{report}");
    }

    async fn the_report_names_the_key_and_says_from_when_on_it_cannot_tell(engine: Engine) {
        let scene = Scene::new(engine).await;
        let report = verify_in(&scene.portal, scene.folder.path()).await.to_string();
        assert!(report.contains(&scene.portal.state.keys.signer().public().thumbprint()), "{report}");
        assert!(report.contains("after 2026-11-24T08:02:00Z, the last checkpoint"), "{report}");
        assert!(report.contains("Nothing was found that has been altered"), "{report}");
        let missing = verify(&scene.portal.state, Checkpoints::File(Path::new("/nowhere/audit.log"))).await;
        assert!(missing.is_err());
    }
}
