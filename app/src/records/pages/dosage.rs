//! How a medicine is taken, in words. The text of the source goes before everything else.

use super::{phrases, said::Said};
use crate::{
    lang::Lang,
    records::{
        details::{Amount, Dosage, Timing},
        page_texts as texts,
    },
};

/// One dosage; a warning comes first where it is not the whole instruction.
pub(super) fn dosage(lang: Lang, dosage: &Dosage) -> Vec<Said> {
    let texts = dosage.text.iter().chain(&dosage.instruction).cloned().map(Said::theirs);
    let texts = Said::list(texts, ", ");
    let mut parts: Vec<Said> = Vec::new();
    let doses = dosage.doses.iter().map(|amount| match amount {
        Amount::Quantity(quantity) => phrases::quantity(lang, quantity),
        Amount::Range(bounds) => phrases::bounds(lang, bounds),
    });
    let doses = Said::list(doses, ", ");
    if !doses.is_empty() {
        parts.push(Said::ours(texts::each_time(lang)).and(doses));
    }
    parts.extend(dosage.timing.iter().flat_map(|timing| self::timing(lang, timing)));
    match &dosage.as_needed_for {
        Some(reason) => {
            parts.push(Said::ours(texts::as_needed(lang)).close(":").and(Said::theirs(reason.clone())));
        }
        None if dosage.as_needed => parts.push(Said::ours(texts::as_needed(lang))),
        None => {}
    }
    let rest = dosage.additional.iter().chain(&dosage.route).chain(&dosage.site).chain(&dosage.method);
    parts.extend(rest.cloned().map(Said::theirs));
    // The source's own sentence may end in a full stop.
    let all = Said::list([texts, Said::list(parts, ", ")], " · ");
    let incomplete = dosage.incomplete || dosage.timing.as_ref().is_some_and(unclear);
    incomplete.then(|| Said::warning(texts::incomplete(lang))).into_iter().chain([all]).collect()
}

/// Numbers that make no sentence, like a count with a unit of time but without a period: read literally they may be
/// far from what was meant, so they are not shown, and the whole counts as incomplete.
fn unclear(timing: &Timing) -> bool {
    timing.period.is_some() != timing.unit.is_some()
        || (timing.frequency.is_some() && timing.period.is_none())
}

fn timing(lang: Lang, timing: &Timing) -> Vec<Said> {
    let number = |value| phrases::decimal(lang, value);
    let mut parts: Vec<Said> = timing.text.iter().cloned().map(Said::theirs).collect();
    if !unclear(timing) {
        let how_often = timing
            .frequency
            .as_ref()
            .map(|least| {
                texts::times(lang, &number(least), timing.frequency_max.as_ref().map(number).as_deref())
            })
            .map(Said::ours)
            .unwrap_or_default();
        parts.push(how_often.and(period(lang, timing)));
    }
    let column = texts::column(lang);
    let known = |words: &[(&str, [&'static str; 2])], code: &String| {
        let found = words.iter().find(|(known, _)| known == code);
        found.map_or_else(|| Said::theirs(code.clone()), |(_, words)| Said::ours(words[column]))
    };
    parts.extend(timing.weekdays.iter().map(|day| known(&texts::WEEKDAYS, day)));
    parts.extend(timing.events.iter().map(|event| known(&texts::EVENTS, event)));
    parts.extend(timing.times.iter().map(|time| Said::ours(phrases::clock(lang, time))));
    let count = timing.count.as_ref().filter(|_| !unclear(timing));
    parts.extend(count.map(|count| Said::ours(texts::in_all(lang, &number(count)))));
    parts
}

/// "je Tag", "je 8 bis 12 Stunden".
fn period(lang: Lang, timing: &Timing) -> Said {
    let Some(period) = &timing.period else { return Said::default() };
    let number = |value| phrases::decimal(lang, value);
    let one = period.as_str() == "1" && timing.period_max.is_none();
    let unit = timing.unit.as_deref().unwrap_or_default();
    let known = phrases::time_unit(lang, unit, one);
    let long = match &timing.period_max {
        Some(most) => texts::span(lang, &number(period), &number(most)),
        None => number(period),
    };
    let long = (!one || known.is_none()).then_some(&*long);
    let words = Said::ours(texts::per(lang, long, known.unwrap_or_default()).trim_end());
    if known.is_none() && !unit.is_empty() { words.and(Said::theirs(unit)) } else { words }
}
