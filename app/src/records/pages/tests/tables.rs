//! What stands beside the numbers of a chart, on screen and on paper.

use super::{charts::value, *};

#[test]
fn what_may_still_change_and_what_was_corrected_says_so_in_the_table_and_in_the_chart() {
    let all = entries(&[
        value("2024-01-01", 5.0, json!({})),
        value("2024-02-01", 7.0, json!({ "status": "preliminary" })),
        value("2024-03-01", 5.2, json!({ "status": "corrected" })),
    ]);
    let html = page(Lang::De, &all);
    let part = section(&html, "results");
    assert_in_order(
        part,
        &[
            "Leeres Zeichen: Der Wert ist vorläufig.",
            "5,2 (berichtigt)",
            "darüber</span> (vorläufig)",
            "<td>5,0</td>",
        ],
    );
    assert_eq!(part.matches("chart-point-limit").count(), 1);
    assert!(!page(Lang::De, &all[..1]).contains("vorläufig"));
}

#[test]
fn another_wording_of_the_same_code_stands_beside_its_number() {
    let all = entries(&[
        value(
            "2024-01-01",
            5.0,
            json!({ "code": { "coding": [{ "system": "http://loinc.org", "code": "4548-4" }], "text": "Glykohämoglobin" } }),
        ),
        value("2024-02-01", 5.5, json!({})),
    ]);
    let html = page(Lang::De, &all);
    assert_in_order(
        section(&html, "results"),
        &["<td>5,5</td>", "<td>5,0 (<bdi lang=\"\">Glykohämoglobin</bdi>)</td>"],
    );
}

#[test]
fn one_moment_is_a_table_and_no_chart() {
    let all = entries(&[
        value("2024-01-02T08:00:00+01:00", 5.0, json!({})),
        value("2024-01-02T08:00:00+01:00", 7.0, json!({})),
    ]);
    let html = page(Lang::De, &all);
    assert!(!html.contains("<svg"), "{html}");
    assert_in_order(section(&html, "results"), &["<table", "02.01.2024, 08:00 Uhr", "<td>5,0</td>"]);
}

#[test]
fn on_paper_the_single_measurements_stay_closed_unless_one_has_a_note() {
    let noted = json!({ "note": [{ "text": "nüchtern" }] });
    let plain = [value("2024-01-01", 5.0, json!({})), value("2024-02-01", 5.5, json!({}))];
    let with_note = [plain[0].clone(), value("2024-02-01", 5.5, noted)];
    assert!(page(Lang::De, &entries(&plain)).contains("<details class=\"more only-screen\">"));
    assert!(!page(Lang::De, &entries(&with_note)).contains("<details class=\"more only-screen\">"));
}

#[test]
fn on_paper_a_panel_keeps_what_is_no_number() {
    let panel = |date: &str, nitrite: bool| {
        let mut part = vec![json!({
            "code": { "text": "pH" }, "valueQuantity": { "value": 6.5, "unit": "[pH]" },
        })];
        part.extend(nitrite.then(|| json!({ "code": { "text": "Nitrit" }, "valueString": "positiv" })));
        json!({
            "resourceType": "Observation", "status": "final", "effectiveDateTime": date, "code": { "text": "Urin" },
            "category": [{ "coding": [{ "code": "laboratory" }] }], "component": part,
        })
    };
    let folded = "<details class=\"more only-screen\">";
    assert!(page(Lang::De, &entries(&[panel("2024", false), panel("2025", false)])).contains(folded));
    let html = page(Lang::De, &entries(&[panel("2024", false), panel("2025", true)]));
    assert!(!html.contains(folded) && html.contains("positiv"), "{html}");
}

#[test]
fn a_number_is_compared_with_the_range_that_came_with_it_and_no_other() {
    let part = |title: &str, value: f64, high: f64| {
        json!({
            "code": { "coding": [{ "system": "urn:labor", "code": "ELYTE" }], "text": title },
            "valueQuantity": { "value": value, "unit": "mmol/l" }, "referenceRange": [{ "high": { "value": high, "unit": "mmol/l" } }],
        })
    };
    let panel = |date: &str| {
        json!({
            "resourceType": "Observation", "status": "final", "effectiveDateTime": date, "code": { "text": "Elektrolyte" },
            "category": [{ "coding": [{ "code": "laboratory" }] }],
            "component": [part("Phosphat", 4.5, 1.5), part("Kalium", 4.5, 5.0)],
        })
    };
    let html = page(Lang::De, &entries(&[panel("2024"), panel("2025")]));
    assert_in_order(section(&html, "results"), &["2025</time></th>", "4,5", "2024</time></th>"]);
    assert_eq!(html.matches("darüber").count(), 2, "phosphate twice, potassium never: {html}");
}

#[test]
fn a_power_of_ten_is_a_factor_and_no_part_of_the_number() {
    let count = json!({ "valueQuantity": { "value": 250, "system": "http://unitsofmeasure.org", "code": "10*3/uL" }, "referenceRange": [] });
    let html = page(Lang::De, &entries(&[value("2024", 5.0, count)]));
    assert!(html.contains("250\u{a0}×\u{a0}<bdi lang=\"\">10³/µL</bdi>"), "{html}");
}

#[test]
fn two_meanings_of_a_hollow_sign_are_one_sentence() {
    let unit = json!({ "value": 0.5, "comparator": "<", "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" });
    let html = page(
        Lang::De,
        &entries(&[
            value("2024", 5.0, json!({ "status": "preliminary" })),
            value("2025", 0.5, json!({ "valueQuantity": unit })),
        ]),
    );
    assert_eq!(html.matches("Leeres Zeichen").count(), 1, "{html}");
    assert!(html.contains("nur eine Grenze bekannt, oder der Wert ist vorläufig"), "{html}");
}
