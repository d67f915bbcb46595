//! A record over a real socket: what its documents look like on the wire, and what they cost.

use crate::{
    demo::{code, players, session, sign_in, start},
    support::{Answer, Running, Setup},
};
use app::{
    audit::Who,
    backend::state::AppState,
    on_both_databases,
    patients::{
        arrivals::{Arrival, Fit, bring_up_to_date, who_fits},
        birth_date::BirthDate,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The largest document there may be.
const LARGE: usize = 10 * 1024 * 1024;
/// What sending a document may need at most, in kilobytes: the pieces of four lines, and what an allocator keeps.
const ROOM: u64 = 4 * 1024;

/// Lets Anna of the demo be known by a number, so that a file about her needs nobody to decide.
async fn give_number(state: &AppState) {
    let arrival = Arrival {
        family_name: "Muster".to_owned(),
        given_name: "Anna".to_owned(),
        birth_date: BirthDate::new(1980, 5, 4).expect("a day"),
        insurance_number: None,
        identifiers: vec![("urn:test".to_owned(), "anna".to_owned())],
    };
    let person = match who_fits(state, &arrival).await.expect("looks") {
        Fit::Likely(found) => found[0].person,
        other => panic!("{other:?}"),
    };
    bring_up_to_date(state, Who::CommandLine, person, &arrival, &[]).await.expect("remembers");
}

/// Takes a document of so many bytes over, as an operator does.
fn take(setup: &Setup, id: &str, length: usize) {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    pdf.resize(length - 5, b'x');
    pdf.extend(b"%%EOF");
    let data = STANDARD.encode(pdf);
    let file = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[
        {{"resource":{{"resourceType":"Patient","id":"p","birthDate":"1980-05-04","name":[{{"family":"Muster"}}],
          "identifier":[{{"system":"urn:test","value":"anna"}}]}}}},
        {{"resource":{{"resourceType":"DocumentReference","id":"{id}","status":"current","date":"2020-01-01",
          "type":{{"text":"Brief {id}"}},"subject":{{"reference":"Patient/p"}},
          "content":[{{"attachment":{{"contentType":"application/pdf","data":"{data}"}}}}]}}}}]}}"#
    );
    let path = setup.folder.path().join(id);
    std::fs::write(&path, file).expect("writes");
    let output = setup.run(&["import", "fhir", "--yes", &path.display().to_string()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The address of the document under a title.
fn address<'p>(page: &'p str, title: &str) -> &'p str {
    let (_, entry) = page.split_once(title).expect("the document is listed");
    let address = entry.split("href=\"").find(|rest| rest.starts_with("/me/record/documents/"));
    address.and_then(|rest| rest.split('"').next()).expect("an address")
}

fn get(portal: &Running, path: &str, cookie: &str) -> Answer {
    portal.send("GET", path, &[("Cookie", cookie)], "")
}

/// The most memory the process ever had, in kilobytes (proc(5), `VmHWM`).
fn peak(portal: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", portal.id())).expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

on_both_databases! {
    async fn a_large_document_leaves_whole_and_needs_no_more_memory_than_a_small_one(engine: Engine) {
        let setup = Setup::new(engine).await;
        let (portal, printed) = start(&setup);
        let state = setup.state().await;
        give_number(&state).await;
        state.db.close().await;
        take(&setup, "klein", 1000);
        take(&setup, "gross", LARGE);

        let [_, _, name, passphrase] = players(&printed).into_iter().find(|row| row[1] == "Anna Muster").expect("Anna");
        let cookie = session(&sign_in(&portal, &name, &passphrase, &code(&setup, &name)));
        let page = get(&portal, "/me/record", &cookie).body;
        let (small, large) = (address(&page, "Brief klein"), address(&page, "Brief gross"));
        for _ in 0..4 {
            assert_eq!(get(&portal, small, &cookie).body.len(), 1000);
        }
        let before = peak(&portal);
        for _ in 0..3 {
            let answer = get(&portal, large, &cookie);
            assert_eq!((answer.status, answer.body.len()), (200, LARGE));
            assert!(answer.body.starts_with("%PDF-1.7\nxxx") && answer.body.ends_with("xxx%%EOF"));
            for (name, value) in [
                ("content-length", LARGE.to_string().as_str()),
                ("content-type", "application/pdf"),
                ("content-disposition", "attachment; filename=\"dokument.pdf\""),
                ("x-content-type-options", "nosniff"),
                ("cache-control", "no-store"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{name}");
            }
            assert!(answer.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
        }
        let more = peak(&portal) - before;
        assert!(more < ROOM, "{more} kB more for {LARGE} bytes");
        assert!(!setup.log().contains("Brief"), "the log names no document");
        portal.stop();
    }
}
