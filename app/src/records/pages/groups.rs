//! The values of a record: those measured repeatedly together, all others one by one.

use crate::records::{
    model::{Entry, SourceId},
    series::Series,
};
use std::collections::{HashMap, HashSet};

/// What stands together in the section of values.
pub(super) enum Shown<'a> {
    Measured(Group<'a>),
    Single(&'a Entry),
}

/// One chart, its table, and the entries behind it.
pub(super) struct Group<'a> {
    /// One line, or the two of a pair like a blood pressure, the upper one first.
    pub lines: Vec<&'a Series>,
    /// The newest first; each entry stands in one group only.
    pub entries: Vec<&'a Entry>,
}

/// In the order of `entries`; a group stands where its newest entry stands.
pub(super) fn shown<'a>(entries: &[&'a Entry], series: &'a [Series]) -> Vec<Shown<'a>> {
    let mut waiting: Vec<Group<'a>> =
        pairs(series).into_iter().map(|lines| Group { lines, entries: Vec::new() }).collect();
    let mut places: HashMap<&SourceId, usize> = HashMap::new();
    for (place, group) in waiting.iter().enumerate() {
        for point in group.lines.iter().flat_map(|line| &line.points) {
            places.entry(&point.source_id).or_insert(place);
        }
    }
    let homes: Vec<Option<usize>> =
        entries.iter().map(|entry| places.get(&entry.source_id).copied()).collect();
    for (entry, home) in entries.iter().zip(&homes) {
        if let Some(group) = home.and_then(|home| waiting.get_mut(home)) {
            group.entries.push(entry);
        }
    }
    let mut waiting: Vec<Option<Group<'a>>> = waiting.into_iter().map(Some).collect();
    let mut shown = Vec::new();
    for (entry, home) in entries.iter().zip(homes) {
        match home {
            Some(home) => shown.extend(waiting.get_mut(home).and_then(Option::take).map(Shown::Measured)),
            None => shown.push(Shown::Single(entry)),
        }
    }
    // Lines whose entries all stand elsewhere: a part of a panel whose own value is a line as well.
    shown.extend(waiting.into_iter().flatten().map(Shown::Measured));
    shown
}

/// Puts two lines into one chart where they are the only two of their panel and unit, and were measured together.
fn pairs(series: &[Series]) -> Vec<Vec<&Series>> {
    let mut charts: Vec<Vec<&Series>> = Vec::new();
    for line in series {
        let together = |other: &&Series| {
            line.panel.is_some() && (&line.panel, &line.unit) == (&other.panel, &other.unit)
        };
        let same: Vec<&Series> = series.iter().filter(together).collect();
        match same.as_slice() {
            [first, second] if overlap(first, second) => {
                if std::ptr::eq(line, *first) {
                    charts.push(if newest(first) >= newest(second) {
                        vec![first, second]
                    } else {
                        vec![second, first]
                    });
                }
            }
            _ => charts.push(vec![line]),
        }
    }
    charts
}

fn newest(line: &Series) -> Option<f64> {
    line.points.last().and_then(|point| point.value.to_f64())
}

fn overlap(a: &Series, b: &Series) -> bool {
    let ids: HashSet<_> = a.points.iter().map(|point| &point.source_id).collect();
    b.points.iter().any(|point| ids.contains(&point.source_id))
}
