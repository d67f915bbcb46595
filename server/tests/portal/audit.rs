//! `obhut audit verify` as an operator runs it.

use crate::support::{Setup, chmod};
use app::{backend::testing::Engine, on_both_databases};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Output,
};

on_both_databases! {
    async fn verifying_says_by_its_exit_code_whether_something_was_found(engine: Engine) {
        let setup = Setup::new(engine).await;
        assert!(setup.refusal(&["audit", "verify"]).contains("no installation here yet"));
        setup.start(&["serve"]).stop();
        // 1. A log nobody has written to is sound, and has nothing to compare with.
        let sound = setup.run(&["audit", "verify"]);
        let said = String::from_utf8(sound.stdout).expect("text");
        assert_eq!(sound.status.code(), Some(0), "{said}");
        assert!(said.contains("Key: ") && said.contains("Checkpoints: none"), "{said}");
        // 2. A file that is none of ours is a finding.
        let file = setup.folder.path().join("kept.log");
        std::fs::write(&file, "obhut-audit/somebody-else\n").expect("writes");
        let found = setup.run(&["audit", "verify", "--checkpoint", &file.display().to_string()]);
        let said = String::from_utf8(found.stdout).expect("text");
        assert_eq!(found.status.code(), Some(1), "{said}");
        assert!(said.contains("[checkpoint-foreign]"), "{said}");
        // 3. A file that is not there means that nothing was verified.
        let refusal = setup.refusal(&["audit", "verify", "--checkpoint", "/nowhere/audit.log"]);
        assert!(refusal.contains("/nowhere/audit.log cannot be read"), "{refusal}");
    }
}

/// Every file of a folder with its content.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let inside = folders.iter().flat_map(|folder| content(folder));
    let files = files.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("reads")));
    inside.chain(files).collect()
}

fn code_and_words(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[tokio::test]
async fn verifying_leaves_a_copy_as_it_is_and_refuses_one_of_an_earlier_version() {
    let setup = Setup::sqlite();
    setup.start(&["serve"]).stop();
    let (code, _) = code_and_words(&setup.run(&["import", "fhir", super::import::REAL, "--yes"]));
    assert_eq!(code, Some(0));
    setup.start(&["serve"]).stop();
    // 1. Nothing may be written, and nothing is.
    let folders = [setup.data_dir(), setup.data_dir().join("keys"), setup.data_dir().join("checkpoints")];
    let before = content(&setup.data_dir());
    for path in before.keys() {
        chmod(path, 0o400);
    }
    folders.iter().for_each(|folder| chmod(folder, 0o500));
    let (code, said) = code_and_words(&setup.run(&["audit", "verify"]));
    folders.iter().for_each(|folder| chmod(folder, 0o700));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Checkpoints: 1 in 1 file(s)"), "{said}");
    assert!(content(&setup.data_dir()) == before, "the copy is as it was");
    // 2. An earlier version's schema is not brought up.
    chmod(&setup.data_dir().join("obhut.db"), 0o600);
    setup.arrange("DELETE FROM _sqlx_migrations WHERE version = 6").await;
    let before = content(&setup.data_dir());
    assert!(setup.refusal(&["audit", "verify"]).contains("the schema of an earlier version"));
    assert!(content(&setup.data_dir()) == before, "the copy is as it was");
}

#[tokio::test]
async fn the_log_of_a_demonstration_is_sound() {
    let setup = Setup::sqlite();
    setup.start(&["serve", "--demo"]).stop();
    let (code, said) = code_and_words(&setup.run(&["audit", "verify"]));
    assert_eq!(code, Some(0), "{said}");
}

on_both_databases! {
    async fn the_log_of_the_installation_is_shown_in_plain_words_a_part_at_a_time(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let (code, said) = code_and_words(&setup.run(&["audit", "show"]));
        assert_eq!((code, said.as_str()), (Some(0), "There is no such entry.\n"));
        let link = setup.folder.path().join("link");
        let add = ["staff", "add", "--name", "Petra Lindner", "--role", "reception", "--link-file"];
        let added = setup.run(&[&add[..], &[&link.display().to_string()]].concat());
        assert_eq!(added.status.code(), Some(0));
        // 1. The newest first, and who has looked before.
        let (_, said) = code_and_words(&setup.run(&["audit", "show"]));
        let at = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words}: {said}"));
        assert!(at("The command line added an account to the team, one:") < at("The command line read this log"));
        assert!(said.starts_with("2  ") && !said.contains("--before"), "{said}");
        // 2. A part, and the rest after it.
        let (_, said) = code_and_words(&setup.run(&["audit", "show", "--limit", "1"]));
        assert!(said.starts_with("3  ") && said.contains("There are older entries: add --before 3"), "{said}");
        let (_, said) = code_and_words(&setup.run(&["audit", "show", "--limit", "9", "--before", "3"]));
        assert!(said.starts_with("2  ") && said.contains("\n1  ") && !said.contains("older"), "{said}");
        // 3. From a day on.
        let (_, said) = code_and_words(&setup.run(&["audit", "show", "--since", "2999-01-01"]));
        assert_eq!(said, "There is no such entry.\n");
        let wrong = setup.run(&["audit", "show", "--since", "tomorrow"]);
        assert!(String::from_utf8_lossy(&wrong.stderr).contains("expected is a day"));
        let (code, said) = code_and_words(&setup.run(&["audit", "verify"]));
        assert_eq!(code, Some(0), "{said}");
    }
    async fn the_tables_are_sorted_before_a_dump_where_there_is_an_order(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let (code, said) = code_and_words(&setup.run(&["sort"]));
        let expected = match engine {
            Engine::Sqlite => "There is nothing to sort",
            Engine::Postgres => "The tables are sorted by their keys",
        };
        assert!(code == Some(0) && said.starts_with(expected), "{said}");
    }
}
