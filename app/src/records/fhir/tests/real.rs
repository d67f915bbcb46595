use super::*;
use crate::records::model::{
    Accepted, Assertion, Certainty, Criticality, Details, Dropped, Moment, Section, Status, Value as Measure,
};

fn of(import: &Import, section: Section) -> Vec<&Entry> {
    import.entries.iter().filter(|entry| entry.section == section).collect()
}

#[test]
fn a_real_patient_summary_is_taken_over_completely() {
    let import = accepted(REAL);
    assert_eq!(import.patient.family, "DeLarosa");
    assert_eq!(import.patient.given, "Martha");
    assert_eq!(import.patient.birth_date.to_iso(), "1972-05-01");
    let [identifier] = import.patient.identifiers.as_slice() else { panic!("one identifier") };
    assert_eq!((&*identifier.system, &*identifier.value), ("urn:oid:2.16.840.1.113883.2.4.6.3", "574687583"));

    let count = |section| of(&import, section).len();
    assert_eq!(Section::ALL.map(count), [2, 2, 2, 0, 7, 0, 0]);
    assert!(import.documents.is_empty());

    let taken = |resource_type: &str, count| Accepted { resource_type: resource_type.into(), count };
    assert_eq!(
        import.report.accepted,
        [
            taken("Patient", 1),
            taken("Condition", 2),
            taken("MedicationStatement", 2),
            taken("AllergyIntolerance", 2),
            taken("Observation", 7),
            taken("Medication", 2),
        ]
    );
    let left = |resource_type: &str, count| Dropped {
        resource_type: resource_type.into(),
        reason: DropReason::NotKept,
        count,
    };
    assert_eq!(
        import.report.dropped,
        [left("Composition", 1), left("Practitioner", 1), left("Organization", 2)]
    );
    let all: u32 = import.report.accepted.iter().map(|accepted| accepted.count).sum();
    assert_eq!(all + 4, 20, "every entry of the bundle is in the report");
}

#[test]
fn its_allergies_say_what_is_dangerous_and_what_is_known_not_to_be() {
    let import = accepted(REAL);
    let [penicillin, food] = of(&import, Section::Allergies)[..] else { panic!("two allergies") };
    assert_eq!(penicillin.title, "Substance with penicillin structure (substance)");
    assert_eq!((penicillin.status, penicillin.assertion), (Status::Active, Assertion::Present));
    assert_eq!(penicillin.date.as_ref().map(When::as_str), Some("2010"));
    let Details::Allergy(details) = &penicillin.details else { panic!("an allergy") };
    assert_eq!(details.criticality, Some(Criticality::High));
    assert_eq!(details.certainty, Some(Certainty::Confirmed));
    assert_eq!((&*food.title, food.assertion), ("No known food allergy (situation)", Assertion::NoneKnown));
    assert!(food.date.is_none());
}

#[test]
fn its_conditions_keep_their_course_and_their_codes() {
    let import = accepted(REAL);
    let [flushing, cancer] = of(&import, Section::Conditions)[..] else { panic!("two conditions") };
    assert_eq!(flushing.source_id.id, "c64139e7-f02d-409c-bf34-75e8bf23bc80");
    assert_eq!(flushing.date.as_ref().map(When::as_str), Some("2015"));
    let systems: Vec<_> = flushing.codes.iter().filter_map(|code| code.system.as_deref()).collect();
    assert_eq!(systems, ["http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10"]);
    assert_eq!((&*cancer.title, cancer.status), ("Malignant tumor of breast", Status::Remission));
    let Details::Condition(details) = &cancer.details else { panic!("a condition") };
    assert_eq!(details.severity.as_deref(), Some("Severe"));
    assert_eq!(details.abatement.as_ref().and_then(Moment::date).map(When::as_str), Some("2015-03"));
}

#[test]
fn its_medications_bring_their_names_from_the_medications_of_the_bundle() {
    let import = accepted(REAL);
    let [anastrozole, cohosh] = of(&import, Section::Medications)[..] else { panic!("two medications") };
    assert_eq!(anastrozole.title, "Product containing anastrozole (medicinal product)");
    assert_eq!(anastrozole.codes.len(), 4);
    assert_eq!(cohosh.title, "Black Cohosh Extract herbal supplement");
    let Details::Medication(details) = &anastrozole.details else { panic!("a medication") };
    assert!(!details.prescription);
    let [dosage] = details.dosages.as_slice() else { panic!("one dosage") };
    assert_eq!(dosage.route.as_deref(), Some("Oral use"));
    assert!(!dosage.incomplete);
}

#[test]
fn its_values_keep_date_unit_note_and_laboratory() {
    let import = accepted(REAL);
    let values = of(&import, Section::Values);
    let sugar = values.iter().find(|entry| entry.title.starts_with("Hemoglobin A1c")).expect("a value");
    assert_eq!(sugar.date.as_ref().map(When::as_str), Some("2017-11-10T08:20:00+01:00"));
    assert_eq!(sugar.notes, ["Above stated goal of 7.0 %"]);
    assert_eq!(sugar.by, ["Laboratoire de charme"]);
    let Details::Value(details) = &sugar.details else { panic!("a value") };
    let Some(Measure::Quantity(quantity)) = &details.result.value else { panic!("a quantity") };
    assert_eq!(quantity.value.as_ref().map(|value| value.as_str()), Some("7.5"));
    assert_eq!((quantity.unit.as_deref(), quantity.ucum.as_deref()), (Some("%"), Some("%")));

    let typing = values.iter().find(|entry| entry.title == "Blood typing").expect("a panel");
    let Details::Value(details) = &typing.details else { panic!("a value") };
    let members = details.members.iter().filter_map(|member| member.source_id.as_ref());
    assert!(members.clone().all(|member| values.iter().any(|entry| entry.source_id == *member)));
    assert_eq!(members.count(), 4);
}

#[test]
fn what_was_taken_over_survives_being_stored() {
    for entry in accepted(REAL).entries {
        let stored = serde_json::to_string(&entry).expect("serialises");
        assert!(serde_json::from_str::<Entry>(&stored).expect("reads back") == entry);
    }
}

#[test]
fn the_same_file_gives_the_same_entries_again() {
    let (first, second) = (accepted(REAL), accepted(REAL));
    assert!(first.entries == second.entries && first.patient == second.patient);
    assert_eq!(first.report, second.report);
}

#[test]
fn a_patient_may_come_alone() {
    let import = accepted(include_bytes!("../../../../tests/fhir/patient-example.json"));
    assert_eq!((&*import.patient.family, &*import.patient.given), ("Chalmers", "Peter James"));
    assert_eq!(import.patient.birth_date.to_iso(), "1974-12-25");
    assert!(import.entries.is_empty() && import.report.dropped.is_empty());

    let import = accepted(include_bytes!("../../../../tests/fhir/patient-f201.json"));
    assert_eq!((&*import.patient.family, &*import.patient.given), ("Bor", "Roelof Olaf"));
    assert_eq!(import.patient.identifiers.len(), 1, "the same number stands there twice");
}

#[test]
fn a_newborn_without_a_name_is_refused() {
    let refusal = refused(include_bytes!("../../../../tests/fhir/patient-newborn.json"));
    assert_eq!((&*refusal.path, refusal.reason), ("$.name.family", Reason::Missing));
}
