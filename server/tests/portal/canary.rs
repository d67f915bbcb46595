//! A record in which every field holds something nobody else has: it comes out on the page of whoever treats the patient,
//! and in no file, log, table, address or title.

use crate::{
    demo::{code, players, session, sign_in, start},
    others::Visitor,
    support::Setup,
};
use app::on_both_databases;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{fs, path::Path};

const FAMILY: &str = "Kranewitterzapf";
const GIVEN: &str = "Xaverlinde";
const REASON: &str = "Beschwerdebrummkreisel vom Maerz";
/// Searched for, and nobody's.
const SEARCHED: &str = "Nirgendwolpertinger";
const NUMBER: &str = "PKVQX7731XW";
/// A value that was measured.
const VALUE: &str = "73191.377";

/// What every word of the file ends with.
const STEM: &str = "quastenflosser";

/// The words of a file, each in one field only.
#[derive(Default)]
struct Words(Vec<(&'static str, String)>);

impl Words {
    /// A word nobody uses, for one field.
    fn of(&mut self, field: &'static str) -> String {
        // Digits would be found by chance; letters are not.
        let number: String =
            self.0.len().to_string().bytes().map(|digit| char::from(digit - b'0' + b'k')).collect();
        let word = format!("Zwirbel{number}{STEM}");
        self.0.push((field, word.clone()));
        word
    }
}

/// A file about somebody, with something in every field that is read.
fn file(words: &mut Words) -> String {
    let mut w = |field| words.of(field);
    let subject = r#""subject":{"reference":"Patient/p"}"#;
    let patient = r#""patient":{"reference":"Patient/p"}"#;
    let concept = |text: &str, display: &str| {
        format!(
            r#"{{"text":"{text}","coding":[{{"system":"urn:codes","code":"{display}c","display":"{display}"}}]}}"#
        )
    };
    let pdf = STANDARD.encode(format!("%PDF-1.7\n{}\n%%EOF", w("pages of a document")));
    let entries = [
        format!(
            r#"{{"resourceType":"Patient","id":"p","birthDate":"1912-02-29","name":[{{"family":"{FAMILY}","given":["{GIVEN}"]}}],
            "identifier":[{{"system":"urn:canary","value":"{NUMBER}"}}]}}"#
        ),
        format!(
            r#"{{"resourceType":"AllergyIntolerance","id":"{}","code":{},{patient},"note":[{{"text":"{}"}}],
            "reaction":[{{"manifestation":[{}],"description":"{}"}}]}}"#,
            w("id of an allergy"),
            concept(&w("allergy"), &w("code of an allergy")),
            w("note on an allergy"),
            concept(&w("reaction"), &w("code of a reaction")),
            w("description of a reaction"),
        ),
        format!(
            r#"{{"resourceType":"Condition","id":"c","code":{},{subject},"note":[{{"text":"{}"}}],"bodySite":[{}]}}"#,
            concept(&w("condition"), &w("code of a condition")),
            w("note on a condition"),
            concept(&w("body site"), &w("code of a body site")),
        ),
        format!(
            r#"{{"resourceType":"MedicationStatement","id":"m","status":"active","medicationCodeableConcept":{},{subject},
            "dosage":[{{"text":"{}","patientInstruction":"{}"}}],"note":[{{"text":"{}"}}],"reasonCode":[{}]}}"#,
            concept(&w("medicine"), &w("code of a medicine")),
            w("dosage"),
            w("instruction"),
            w("note on a medicine"),
            concept(&w("reason of a medicine"), &w("code of a reason")),
        ),
        format!(
            r#"{{"resourceType":"Immunization","id":"i","status":"completed","vaccineCode":{},{patient},
            "occurrenceDateTime":"2020-01-01","lotNumber":"{}","note":[{{"text":"{}"}}]}}"#,
            concept(&w("vaccine"), &w("code of a vaccine")),
            w("lot"),
            w("note on a vaccination"),
        ),
        format!(
            r#"{{"resourceType":"Observation","id":"o","status":"final","code":{},{subject},
            "category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}}]}}],
            "effectiveDateTime":"2020-01-01","valueQuantity":{{"value":{VALUE},"unit":"{}"}},"note":[{{"text":"{}"}}],
            "interpretation":[{}]}}"#,
            concept(&w("value"), &w("code of a value")),
            w("unit"),
            w("note on a value"),
            concept(&w("judgement"), &w("code of a judgement")),
        ),
        format!(
            r#"{{"resourceType":"Observation","id":"s","status":"final","code":{},{subject},
            "category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}}]}}],
            "effectiveDateTime":"2020-01-01","valueString":"{}"}}"#,
            concept(&w("second value"), &w("code of a second value")),
            w("value in words"),
        ),
        format!(
            r#"{{"resourceType":"Procedure","id":"x","status":"completed","code":{},{subject},"performedDateTime":"2020-01-01",
            "note":[{{"text":"{}"}}],"outcome":{}}}"#,
            concept(&w("procedure"), &w("code of a procedure")),
            w("note on a procedure"),
            concept(&w("outcome"), &w("code of an outcome")),
        ),
        format!(
            r#"{{"resourceType":"DiagnosticReport","id":"r","status":"final","code":{},{subject},
            "effectiveDateTime":"2020-01-01","conclusion":"{}"}}"#,
            concept(&w("report"), &w("code of a report")),
            w("conclusion"),
        ),
        format!(
            r#"{{"resourceType":"DocumentReference","id":"d","status":"current","date":"2020-01-01T00:00:00Z","type":{},
            {subject},"description":"{}","author":[{{"display":"{}"}}],
            "content":[{{"attachment":{{"contentType":"application/pdf","title":"{}","data":"{pdf}"}}}}]}}"#,
            concept(&w("kind of document"), &w("code of a document")),
            w("description of a document"),
            w("author of a document"),
            w("title of a document"),
        ),
        // What is not kept is nowhere either.
        format!(
            r#"{{"resourceType":"Organization","id":"org","name":"{}"}}"#,
            w("a kind of resource that is not kept")
        ),
    ];
    let entries: Vec<String> =
        entries.iter().map(|resource| format!(r#"{{"resource":{resource}}}"#)).collect();
    format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#, entries.join(","))
}

/// A text as it might stand in a file: as it is, in capitals, in two bytes a letter, in base 64, in hexadecimal digits.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let hex = text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut all = vec![
        text.as_bytes().to_vec(),
        text.to_lowercase().into_bytes(),
        text.to_uppercase().into_bytes(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        hex.into_bytes(),
    ];
    for shift in 0..3 {
        let encoded = STANDARD.encode([vec![0; shift], text.as_bytes().to_vec()].concat());
        let from = if shift == 0 { 0 } else { shift + 1 };
        all.push(encoded.as_bytes()[from..encoded.len() - 4].to_vec());
    }
    all
}

