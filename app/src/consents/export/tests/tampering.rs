//! Whatever is done to kept versions is found by `obhut audit verify`.

use super::*;
use crate::{
    audit::verify::{Checkpoints, verify},
    backend::{
        crypto::{CareClass, store as keys},
        testing::{Engine, TempDir},
    },
    on_both_databases, sql,
};

/// The names of what is found.
async fn found(portal: &TestPortal) -> Vec<&'static str> {
    let folder = TempDir::new("audit");
    let report = verify(&portal.state, Checkpoints::Of(folder.path())).await.expect("verifies");
    let mut names: Vec<_> = report.findings.iter().map(|finding| finding.name()).collect();
    names.sort_unstable();
    names
}

/// Two subjects with two versions each, and nothing in the way of whoever owns the tables.
async fn scene(engine: Engine) -> (TestPortal, [SubjectId; 2]) {
    let portal = TestPortal::new(engine).await;
    let subjects = [with_versions(&portal, 2).await.1, with_versions(&portal, 2).await.1];
    assert_eq!(found(&portal).await, [] as [&str; 0]);
    portal.unlock().await;
    (portal, subjects)
}

/// Runs a statement about one subject.
macro_rules! meddle {
    ($portal:expr, $sql:literal $(, $value:expr)*) => {
        $portal.state.db.write(move |tx| Box::pin(async move { sql!(tx, execute: $sql $(, $value)*) })).await.expect("meddles")
    };
}

on_both_databases! {
    async fn a_version_that_is_lost_is_missed(engine: Engine) {
        let (portal, [one, other]) = scene(engine).await;
        assert_eq!(meddle!(portal, "DELETE FROM consent_exports WHERE subject_id = $1 AND version = 2", one), 1);
        assert_eq!(found(&portal).await, ["export-deleted"]);
        meddle!(portal, "DELETE FROM consent_exports WHERE subject_id = $1", other);
        assert_eq!(found(&portal).await, ["export-deleted"; 3]);
    }

    async fn versions_that_were_swapped_are_noticed(engine: Engine) {
        let (portal, [one, other]) = scene(engine).await;
        // 1. Between two numbers.
        meddle!(portal, "UPDATE consent_exports SET version = version + 2 WHERE subject_id = $1 AND version = 1", one);
        meddle!(portal, "UPDATE consent_exports SET version = 1 WHERE subject_id = $1 AND version = 2", one);
        meddle!(portal, "UPDATE consent_exports SET version = 2 WHERE subject_id = $1 AND version = 3", one);
        assert_eq!(found(&portal).await, ["export-altered"; 2]);
        // 2. From one person to another.
        meddle!(portal, "DELETE FROM consent_exports WHERE subject_id = $1", one);
        meddle!(portal, "UPDATE consent_exports SET subject_id = $1 WHERE subject_id = $2", one, other);
        assert_eq!(found(&portal).await, ["export-altered", "export-altered", "export-deleted", "export-deleted"]);
    }

    async fn a_single_byte_that_was_altered_is_noticed(engine: Engine) {
        let (portal, [one, _]) = scene(engine).await;
        let mut bytes = portal.bytes("SELECT content_enc FROM consent_exports ORDER BY subject_id, version").await.remove(0);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        meddle!(portal, "UPDATE consent_exports SET content_enc = $2 WHERE subject_id = $1 AND version = 1", one, bytes.as_slice());
        assert_eq!(found(&portal).await, ["export-altered"]);
    }

    async fn a_file_put_in_with_the_keys_at_hand_is_noticed(engine: Engine) {
        let (portal, [one, _]) = scene(engine).await;
        let state = &portal.state;
        let key = history::evidence_key(state, one).await.expect("a key");
        // 1. In the place of a version: signed again, as whoever holds all keys can.
        let mut document = opened(&portal, one, 2).await.document;
        document.created_at = "2020-01-01T00:00:00Z".to_owned();
        let file = crate::consents::export::jws::sign(&state.keys.signer(), &document.to_json());
        let row = crate::consents::export::kept::seal(&*state.rng, &key, (one, 2), &file).expect("seals");
        meddle!(portal, "DELETE FROM consent_exports WHERE subject_id = $1 AND version = 2", one);
        let put = state.db.write(move |tx| Box::pin(async move { crate::consents::export::store::insert(tx, &row).await }));
        put.await.expect("puts in");
        assert_eq!(found(&portal).await, ["export-altered"]);
        // 2. Beside them.
        let row = crate::consents::export::kept::seal(&*state.rng, &key, (one, 3), &file).expect("seals");
        let put = state.db.write(move |tx| Box::pin(async move { crate::consents::export::store::insert(tx, &row).await }));
        put.await.expect("puts in");
        assert_eq!(found(&portal).await, ["export-altered", "export-inserted"]);
    }

    async fn a_key_that_was_erased_is_no_finding_and_hides_no_loss_as_long_as_the_log_is_there(engine: Engine) {
        let (portal, [one, other]) = scene(engine).await;
        let erase = |subject, class| portal.state.db.write(move |tx| Box::pin(keys::destroy_care_key(tx, subject, class)));
        assert!(erase(one, CareClass::Evidence).await.expect("erases"));
        assert_eq!(found(&portal).await, [] as [&str; 0], "nobody can open them, but they are there");
        meddle!(portal, "DELETE FROM consent_exports WHERE subject_id = $1 AND version = 1", one);
        assert_eq!(found(&portal).await, ["export-deleted"]);
        assert!(erase(one, CareClass::Audit).await.expect("erases"));
        assert!(erase(other, CareClass::Audit).await.expect("erases"));
        assert_eq!(found(&portal).await, [] as [&str; 0], "nobody can tell any more what there must be");
    }

    async fn the_table_refuses_update_delete_and_replace(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (_, subject) = with_versions(&portal, 1).await;
        let update = portal.state.db.write(|tx| Box::pin(async move { sql!(tx, execute: "UPDATE consent_exports SET version = 2") }));
        assert!(update.await.is_err());
        let delete = portal.state.db.write(|tx| Box::pin(async move { sql!(tx, execute: "DELETE FROM consent_exports") }));
        assert!(delete.await.is_err());
        let replace = portal.state.db.write(move |tx| Box::pin(async move {
            match engine {
                Engine::Sqlite => sql!(tx, execute: "REPLACE INTO consent_exports SELECT * FROM consent_exports"),
                Engine::Postgres => sql!(tx, execute:
                    "INSERT INTO consent_exports SELECT * FROM consent_exports
                     ON CONFLICT (subject_id, version) DO UPDATE SET content_enc = excluded.content_enc"),
            }
        }));
        assert!(replace.await.is_err());
        assert_eq!(opened(&portal, subject, 1).await.document.version, 1);
    }
}
