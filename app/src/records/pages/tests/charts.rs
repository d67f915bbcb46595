use super::*;
use crate::records::{
    details::{Bounds, Comparator, Quantity},
    model::Decimal,
    pages::compare::{Limits, Side},
};

pub(super) fn value(date: &str, value: f64, changes: Value) -> Value {
    let mut value = json!({
        "resourceType": "Observation", "status": "final",
        "category": [{ "coding": [{ "code": "laboratory" }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "4548-4" }], "text": "HbA1c" },
        "effectiveDateTime": date,
        "valueQuantity": { "value": value, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" },
        "referenceRange": [{ "low": { "value": 4.5 }, "high": { "value": 6.0 } }],
    });
    value.as_object_mut().expect("an object").extend(changes.as_object().expect("an object").clone());
    value
}

fn pressure(date: &str, systolic: f64, diastolic: f64) -> Value {
    let part = |code: &str, title: &str, value: f64, high: f64| {
        json!({
            "code": { "coding": [{ "system": "http://loinc.org", "code": code }], "text": title },
            "valueQuantity": { "value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" },
            "referenceRange": [{ "high": { "value": high, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" } }],
        })
    };
    json!({
        "resourceType": "Observation", "status": "final", "effectiveDateTime": date,
        "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs" }] }],
        "code": { "text": "Blutdruck" },
        "component": [part("8462-4", "Diastolisch", diastolic, 90.0), part("8480-6", "Systolisch", systolic, 140.0)],
    })
}

#[test]
fn a_series_is_a_drawing_and_a_table() {
    let all = entries(&[
        value("2024-03", 5.1, json!({})),
        value("2025-01-02", 7.5, json!({ "note": [{ "text": "nüchtern" }] })),
    ]);
    let html = page(Lang::De, &all);
    assert_walkable(&html);
    let part = section(&html, "results");
    assert_in_order(
        part,
        &[
            "<h3 id=\"line-1-title\"><bdi lang=\"\">HbA1c</bdi></h3>",
            "role=\"img\"",
            "aria-labelledby=\"line-1-title line-1-chart\"",
            "<title id=\"line-1-chart\">Liniendiagramm</title>",
            "2 Messungen von März 2024 bis 2. Januar 2025. Niedrigster Wert 5,1\u{a0}\u{2068}%\u{2069}, höchster Wert 7,5",
            "class=\"chart-range\"",
            "class=\"chart-number\"",
            "class=\"chart-line\"",
            "class=\"chart-point\"",
            "class=\"chart-sign\"",
            "<span>März 2024</span><span>2. Januar 2025</span>",
            "üblicher Bereich laut Quelle: 4,5 bis 6,0",
            "<caption><bdi lang=\"\">HbA1c</bdi>: alle Messungen, die neueste zuerst</caption>",
            "<th scope=\"col\">Datum</th><th scope=\"col\">Wert in <bdi lang=\"\">%</bdi>, üblich: 4,5 bis 6,0</th>",
            "<th scope=\"row\"><time datetime=\"2025-01-02\">02.01.2025</time></th>",
            "<td>7,5 <span class=\"mark\"><span aria-hidden=\"true\">▲</span> darüber</span></td>",
            "<th scope=\"row\"><time datetime=\"2024-03\">März 2024</time></th><td>5,1</td>",
            "Alle Angaben zu den einzelnen Messungen",
            "<h4><bdi lang=\"\">HbA1c</bdi></h4>",
            "nüchtern",
        ],
    );
    assert_eq!(part.matches("class=\"chart-sign\"").count(), 1);
    let english = page(Lang::En, &all);
    assert_in_order(
        &english,
        &["2 measurements from March 2024 to 2 January 2025.", "usual: 4.5 to 6.0", "above</span>"],
    );
}

#[test]
fn the_two_numbers_of_a_blood_pressure_are_one_drawing() {
    let all = entries(&[pressure("2024-01-01", 130.0, 85.0), pressure("2024-02-01", 150.0, 80.0)]);
    let html = page(Lang::De, &all);
    assert_walkable(&html);
    assert_eq!(html.matches("role=\"img\"").count(), 1);
    assert!(!html.contains("chart-range"), "two areas would hide each other");
    assert_eq!(html.matches("class=\"chart-limit\"").count(), 4, "two in the drawing, two in its key");
    assert_in_order(
        section(&html, "results"),
        &[
            "<bdi lang=\"\">Blutdruck</bdi></h3>",
            "Systolisch\u{2069}: 2 Messungen",
            "Diastolisch\u{2069}: 2 Messungen",
            "chart-line-second",
            "chart-point-second",
            "<th scope=\"col\"><bdi lang=\"\">Systolisch</bdi> in <bdi lang=\"\">mmHg</bdi>, üblich: höchstens 140,0\u{a0}<bdi lang=\"\">mmHg</bdi></th><th scope=\"col\"><bdi lang=\"\">Diastolisch</bdi>",
            "01.02.2024",
            "<td>150,0 <span class=\"mark\"><span aria-hidden=\"true\">▲</span> darüber</span></td><td>80,0</td>",
        ],
    );
}

