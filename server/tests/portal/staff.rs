//! `obhut staff`: accounts of the team from the command line, beside a running portal, on both databases.

use crate::support::{Setup, mode};
use app::{
    accounts::service::invitations::find_staff_link,
    backend::{
        context::{Actor, RequestContext},
        testing::Engine,
    },
    on_both_databases,
};
use std::{fs, process::Output};

/// What a command has printed, which must have succeeded.
fn said(output: Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).expect("text")
}

fn list(setup: &Setup) -> String {
    said(setup.run(&["staff", "list"]))
}

/// Adds an account with a link in a file; gives the id and the code.
fn add(setup: &Setup, name: &str, role: &str, file: &str) -> (String, String) {
    let printed = said(setup.run(&["staff", "add", "--name", name, "--role", role, "--link-file", file]));
    let id = printed.split(' ').nth(2).expect("an id").to_owned();
    (id, code(setup, file))
}

/// The code of the link in a file, which holds nothing else and belongs to its owner alone.
fn code(setup: &Setup, file: &str) -> String {
    let path = setup.folder.path().join(file);
    assert_eq!(mode(&path), 0o600);
    let text = fs::read_to_string(path).expect("a link");
    let link = text.strip_suffix('\n').expect("one line");
    let origin = format!("http://localhost:{}", setup.port);
    let code = link.strip_prefix(&format!("{origin}/staff/enrol#")).expect("our own page");
    assert!(code.len() == 24 && code.bytes().all(|c| c.is_ascii_alphanumeric()), "{code}");
    code.to_owned()
}

/// Whether a link with this code leads to an account.
async fn is_good(setup: &Setup, code: &str) -> bool {
    let state = setup.state().await;
    let nobody = RequestContext::for_tests(state.clone(), Actor::Nobody);
    let found = find_staff_link(&nobody, code).await.expect("looks").is_some();
    state.db.close().await;
    found
}

const ADD: [&str; 6] = ["staff", "add", "--name", "Petra Canarylindner", "--role", "reception"];

on_both_databases! {
    async fn a_link_goes_into_a_new_private_file_and_nowhere_else(engine: Engine) {
        let setup = Setup::new(engine).await.with("OBHUT_LOG", "trace");
        let portal = setup.start(&["serve"]);
        assert_eq!(portal.get("/").status, 200);

        // Without a terminal and without a file there is no place for the link, so nothing happens.
        assert!(setup.refusal(&ADD).contains("name a new file for it with --link-file"));
        assert!(list(&setup).contains("no accounts yet"));

        let output = setup.run(&[ADD.as_slice(), &["--link-file", "link"]].concat());
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let printed = said(output);
        let first = code(&setup, "link");
        assert!(is_good(&setup, &first).await);
        assert_eq!(portal.get("/staff/enrol").status, portal.get("/").status, "the page of the link");

        // A file that is there is not touched, and nobody is added for it.
        let again = [ADD.as_slice(), &["--link-file", "link"]].concat();
        assert!(setup.refusal(&again).contains("is not overwritten"));
        assert_eq!(code(&setup, "link"), first);
        let nowhere = [ADD.as_slice(), &["--link-file", "no/such/folder/link"]].concat();
        assert!(setup.refusal(&nowhere).contains("cannot be made"));
        assert_eq!(list(&setup).lines().count(), 1);

        for text in [&printed, &errors, &setup.printed(), &setup.log()] {
            assert!(!text.contains(&first) && !text.contains("Canarylindner"), "{text}");
        }
        portal.stop();
    }

    async fn a_new_link_makes_the_old_one_void_and_a_disabled_account_gets_none(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let (id, first) = add(&setup, "Petra Lindner", "reception", "first");
        let (other, _) = add(&setup, "von der Heide, Jan", "privacy-officer", "other");
        assert_ne!(id, other);
        let team = list(&setup);
        assert!(team.contains("reception") && team.contains("without passkey  Petra Lindner"), "{team}");
        assert!(team.contains("Jan von der Heide"), "{team}");

        said(setup.run(&["staff", "link", &id, "--link-file", "second"]));
        let second = code(&setup, "second");
        assert!(!is_good(&setup, &first).await && is_good(&setup, &second).await);
        assert!(setup.refusal(&["staff", "link", &id]).contains("--link-file"), "the old one stays good");
        assert!(is_good(&setup, &second).await);

        said(setup.run(&["staff", "disable", &id]));
        assert!(!is_good(&setup, &second).await);
        assert!(list(&setup).contains("disabled"));
        for refused in [
            &["staff", "disable", &id][..],
            &["staff", "link", &id, "--link-file", "third"],
            &["staff", "disable", "4b7b5b0e-0000-4000-8000-000000000000"],
        ] {
            assert!(setup.refusal(refused).contains("there is no such account, or it is disabled"));
        }
        assert!(!setup.folder.path().join("third").exists(), "no empty file is left");
    }

    async fn an_approval_on_the_server_is_for_a_practice_of_one_person(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let approve = ["invitation", "approve", "4b7b5b0e-0000-4000-8000-000000000000"];
        assert!(setup.refusal(&approve).contains("a second member of the team approves"));
        fs::write(setup.folder.path().join("alone.toml"), "[practice]\nidentity_check = false\n").expect("writes");
        let file = setup.folder.path().join("alone.toml");
        let setup = setup.with("OBHUT_CONFIG", file.to_str().expect("a path"));
        assert!(setup.refusal(&approve).contains("no invitation with this id is open"));
    }

    async fn without_an_installation_there_is_nothing_to_keep(engine: Engine) {
        let setup = Setup::new(engine).await;
        for command in [&["staff", "list"][..], &[ADD.as_slice(), &["--link-file", "link"]].concat()] {
            assert!(setup.refusal(command).contains("there is no installation here yet"));
        }
        assert!(!setup.key_file().exists() && !setup.folder.path().join("link").exists());
        assert!(engine == Engine::Postgres || !setup.data_dir().exists());
    }
}

#[test]
fn on_a_terminal_the_link_is_shown() {
    let setup = Setup::sqlite();
    setup.start(&["serve"]).stop();
    let shown = setup.run_on_terminal("staff add --name 'Petra Lindner' --role administrator");
    assert!(shown.contains(&format!("  http://localhost:{}/staff/enrol#", setup.port)), "{shown}");
    assert!(list(&setup).contains("administrator"));
}

#[test]
fn what_is_misspelt_is_named_before_anything_happens() {
    let setup = Setup::sqlite();
    setup.start(&["serve"]).stop();
    for name in ["Petra", "", "Petra 7"] {
        let command = ["staff", "add", "--name", name, "--role", "reception", "--link-file", "link"];
        assert!(setup.refusal(&command).contains("a given name and a family name"), "{name}");
    }
    for command in [
        &["staff", "add", "--name", "Petra Lindner", "--role", "chief", "--link-file", "link"][..],
        &["staff", "disable", "petra"],
    ] {
        let output = setup.run(command);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("privacy-officer") || said.contains("staff list"), "{said}");
    }
    assert!(!setup.folder.path().join("link").exists());
    assert!(list(&setup).contains("no accounts yet"));
}
