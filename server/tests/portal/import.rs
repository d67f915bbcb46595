//! `obhut import fhir` as an operator runs it.

use crate::support::Setup;
use app::on_both_databases;
use std::{
    io::{BufRead as _, BufReader},
    process::Output,
};

/// From the npm package `hl7.fhir.uv.ips` 2.0.0 (CC0-1.0).
const REAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/tests/fhir/ips-bundle-01.json");

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
