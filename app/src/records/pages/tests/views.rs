//! What a page makes of a record, and the page in place of one.

use super::*;
use crate::accounts::service::access::Closed;

/// Two findings and a report about the second, under ids that every system may give.
fn resources(name: &str) -> Vec<Entry> {
    let value = |id: &str, day: u8| {
        json!({
            "resourceType": "Observation", "id": id, "status": "final", "code": { "text": format!("{name} {id}") },
            "category": [{ "coding": [{ "code": "laboratory" }] }], "effectiveDateTime": format!("2024-01-0{day}"),
            "valueQuantity": { "value": 1, "unit": "g" },
        })
    };
    let report = json!({
        "resourceType": "DiagnosticReport", "id": "r", "status": "final", "code": { "text": format!("Bericht {name}") },
        "effectiveDateTime": "2024-01-03",
        "presentedForm": [{ "contentType": "application/pdf", "data": "JVBERi0xLjcKJSVFT0YK" }],
        "result": [{ "reference": "Observation/2" }],
    });
    entries(&[value("1", 1), value("2", 2), report])
}

#[test]
fn two_systems_may_give_the_same_ids_to_different_things() {
    let mut record = [kept(&resources("Nord"), "Labor Nord"), kept(&resources("Süd"), "Labor Süd")].concat();
    for (number, kept) in (0_u8..).zip(record.iter_mut()) {
        if !kept.entry.details.files().is_empty() {
            kept.files.insert(0, RecordFileId::from_random([number; 16]));
        }
    }
    let file_of = |name: &str| {
        let report = record.iter().find(|kept| kept.entry.title == format!("Bericht {name}"));
        report.expect("a report").files[&0].to_string()
    };
    let (north, south) = (file_of("Nord"), file_of("Süd"));
    let view = RecordView::new(record, |file| format!("/documents/{file}"));
    let html = own_page(Lang::De, &view);
    assert_walkable(&html);
    let documents = section(&html, "documents");
    for (name, file) in [("Nord", north), ("Süd", south)] {
        let report = documents.split(&format!("Bericht {name}</bdi></h3>")).nth(1).expect(name);
        let report = report.split("</li>").next().expect(name);
        assert!(report.contains(&format!("href=\"/documents/{file}\"")), "its own document: {report}");
        let linked = report.split("<dt>Ergebnisse</dt>").nth(1).expect(name);
        assert!(linked.contains(&format!("{name} 2</bdi></a>")), "its own result: {linked}");
        assert!(
            report.contains(&format!("<dt>Quelle</dt><dd><bdi lang=\"\">Labor {name}</bdi></dd>")),
            "{report}"
        );
    }
    assert!(html.contains("aus: <bdi lang=\"\">Labor Nord</bdi>, <bdi lang=\"\">Labor Süd</bdi>"), "{html}");
}

#[test]
fn one_system_is_named_once() {
    let html = own_page(Lang::En, &RecordView::new(kept(&resources("x"), "Praxissystem"), |_| String::new()));
    assert_eq!(html.matches("Praxissystem").count(), 1, "{html}");
    assert!(html.contains("from: <bdi lang=\"\">Praxissystem</bdi>"), "{html}");
}

#[test]
fn as_long_as_it_is_closed_a_page_says_why_and_what_to_do() {
    let closed = |lang: Lang, closed: Closed, phone: Option<&str>| {
        let phone = phone.map(str::to_owned);
        Owner::new().with(|| view! { <ClosedPage lang closed phone/> }.to_html()).replace("<!>", "")
    };
    let held = closed(Lang::De, Closed::Held { until: now() }, Some("030 / 123 45"));
    assert_in_order(
        &held,
        &[
            "<h1>Ihre Akte</h1>",
            "erst wieder ab Sonntag, 22. November 2026, 13:00 Uhr.",
            "rufen Sie die Praxis sofort an",
            "<a href=\"tel:03012345\">030 / 123 45</a>",
            "<a href=\"/me\" class=\"button button-secondary\">",
        ],
    );
    let unconfirmed = closed(Lang::En, Closed::Unconfirmed, None);
    assert_in_order(
        &unconfirmed,
        &["checks once more that it is really you", "there is nothing you need to do"],
    );
    assert!(!unconfirmed.contains("tel:"), "{unconfirmed}");
}
