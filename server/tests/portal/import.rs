//! `obhut import fhir` as an operator runs it.

use crate::support::Setup;
use app::{
    audit::{Act, Category, Entry, Who},
    on_both_databases,
    patients::{
        model::{BirthDate, Source, Valid},
        service::{Outcome, add_patient},
    },
};
use std::{
    io::{BufRead as _, BufReader},
    process::Output,
};

/// From the npm package `hl7.fhir.uv.ips` 2.0.0 (CC0-1.0).
pub const REAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/tests/fhir/ips-bundle-01.json");

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Writes a file into the folder of the setup, and gives its path.
fn written(setup: &Setup, name: &str, content: &str) -> String {
    let path = setup.folder.path().join(name);
    std::fs::write(&path, content).expect("writes");
    path.display().to_string()
}

/// A file about somebody born on 4 May 1980 with this insurance number, and one entry.
fn small(setup: &Setup, number: &str, given: &str, family: &str) -> String {
    let content = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[
            {{"resource":{{"resourceType":"Patient","id":"p","birthDate":"1980-05-04",
                "identifier":[{{"system":"http://fhir.de/sid/gkv/kvid-10","value":"{number}"}}],
                "name":[{{"family":"{family}","given":["{given}"]}}]}}}},
            {{"resource":{{"resourceType":"Condition","id":"c","code":{{"text":"Ding"}},"subject":{{"reference":"Patient/p"}}}}}}]}}"#
    );
    written(setup, &format!("{number}-{given}-{family}.json"), &content)
}

/// Somebody born on 4 May 1980, as the desk adds them.
async fn add_at_the_desk(setup: &Setup, number: &str, given: &str, family: &str) {
    let state = setup.state().await;
    let valid = Valid {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        birth_date: BirthDate::new(1980, 5, 4).expect("a day"),
        language: None,
        email: None,
        phone: None,
        insurance_number: Some(number.to_owned()),
    };
    let deed = Entry::new(state.clock.now(), Who::System, Act::MasterDataChanged, Category::MasterData);
    let added = add_patient(&state, &valid, true, (Source::Reception, deed), None).await;
    assert!(matches!(added, Ok(Outcome::Created(_))));
    state.db.close().await;
}

