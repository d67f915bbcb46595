use super::*;
use crate::records::model::{FILE_MAX, Position, Wanted};

fn at(text: &[u8]) -> (Reason, u32, u32) {
    let Refusal { path, position, reason } = refused(text);
    let Position { line, column } = position.expect("a position");
    assert_eq!(path, "$");
    (reason, line, column)
}

#[test]
fn broken_json_is_refused_with_line_and_column() {
    assert_eq!(at(b""), (Reason::BrokenJson, 1, 1));
    assert_eq!(at(b"<Patient/>"), (Reason::BrokenJson, 1, 1));
    assert_eq!(at("{\n  \"ä\": tru\n}".as_bytes()), (Reason::BrokenJson, 2, 8));
    assert_eq!(at(b"{\"a\":1,}"), (Reason::BrokenJson, 1, 8));
    assert_eq!(at(b"[01]"), (Reason::BrokenJson, 1, 3));
    assert_eq!(at(b"\"a\nb\""), (Reason::BrokenJson, 1, 3));
    assert_eq!(at(br#""\ud83d""#), (Reason::BrokenJson, 1, 8));
    assert_eq!(at(b"{}\n{}"), (Reason::BrokenJson, 2, 1));
    assert_eq!(at(b"{\n\"a\": \"\xff\"}"), (Reason::NotUtf8, 2, 7));
    let half = REAL.get(..REAL.len() / 2).expect("half of it");
    assert_eq!(at(half).0, Reason::BrokenJson);
}

#[test]
fn files_that_are_too_large_or_too_deep_are_refused() {
    let mut large = REAL.to_vec();
    large.resize(FILE_MAX, b' ');
    assert_eq!(accepted(&large).entries.len(), 13, "exactly 20 MB are read");
    large.push(b' ');
    assert_eq!(refused(&large).reason, Reason::FileTooLarge);
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}0{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(refused(nested(64).as_bytes()).reason, Reason::NotFhir);
        assert_eq!(refused(nested(65).as_bytes()).reason, Reason::TooDeep);
        assert_eq!(refused(open.repeat(2_000_000).as_bytes()).reason, Reason::TooDeep);
    }
    let brackets = format!("[{}0]", "[],".repeat(4_000_000));
    assert_eq!(refused(brackets.as_bytes()).reason, Reason::TooMany);
}

#[test]
fn what_is_not_fhir_is_refused() {
    assert_eq!(why(&json!([])), ("$.resourceType".into(), Reason::NotFhir));
    assert_eq!(
        why(&json!({ "resourceType": 5 })),
        ("$.resourceType".into(), Reason::WrongType(Wanted::Text))
    );
    assert_eq!(why(&json!({ "resourceType": "\u{1b}[2J" })).1, Reason::ControlCharacter);
    assert_eq!(why(&json!({ "resourceType": "Pa tient" })), ("$.resourceType".into(), Reason::NotFhir));
    assert_eq!(
        why(&json!({ "resourceType": "Observation", "id": "1" })),
        ("$.subject".into(), Reason::Missing)
    );
    let mut single =
        but(Resource::Observation, json!({ "id": "1", "subject": { "reference": "Patient/anna" } }));
    assert_eq!(why(&single), ("$.subject.reference".into(), Reason::NoPatient));
    single["status"] = json!("entered-in-error");
    assert_eq!(why(&single), ("$".into(), Reason::NoPatient));
    assert_eq!(why(&json!({ "resourceType": "Organization" })), ("$".into(), Reason::NoPatient));
    let mut bundle = with(&[json!({ "resourceType": "Observation" })]);
    bundle["entry"][1]["resource"]["resourceType"] = Value::Null;
    assert_eq!(why(&bundle), ("$.entry[1].resource.resourceType".into(), Reason::NotFhir));
}

#[test]
fn only_bundles_that_are_records_are_read() {
    let mut bundle = with(&[]);
    for kind in ["document", "collection", "transaction", "searchset"] {
        bundle["type"] = json!(kind);
        assert_eq!(import(&bundle).patient.family, "Beispiel");
    }
    for kind in ["history", "batch", "message", "transaction-response", ""] {
        bundle["type"] = json!(kind);
        assert_eq!(why(&bundle), ("$.type".into(), Reason::BundleKind));
    }
    bundle["type"] = Value::Null;
    assert_eq!(why(&bundle), ("$.type".into(), Reason::Missing));
    assert_eq!(
        why(&json!({ "resourceType": "Bundle", "type": "collection" })),
        ("$".into(), Reason::NoPatient)
    );
    let error = json!({ "resource": { "resourceType": "Composition", "status": "entered-in-error" } });
    let document = json!({ "resourceType": "Bundle", "type": "document", "entry": [error] });
    assert_eq!(why(&document), ("$.entry[0].resource.status".into(), Reason::DocumentInError));
}

#[test]
fn a_patient_must_be_somebody() {
    let refused = |member: &str, value: Value| {
        let mut patient = anna();
        patient[member] = value;
        why(&patient)
    };
    let missing = |path: &str| (path.to_owned(), Reason::Missing);
    assert_eq!(refused("name", Value::Null), missing("$.name.family"));
    assert_eq!(refused("name", json!([{ "text": "Anna Beispiel" }])), missing("$.name.family"));
    assert_eq!(refused("name", json!([{ "use": "maiden", "family": "Muster" }])), missing("$.name.family"));
    assert_eq!(refused("name", json!([{ "family": " " }])), missing("$.name.family"));
    assert_eq!(refused("name", json!({})), ("$.name".into(), Reason::WrongType(Wanted::List)));
    assert_eq!(refused("birthDate", Value::Null), missing("$.birthDate"));
    for (date, reason) in [
        ("1980", Reason::BirthDateIncomplete),
        ("1980-05", Reason::BirthDateIncomplete),
        ("1980-02-30", Reason::NotADate),
        ("04.05.1980", Reason::NotADate),
        ("1980-05-04T00:00:00Z", Reason::NotADate),
        ("1896-11-20", Reason::TooOld),
        ("2026-11-24", Reason::InFuture),
    ] {
        assert_eq!(refused("birthDate", json!(date)), ("$.birthDate".into(), reason), "{date}");
    }
    assert_eq!(refused("birthDate", json!(1980)), ("$.birthDate".into(), Reason::WrongType(Wanted::Text)));
    assert_eq!(refused("modifierExtension", json!([{}])), ("$.modifierExtension".into(), Reason::Modifier));
    assert_eq!(
        refused("link", json!([{ "type": "replaced-by" }])),
        ("$.link[0]".into(), Reason::PatientReplaced)
    );
    let mut oldest = anna();
    oldest["birthDate"] = json!("1896-11-23");
    assert_eq!(import(&oldest).patient.birth_date.to_iso(), "1896-11-23");
}

#[test]
fn a_record_belongs_to_one_patient() {
    let mut other = anna();
    other["id"] = json!("bernd");
    let mut bundle = with(&[]);
    let entries = bundle["entry"].as_array_mut().expect("a list");
    entries.push(json!({ "resource": anna() }));
    entries.push(json!({ "resource": other }));
    assert_eq!(why(&bundle), ("$.entry[2].resource".into(), Reason::TwoPatients));

    for resource in Resource::ALL {
        let subject = match resource {
            Resource::AllergyIntolerance | Resource::Immunization => "patient",
            _ => "subject",
        };
        let foreign = but(resource, json!({ subject: { "reference": "Patient/bernd" } }));
        assert_eq!(why_not(foreign), (format!(".{subject}.reference"), Reason::Dangling));
        let nobody = but(resource, json!({ subject: null }));
        assert_eq!(why_not(nobody), (format!(".{subject}"), Reason::Missing));
        let unnamed = but(resource, json!({ subject: { "display": "Anna" } }));
        assert_eq!(why_not(unnamed), (format!(".{subject}.reference"), Reason::Missing));
    }
    let group = json!({ "resourceType": "Group", "id": "g" });
    let of_group = but(Resource::Condition, json!({ "id": "c", "subject": { "reference": "Group/g" } }));
    assert_eq!(why(&with(&[group, of_group])), ("$.entry[2].resource.subject".into(), Reason::OtherPatient));
    let identifier = json!({ "system": "http://fhir.de/sid/gkv/kvid-10", "value": "B999999999" });
    let foreign = but(Resource::Condition, json!({ "subject": { "identifier": identifier } }));
    assert_eq!(why_not(foreign), (".subject.identifier".into(), Reason::OtherPatient));
}

#[test]
fn absurd_dates_are_refused_in_every_kind_of_entry() {
    for (resource, member) in [
        (Resource::AllergyIntolerance, "onsetDateTime"),
        (Resource::AllergyIntolerance, "lastOccurrence"),
        (Resource::Condition, "abatementDateTime"),
        (Resource::Condition, "recordedDate"),
        (Resource::MedicationStatement, "effectiveDateTime"),
        (Resource::MedicationRequest, "authoredOn"),
        (Resource::Immunization, "occurrenceDateTime"),
        (Resource::Observation, "effectiveInstant"),
        (Resource::Observation, "issued"),
        (Resource::Procedure, "performedDateTime"),
        (Resource::DiagnosticReport, "effectiveDateTime"),
        (Resource::DocumentReference, "date"),
    ] {
        for (date, reason) in [
            ("1899-12-31", Reason::TooEarly),
            ("2026-11-24", Reason::InFuture),
            ("2027", Reason::InFuture),
            ("2026-11-31", Reason::NotADate),
            ("gestern", Reason::NotADate),
            ("2026-11-20T10:00:00", Reason::NotADate),
        ] {
            let value = but(resource, json!({ member: date }));
            assert_eq!(why_not(value), (format!(".{member}"), reason), "{resource:?} {date}");
        }
        for date in ["1900", "2026", "2026-11", "2026-11-23", "2026-11-24T00:30:00+02:00"] {
            assert!(
                entry(but(resource, json!({ member: date }))).date.is_some()
                    || member == "abatementDateTime"
                    || member == "lastOccurrence"
            );
        }
    }
    let begun = but(Resource::Procedure, json!({ "performedPeriod": { "start": "1800-01-01" } }));
    assert_eq!(why_not(begun), (".performedPeriod.start".into(), Reason::TooEarly));
}

#[test]
fn references_that_count_must_lead_somewhere() {
    let medication = |reference: &str| {
        json!({ "resourceType": "MedicationRequest", "status": "active", "intent": "order",
            "medicationReference": { "reference": reference, "display": "Salbe" } })
    };
    let path = ".medicationReference.reference".to_owned();
    for nowhere in [
        "Medication/m",
        "#m",
        "urn:uuid:2b90dd2b-2dab-4c75-9bb9-a355e07401e8",
        "Medication?code=1",
        "http://x/Medication/m",
    ] {
        assert_eq!(why_not(medication(nowhere)), (path.clone(), Reason::Dangling), "{nowhere}");
    }
    assert_eq!(why_not(medication("Patient/anna")), (".medicationReference".into(), Reason::WrongTarget));
}

#[test]
fn every_entry_needs_an_id_of_its_own() {
    let mut bundle = with(&[smallest(Resource::Condition)]);
    bundle["entry"][1]["resource"]["id"] = Value::Null;
    assert_eq!(why(&bundle), ("$.entry[1].resource.id".into(), Reason::NoId));
    bundle["entry"][1]["resource"]["id"] = json!("a b");
    assert_eq!(why(&bundle), ("$.entry[1].resource.id".into(), Reason::BadId));
    let one = but(Resource::Condition, json!({ "id": "c" }));
    let another = but(Resource::Condition, json!({ "id": "c", "code": { "text": "Anderes" } }));
    assert_eq!(why(&with(&[one, another])), ("$.entry[2].resource".into(), Reason::SameIdTwice));
}

#[test]
fn a_value_of_the_wrong_type_is_refused_where_it_stands() {
    for (changes, path, wanted) in [
        (json!({ "status": 1 }), ".status", Wanted::Text),
        (json!({ "code": "x" }), ".code", Wanted::Object),
        (json!({ "code": { "coding": {} } }), ".code.coding", Wanted::List),
        (json!({ "code": { "coding": ["x"] } }), ".code.coding[0]", Wanted::Object),
        (json!({ "valueQuantity": { "value": "6.10" } }), ".valueQuantity.value", Wanted::Number),
        (json!({ "valueBoolean": "true" }), ".valueBoolean", Wanted::YesNo),
        (json!({ "component": [{ "code": { "text": 4 } }] }), ".component[0].code.text", Wanted::Text),
        (json!({ "note": "x" }), ".note", Wanted::List),
    ] {
        assert_eq!(why_not(but(Resource::Observation, changes)), (path.into(), Reason::WrongType(wanted)));
    }
}
