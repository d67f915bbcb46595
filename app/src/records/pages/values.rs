//! What was measured repeatedly: heading, chart, table, and everything else that is known about it.

use super::{
    chart::chart,
    entry::{Level, entry},
    facts::Record,
    groups::Group,
    table::{table, title},
};
use crate::records::page_texts as texts;
use leptos::prelude::*;

/// A group; `name` makes its ids.
pub(super) fn group(record: &Record<'_>, group: &Group<'_>, name: &str) -> AnyView {
    let lang = record.lang;
    let entries: Vec<_> = group.entries.iter().map(|one| entry(record, one, Level::InPart)).collect();
    // On paper the table says the same, unless somebody has added a note.
    let noted = group.entries.iter().any(|entry| !entry.notes.is_empty());
    let class = if noted { "more" } else { "more only-screen" };
    let entries = (!entries.is_empty()).then(|| {
        view! {
            <details class=class>
                <summary>
                    {texts::single_measurements(lang)}
                    <span class="visually-hidden">": " {title(group)}</span>
                </summary>
                <ul class="entries">{entries}</ul>
            </details>
        }
    });
    view! {
        <li class="entry entry-chart">
            <h3 id=format!("{name}-title")>{title(group)}</h3>
            {chart(record, group, name)}
            {table(record, group)}
            {entries}
        </li>
    }
    .into_any()
}
