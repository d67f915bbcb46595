//! Single entries in words.

use super::*;

#[test]
fn allergies_say_what_is_dangerous_and_what_is_known_not_to_be() {
    let entries = read(REAL).entries;
    let html = page(Lang::De, &entries);
    assert_in_order(
        section(&html, "allergies"),
        &[
            "<h3><bdi lang=\"\">Substance with penicillin structure (substance)</bdi></h3>",
            "<dt>Stand</dt><dd>aktuell</dd>",
            "<dt>Gefahr</dt><dd><strong class=\"caution\">hohe Gefahr</strong></dd>",
            "<dt>Sicherheit</dt><dd>gesichert</dd>",
            "<dt>Beginn</dt><dd><time datetime=\"2010\">2010</time></dd>",
            "Codes anzeigen",
            "SNOMED CT <code>",
            "<h3><bdi lang=\"\">No known food allergy (situation)</bdi></h3>",
            "<p class=\"finding\">Ausdrücklich festgehalten: nichts bekannt.</p>",
        ],
    );
    assert!(!section(&html, "allergies").contains("nichts hinterlegt"));
    let finding = section(&html, "allergies").split("class=\"finding\"").nth(1).expect("a finding");
    assert!(!finding.contains("<dt>Stand</dt>"), "a finding has no course: {finding}");
    assert_in_order(
        section(&page(Lang::En, &entries), "allergies"),
        &["high risk", "Expressly recorded: none known."],
    );
}

#[test]
fn conditions_and_medications_are_in_words() {
    let entries = read(REAL).entries;
    let html = page(Lang::De, &entries);
    assert_in_order(
        section(&html, "conditions"),
        &[
            "<bdi lang=\"\">Malignant tumor of breast</bdi>",
            "<dt>Stand</dt><dd>in Remission (zurückgegangen, kann wiederkehren)</dd>",
            "<dt>Schwere</dt><dd><bdi lang=\"\">Severe</bdi></dd>",
            "<dt>Ende</dt><dd><time datetime=\"2015-03\">März 2015</time></dd>",
        ],
    );
    assert_in_order(
        section(&html, "medications"),
        &[
            "<bdi lang=\"\">Product containing anastrozole (medicinal product)</bdi>",
            "<dt>Art</dt><dd>Angabe zur Einnahme</dd>",
            // It says "count 1, unit day": no sentence, and "once in all" would be far from what was meant.
            "<dt>Einnahme</dt><dd><strong class=\"caution\">Das ist nicht die ganze Anweisung.",
            "<dd>jeweils 1\u{a0}<bdi lang=\"\">tablet</bdi>, <bdi lang=\"\">Oral use</bdi></dd>",
            "ab <time datetime=\"2015-03\">März 2015</time>",
            "ATC <code>",
        ],
    );
    assert!(!section(&html, "medications").contains("insgesamt"));
    let english = page(Lang::En, &entries);
    assert_in_order(
        section(&english, "medications"),
        &["each time 1\u{a0}", "from <time datetime=\"2015-03\">March 2015</time>"],
    );
}

#[test]
fn values_keep_their_digits_their_laboratory_and_their_note() {
    let entries = read(REAL).entries;
    let html = page(Lang::De, &entries);
    let values = section(&html, "results");
    assert_in_order(
        values,
        &[
            "Der übliche Bereich ist der, den die Quelle",
            "<bdi lang=\"\">Hemoglobin A1c/Hemoglobin.total in Blood by HPLC</bdi>",
            "<dt>Stand</dt><dd>endgültig</dd>",
            "<dt>Ergebnis</dt><dd>7,5\u{a0}<bdi lang=\"\">%</bdi></dd>",
            "10. November 2017, 08:20 Uhr</time>",
            "<dt>Laut Quelle von</dt><dd><bdi lang=\"\">Laboratoire de charme</bdi></dd>",
            "<dt>Anmerkung</dt><dd><bdi lang=\"\">Above stated goal of 7.0 %</bdi></dd>",
        ],
    );
    assert!(values.contains("<dt>Gehört dazu</dt><dd><a href=\"#entry-"), "members are linked: {values}");
    assert!(!html.contains("<svg"), "one measurement is no chart");
    assert!(section(&page(Lang::En, &entries), "results").contains("7.5\u{a0}"));
}

