//! What was measured repeatedly: heading, chart, table, and everything else that is known about it.

use super::{
    chart::chart,
    entry::{Level, entry},
    facts::Record,
    groups::Group,
    table::{table, title},
};
use crate::records::{
    details::{Measured, Quantity, ReferenceRange, Value, ValueDetails},
    model::{Details, Entry},
    page_texts as texts,
};
use leptos::prelude::*;

/// A group; `name` makes its ids.
pub(super) fn group(record: &Record<'_>, group: &Group<'_>, name: &str) -> AnyView {
    let lang = record.lang;
    let entries: Vec<_> = group.entries.iter().map(|one| entry(record, one, Level::InPart)).collect();
    let class =
        if group.entries.iter().all(|entry| is_in_table(group, entry)) { "more only-screen" } else { "more" };
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
            {chart(lang, group, name)}
            {table(lang, group)}
            {entries}
        </li>
    }
    .into_any()
}

/// Whether the table says all that a reader on paper needs: the numbers with their ranges, and there is nothing else.
fn is_in_table(group: &Group<'_>, entry: &Entry) -> bool {
    let Details::Value(ValueDetails { result, components, members, body_site, specimen, method, .. }) =
        &entry.details
    else {
        return false;
    };
    let shown = |result: &Measured| {
        let ranges = |range: &ReferenceRange| {
            range.text.is_none() && !range.special && range.applies_to.is_empty() && range.ages.is_none()
        };
        let number = matches!(&result.value, Some(Value::Quantity(Quantity { value: Some(_), .. })));
        number
            && result.interpretations.is_empty()
            && result.ranges.len() < 2
            && result.ranges.iter().all(ranges)
    };
    let numbers = match components.as_slice() {
        [] => shown(result),
        parts => {
            result.value.is_none()
                && parts.len() == group.lines.len()
                && parts.iter().all(|part| shown(&part.result))
        }
    };
    let bare = body_site.is_none() && specimen.is_none() && method.is_none() && members.is_empty();
    numbers && bare && entry.notes.is_empty()
}