#[test]
fn heads_keep_their_words_whole_where_two_of_them_fit_on_a_phone() {
    let pressures = || [pressure("2024-01-01", 130.0, 85.0), pressure("2024-02-01", 150.0, 80.0)];
    assert!(page(Lang::De, &entries(&pressures())).contains("<table class=\"values values-whole\">"));
    let long = pressures().map(|mut pressure| {
        pressure["component"][0]["code"]["text"] = json!("Donaudampfschifffahrt");
        pressure
    });
    assert!(page(Lang::De, &entries(&long)).contains("<table class=\"values\">"), "long ones may be broken");
}

#[test]
fn a_value_is_compared_with_its_own_range_before_that_of_the_series() {
    let old = json!({ "referenceRange": [{ "low": { "value": 4.0 }, "high": { "value": 8.0 } }] });
    let older = json!({ "referenceRange": [{ "high": { "value": 7.0 } }] });
    let none = json!({ "referenceRange": [] });
    let all = entries(&[
        value("2019", 7.5, older),
        value("2020", 7.0, old),
        value("2021", 7.1, none),
        value("2022", 5.0, json!({})),
    ]);
    let html = page(Lang::De, &all);
    assert_in_order(
        section(&html, "results"),
        &[
            "2022</time></th><td>5,0</td>",
            "2021</time></th><td>7,1 <span class=\"mark\">",
            "2020</time></th><td>7,0</td>",
            "2019</time></th><td>7,5 <span class=\"mark\"><span aria-hidden=\"true\">▲</span> darüber</span> (üblich: höchstens 7,0)</td>",
        ],
    );
}

#[test]
fn a_known_limit_is_a_hollow_sign_and_words() {
    let below = json!({ "valueQuantity": { "value": 0.5, "comparator": "<", "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" } });
    let html = page(Lang::De, &entries(&[value("2020", 5.0, json!({})), value("2021", 0.5, below)]));
    assert_in_order(
        section(&html, "results"),
        &[
            "chart-point-limit",
            "Leeres Zeichen",
            "<td>unter 0,5 <span class=\"mark\"><span aria-hidden=\"true\">▼</span>",
        ],
    );
}

#[test]
fn equal_values_are_drawn_in_the_middle() {
    let all = entries(&[value("2024-01-02", 5.0, json!({})), value("2024-01-03", 5.0, json!({}))]);
    let html = page(Lang::De, &all);
    assert!(html.contains("cx=\"17.00%\" cy=") && html.contains("cx=\"96.00%\" cy="), "{html}");
    assert!(!html.contains("NaN") && !html.contains("inf%"), "{html}");
}

#[test]
fn many_measurements_stay_readable() {
    let many: Vec<Value> = (0..250)
        .map(|n| {
            value(&format!("20{:02}-{:02}-{:02}", 1 + n / 120, 1 + (n / 10) % 12, 1 + n % 10), 5.0, json!({}))
        })
        .collect();
    let html = page(Lang::De, &entries(&many));
    assert_walkable(&html);
    assert_eq!(html.matches("<circle").count(), 200);
    assert_in_order(
        &html,
        &[
            "Gezeichnet sind die neuesten 200 Messungen.",
            "<summary>Ältere Messungen anzeigen (238)</summary>",
        ],
    );
}

#[test]
fn only_what_is_certain_is_outside() {
    let limit = |value: Option<&str>| {
        value.map(|value| Quantity { value: Decimal::parse(value), comparator: None, unit: None, ucum: None })
    };
    let of = |low, high| Limits::of(&Bounds { low: limit(low), high: limit(high) });
    let both = of(Some("4"), Some("6")).expect("limits");
    for (value, comparator, side) in [
        (3.9, None, Some(Side::Below)),
        (4.0, None, None),
        (6.0, None, None),
        (6.1, None, Some(Side::Above)),
        (4.0, Some(Comparator::Below), Some(Side::Below)),
        (4.0, Some(Comparator::AtMost), None),
        (5.0, Some(Comparator::Below), None),
        (7.0, Some(Comparator::Below), None),
        (6.0, Some(Comparator::Above), Some(Side::Above)),
        (6.0, Some(Comparator::AtLeast), None),
        (3.0, Some(Comparator::AtLeast), None),
    ] {
        assert_eq!(both.side(value, comparator), side, "{value} {comparator:?}");
    }
    let open = of(None, Some("6")).expect("limits");
    assert_eq!((open.side(-9.0, None), open.side(7.0, None)), (None, Some(Side::Above)));
    assert_eq!(of(None, None), None);
    assert_eq!(of(Some("6"), Some("4")), None, "the wrong way round");
}
