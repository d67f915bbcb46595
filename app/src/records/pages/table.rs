//! The numbers of a chart as a table, the newest first.

use super::{
    compare::{self, Limits, Side},
    groups::Group,
    phrases::{bounds, compared},
    said::{Said, theirs},
};
use crate::{
    lang::Lang,
    records::{
        details::Bounds,
        model::{SourceId, Status, When},
        page_texts as texts,
        series::{Point, Series},
        words,
    },
};
use leptos::prelude::*;
use std::{cmp::Reverse, collections::HashMap};

/// So many rows are shown at first.
const ROWS_FIRST: usize = 12;

/// Of two columns on a phone, each has room for a word of so many characters (two of them are the marks that isolate).
const WORD_MAX: usize = 14;

/// One time of measuring, with what each line says about it.
struct Row<'a> {
    date: &'a When,
    points: Vec<Vec<&'a Point>>,
}

/// The table of a group; older rows wait behind a disclosure.
pub(super) fn table(lang: Lang, group: &Group<'_>) -> impl IntoView + use<> {
    let rows = rows(group);
    let (first, older) = rows.split_at(rows.len().min(ROWS_FIRST));
    let older = (!older.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{texts::older_measurements(lang)} " (" {older.len()} ")"</summary>
                {part(lang, group, older)}
            </details>
        }
    });
    view! {
        {part(lang, group, first)}
        {older}
    }
}

fn part(lang: Lang, group: &Group<'_>, rows: &[Row<'_>]) -> impl IntoView + use<> {
    let title = title(group);
    let heads: Vec<Said> = group.lines.iter().map(|line| head(lang, group, line)).collect();
    let is_short = |word: &str| word.chars().count() <= WORD_MAX;
    let whole = heads.iter().all(|head| head.plain().split(' ').all(is_short));
    let class = if whole { "values values-whole" } else { "values" };
    let heads: Vec<_> = heads.into_iter().map(|head| view! { <th scope="col">{head.view()}</th> }).collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = group
                .lines
                .iter()
                .zip(&row.points)
                .map(|(line, points)| view! { <td>{cell(lang, line, points).view()}</td> })
                .collect();
            view! { <tr><th scope="row">{Said::short_date(lang, row.date).view()}</th>{cells}</tr> }
        })
        .collect();
    view! {
        <table class=class>
            <caption>{title} ": " {texts::table_caption(lang)}</caption>
            <thead>
                <tr><th scope="col">{texts::date(lang)}</th>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// "Systolisch in mmHg, üblich: höchstens 140 mmHg", "Wert in %".
fn head(lang: Lang, group: &Group<'_>, line: &Series) -> Said {
    let name = match group.lines.len() {
        1 => Said::ours(texts::value(lang)),
        _ => Said::theirs(line.title.clone()),
    };
    let unit = line.unit.clone().map(|unit| Said::ours(texts::in_unit(lang)).and(Said::theirs(unit)));
    let usual =
        line.range.as_ref().filter(|range| Limits::of(range).is_some()).map(|range| usual(lang, range));
    Said::list([name.and(unit.unwrap_or_default()), usual.unwrap_or_default()], ", ")
}

fn cell(lang: Lang, line: &Series, points: &[&Point]) -> Said {
    if points.is_empty() {
        return Said::ours(texts::not_measured(lang));
    }
    let values = points.iter().map(|point| {
        let value = Said::ours(compared(lang, point.comparator, &point.value));
        let (side, range) = match compare::point(line, point) {
            // The range in the head holds for every row that has no other.
            Some((side, range)) if line.range.as_ref() == Some(range) => (Some(side), None),
            Some((side, range)) => (Some(side), Some(usual(lang, range))),
            None => (None, None),
        };
        let wording = point.wording.clone().map(Said::theirs);
        let standing = standing(point.status).map(|status| Said::ours(words::status(lang, status)));
        let more = Said::list([wording, standing, range].into_iter().flatten(), "; ");
        let value = value.and(side.map(|side| mark(lang, side)).unwrap_or_default());
        if more.is_empty() { value } else { value.close(" (").and_close(more).close(")") }
    });
    Said::list(values, ", ")
}

/// What is worth saying beside a number: everything but that it is final.
fn standing(status: Status) -> Option<Status> {
    matches!(status, Status::Preliminary | Status::Corrected).then_some(status)
}

/// "▲ darüber": beside the number there is little room, and the range stands in the head.
fn mark(lang: Lang, side: Side) -> Said {
    match side {
        Side::Above => Said::mark("▲", texts::above_short(lang)),
        Side::Below => Said::mark("▼", texts::below_short(lang)),
    }
}

/// "üblich: 4,5 bis 6,0 %".
fn usual(lang: Lang, range: &Bounds) -> Said {
    Said::ours(texts::usual_short(lang)).and(bounds(lang, range))
}

fn rows<'a>(group: &Group<'a>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut places: HashMap<&SourceId, usize> = HashMap::new();
    for (column, line) in group.lines.iter().enumerate() {
        for point in &line.points {
            let place = *places.entry(&point.source_id).or_insert(rows.len());
            if place == rows.len() {
                rows.push(Row { date: &point.date, points: vec![Vec::new(); group.lines.len()] });
            }
            if let Some(cell) = rows.get_mut(place).and_then(|row| row.points.get_mut(column)) {
                cell.push(point);
            }
        }
    }
    rows.sort_by_key(|row| Reverse(row.date.earliest()));
    rows
}

/// The heading of a group: its panel, or what its one line is called.
pub(super) fn name(group: &Group<'_>) -> String {
    let line = group.lines.first();
    line.map(|line| {
        line.panel.clone().filter(|_| group.lines.len() > 1).unwrap_or_else(|| line.title.clone())
    })
    .unwrap_or_default()
}

pub(super) fn title(group: &Group<'_>) -> impl IntoView + use<> {
    theirs(name(group))
}
