use super::*;
use crate::records::model::{Accepted, Dropped};

#[test]
fn what_was_an_error_is_left_out_even_if_it_is_about_somebody_else() {
    for resource in Resource::ALL {
        let error = match resource {
            Resource::AllergyIntolerance | Resource::Condition => {
                json!({ "verificationStatus": { "coding": [{ "code": "entered-in-error" }] }, "patient": null })
            }
            Resource::DocumentReference => json!({ "docStatus": "entered-in-error" }),
            _ => json!({ "status": "entered-in-error", "subject": { "reference": "Patient/bernd" } }),
        };
        assert_eq!(left_out(but(resource, error)), DropReason::EnteredInError, "{resource:?}");
    }
}

#[test]
fn modifiers_that_nobody_here_understands_leave_a_resource_out() {
    for resource in Resource::ALL {
        let modified =
            but(resource, json!({ "modifierExtension": [{ "url": "http://x/not", "valueBoolean": true }] }));
        assert_eq!(left_out(modified), DropReason::Modifier, "{resource:?}");
        assert_eq!(left_out(but(resource, json!({ "implicitRules": "http://x" }))), DropReason::Modifier);
    }
    let deep = json!({ "dosage": [{ "text": "1-0-1", "timing": { "modifierExtension": [{}] } }] });
    assert_eq!(left_out(but(Resource::MedicationStatement, deep)), DropReason::Modifier);
    let focus = json!({ "focus": [{ "display": "Ungeborenes" }] });
    assert_eq!(left_out(but(Resource::Observation, focus)), DropReason::Modifier);
}

#[test]
fn a_state_decides_whether_something_is_shown() {
    use DropReason::*;
    for (resource, status, reason) in [
        (Resource::Observation, "cancelled", NotDone),
        (Resource::Observation, "registered", NotYet),
        (Resource::Observation, "nullified", NotDone),
        (Resource::Observation, "wichtig", NotUnderstood),
        (Resource::Immunization, "not-done", NotDone),
        (Resource::Procedure, "not-done", NotDone),
        (Resource::MedicationRequest, "cancelled", NotDone),
        (Resource::MedicationRequest, "draft", NotYet),
        (Resource::DiagnosticReport, "registered", NotYet),
        (Resource::DiagnosticReport, "cancelled", NotDone),
        (Resource::DocumentReference, "superseded", Superseded),
    ] {
        assert_eq!(left_out(but(resource, json!({ "status": status }))), reason, "{resource:?} {status}");
        let without = left_out(but(resource, json!({ "status": null })));
        assert_eq!(without, NotUnderstood, "{resource:?}");
    }
    assert_eq!(left_out(but(Resource::MedicationRequest, json!({ "doNotPerform": true }))), NotDone);
    assert_eq!(left_out(but(Resource::MedicationRequest, json!({ "intent": "proposal" }))), NotYet);
    assert_eq!(left_out(but(Resource::MedicationRequest, json!({ "intent": null }))), NotUnderstood);
    for resource in [Resource::AllergyIntolerance, Resource::Condition] {
        let state = |code: &str| json!({ "coding": [{ "code": code }] });
        assert_eq!(left_out(but(resource, json!({ "verificationStatus": state("refuted") }))), Refuted);
        assert_eq!(left_out(but(resource, json!({ "verificationStatus": state("x") }))), NotUnderstood);
        assert_eq!(left_out(but(resource, json!({ "clinicalStatus": state("x") }))), NotUnderstood);
    }
}

#[test]
fn what_says_nothing_is_left_out() {
    for (resource, name) in [
        (Resource::AllergyIntolerance, "code"),
        (Resource::Immunization, "vaccineCode"),
        (Resource::MedicationStatement, "medicationCodeableConcept"),
        (Resource::Observation, "code"),
    ] {
        for empty in
            [Value::Null, json!({}), json!({ "text": " \n" }), json!({ "coding": [{ "system": "x" }] })]
        {
            assert_eq!(left_out(but(resource, json!({ name: empty }))), DropReason::Untitled);
        }
    }
    let part = json!({ "component": [{ "valueInteger": 1 }] });
    assert_eq!(left_out(but(Resource::Observation, part)), DropReason::Untitled);
}

#[test]
fn observations_of_other_categories_are_left_out() {
    for category in [
        json!(null),
        json!([]),
        json!([{ "text": "laboratory" }]),
        json!([{ "coding": [{ "code": "social-history" }] }]),
    ] {
        assert_eq!(
            left_out(but(Resource::Observation, json!({ "category": category }))),
            DropReason::OtherCategory
        );
    }
    let local = json!([{ "coding": [{ "system": "http://x", "code": "laboratory" }] }]);
    assert_eq!(left_out(but(Resource::Observation, json!({ "category": local }))), DropReason::OtherCategory);
    let curve = json!({ "valueSampledData": { "period": 1 } });
    assert_eq!(left_out(but(Resource::Observation, curve)), DropReason::NotUnderstood);
    let approximate = json!({ "valueQuantity": { "value": 1, "comparator": "ad" } });
    assert_eq!(left_out(but(Resource::Observation, approximate)), DropReason::NotUnderstood);
}

