//! The parts of a record in the order in which people read them.

use super::{
    entry::{Level, entry},
    facts::Record,
    groups::{Shown, shown},
    values::group,
};
use crate::lang::Lang;
use crate::records::{
    model::{Assertion, Details, Entry, Section, Status},
    page_texts as texts,
    series::Series,
    words,
};
use leptos::prelude::*;

/// So many are shown at first; the rest waits behind a disclosure.
const FIRST: usize = 20;

/// Jump links and sections.
pub(super) fn sections(record: &Record<'_>, series: &[Series]) -> impl IntoView + use<> {
    let lang = record.lang;
    let of = |section: Section| -> Vec<&Entry> {
        record.entries.iter().filter(|entry| entry.section == section).collect()
    };
    let links: Vec<_> = Section::ALL
        .into_iter()
        .map(|section| {
            let count = of(section).len();
            view! {
                <li>
                    <a href=format!("#{}", id(section))>{words::section(lang, section)}</a>
                    " "
                    <span class="count" aria-hidden="true">{count}</span>
                    <span class="visually-hidden">"(" {texts::entries(lang, count)} ")"</span>
                </li>
            }
        })
        .collect();
    let sections: Vec<_> = Section::ALL
        .into_iter()
        .map(|section| {
            let hint = (section == Section::Values && !of(section).is_empty())
                .then(|| view! { <p class="hint">{texts::values_hint(lang)}</p> });
            view! {
                <section class="record-section" aria-labelledby=id(section)>
                    <h2 id=id(section)>{words::section(lang, section)}</h2>
                    {hint}
                    {body(record, &of(section), section, series)}
                </section>
            }
        })
        .collect();
    view! {
        <nav class="record-jump" aria-label=texts::jump(lang)>
            <ul>{links}</ul>
        </nav>
        {sections}
    }
}

fn body(record: &Record<'_>, entries: &[&Entry], section: Section, series: &[Series]) -> AnyView {
    let lang = record.lang;
    if entries.is_empty() {
        return view! { <p class="missing">{texts::empty(lang)}</p> }.into_any();
    }
    if section == Section::Values {
        let shown = shown(entries, series);
        let items = shown.iter().enumerate().map(|(place, shown)| match shown {
            Shown::Measured(measured) => group(record, measured, &format!("line-{}", place + 1)),
            Shown::Single(single) => entry(record, single, Level::InSection),
        });
        return list(lang, items.collect());
    }
    let one_by_one =
        |entries: &[&Entry], level| list(lang, entries.iter().map(|one| entry(record, one, level)).collect());
    let (present, past): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| !is_past(section, entry));
    if past.is_empty() {
        return one_by_one(entries, Level::InSection);
    }
    // What is taken and what is had now comes before what is over, however new that is.
    let present = (!present.is_empty()).then(|| one_by_one(&present, Level::InSection));
    view! {
        {present}
        <div class="record-past">
            <h3>{texts::past(lang)}</h3>
            {one_by_one(&past, Level::InPart)}
        </div>
    }
    .into_any()
}

/// Whether something was and is over; in the other sections everything is, so it is not said.
///
/// That nothing is known is never over. A prescription is completed once it was dispensed, and the medicine may still be
/// taken (FHIR R4, MedicationRequest.status).
fn is_past(section: Section, entry: &Entry) -> bool {
    let has_present = matches!(section, Section::Allergies | Section::Conditions | Section::Medications);
    let over = match entry.status {
        Status::Completed => !matches!(&entry.details, Details::Medication(details) if details.prescription),
        Status::Stopped | Status::Inactive | Status::Resolved => true,
        _ => false,
    };
    has_present && over && entry.assertion == Assertion::Present
}

fn list(lang: Lang, mut items: Vec<AnyView>) -> AnyView {
    let rest = items.split_off(items.len().min(FIRST));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{texts::further(lang, rest.len())}</summary>
                <ul class="entries">{rest}</ul>
            </details>
        }
    });
    view! {
        <ul class="entries">{items}</ul>
        {rest}
    }
    .into_any()
}

/// The same in both languages, so that a link to it survives a change of language.
const fn id(section: Section) -> &'static str {
    match section {
        Section::Allergies => "allergies",
        Section::Conditions => "conditions",
        Section::Medications => "medications",
        Section::Immunizations => "vaccinations",
        Section::Values => "results",
        Section::Procedures => "procedures",
        Section::Documents => "documents",
    }
}
