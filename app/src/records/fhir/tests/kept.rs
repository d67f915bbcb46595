use super::*;
use crate::records::model::{
    AllergyCategory, AllergyKind, Amount, Assertion, Certainty, Comparator, Details, Moment, Section,
    Severity, Status, Value as Measure,
};

#[test]
fn the_smallest_resource_of_every_type_is_kept() {
    for resource in Resource::ALL {
        let entry = entry(smallest(resource));
        assert_eq!((&*entry.title, entry.section), ("Ding", resource.section()));
        assert!(entry.source_id.resource == resource && entry.date.is_none());
    }
}

#[test]
fn the_official_name_goes_before_the_usual_one() {
    let mut patient = anna();
    patient["name"] = json!([
        { "use": "maiden", "family": "Früher" },
        { "use": "usual", "family": "Ann" },
        { "use": "official", "given": ["Nur", "Vorname"] },
        { "use": "official", "family": " von Beispiel ", "given": ["Anna"] },
    ]);
    let patient = import(&patient).patient;
    assert_eq!((&*patient.family, &*patient.given), ("von Beispiel", "Anna"));
    assert_eq!(patient.insurance_number(), Some("A123456780"));
}

#[test]
fn references_are_followed_in_every_way_fhir_allows() {
    let medication = json!({ "resourceType": "Medication", "id": "m", "code": { "text": "Salbe" } });
    let statement = |reference: &str| {
        json!({
            "resourceType": "MedicationStatement", "id": "s", "status": "active",
            "subject": { "reference": "Patient/anna" }, "medicationReference": { "reference": reference },
            "contained": [{ "resourceType": "Medication", "id": "innen", "code": { "text": "Salbe" } }],
        })
    };
    let bundle = |base: &str, medication_url: Value, reference: &str| {
        json!({
            "resourceType": "Bundle", "type": "searchset", "entry": [
                { "resource": statement(reference), "fullUrl": format!("{base}MedicationStatement/s") },
                { "resource": medication, "fullUrl": medication_url },
                { "resource": anna(), "fullUrl": format!("{base}Patient/anna") },
            ],
        })
    };
    let base = "https://pvs.example/fhir/";
    for (url, reference) in [
        (json!(null), "Medication/m"),
        (json!(null), "#innen"),
        (
            json!("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"),
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
        ),
        (json!("https://pvs.example/fhir/Medication/other"), "Medication/other"),
        (json!("https://pvs.example/fhir/Medication/m"), "https://pvs.example/fhir/Medication/m/_history/3"),
    ] {
        assert_eq!(import(&bundle(base, url, reference)).entries[0].title, "Salbe", "{reference}");
    }
}

#[test]
fn an_entry_without_an_id_is_known_by_its_address() {
    for (url, id) in [("urn:uuid:0c31", "0c31"), ("https://pvs.example/fhir/Condition/c-1", "c-1")] {
        let mut bundle = with(&[smallest(Resource::Condition)]);
        bundle["entry"][1]["fullUrl"] = json!(url);
        bundle["entry"][1]["resource"].as_object_mut().expect("an object").remove("id");
        assert_eq!(import(&bundle).entries[0].source_id.id, id);
    }
}

#[test]
fn the_patient_may_be_inside_the_resource_or_named_by_a_number() {
    let mut single = but(
        Resource::Condition,
        json!({ "id": "c", "subject": { "reference": "#anna" }, "contained": [anna()] }),
    );
    let imported = import(&single);
    assert_eq!((imported.entries.len(), &*imported.patient.family), (1, "Beispiel"));
    assert_eq!(
        import(&with(&[single.clone()])).entries.len(),
        1,
        "the same person as the patient of the file"
    );
    single["contained"][0]["birthDate"] = json!("1981-05-04");
    assert_eq!(why_not(single), (".contained[0]".into(), Reason::OtherPatient));
    let identifier = json!({ "system": "http://fhir.de/sid/gkv/kvid-10", "value": "A123456780" });
    entry(but(Resource::Condition, json!({ "subject": { "identifier": identifier } })));
}

