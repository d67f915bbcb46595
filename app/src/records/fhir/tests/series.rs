use super::*;
use crate::records::series::{newest_first, series};

fn sugar(date: Value, value: &str, changes: Value) -> Value {
    let number: Value = serde_json::from_str(value).expect("a number");
    let mut observation = but(
        Resource::Observation,
        json!({
            "effectiveDateTime": date,
            "code": { "coding": [{ "system": "urn:labor", "code": value }, { "system": "http://loinc.org", "code": "4548-4", "display": "HbA1c" }] },
            "valueQuantity": { "value": number, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" },
        }),
    );
    observation.as_object_mut().expect("an object").extend(changes.as_object().expect("an object").clone());
    observation
}

#[test]
fn the_newest_entry_comes_first_and_those_without_a_date_last() {
    let dates = [
        json!("2015"),
        json!(null),
        json!("2015-10-10T09:15:00+01:00"),
        json!("2015-10-10"),
        json!("2016"),
        json!("2015-12"),
    ];
    let all: Vec<Value> = dates.into_iter().map(|date| sugar(date, "5", json!({}))).collect();
    let mut entries = import(&with(&all)).entries;
    newest_first(&mut entries);
    let order: Vec<_> = entries.iter().map(|entry| entry.date.as_ref().map_or("-", When::as_str)).collect();
    assert_eq!(order, ["2016", "2015-12", "2015-10-10T09:15:00+01:00", "2015-10-10", "2015", "-"]);
}

#[test]
fn numbers_of_the_same_code_and_unit_form_a_series() {
    let range = |low: f64, more: Value| {
        let mut range = json!({ "low": { "value": low, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" } });
        range.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        range
    };
    let bundle = with(&[
        sugar(json!("2020-05"), "6.10", json!({ "referenceRange": [range(4.5, json!({}))] })),
        sugar(
            json!("2019"),
            "7",
            json!({ "valueQuantity": { "value": 7, "comparator": "<", "system": "http://unitsofmeasure.org", "code": "%" } }),
        ),
        sugar(
            json!("2021"),
            "5.9",
            json!({ "referenceRange": [range(9.0, json!({ "appliesTo": [{ "text": "Kinder" }] }))] }),
        ),
        sugar(json!("2018"), "48", json!({ "valueQuantity": { "value": 48, "unit": "mmol/mol" } })),
        sugar(json!(null), "6.6", json!({})),
        sugar(json!("2017"), "1", json!({ "valueQuantity": null, "valueString": "hoch" })),
    ]);
    let entries =
        accepted(bundle.to_string().replace("\"value\":6.1}", "\"value\":6.10}").as_bytes()).entries;
    let all = series(&entries);
    let [line] = all.as_slice() else { panic!("{} series", all.len()) };
    assert_eq!((&*line.title, line.unit.as_deref(), line.panel.is_none()), ("HbA1c", Some("%"), true));
    let code = line.code.as_ref().and_then(|code| code.code.as_deref());
    assert_eq!(code, Some("4548-4"));
    let points: Vec<_> =
        line.points.iter().map(|point| (point.date.as_str(), point.value.as_str())).collect();
    assert_eq!(points, [("2019", "7"), ("2020-05", "6.10"), ("2021", "5.9")]);
    assert!(line.points[0].comparator.is_some() && line.points[1].comparator.is_none());
    let low = line.range.as_ref().and_then(|range| range.low.as_ref()).and_then(|low| low.value.as_ref());
    assert_eq!(low.map(|low| low.as_str()), Some("4.5"), "a range for others is not drawn");
}

#[test]
fn the_two_numbers_of_a_blood_pressure_are_two_series() {
    let pressure = |date: &str, systolic: u32, diastolic: u32| {
        let part = |code: &str, title: &str, value: u32| {
            json!({
                "code": { "coding": [{ "system": "http://loinc.org", "code": code, "display": title }] },
                "valueQuantity": { "value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" },
            })
        };
        but(
            Resource::Observation,
            json!({
                "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs" }] }],
                "code": { "coding": [{ "system": "http://loinc.org", "code": "85354-9" }], "text": "Blutdruck" },
                "effectiveDateTime": date,
                "component": [part("8480-6", "Systolisch", systolic), part("8462-4", "Diastolisch", diastolic)],
            }),
        )
    };
    let entries = import(&with(&[pressure("2024-01-02", 120, 80), pressure("2024-01-01", 130, 85)])).entries;
    let all = series(&entries);
    let lines: Vec<_> =
        all.iter().map(|line| (line.panel.as_deref(), &*line.title, line.points.len())).collect();
    assert_eq!(lines, [(Some("Blutdruck"), "Diastolisch", 2), (Some("Blutdruck"), "Systolisch", 2)]);
    assert_eq!(all[1].points[0].value.as_str(), "130");
}

#[test]
fn one_number_and_numbers_too_large_to_draw_are_no_series() {
    assert!(series(&import(&with(&[sugar(json!("2020"), "5", json!({}))])).entries).is_empty());
    let text =
        with(&[sugar(json!("2020"), "5", json!({})), sugar(json!("2021"), "4711", json!({}))]).to_string();
    let huge = text.replace("\"value\":4711", "\"value\":1e999");
    assert!(series(&accepted(huge.as_bytes()).entries).is_empty());
}
