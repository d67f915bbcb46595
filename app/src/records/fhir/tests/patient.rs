//! What of a patient tells who they are.

use super::*;

#[test]
fn a_name_whose_time_is_over_counts_only_where_there_is_no_other() {
    let name = |official_until: &str, usual: bool| {
        let mut patient = anna();
        patient["name"] = json!([
            { "use": "official", "family": "Ledig", "given": ["A"], "period": { "end": official_until } },
            { "family": "Verheiratet", "given": ["A"], "period": { "start": "2020" } },
        ]);
        if !usual {
            patient["name"].as_array_mut().expect("a list").pop();
        }
        import(&patient).patient.family
    };
    for over in ["2026-11-21", "2026-10", "2025", "2020-05-04T10:00:00Z"] {
        assert_eq!(name(over, true), "Verheiratet", "{over}");
        assert_eq!(name(over, false), "Ledig", "{over}");
    }
    for in_use in ["2026-11-22", "2026-11", "2026", "2030-01-01"] {
        assert_eq!(name(in_use, true), "Ledig", "{in_use}");
    }
}

#[test]
fn a_number_that_may_be_anybodys_does_not_tell_who_somebody_is() {
    let mut patient = anna();
    patient["identifier"] = json!([
        { "use": "temp", "system": "http://fhir.de/sid/gkv/kvid-10", "value": "A123456780" },
        { "use": "secondary", "system": "urn:p", "value": "2" },
        { "use": "old", "system": "urn:p", "value": "3" },
        { "system": "urn:p", "value": "0" },
        { "use": "official", "system": "urn:p", "value": " 00-0 " },
        { "use": "usual", "system": "urn:p", "value": "4" },
        { "system": "urn:p", "value": "0a" },
    ]);
    let patient = import(&patient).patient;
    assert_eq!(patient.telling().map(|one| &*one.value).collect::<Vec<_>>(), ["4", "0a"]);
    assert_eq!(patient.insurance_number(), None);
}