#[test]
fn that_nothing_is_known_is_something_to_keep() {
    let absent = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
    for (system, code, assertion) in [
        (absent, "no-known-allergies", Assertion::NoneKnown),
        (absent, "no-allergy-info", Assertion::NoInformation),
        ("http://snomed.info/sct", "716186003", Assertion::NoneKnown),
        ("http://snomed.info/sct", "91936005", Assertion::Present),
        ("http://example.org", "716186003", Assertion::Present),
    ] {
        let value =
            json!({ "code": { "coding": [{ "system": system, "code": code, "display": "Wortlaut" }] } });
        assert_eq!(entry(but(Resource::AllergyIntolerance, value)).assertion, assertion, "{code}");
    }
}

#[test]
fn an_allergy_keeps_its_reactions() {
    let entry = entry(but(
        Resource::AllergyIntolerance,
        json!({
            "type": "intolerance", "category": ["food", "biologic"], "onsetAge": { "value": 6, "unit": "Jahre" },
            "recordedDate": "2020-01-01", "asserter": { "display": "Dr. Adler" },
            "verificationStatus": { "coding": [{ "code": "unconfirmed" }] },
            "reaction": [{ "manifestation": [{ "text": "Ausschlag" }], "description": "am Arm", "severity": "mild", "onset": "2019-05" }],
        }),
    ));
    assert_eq!((entry.status, entry.date.as_ref().map(When::as_str)), (Status::Unknown, Some("2020-01-01")));
    assert_eq!(entry.by, ["Dr. Adler"]);
    let Details::Allergy(details) = &entry.details else { panic!("an allergy") };
    assert_eq!(details.kind, Some(AllergyKind::Intolerance));
    assert_eq!(details.categories, [AllergyCategory::Food, AllergyCategory::Biologic]);
    assert_eq!(details.certainty, Some(Certainty::Unconfirmed));
    assert!(matches!(details.onset, Some(Moment::Age(_))));
    let [reaction] = details.reactions.as_slice() else { panic!("one reaction") };
    assert_eq!(reaction.texts, ["Ausschlag", "am Arm"]);
    assert_eq!(reaction.severity, Some(Severity::Mild));
}

#[test]
fn a_prescription_keeps_how_to_take_it_and_says_when_that_is_not_all() {
    let entry = entry(but(
        Resource::MedicationRequest,
        json!({
            "authoredOn": "2026-11-20", "requester": { "display": "Dr. Adler" },
            "dispenseRequest": { "validityPeriod": { "start": "2026-11-20", "end": "2027-02-20" } },
            "dosageInstruction": [
                { "text": "1-0-1", "patientInstruction": "zum Essen", "asNeededCodeableConcept": { "text": "Schmerz" },
                  "doseAndRate": [{ "doseQuantity": { "value": 0.50, "unit": "Tablette" } }] },
                { "timing": { "repeat": { "frequency": 2, "period": 1, "periodUnit": "d", "timeOfDay": ["08:00:00"], "boundsDuration": { "value": 5 } } },
                  "doseAndRate": [{ "doseRange": { "low": { "value": 1 }, "high": { "value": 2 } } }] },
                { "text": "täglich", "maxDosePerPeriod": {} },
            ],
        }),
    ));
    assert_eq!((entry.status, entry.by.as_slice()), (Status::Active, ["Dr. Adler".to_owned()].as_slice()));
    let Details::Medication(details) = &entry.details else { panic!("a medication") };
    assert!(details.prescription && matches!(details.valid, Some(Moment::Period { end: Some(_), .. })));
    let [text, timed, limited] = details.dosages.as_slice() else { panic!("three dosages") };
    assert_eq!((text.text.as_deref(), text.instruction.as_deref()), (Some("1-0-1"), Some("zum Essen")));
    assert!(text.as_needed && text.as_needed_for.as_deref() == Some("Schmerz") && !text.incomplete);
    let timing = timed.timing.as_ref().expect("a timing");
    assert_eq!(
        (timing.unit.as_deref(), timing.times.as_slice()),
        (Some("d"), ["08:00:00".to_owned()].as_slice())
    );
    assert!(matches!(timed.doses.as_slice(), [Amount::Range(_)]));
    assert!(timed.incomplete && limited.incomplete);
}

