//! What measured values say.

use super::{
    compare::{self, Side},
    facts::{Facts, Record},
    phrases::{age_range, bounds, clock, decimal, moment, quantity},
    said::Said,
};
use crate::{
    lang::Lang,
    records::{
        details::{Interpretation, Measured, ReferenceRange, Value, ValueDetails},
        page_texts as texts,
    },
};

pub(super) fn value(record: &Record<'_>, facts: &mut Facts, details: &ValueDetails) {
    let lang = record.lang;
    facts.all(texts::result, [result(lang, &details.result)]);
    let parts = details.components.iter().map(|component| {
        let more = Said::list(
            [
                result(lang, &component.result),
                Said::list(interpretations(lang, &component.result.interpretations), ", "),
                ranges(lang, &component.result.ranges),
            ],
            "; ",
        );
        Said::theirs(component.title.clone()).close(":").and(more)
    });
    facts.all(texts::result, parts);
    facts.all(texts::interpretation, interpretations(lang, &details.result.interpretations));
    facts.all(texts::usual_range, details.result.ranges.iter().map(|range| self::range(lang, range)));
    facts.all(texts::measured, details.measured.iter().map(|measured| moment(lang, measured)));
    facts.date(texts::issued, &details.issued);
    facts.all(texts::members, details.members.iter().map(|member| record.related(member)));
    facts.theirs(texts::body_site, &details.body_site);
    facts.theirs(texts::specimen, &details.specimen);
    facts.theirs(texts::method, &details.method);
}

/// The result, and how it lies to its range.
fn result(lang: Lang, measured: &Measured) -> Said {
    let value = measured.value.as_ref().map(|value| in_words(lang, value)).unwrap_or_default();
    let absent = measured
        .absent
        .as_ref()
        .map(|reason| Said::ours(texts::no_result(lang)).and(Said::theirs(reason.clone())))
        .unwrap_or_default();
    let mark = compare::side(measured).map(|side| mark(lang, side)).unwrap_or_default();
    value.and(mark).and(absent)
}

/// "▲ über dem üblichen Bereich".
fn mark(lang: Lang, side: Side) -> Said {
    match side {
        Side::Above => Said::mark("▲", texts::above(lang)),
        Side::Below => Said::mark("▼", texts::below(lang)),
    }
}

fn in_words(lang: Lang, value: &Value) -> Said {
    match value {
        Value::Quantity(amount) => quantity(lang, amount),
        Value::Text(text) => Said::theirs(text.clone()),
        Value::Coded { text, codes } => {
            let display = codes.iter().find_map(|code| code.display.clone().or_else(|| code.code.clone()));
            text.clone().or(display).map(Said::theirs).unwrap_or_default()
        }
        Value::YesNo(true) => Said::ours(texts::yes(lang)),
        Value::YesNo(false) => Said::ours(texts::no(lang)),
        Value::Integer(number) => Said::ours(decimal(lang, number)),
        Value::Range(range) => bounds(lang, range),
        Value::Ratio { numerator, denominator } => {
            let parts = [numerator, denominator].map(|part| part.as_ref().map(|part| quantity(lang, part)));
            Said::list(parts.into_iter().flatten(), &format!(" {} ", texts::to_ratio(lang)))
        }
        Value::Time(time) => Said::ours(clock(lang, time)),
        Value::When(when) => moment(lang, when),
    }
}

/// The source's words, and ours where its code is a common one and says it in other words.
fn interpretations(lang: Lang, all: &[Interpretation]) -> Vec<Said> {
    all.iter()
        .map(|one| {
            let known = texts::INTERPRETATIONS.iter().find(|(code, _)| one.code.as_deref() == Some(code));
            match known.map(|(_, words)| words[texts::column(lang)]) {
                Some(ours) if one.text.to_lowercase() == ours || Some(&one.text) == one.code.as_ref() => {
                    Said::ours(ours)
                }
                Some(ours) => {
                    Said::ours(ours).close(" (").and_close(Said::theirs(one.text.clone())).close(")")
                }
                None => Said::theirs(one.text.clone()),
            }
        })
        .collect()
}

fn ranges(lang: Lang, ranges: &[ReferenceRange]) -> Said {
    let all = Said::list(ranges.iter().map(|range| self::range(lang, range)), "; ");
    if all.is_empty() { all } else { Said::ours(texts::usual_range(lang)).close(":").and(all) }
}

/// A range with what it is for and for whom.
fn range(lang: Lang, range: &ReferenceRange) -> Said {
    let kind = range.kind.iter().filter(|_| range.special).cloned().map(Said::theirs);
    let limits = bounds(lang, &range.bounds);
    let text = range.text.iter().cloned().map(Said::theirs);
    let whom = Said::list(range.applies_to.iter().cloned().map(Said::theirs), ", ");
    let whom = if whom.is_empty() { whom } else { Said::ours(texts::range_for(lang)).and(whom) };
    let ages = range.ages.as_ref().map(|ages| age_range(lang, ages)).unwrap_or_default();
    let ages = if ages.is_empty() { ages } else { Said::ours(texts::range_ages(lang)).and(ages) };
    Said::list(std::iter::once(limits).chain(text).chain(kind).chain([whom, ages]), ", ")
}
