//! The pages, rendered from files as they are imported.

mod charts;
mod entries;
mod sections;
mod tables;
mod views;

use super::{ClosedPage, FileLink, RecordPage, RecordView, StaffRecordPage};
use crate::{
    ids::{RecordEntryId, RecordFileId},
    lang::Lang,
    patients::model::BirthDate,
    records::{
        fhir,
        model::{Entry, Import},
        sealed::Kept,
        service::Whose,
        when::When,
    },
    redacted::Redacted,
    time::Timestamp,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// From the npm package `hl7.fhir.uv.ips` 2.0.0 (CC0-1.0).
const REAL: &[u8] = include_bytes!("../../../../tests/fhir/ips-bundle-01.json");

fn now() -> Timestamp {
    When::parse("2026-11-22T12:00:00Z").expect("a date").earliest()
}

fn read(bytes: &[u8]) -> Import {
    fhir::read(bytes, now()).unwrap_or_else(|refusal| panic!("refused: {refusal:?}"))
}

/// The entries of these resources of one Anna; each gets an id.
fn entries(resources: &[Value]) -> Vec<Entry> {
    let anna = json!({
        "resourceType": "Patient", "id": "anna", "birthDate": "1980-05-04",
        "name": [{ "family": "Beispiel", "given": ["Anna"] }],
    });
    let mut all = vec![json!({ "resource": anna })];
    for (index, resource) in resources.iter().enumerate() {
        let mut resource = resource.clone();
        let members = resource.as_object_mut().expect("an object");
        members.entry("id").or_insert_with(|| json!(format!("r{index}")));
        let subject = match members["resourceType"].as_str() {
            Some("AllergyIntolerance" | "Immunization") => "patient",
            _ => "subject",
        };
        members.insert(subject.to_owned(), json!({ "reference": "Patient/anna" }));
        all.push(json!({ "resource": resource }));
    }
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": all });
    let import = read(bundle.to_string().as_bytes());
    assert_eq!(import.entries.len(), resources.len(), "{:?}", import.report);
    import.entries
}

/// The page of the person, as it is sent.
fn page(lang: Lang, entries: &[Entry]) -> String {
    page_with(lang, entries, Vec::new())
}

fn page_with(lang: Lang, entries: &[Entry], files: Vec<FileLink>) -> String {
    let view = RecordView { files, ..RecordView::new(kept(entries, "Quelle"), |_| String::new()) };
    own_page(lang, &view)
}

fn own_page(lang: Lang, view: &RecordView) -> String {
    let whose = whose("Nadia Canary");
    let html = Owner::new().with(|| view! { <RecordPage lang whose=&whose now=now() view/> }.to_html());
    // What Leptos writes between texts that stand beside each other.
    html.replace("<!>", "")
}

fn staff_page(lang: Lang, name: &str, entries: &[Entry]) -> String {
    let view = RecordView::new(kept(entries, "Quelle"), |_| String::new());
    let whose = whose(name);
    let html = Owner::new().with(|| {
        view! { <StaffRecordPage lang whose=&whose now=now() back="/staff".to_owned() view=&view/> }.to_html()
    });
    html.replace("<!>", "")
}

fn whose(name: &str) -> Whose {
    Whose {
        name: Redacted::new(name.to_owned()),
        birth_date: BirthDate::new(1980, 5, 4),
        number: Some(Redacted::new("1234-5678".to_owned())),
    }
}

/// Entries as they come out of the database, without files.
fn kept(entries: &[Entry], source: &str) -> Vec<Kept> {
    let one = |(place, entry): (usize, &Entry)| Kept {
        id: RecordEntryId::from_random([u8::try_from(place % 256).expect("a byte"); 16]),
        entry: entry.clone(),
        files: BTreeMap::new(),
        source: source.to_owned(),
        imported_at: now(),
    };
    entries.iter().enumerate().map(one).collect()
}

/// One part of a page.
fn section<'h>(html: &'h str, id: &str) -> &'h str {
    let start = html.find(&format!("<h2 id=\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {html}"));
    let rest = &html[start..];
    &rest[..rest.find("</section>").expect("an end")]
}

/// Every part is there, in this order.
fn assert_in_order(html: &str, parts: &[&str]) {
    let mut rest = html;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part:?} is not (or not here) in {html}"));
        rest = &rest[at + part.len()..];
    }
}

/// The tags of a page without their attributes, in order.
fn tags(html: &str) -> Vec<&str> {
    let names = html.split('<').skip(1).map(|rest| {
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '/')).next().unwrap_or_default()
    });
    names.filter(|name| !name.is_empty()).collect()
}

/// What makes a page walkable: one h1, no level left out, every id once, every label to something that is there.
fn assert_walkable(html: &str) {
    let tags = tags(html);
    let levels: Vec<u8> = tags.iter().filter_map(|tag| tag.strip_prefix('h')?.parse::<u8>().ok()).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{levels:?}");
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");

    let values = |attribute: &str| -> Vec<String> {
        html.split(&format!(" {attribute}=\""))
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .flat_map(str::split_whitespace)
            .map(str::to_owned)
            .collect()
    };
    let mut ids = values("id");
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    for attribute in ["aria-labelledby", "aria-describedby"] {
        for id in values(attribute) {
            assert!(ids.contains(&id), "{attribute} leads nowhere: {id}");
        }
    }
    for href in values("href").iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(ids.iter().any(|id| id == href), "#{href} leads nowhere");
    }
    for table in html.split("<table").skip(1) {
        let table = table.split("</table>").next().expect("an end");
        assert!(table.contains("<caption>"), "{table}");
        assert!(
            !table
                .split("<th")
                .skip(1)
                .any(|head| !head.starts_with("ead") && !head.starts_with(" scope=\"")),
            "{table}"
        );
    }
    assert!(!html.contains(" style=\""), "the CSP allows no style attributes");
}