#[test]
fn a_mixture_without_a_name_is_called_by_what_is_in_it() {
    let ingredient = |name: &str| json!({ "itemCodeableConcept": { "text": name } });
    let mixture = json!({ "resourceType": "Medication", "id": "m", "form": { "text": "Salbe" }, "ingredient": [ingredient("Harnstoff"), ingredient("Zink")] });
    let value = but(
        Resource::MedicationStatement,
        json!({
            "medicationReference": { "reference": "#m" }, "contained": [mixture],
        }),
    );
    let entry = entry(value);
    assert_eq!(entry.title, "Harnstoff, Zink");
    let Details::Medication(details) = &entry.details else { panic!("a medication") };
    assert_eq!(details.form.as_deref(), Some("Salbe"));
}

#[test]
fn an_immunisation_keeps_lot_maker_and_dose() {
    let entry = entry(but(
        Resource::Immunization,
        json!({
            "occurrenceDateTime": "2024-04-10", "lotNumber": "H06", "expirationDate": "2031-01-01", "isSubpotent": true,
            "manufacturer": { "display": "Hersteller" },
            "protocolApplied": [{ "targetDisease": [{ "text": "Grippe" }], "doseNumberPositiveInt": 2, "seriesDosesString": "3" }],
        }),
    ));
    let Details::Immunization(details) = &entry.details else { panic!("an immunisation") };
    assert_eq!((details.lot.as_deref(), details.manufacturer.as_deref()), (Some("H06"), Some("Hersteller")));
    assert!(details.subpotent && details.expires.is_some());
    let [protocol] = details.protocols.as_slice() else { panic!("one protocol") };
    assert_eq!((protocol.dose.as_deref(), protocol.doses.as_deref()), (Some("2"), Some("3")));
    assert_eq!(protocol.targets, ["Grippe"]);
}

#[test]
fn a_result_is_kept_in_whatever_form_it_came() {
    let of = |value: Value| match entry(but(Resource::Observation, value)).details {
        Details::Value(details) => details.result.value,
        _ => None,
    };
    let small = of(json!({ "valueQuantity": { "value": 5, "comparator": "<", "unit": "mg" } }));
    assert!(
        matches!(small, Some(Measure::Quantity(quantity)) if quantity.comparator == Some(Comparator::Below) && quantity.ucum.is_none())
    );
    assert!(matches!(of(json!({ "valueString": "negativ" })), Some(Measure::Text(_))));
    assert!(matches!(of(json!({ "valueBoolean": false })), Some(Measure::YesNo(false))));
    assert!(matches!(of(json!({ "valueInteger": 3 })), Some(Measure::Integer(_))));
    assert!(matches!(of(json!({ "valueRange": { "low": { "value": 1 } } })), Some(Measure::Range(_))));
    assert!(matches!(
        of(json!({ "valueRatio": { "numerator": { "value": 1 } } })),
        Some(Measure::Ratio { .. })
    ));
    assert!(matches!(of(json!({ "valueTime": "08:00:00" })), Some(Measure::Time(_))));
    assert!(matches!(of(json!({ "valueDateTime": "2027-03-01" })), Some(Measure::When(_))), "a date ahead");
    assert!(matches!(of(json!({ "valueCodeableConcept": { "text": "A" } })), Some(Measure::Coded { .. })));
    assert!(of(json!({ "dataAbsentReason": { "text": "Probe verloren" } })).is_none());
}

#[test]
fn what_is_planned_may_lie_ahead() {
    let planned = entry(but(
        Resource::Procedure,
        json!({ "status": "preparation", "performedDateTime": "2027-01-01" }),
    ));
    assert_eq!((planned.status, planned.section), (Status::Planned, Section::Procedures));
    let intended = json!({ "status": "intended", "effectivePeriod": { "start": "2027-01-01" } });
    assert_eq!(entry(but(Resource::MedicationStatement, intended)).status, Status::Planned);
    let until = json!({ "effectivePeriod": { "start": "2026-11-01", "end": "2027-01-01" } });
    assert_eq!(entry(but(Resource::MedicationStatement, until)).status, Status::Active);
}