on_both_databases! {
    async fn a_real_file_is_taken_over_beside_a_running_portal(engine: Engine) {
        let setup = Setup::new(engine).await;
        assert!(setup.refusal(&["import", "fhir", REAL, "--yes"]).contains("no installation here yet"));
        // Listening begins before the first start has made the installation, so that one is over first.
        setup.start(&["serve"]).stop();
        let portal = setup.start(&["serve"]);
        // 1. Nobody is there to say that a new patient may be created.
        let (code, _, error) = said(&setup.run(&["import", "fhir", REAL]));
        assert_eq!(code, Some(1), "{error}");
        assert!(error.contains("run this on a terminal to answer, or with --yes"), "{error}");
        // 2. The first time all is new, the second time nothing.
        let (code, out, error) = said(&setup.run(&["import", "fhir", REAL, "--yes", "--source", "Praxis Muster"]));
        assert_eq!(code, Some(0), "{error}");
        assert!(out.contains("newly created") && out.contains("Entries: 13 new, 0 replaced, 0 unchanged, 0 withdrawn."), "{out}");
        assert!(out.contains("Organization (2): the portal does not keep this kind of data"), "{out}");
        let (code, out, _) = said(&setup.run(&["import", "fhir", REAL, "--yes", "--source", "Praxis Muster"]));
        assert_eq!(code, Some(0));
        assert!(out.contains("known by a number") && out.contains("Entries: 0 new, 0 replaced, 13 unchanged, 0 withdrawn."), "{out}");
        assert!(!out.contains("DeLarosa"), "nobody is named without need");
        portal.stop();
        assert!(!setup.log().contains("DeLarosa"));
        // 3. The access log knows of it.
        let (code, out, _) = said(&setup.run(&["audit", "verify"]));
        assert_eq!(code, Some(0), "{out}");
    }

    async fn what_is_refused_is_named_with_its_place_and_the_rest_goes_on(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let real = std::fs::read_to_string(REAL).expect("reads");
        let born_tomorrow = written(&setup, "wrong.json", &real.replace("1972-05-01", "2972-05-01"));
        let broken = written(&setup, "broken.json", &real[..1000]);
        let (code, out, error) =
            said(&setup.run(&["import", "fhir", "--yes", &born_tomorrow, &broken, "/nowhere.json", REAL]));
        assert_eq!(code, Some(1), "{error}");
        assert!(error.contains("birthDate: The date is in the future."), "{error}");
        assert!(error.contains("broken.json: line "), "{error}");
        assert!(error.contains("/nowhere.json: The file cannot be read"), "{error}");
        assert!(out.contains("Entries: 13 new") && out.contains("1 of 4 files were taken over."), "{out}");
        // Somebody of that name and birth date without that number may be somebody else.
        let other = written(&setup, "other.json", &real.replace("574687583", "1"));
        let (code, _, error) = said(&setup.run(&["import", "fhir", "--yes", &other]));
        assert_eq!(code, Some(1));
        assert!(error.contains("A name and the birth date fit patient "), "{error}");
        assert!(!error.contains("DeLarosa"), "{error}");
        // A number and the birth date with another given name may be a twin.
        let twin = written(&setup, "twin.json", &real.replace("\"Martha\"", "\"Berta\"").replace("DeLarosa", "Anders"));
        let (code, out, error) = said(&setup.run(&["import", "fhir", "--yes", &twin]));
        assert_eq!(code, Some(1));
        assert!(error.contains("A number in it and the birth date fit patient "), "{error}");
        assert!(!error.contains("Berta") && !error.contains("Martha") && !out.contains("Entries:"), "{error}{out}");
        // A number of somebody with another birth date is a mistake somewhere.
        let older = written(&setup, "older.json", &real.replace("1972-05-01", "1971-05-01"));
        let (code, _, error) = said(&setup.run(&["import", "fhir", "--yes", &older]));
        assert_eq!(code, Some(1));
        assert!(error.contains("A number in it belongs to patient "), "{error}");
    }

    async fn a_terminal_is_asked_until_the_answer_is_clear(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        assert_eq!(setup.run(&["import", "fhir", "--yes", &small(&setup, "P4711", "Anna", "Muster")]).status.code(), Some(0));
        let twin = small(&setup, "P4711", "Berta", "Muster");
        let (code, said) = setup.answer_on_terminal(&format!("import fhir {twin}"), "foo\nn\n");
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("Answer y (yes) or n (no).") && said.contains("who is somebody else"), "{said}");
        assert_eq!(said.matches("Is it the same person? [y/N]").count(), 2, "{said}");
        assert!(!said.contains("Create this patient?"), "{said}");
        let (code, said) = setup.answer_on_terminal(&format!("import fhir {twin}"), "ja\n");
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("Personal details brought up to date: given name."), "{said}");
    }

    async fn master_data_follow_the_practice_system_and_nothing_else_is_overwritten(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let anna = small(&setup, "P4711", "Anna", "Muster");
        let run = |file: &str| said(&setup.run(&["import", "fhir", "--yes", file]));
        assert_eq!(run(&anna).0, Some(0));
        let (code, out, _) = run(&anna);
        assert_eq!(code, Some(0));
        assert!(!out.contains("brought up to date") && !out.contains("The portal has"), "{out}");
        let (code, out, error) = run(&small(&setup, "P4711", "Anna", "Verheiratet"));
        assert_eq!(code, Some(0), "{error}");
        assert!(out.contains("Personal details brought up to date: family name."), "{out}");
        assert!(!(out + &error).contains("Verheiratet,"), "nobody is named without need");

        add_at_the_desk(&setup, "P4712", "Berta", "Handverlesen").await;
        let berta = small(&setup, "P4712", "Berta", "Anders");
        let (code, out, _) = run(&berta);
        assert_eq!(code, Some(0));
        assert!(out.contains("The portal has another family name, given by the practice; not changed."), "{out}");
        let (code, said) = setup.answer_on_terminal(&format!("import fhir {berta}"), "y\n");
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("Handverlesen; the file says Anders. Take over what the file says?"), "{said}");
        assert!(said.contains("Personal details brought up to date: family name."), "{said}");
        assert!(!setup.log().contains("Handverlesen") && !setup.log().contains("Verheiratet"));
    }

    async fn what_is_no_file_is_refused_at_once(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let pipe = setup.folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
        let (code, _, error) = said(&setup.run(&["import", "fhir", "--yes", &pipe.display().to_string()]));
        assert_eq!(code, Some(1));
        assert!(error.contains("The file cannot be read: it is no regular file."), "{error}");
    }

    async fn a_killed_import_has_left_all_or_nothing_and_can_be_repeated(engine: Engine) {
        let setup = Setup::new(engine).await;
        setup.start(&["serve"]).stop();
        let entry = |number: usize| format!(
            r#"{{"resource":{{"resourceType":"Condition","id":"c{number}","code":{{"text":"Nummer {number}"}},"subject":{{"reference":"Patient/p"}}}}}}"#
        );
        let entries: Vec<String> = (0..3000).map(entry).collect();
        let large = written(&setup, "large.json", &format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Patient","id":"p","birthDate":"1980-05-04","identifier":[{{"system":"urn:p","value":"1"}}],"name":[{{"family":"Muster","given":["Anna"]}}]}}}},{}]}}"#,
            entries.join(",")
        ));
        let mut child = setup.spawn(&["import", "fhir", "--yes", &large]);
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("Writing")));
        std::thread::sleep(std::time::Duration::from_millis(150));
        child.kill().expect("kills");
        child.wait().expect("reaps");
        let (code, out, error) = said(&setup.run(&["import", "fhir", "--yes", &large]));
        assert_eq!(code, Some(0), "{error}");
        let all_or_nothing = ["3000 new, 0 replaced, 0 unchanged", "0 new, 0 replaced, 3000 unchanged"];
        assert!(all_or_nothing.iter().any(|outcome| out.contains(outcome)), "{out}");
        let (code, out, _) = said(&setup.run(&["audit", "verify"]));
        assert_eq!(code, Some(0), "{out}");
    }
}