/// Whether a text stands somewhere in any spelling.
fn holds(bytes: &[u8], text: &str) -> bool {
    let is_there = |spelling: Vec<u8>| bytes.windows(spelling.len()).any(|window| window == spelling);
    spellings(text).into_iter().any(is_there)
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).expect("reads")));
        }
    }
    found
}

fn title(html: &str) -> &str {
    html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default()
}

on_both_databases! {
    async fn what_stands_in_a_record_is_found_in_no_file_table_log_address_or_title(engine: Engine) {
        let setup = Setup::new(engine).await.with("OBHUT_LOG", "trace");
        let (portal, printed) = start(&setup);
        let mut words = Words::default();
        let path = setup.folder.path().join("canary.json");
        fs::write(&path, file(&mut words)).expect("writes");
        let source = words.of("source");
        let import = ["import", "fhir", "--yes", "--source", &source, &path.display().to_string()];
        let output = setup.run(&import);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

        let enter = |role: &str| {
            let [_, _, name, passphrase] = players(&printed).into_iter().find(|row| row[0] == role).expect("a player");
            let answer = sign_in(&portal, &name, &passphrase, &code(&setup, &name));
            Visitor::new(&portal, session(&answer), "/staff")
        };
        let (desk, clinician, officer) = (enter("reception"), enter("clinician"), enter("privacy-officer"));
        let search = |family: &str, number: &str| {
            desk.send("POST", "/staff/patients", &format!(
                "family_name={family}&birth_date_day=29&birth_date_month=2&birth_date_year=1912&insurance_number={number}"
            ))
        };
        let none = search(SEARCHED, NUMBER);
        let found = search(FAMILY, "");
        let (_, rest) = found.body.split_once("href=\"/staff/patients/").expect("a hit");
        let id = rest.get(..36).expect("an id").to_owned();
        let person = format!("/staff/patients/{id}");
        let record = clinician.ask("GET", &format!("{person}/record"));
        assert_eq!(record.status, 200);
        let document = record.body.split("href=\"").find(|rest| rest.contains("/record/documents/"));
        let document = document.and_then(|rest| rest.split('"').next()).expect("a document").to_owned();
        let document = clinician.ask("GET", &document);
        let empty = officer.send("POST", &format!("{person}/access-log"), "reason=");
        let reason = REASON.replace(' ', "+");
        let log = officer.send("POST", &format!("{person}/access-log"), &format!("reason={reason}"));
        assert_eq!((log.status, log.body.contains(REASON)), (200, true), "the reason is shown to the one who gave it");

        // Where it belongs it is, or the search would prove nothing.
        let not_shown: Vec<_> =
            words.0.iter().filter(|(_, word)| !record.body.contains(word) && !document.body.contains(word)).collect();
        assert!(words.0.len() > 35 && not_shown.len() < 16, "{} are shown nowhere: {not_shown:?}", not_shown.len());
        for must in ["allergy", "note on a value", "dosage", "title of a document", "value in words", "conclusion"] {
            assert!(!not_shown.iter().any(|(field, _)| *field == must), "{must} is shown: {not_shown:?}");
        }

        let pages = [&none, &found, &record, &document, &empty, &log];
        let mut places = files(&setup.data_dir());
        assert!(places.iter().any(|(name, _)| name.contains("keys")), "{}", places.len());
        places.push(("the log".to_owned(), setup.log().into_bytes()));
        places.push(("what was printed".to_owned(), setup.printed().into_bytes()));
        places.push(("titles".to_owned(), pages.map(|page| title(&page.body)).join("\n").into_bytes()));
        places.push(("headers".to_owned(), format!("{:?}", pages.map(|page| &page.headers)).into_bytes()));
        places.extend(setup.tables().await);
        let size: usize = places.iter().map(|(_, place)| place.len()).sum();
        assert!(size > 100_000, "there was something to look at: {size}");
        assert!(setup.log().contains("TRACE"), "the log is as talkative as it can be");

        let typed =
            [STEM, FAMILY, GIVEN, REASON, SEARCHED, NUMBER, VALUE, "73191,377", "1912-02-29", "29. Februar 1912"];
        let mut leaks = Vec::new();
        for (place, bytes) in &places {
            for text in typed.iter().filter(|text| holds(bytes, text)) {
                let which = words.0.iter().filter(|(_, word)| *text == STEM && holds(bytes, word));
                let which: Vec<_> = which.map(|(field, _)| field).collect();
                leaks.push(format!("{text} {which:?} in {place}"));
            }
        }
        assert!(leaks.is_empty(), "{leaks:#?}");
        portal.stop();
    }
}
