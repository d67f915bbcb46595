//! A demonstration: everything somebody needs stands in its output, and works.

use crate::support::{Answer, Running, Setup};
use app::on_both_databases;
use std::time::{Duration, Instant};

/// From the command to the first page.
const START: Duration = Duration::from_secs(10);

/// Starts a demonstration; gives what it has printed.
pub fn start(setup: &Setup) -> (Running, String) {
    let began = Instant::now();
    let portal = setup.start(&["serve", "--demo"]);
    assert_eq!(portal.get("/").status, 200);
    assert!(began.elapsed() < START, "{:?}", began.elapsed());
    (portal, setup.printed())
}

/// The rows of the table: role, name, sign-in name, passphrase.
pub fn players(printed: &str) -> Vec<[String; 4]> {
    let table = printed.lines().skip_while(|line| !line.contains("PASSPHRASE")).skip(1);
    table
        .take_while(|line| !line.is_empty())
        .map(|line| {
            let columns: Vec<&str> =
                line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
            let columns: [&str; 4] = columns.try_into().expect("four columns");
            columns.map(str::to_owned)
        })
        .collect()
}

fn invitation(printed: &str) -> &str {
    printed.lines().find_map(|line| line.trim().strip_prefix("code  ")).expect("a code")
}

/// The session cookie of an answer.
pub fn session(answer: &Answer) -> String {
    let session = answer.headers.iter().find_map(|(header, value)| {
        let session = value.split(';').next()?;
        (header == "set-cookie" && session.starts_with("__Host-sid=")).then(|| session.to_owned())
    });
    session.expect("a session")
}

/// The present code of somebody, as the command prints it.
pub fn code(setup: &Setup, name: &str) -> String {
    let output = setup.run(&["demo", "code", name]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}

pub fn sign_in(portal: &Running, name: &str, passphrase: &str, code: &str) -> Answer {
    let origin = portal.own_origin();
    let headers = [("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let passphrase = passphrase.replace(' ', "+");
    let body = format!("sign_in_name={name}&passphrase={passphrase}&code={code}");
    portal.send("POST", "/sign-in", &headers, &body)
}

on_both_databases! {
    async fn a_start_prints_everything_and_the_next_one_keeps_the_people(engine: Engine) {
        let setup = Setup::new(engine).await;
        let (portal, first) = start(&setup);
        let origin = portal.own_origin();
        let people = players(&first);
        let roles: Vec<&str> = people.iter().map(|[role, ..]| role.as_str()).collect();
        assert_eq!(
            roles,
            ["reception", "clinician", "team-lead", "privacy-officer", "administrator", "patient", "patient"]
        );
        for part in [origin.as_str(), "born 28 February 1994", "obhut demo code NAME"] {
            assert!(first.contains(part), "{part} in {first}");
        }
        let grouped = invitation(&first);
        assert!(grouped.len() == 29 && grouped.split('-').all(|group| group.len() == 4), "{grouped}");
        assert!(first.contains(&format!("{origin}/enrol#{}\n", grouped.replace('-', ""))), "{first}");
        for secret in people.iter().flat_map(|[_, name, sign_in_name, passphrase]| [name, sign_in_name, passphrase]) {
            assert!(!setup.log().contains(secret.as_str()), "{secret}");
        }
        assert!(!setup.log().contains(&grouped.replace('-', "")));
        portal.stop();

        let (portal, second) = start(&setup);
        assert_eq!(players(&second), people);
        assert_ne!(invitation(&second), grouped);
        portal.stop();
    }

    async fn the_people_really_sign_in(engine: Engine) {
        let setup = Setup::new(engine).await;
        let (portal, printed) = start(&setup);
        for [role, name, sign_in_name, passphrase] in players(&printed) {
            let wrong = sign_in(&portal, &sign_in_name, &passphrase, "000000x");
            assert_eq!((wrong.status, wrong.header("location")), (422, ""), "{name}");
            let answer = sign_in(&portal, &sign_in_name, &passphrase, &code(&setup, &sign_in_name));
            let home = if role == "patient" { "/home" } else { "/staff" };
            assert_eq!((answer.status, answer.header("location")), (303, home), "{name}: {}", answer.body);
            let session = session(&answer);
            let page = portal.send("GET", home, &[("Cookie", &session)], "");
            assert_eq!(page.status, 200, "{name}");
            assert!(page.body.contains(&name), "{name}: {}", page.body);
        }
    }

    async fn each_kind_of_installation_refuses_what_belongs_to_the_other(engine: Engine) {
        let demo = Setup::new(engine).await;
        let (portal, printed) = start(&demo);
        let add = ["staff", "add", "--name", "Petra Echt", "--role", "reception", "--link-file", "link"];
        assert!(demo.refusal(&add).contains("this is a demo installation"));
        assert!(!demo.folder.path().join("link").exists());
        assert!(demo.refusal(&["demo", "code", "linde-0815"]).contains("nobody in this demo"));
        assert_eq!(code(&demo, &players(&printed)[0][1].to_uppercase()).len(), 6, "the printed name will do");
        portal.stop();

        let real = Setup::new(engine).await;
        real.start(&["serve"]).stop();
        let name = &players(&printed)[0][2];
        assert!(real.refusal(&["demo", "code", name]).contains("this is a real installation"));
        assert!(!real.printed().contains("PASSPHRASE"));
    }
}
