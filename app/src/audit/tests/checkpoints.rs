//! When checkpoints are made, and what becomes of their file.

use super::{tampering::verify_in, *};
use crate::{
    audit::checkpoint::{CheckpointError, FOLDER, Keeper, Outcome},
    backend::testing::TempDir,
    on_both_databases,
};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

/// The clock of tests begins in November 2026.
pub(super) fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FOLDER).join("audit-2026-11.log")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("is there").permissions().mode() & 0o777
}

on_both_databases! {
    async fn a_checkpoint_is_made_only_when_something_has_changed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        let mut keeper = Keeper::new(portal.state.clone(), folder.path());
        assert_eq!(keeper.checkpoint().await.expect("looks"), Outcome::Unchanged);
        assert!(!folder.path().join(FOLDER).exists());
        add(&portal, Owner::System, 2).await;
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(1));
        assert_eq!(keeper.checkpoint().await.expect("looks"), Outcome::Unchanged);
        add(&portal, Owner::Person(person(PERSON)), 1).await;
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(2));
        // Another process goes on where the first has ended.
        let mut next = Keeper::new(portal.state.clone(), folder.path());
        assert_eq!(next.checkpoint().await.expect("looks"), Outcome::Unchanged);
        add(&portal, Owner::System, 1).await;
        assert_eq!(next.checkpoint().await.expect("makes"), Outcome::Made(3));
        // The first notices that it is not alone, and goes on from there.
        add(&portal, Owner::System, 1).await;
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(4));
        assert_eq!(mode(&file(folder.path())), 0o600);
        assert_eq!(mode(&folder.path().join(FOLDER)), 0o700);
        let report = verify_in(&portal, folder.path()).await;
        assert!(report.is_sound(), "{report}");
        assert_eq!(report.span.expect("checkpoints").checkpoints, 4);
    }

    async fn a_file_tells_neither_chains_nor_their_numbers(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        add(&portal, Owner::System, 1).await;
        Keeper::new(portal.state.clone(), folder.path()).checkpoint().await.expect("makes");
        let text = fs::read_to_string(file(folder.path())).expect("reads");
        assert!(text.starts_with(&format!("obhut-audit/{}\n1\n", portal.state.instance.id)));
        assert!(text.contains(&portal.state.keys.signer().public().thumbprint()));
        let chain = id(&portal, Owner::System);
        assert!(!text.contains(&chain.to_string()) && !text.contains(&chain.uuid().simple().to_string()));
    }

    async fn a_new_month_begins_a_file_that_stands_for_itself(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        let mut keeper = Keeper::new(portal.state.clone(), folder.path());
        add(&portal, Owner::System, 1).await;
        add(&portal, Owner::Person(person(PERSON)), 1).await;
        keeper.checkpoint().await.expect("makes");
        portal.clock.advance(8 * 24 * 3_600_000);
        add(&portal, Owner::System, 1).await;
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(2));
        let december = folder.path().join(FOLDER).join("audit-2026-12.log");
        // A clock that goes backwards does not go back to the old file.
        portal.clock.advance(-8 * 24 * 3_600_000);
        add(&portal, Owner::System, 1).await;
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(3));
        let report = verify_in(&portal, folder.path()).await;
        assert!(report.is_sound(), "{report}");
        let alone = crate::audit::verify::verify(
            &portal.state,
            crate::audit::verify::Checkpoints::File(&december),
        );
        let alone = alone.await.expect("verifies");
        assert!(alone.is_sound(), "{alone}");
        assert!(!alone.span.expect("checkpoints").is_from_the_beginning);
    }

    async fn a_note_torn_by_a_crash_is_cut_off_wherever_it_tore(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        add(&portal, Owner::System, 1).await;
        Keeper::new(portal.state.clone(), folder.path()).checkpoint().await.expect("makes");
        let whole = fs::read(file(folder.path())).expect("reads");
        let next = [b"\n".as_slice(), &whole].concat();
        for torn in [1, 2, 8, 13, 60, whole.len() / 2, whole.len() - 120, whole.len()] {
            fs::write(file(folder.path()), [whole.as_slice(), &next[..torn]].concat()).expect("writes");
            add(&portal, Owner::System, 1).await;
            Keeper::new(portal.state.clone(), folder.path()).checkpoint().await.expect("makes");
            let content = fs::read(file(folder.path())).expect("reads");
            assert!(content.starts_with(&whole) && content[whole.len()..].starts_with(b"\nobhut-audit/"), "{torn}");
            assert_eq!(crate::audit::checkpoint::pieces(&content).len(), 2, "{torn}");
        }
    }

    async fn losing_the_files_loses_evidence_and_nothing_else(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        let mut keeper = Keeper::new(portal.state.clone(), folder.path());
        add(&portal, Owner::System, 1).await;
        keeper.checkpoint().await.expect("makes");
        fs::remove_dir_all(folder.path().join(FOLDER)).expect("removes");
        add(&portal, Owner::System, 1).await;
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(2));
        let report = verify_in(&portal, folder.path()).await;
        assert!(report.is_sound(), "{report}");
        assert!(!report.span.expect("checkpoints").is_from_the_beginning);
        assert!(report.to_string().contains("earlier ones are not here"), "{report}");
    }

    async fn a_file_that_cannot_be_written_is_tried_again(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        let mut keeper = Keeper::new(portal.state.clone(), folder.path());
        add(&portal, Owner::System, 1).await;
        // A file stands where the folder should be.
        fs::write(folder.path().join(FOLDER), b"").expect("writes");
        assert!(matches!(keeper.checkpoint().await, Err(CheckpointError::Io(_))));
        fs::remove_file(folder.path().join(FOLDER)).expect("removes");
        assert_eq!(keeper.checkpoint().await.expect("makes"), Outcome::Made(1));
    }

    async fn a_keeper_makes_a_checkpoint_when_it_begins_and_when_it_ends(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let folder = TempDir::new("audit");
        add(&portal, Owner::System, 1).await;
        let running = Keeper::new(portal.state.clone(), folder.path()).start();
        while !file(folder.path()).exists() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        add(&portal, Owner::System, 1).await;
        running.stop().await;
        let report = verify_in(&portal, folder.path()).await;
        assert!(report.is_sound(), "{report}");
        assert_eq!(report.span.expect("checkpoints").checkpoints, 2);
    }
}
