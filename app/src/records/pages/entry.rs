//! One entry: what it is, what is said about it, its codes.

use super::{
    facts::{Fact, Record, facts},
    said::{Said, theirs},
};
use crate::{
    lang::Lang,
    records::{
        model::{Assertion, Code, Entry},
        page_texts as texts,
    },
};
use leptos::prelude::*;

/// Which heading an entry has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    InSection,
    /// Under a heading of its own: the past, or what was measured repeatedly.
    InPart,
}

pub(super) fn entry(record: &Record<'_>, entry: &Entry, level: Level) -> AnyView {
    let lang = record.lang;
    let title = theirs(entry.title.clone());
    let heading = match level {
        Level::InSection => view! { <h3>{title}</h3> }.into_any(),
        Level::InPart => view! { <h4>{title}</h4> }.into_any(),
    };
    let said = match entry.assertion {
        Assertion::Present => None,
        Assertion::NoneKnown => Some(texts::none_known(lang)),
        Assertion::NoInformation => Some(texts::no_information(lang)),
    };
    let said = said.map(|said| view! { <p class="finding">{said}</p> });
    view! {
        <li class="entry" id=record.anchor(&entry.source_id)>
            {heading}
            {said}
            {list(facts(record, entry))}
            {codes(lang, entry)}
        </li>
    }
    .into_any()
}

fn list(facts: Vec<Fact>) -> impl IntoView {
    let rows: Vec<_> = facts
        .into_iter()
        .map(|Fact { label, values }| {
            let values: Vec<_> =
                values.into_iter().map(|value: Said| view! { <dd>{value.view()}</dd> }).collect();
            view! { <div class="fact"><dt>{label}</dt>{values}</div> }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> })
}

/// For those who know codes, out of the way of everybody else.
fn codes(lang: Lang, entry: &Entry) -> impl IntoView + use<> {
    let codes: Vec<_> = entry.codes.iter().map(code).collect();
    (!codes.is_empty()).then(|| {
        view! {
            <details class="entry-codes only-screen">
                <summary>
                    {texts::show_codes(lang)}
                    <span class="visually-hidden">
                        " " {texts::codes_of(lang)} " " {theirs(entry.title.clone())}
                    </span>
                </summary>
                <ul>{codes}</ul>
            </details>
        }
    })
}

fn code(code: &Code) -> impl IntoView + use<> {
    let system = code.system.as_deref().map(|system| {
        let known = texts::SYSTEMS.iter().find(|(address, _)| *address == system);
        known.map_or_else(|| Said::theirs(system), |(_, name)| Said::ours(*name))
    });
    let value = code.code.clone().map(|value| view! { <code>{theirs(value)}</code> });
    let display = code.display.clone().map(theirs);
    view! { <li>{system.map(Said::view)} " " {value} " " {display}</li> }
}