#[test]
fn a_dose_that_is_not_everything_says_so_first() {
    let entries = entries(&[json!({
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationCodeableConcept": { "text": "Ibuprofen 400" },
        "dosageInstruction": [{
            "text": "1 bis 2 bei Schmerzen", "asNeededBoolean": true,
            "timing": { "repeat": { "frequency": 1, "frequencyMax": 2, "period": 8, "periodUnit": "h", "when": ["PC"] } },
            "maxDosePerPeriod": [{ "numerator": { "value": 6 }, "denominator": { "value": 1 } }],
        }],
    })]);
    let html = page(Lang::De, &entries);
    assert_in_order(
        section(&html, "medications"),
        &[
            "<dt>Art</dt><dd>Verordnung</dd>",
            "<dt>Einnahme</dt><dd><strong class=\"caution\">Das ist nicht die ganze Anweisung.",
            "<dd><bdi lang=\"\">1 bis 2 bei Schmerzen</bdi> · 1- bis 2-mal je 8 Stunden, nach dem Essen, bei Bedarf</dd>",
        ],
    );
    let english = page(Lang::En, &entries);
    assert_in_order(
        &english,
        &["This is not the whole instruction.", "1 to 2 times every 8 hours, after a meal, as needed"],
    );
}

#[test]
fn vaccinations_procedures_and_documents_are_in_words() {
    let all = entries(&[
        json!({
            "resourceType": "Immunization", "status": "completed", "vaccineCode": { "text": "Tetanus" },
            "occurrenceDateTime": "2021-03", "lotNumber": "AB-12", "isSubpotent": true,
            "protocolApplied": [{ "targetDisease": [{ "text": "Wundstarrkrampf" }], "doseNumberPositiveInt": 2, "seriesDosesPositiveInt": 3 }],
        }),
        json!({
            "resourceType": "Procedure", "status": "completed", "code": { "text": "Blinddarm entfernt" },
            "performedPeriod": { "start": "2019-02-03", "end": "2019-02-05" },
        }),
        json!({
            "resourceType": "DiagnosticReport", "status": "final", "code": { "text": "Blutbild" },
            "effectiveDateTime": "2024-01-02", "conclusion": "Unauffällig.\nKontrolle in einem Jahr.",
            "presentedForm": [{ "contentType": "application/pdf", "title": "Bericht", "data": "JVBERi0xLjcKJSVFT0YK" }],
            "result": [{ "reference": "Observation/fort", "display": "Leukozyten" }],
        }),
    ]);
    let html = page(Lang::De, &all);
    assert_walkable(&html);
    assert_in_order(
        section(&html, "vaccinations"),
        &[
            "<dt>Stand</dt><dd>verabreicht</dd>",
            "März 2021",
            "der Schutz kann fehlen",
            "Wundstarrkrampf",
            "2 von 3",
            "AB-12",
        ],
    );
    assert_in_order(
        section(&html, "procedures"),
        &[
            "durchgeführt",
            "von <time datetime=\"2019-02-03\">3. Februar 2019</time> bis <time datetime=\"2019-02-05\">5. Februar 2019</time>",
        ],
    );
    assert_in_order(
        section(&html, "documents"),
        &[
            "Befundbericht",
            "Unauffällig.\nKontrolle in einem Jahr.",
            "<bdi lang=\"\">Leukozyten</bdi>",
            "lässt sich gerade nicht herunterladen",
        ],
    );
    let report = all.iter().find(|entry| entry.title == "Blutbild").expect("a report");
    let link = FileLink { source_id: report.source_id.clone(), file: 0, href: "/me/documents/7".into() };
    let html = page_with(Lang::En, &all, vec![link]);
    assert_in_order(
        section(&html, "documents"),
        &["<a href=\"/me/documents/7\">Download the PDF (1\u{a0}kB)</a>, <bdi lang=\"\">Bericht</bdi>"],
    );
}

#[test]
fn dates_are_as_exact_as_they_were_written() {
    use crate::records::pages::phrases::{date_in_words, machine_date};
    for (text, german, english, machine) in [
        ("2019", "2019", "2019", "2019"),
        ("2021-03", "März 2021", "March 2021", "2021-03"),
        ("2015-10-10", "10. Oktober 2015", "10 October 2015", "2015-10-10"),
        (
            "2017-11-10T07:20:00Z",
            "10. November 2017, 08:20 Uhr",
            "10 November 2017, 08:20",
            "2017-11-10T07:20:00Z",
        ),
        (
            "2016-12-31T23:59:60.5Z",
            "1. Januar 2017, 01:00 Uhr",
            "1 January 2017, 01:00",
            "2017-01-01T00:00:00.5Z",
        ),
    ] {
        let when = When::parse(text).expect(text);
        assert_eq!(date_in_words(Lang::De, &when), german);
        assert_eq!(date_in_words(Lang::En, &when), english);
        assert_eq!(machine_date(&when).as_deref(), Some(machine));
    }
}
