//! The order in which entries are shown, and values that were measured more than once.

use super::{
    details::{Bounds, Comparator, Details, Measured, Quantity, Value, ValueDetails},
    model::{Code, Decimal, Entry, Section, SourceId, Status, When},
};
use std::{cmp::Reverse, collections::HashMap};

/// Lines of these codes are told apart first: they are the same in every laboratory.
const LOINC: &str = "http://loinc.org";

/// Puts entries in order: the newest first, those without a date last, otherwise as they stood in the file.
///
/// A date without month or day counts from its first moment, so it comes after everything more exact within it.
pub fn newest_first(entries: &mut [Entry]) {
    entries.sort_by_key(|entry| Reverse(entry.date.as_ref().map(When::earliest)));
}

/// One measured value over time.
#[derive(Clone, PartialEq, Eq)]
pub struct Series {
    /// In the words of the newest entry.
    pub title: String,
    /// What the values are parts of ("Blood pressure"), where they are components.
    pub panel: Option<String>,
    pub code: Option<Code>,
    /// The unit as people write it; the same for all points.
    pub unit: Option<String>,
    /// The usual range of the newest point that has one in the same unit and for everybody.
    pub range: Option<Bounds>,
    /// The oldest first, as a chart is drawn. At least two.
    pub points: Vec<Point>,
}

/// One measurement.
#[derive(Clone, PartialEq, Eq)]
pub struct Point {
    pub date: When,
    pub value: Decimal,
    /// The value is only a limit.
    pub comparator: Option<Comparator>,
    /// Whether it may still change, or has been corrected.
    pub status: Status,
    /// The usual range that came with it.
    pub range: Option<Bounds>,
    /// What the source calls this one, where it calls the newest something else.
    pub wording: Option<String>,
    pub source_id: SourceId,
}

/// What two points must share to be on one line: the panel's code, their own, and the unit.
type Line = (Option<String>, String, Option<String>);

struct Draft<'e> {
    point: Point,
    title: &'e str,
    panel: Option<&'e str>,
    codes: &'e [Code],
    quantity: &'e Quantity,
}

/// The series among entries: dated numbers of the same code and unit, at least two of them; in order of their titles.
pub fn series(entries: &[Entry]) -> Vec<Series> {
    let mut lines: HashMap<Line, Vec<Draft<'_>>> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.section == Section::Values) {
        let Details::Value(details) = &entry.details else { continue };
        for (line, draft) in drafts(entry, details) {
            lines.entry(line).or_default().push(draft);
        }
    }
    let mut series: Vec<Series> = lines.into_values().filter_map(line).collect();
    series.sort_by(|a, b| (&a.panel, &a.title, &a.unit).cmp(&(&b.panel, &b.title, &b.unit)));
    series
}

/// The numbers of an entry: its own and those of its components.
fn drafts<'e>(entry: &'e Entry, details: &'e ValueDetails) -> Vec<(Line, Draft<'e>)> {
    let own = (None, entry.title.as_str(), entry.codes.as_slice(), &details.result);
    let parts = details.components.iter().map(|component| {
        (Some(entry.title.as_str()), component.title.as_str(), component.codes.as_slice(), &component.result)
    });
    let numbers = std::iter::once(own).chain(parts).filter_map(|(panel, title, codes, result)| {
        let Some(Value::Quantity(quantity)) = &result.value else { return None };
        let value = quantity.value.clone().filter(|value| value.to_f64().is_some())?;
        let (date, source_id) = (entry.date.clone()?, entry.source_id.clone());
        let (comparator, status) = (quantity.comparator, entry.status);
        let range = range(result, quantity).cloned();
        let point = Point { date, value, comparator, status, range, wording: None, source_id };
        let line = (panel.map(|_| key(&entry.codes, &entry.title)), key(codes, title), quantity.unit_key());
        Some((line, Draft { point, title, panel, codes, quantity }))
    });
    numbers.collect()
}

/// By what equal things are recognised: LOINC, else the first code together with the wording, else the wording.
///
/// Codes of a laboratory's own may be those of a whole group of tests ("Clinical chemistry").
fn key(codes: &[Code], title: &str) -> String {
    let of = |code: &Code| Some(format!("{}|{}", code.system.as_deref()?, code.code.as_deref()?));
    let wording = title.trim().to_lowercase();
    let by_wording = || match codes.iter().find_map(of) {
        Some(code) => format!("{code}|{wording}"),
        None => wording.clone(),
    };
    leading(codes).and_then(of).unwrap_or_else(by_wording)
}

fn leading(codes: &[Code]) -> Option<&Code> {
    codes.iter().find(|code| code.system.as_deref() == Some(LOINC) && code.code.is_some())
}

impl Draft<'_> {
    fn point_beside(&self, title: &str) -> Point {
        let wording = (self.title != title).then(|| self.title.to_owned());
        Point { wording, ..self.point.clone() }
    }
}

fn line(mut drafts: Vec<Draft<'_>>) -> Option<Series> {
    drafts.sort_by_key(|draft| draft.point.date.earliest());
    let newest = drafts.last().filter(|_| drafts.len() > 1)?;
    Some(Series {
        title: newest.title.to_owned(),
        panel: newest.panel.map(str::to_owned),
        code: leading(newest.codes).or(newest.codes.first()).cloned(),
        unit: newest.quantity.printed_unit(),
        range: drafts.iter().rev().find_map(|draft| draft.point.range.clone()),
        points: drafts.iter().map(|draft| draft.point_beside(newest.title)).collect(),
    })
}

/// The one range that is for everybody, if its numbers are in the unit of the value.
pub(super) fn range<'m>(measured: &'m Measured, value: &Quantity) -> Option<&'m Bounds> {
    let fits = |limit: &Option<Quantity>| match limit {
        Some(limit) => {
            let drawn = limit.value.as_ref().is_some_and(|value| value.to_f64().is_some());
            drawn && limit.unit_key().is_none_or(|key| Some(key) == value.unit_key())
        }
        None => true,
    };
    let mut ranges = measured.ranges.iter().filter(|range| {
        let Bounds { low, high } = &range.bounds;
        let numbers = (low.is_some() || high.is_some()) && fits(low) && fits(high);
        numbers && !range.special && range.applies_to.is_empty() && range.ages.is_none()
    });
    let only = ranges.next()?;
    ranges.next().is_none().then_some(&only.bounds)
}
