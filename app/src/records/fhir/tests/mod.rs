//! Real files, files that are almost right, and files that are not.

mod certainty;
mod documents;
mod kept;
mod left_out;
mod mutations;
mod patient;
mod real;
mod refusals;
mod series;
mod text;

use super::read;
use crate::{
    records::{
        model::{DropReason, Entry, Import, Reason, Refusal, Resource},
        when::When,
    },
    time::Timestamp,
};
use serde_json::{Value, json};

/// From the npm package `hl7.fhir.uv.ips` 2.0.0 (CC0-1.0).
const REAL: &[u8] = include_bytes!("../../../../tests/fhir/ips-bundle-01.json");

/// The day on which all these tests happen: 22 November 2026, noon.
fn now() -> Timestamp {
    Timestamp(When::parse("2026-11-22T12:00:00Z").expect("a date").earliest().0)
}

fn accepted(bytes: &[u8]) -> Import {
    match read(bytes, now()) {
        Ok(import) => import,
        Err(refusal) => panic!("refused: {refusal:?}"),
    }
}

fn refused(bytes: &[u8]) -> Refusal {
    read(bytes, now()).err().expect("refused")
}

fn import(value: &Value) -> Import {
    accepted(value.to_string().as_bytes())
}

/// Where and why a file is refused.
fn why(value: &Value) -> (String, Reason) {
    let refusal = refused(value.to_string().as_bytes());
    assert!(refusal.position.is_none());
    (refusal.path, refusal.reason)
}

fn anna() -> Value {
    json!({
        "resourceType": "Patient", "id": "anna", "birthDate": "1980-05-04",
        "identifier": [{ "system": "http://fhir.de/sid/gkv/kvid-10", "value": "A123456780" }],
        "name": [{ "use": "official", "family": "Beispiel", "given": ["Anna", "Maria"] }],
    })
}

/// A collection of Anna and these resources, which need neither id nor subject of their own.
fn with(resources: &[Value]) -> Value {
    let mut entries = vec![json!({ "resource": anna() })];
    for (index, resource) in resources.iter().enumerate() {
        let mut resource = resource.clone();
        let subject = match resource["resourceType"].as_str() {
            Some("AllergyIntolerance" | "Immunization") => "patient",
            _ => "subject",
        };
        let members = resource.as_object_mut().expect("an object");
        members.entry("id").or_insert_with(|| json!(format!("r{index}")));
        members.entry(subject).or_insert_with(|| json!({ "reference": "Patient/anna" }));
        entries.push(json!({ "resource": resource }));
    }
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

/// The one entry that comes of a resource.
fn entry(resource: Value) -> Entry {
    let mut import = import(&with(&[resource]));
    assert_eq!(import.entries.len(), 1, "{:?}", import.report);
    import.entries.remove(0)
}

/// Where and why a resource leads to a refusal, the way to it left out.
fn why_not(resource: Value) -> (String, Reason) {
    let (path, reason) = why(&with(&[resource]));
    (path.strip_prefix("$.entry[1].resource").expect("a path into the resource").to_owned(), reason)
}

/// Why a resource is left out.
fn left_out(resource: Value) -> DropReason {
    let import = import(&with(&[resource]));
    assert!(import.entries.is_empty());
    let [dropped] = import.report.dropped.as_slice() else { panic!("{:?}", import.report) };
    dropped.reason
}

/// A resource of every type with as little as it needs.
fn smallest(resource: Resource) -> Value {
    let code = json!({ "text": "Ding" });
    let mut value = match resource {
        Resource::AllergyIntolerance | Resource::Condition => json!({ "code": code }),
        Resource::MedicationStatement => json!({ "status": "active", "medicationCodeableConcept": code }),
        Resource::MedicationRequest => {
            json!({ "status": "active", "intent": "order", "medicationCodeableConcept": code })
        }
        Resource::Immunization => json!({ "status": "completed", "vaccineCode": code }),
        Resource::Observation => {
            json!({ "status": "final", "code": code, "category": [{ "coding": [{ "code": "laboratory" }] }] })
        }
        Resource::Procedure => json!({ "status": "completed", "code": code }),
        Resource::DiagnosticReport => json!({ "status": "final", "code": code }),
        Resource::DocumentReference => json!({
            "status": "current",
            "content": [{ "attachment": {
                "contentType": "application/pdf", "title": "Ding", "data": "JVBERi0xLjcKJSVFT0YK",
            } }],
        }),
    };
    value["resourceType"] = json!(resource.as_str());
    value
}

/// The same with something more or something else.
fn but(resource: Resource, changes: Value) -> Value {
    let mut value = smallest(resource);
    let (members, changes) =
        (value.as_object_mut().expect("an object"), changes.as_object().expect("an object"));
    members.extend(changes.clone());
    value
}