#[test]
fn a_medication_that_is_not_to_be_trusted_takes_its_statement_along() {
    for (changes, reason) in [
        (json!({ "status": "entered-in-error" }), DropReason::EnteredInError),
        (json!({ "modifierExtension": [{}] }), DropReason::Modifier),
    ] {
        let mut medication = json!({ "resourceType": "Medication", "id": "m", "code": { "text": "Salbe" } });
        medication
            .as_object_mut()
            .expect("an object")
            .extend(changes.as_object().expect("an object").clone());
        let statement = json!({ "resourceType": "MedicationStatement", "status": "active", "medicationReference": { "reference": "Medication/m" } });
        let report = import(&with(&[medication, statement])).report;
        assert!(report.dropped.contains(&Dropped {
            resource_type: "MedicationStatement".into(),
            reason,
            count: 1
        }));
        assert!(report.dropped.contains(&Dropped {
            resource_type: "Medication".into(),
            reason: DropReason::NotKept,
            count: 1
        }));
    }
}

#[test]
fn everything_in_the_file_is_in_the_report() {
    let condition = but(Resource::Condition, json!({ "id": "c" }));
    let mut bundle = with(&[
        condition.clone(),
        condition,
        json!({ "resourceType": "Coverage" }),
        json!({ "resourceType": "Coverage" }),
        json!({ "resourceType": "Medication", "id": "unused" }),
    ]);
    let entries = bundle["entry"].as_array_mut().expect("a list");
    entries.push(json!({ "request": { "method": "DELETE", "url": "Condition/c" } }));
    entries.push(json!({ "request": { "method": "PATCH" }, "resource": smallest(Resource::Condition) }));
    entries.push(json!({ "request": { "method": "PUT" }, "resource": anna() }));
    let report = import(&bundle).report;
    let taken = |resource_type: &str| Accepted { resource_type: resource_type.into(), count: 1 };
    assert_eq!(report.accepted, [taken("Patient"), taken("Condition")]);
    let left =
        |resource_type: &str, reason, count| Dropped { resource_type: resource_type.into(), reason, count };
    assert_eq!(
        report.dropped,
        [
            left("Patient", DropReason::Duplicate, 1),
            left("Condition", DropReason::Duplicate, 1),
            left("Coverage", DropReason::NotKept, 2),
            left("Medication", DropReason::NotKept, 1),
            left("Bundle.entry", DropReason::NoContent, 2),
        ]
    );
}

#[test]
fn what_is_left_out_is_withdrawn_unless_the_same_stands_in_the_file_twice() {
    let gone = |resource: Value| import(&with(&[resource])).withdrawn.len();
    let refuted = json!({ "verificationStatus": { "coding": [{ "code": "refuted" }] } });
    for resource in [
        but(Resource::Condition, refuted),
        but(Resource::Observation, json!({ "status": "entered-in-error" })),
        but(Resource::Immunization, json!({ "status": "not-done" })),
        but(Resource::DocumentReference, json!({ "status": "superseded" })),
        but(
            Resource::Procedure,
            json!({ "modifierExtension": [{ "url": "http://x", "valueBoolean": true }] }),
        ),
    ] {
        assert_eq!(gone(resource.clone()), 1, "{resource}");
    }
    assert_eq!(gone(smallest(Resource::Condition)), 0);
    let twice = but(Resource::Condition, json!({ "id": "c" }));
    let both = import(&with(&[twice.clone(), twice]));
    assert_eq!((both.entries.len(), both.withdrawn.len()), (1, 0));
}

#[test]
fn a_transaction_withdraws_what_it_deletes() {
    let mut bundle = with(&[but(Resource::Condition, json!({ "id": "stays" }))]);
    bundle["type"] = json!("transaction");
    for url in ["Condition/gone", "Condition/stays", "Condition?identifier=1", "Encounter/7", "Condition"] {
        let delete = json!({ "request": { "method": "DELETE", "url": url } });
        bundle["entry"].as_array_mut().expect("entries").push(delete);
    }
    let import = import(&bundle);
    let gone: Vec<_> = import.withdrawn.iter().map(|id| (id.resource, id.id.as_str())).collect();
    assert_eq!(gone, [(Resource::Condition, "gone")]);
}
