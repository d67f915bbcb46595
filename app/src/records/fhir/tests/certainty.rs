//! How certain a German practice is of a diagnosis: A, G, V, Z.

use super::*;
use crate::records::model::{Certainty, Details, Status};

/// A diagnosis with these letters at its codes.
fn diagnosis(letters: &[&str], more: Value) -> Value {
    let codings: Vec<Value> = letters
        .iter()
        .map(|letter| {
            json!({
                "system": "http://fhir.de/CodeSystem/bfarm/icd-10-gm", "version": "2026", "code": "J45.9",
                "extension": [{
                    "url": "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit",
                    "valueCoding": {
                        "system": "https://fhir.kbv.de/CodeSystem/KBV_CS_SFHIR_ICD_DIAGNOSESICHERHEIT",
                        "code": letter,
                    },
                }],
            })
        })
        .collect();
    let mut value = but(Resource::Condition, json!({ "code": { "coding": codings, "text": "Asthma" } }));
    value.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    value
}

fn said(resource: Value) -> (Status, Option<Certainty>) {
    let entry = entry(resource);
    let Details::Condition(details) = entry.details else { panic!("a condition") };
    (entry.status, details.certainty)
}

fn state(member: &str, code: &str) -> Value {
    json!({ member: { "coding": [{ "code": code }] } })
}

#[test]
fn a_diagnosis_that_was_ruled_out_is_no_diagnosis() {
    for more in [json!({}), state("clinicalStatus", "active"), state("verificationStatus", "confirmed")] {
        assert_eq!(left_out(diagnosis(&["A"], more)), DropReason::Refuted);
    }
}

#[test]
fn a_suspicion_is_not_shown_as_certain() {
    assert_eq!(said(diagnosis(&["V"], json!({}))), (Status::Unknown, Some(Certainty::Unconfirmed)));
    let careful = said(diagnosis(&["V"], state("verificationStatus", "confirmed")));
    assert_eq!(careful.1, Some(Certainty::Unconfirmed), "the more careful of two");
    let finer = said(diagnosis(&["V"], state("verificationStatus", "differential")));
    assert_eq!(finer.1, Some(Certainty::Differential));
    assert_eq!(said(diagnosis(&["G", "G"], json!({}))).1, Some(Certainty::Confirmed));
    let doubted = said(diagnosis(&["G"], state("verificationStatus", "provisional")));
    assert_eq!(doubted.1, Some(Certainty::Provisional));
}

#[test]
fn what_is_over_is_not_shown_as_present() {
    assert_eq!(said(diagnosis(&["Z"], json!({}))).0, Status::Resolved);
    assert_eq!(said(diagnosis(&["Z"], state("clinicalStatus", "remission"))).0, Status::Remission);
}

#[test]
fn letters_nobody_knows_and_letters_that_differ_leave_it_out() {
    for letters in [&["X"][..], &["G", "V"], &["A", "G"], &[""]] {
        assert_eq!(left_out(diagnosis(letters, json!({}))), DropReason::NotUnderstood, "{letters:?}");
    }
}
