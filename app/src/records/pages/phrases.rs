//! Numbers, dates and ranges in words.

use super::said::Said;
use crate::{
    lang::Lang,
    records::{
        details::{Bounds, Comparator, Moment, Quantity},
        model::{Decimal, Precision, When},
        page_texts as texts,
    },
    ui::date,
};

/// A number with the decimal sign of the reader's language; no digit is added or lost.
pub(super) fn number(lang: Lang, text: &str) -> String {
    let text = match lang {
        Lang::De => text.replace('.', ","),
        Lang::En => text.to_owned(),
    };
    text.replace('-', "\u{2212}")
}

pub(super) fn decimal(lang: Lang, value: &Decimal) -> String {
    number(lang, value.as_str())
}

/// "unter 0,5".
pub(super) fn compared(lang: Lang, comparator: Option<Comparator>, value: &Decimal) -> String {
    let words = match comparator {
        None => return decimal(lang, value),
        Some(Comparator::Below) => texts::less,
        Some(Comparator::AtMost) => texts::or_less,
        Some(Comparator::AtLeast) => texts::or_more,
        Some(Comparator::Above) => texts::more,
    };
    format!("{} {}", words(lang), decimal(lang, value))
}

/// "unter 0,5 mg/dl".
pub(super) fn quantity(lang: Lang, quantity: &Quantity) -> Said {
    let value = quantity.value.as_ref().map(|value| compared(lang, quantity.comparator, value));
    match (value, quantity.printed_unit()) {
        (Some(value), unit) => with_unit(value, unit),
        (None, Some(unit)) => Said::theirs(unit),
        (None, None) => Said::default(),
    }
}

/// "unter 0,5 mg/dl", "72/min", "4,5 × 10⁹/l": "4,5 10⁹" would be one number.
pub(super) fn with_unit(value: String, unit: Option<String>) -> Said {
    let Some(unit) = unit else { return Said::ours(value) };
    let is_power =
        unit.strip_prefix("10").is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    // The two are never torn apart at the end of a line.
    let gap = match (unit.starts_with('/'), is_power) {
        (true, _) => "",
        (_, true) => "\u{a0}×\u{a0}",
        _ => "\u{a0}",
    };
    Said::list([Said::ours(value), Said::theirs(unit)], gap)
}

/// "4,5 bis 6,0 %", "mindestens 4,5 %", "höchstens 6,0 %".
pub(super) fn bounds(lang: Lang, bounds: &Bounds) -> Said {
    match (&bounds.low, &bounds.high) {
        (Some(low), Some(high)) => {
            let plain = low.comparator.is_none() && high.comparator.is_none() && low.value.is_some();
            let low = match &low.value {
                Some(value) if plain && low.printed_unit() == high.printed_unit() => {
                    Said::ours(decimal(lang, value))
                }
                _ => quantity(lang, low),
            };
            low.and(Said::ours(texts::until(lang))).and(quantity(lang, high))
        }
        (Some(low), None) => limit(lang, texts::or_more, low),
        (None, Some(high)) => limit(lang, texts::or_less, high),
        (None, None) => Said::default(),
    }
}

fn limit(lang: Lang, words: fn(Lang) -> &'static str, limit: &Quantity) -> Said {
    match limit.comparator {
        None => Said::ours(words(lang)).and(quantity(lang, limit)),
        Some(_) => quantity(lang, limit),
    }
}

/// When something was.
pub(super) fn moment(lang: Lang, moment: &Moment) -> Said {
    match moment {
        Moment::At(when) => Said::date(lang, when),
        Moment::Period { start: Some(start), end: Some(end) } => Said::ours(texts::from(lang))
            .and(Said::date(lang, start))
            .and(Said::ours(texts::until(lang)))
            .and(Said::date(lang, end)),
        // Not "since": it may have ended without anybody writing it down.
        Moment::Period { start: Some(start), end: None } => {
            Said::ours(texts::starting(lang)).and(Said::date(lang, start))
        }
        Moment::Period { start: None, end: Some(end) } => {
            Said::ours(texts::ending(lang)).and(Said::date(lang, end))
        }
        Moment::Period { start: None, end: None } => Said::default(),
        Moment::Age(years) => Said::ours(texts::at_age(lang)).and(age(lang, years)),
        Moment::Ages(ages) => Said::ours(texts::at_age(lang)).and(age_range(lang, ages)),
        Moment::Text(text) => Said::theirs(text.clone()),
    }
}

/// "18 bis 65 Jahre".
pub(super) fn age_range(lang: Lang, ages: &Bounds) -> Said {
    bounds(
        lang,
        &Bounds {
            low: ages.low.as_ref().map(|low| aged(lang, low)),
            high: ages.high.as_ref().map(|high| aged(lang, high)),
        },
    )
}

fn age(lang: Lang, years: &Quantity) -> Said {
    quantity(lang, &aged(lang, years))
}

/// An age with its unit in the reader's language, where the unit is one of UCUM's.
fn aged(lang: Lang, age: &Quantity) -> Quantity {
    let one = age.value.as_ref().is_some_and(|value| value.as_str() == "1");
    // "Im Alter von" wants the dative: Jahren, Monaten, Tagen.
    let words = age.ucum.as_deref().and_then(|ucum| time_unit(lang, ucum, one)).map(|unit| match lang {
        Lang::De if unit.ends_with('e') && !one => format!("{unit}n"),
        _ => unit.to_owned(),
    });
    Quantity { unit: words.or_else(|| age.unit.clone()), ..age.clone() }
}

/// The word for a unit of time in UCUM.
pub(super) fn time_unit(lang: Lang, ucum: &str, one: bool) -> Option<&'static str> {
    let words = texts::UNITS.iter().find(|(unit, _)| *unit == ucum)?.1;
    let [one_de, many_de, one_en, many_en] = words;
    Some(match (lang, one) {
        (Lang::De, true) => one_de,
        (Lang::De, false) => many_de,
        (Lang::En, true) => one_en,
        (Lang::En, false) => many_en,
    })
}

/// A date as exact as it was written: "2019", "März 2021", "10. Oktober 2015", "10. November 2017, 08:20 Uhr".
///
/// A time stands on the clocks of the practice.
pub(super) fn date_in_words(lang: Lang, when: &When) -> String {
    match when.precision() {
        Precision::Instant => {
            day_and_clock(lang, when, date::date_in_words).unwrap_or_else(|| when.as_str().to_owned())
        }
        _ => day_in_words(lang, when),
    }
}

fn day_and_clock(lang: Lang, when: &When, day: fn(jiff::civil::Date, Lang) -> String) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(when.earliest().0).ok()?;
    let zone = date::practice_zone();
    let day = day(zone.to_datetime(at).date(), lang);
    Some(format!("{day}, {}", date::time_of_day(at, &zone, lang)))
}

/// The same in figures: "10.11.2017, 08:20 Uhr", "10 Nov 2017, 08:20"; what is less exact than a day stays in words.
pub(super) fn date_in_figures(lang: Lang, when: &When) -> String {
    figures(lang, when).unwrap_or_else(|| date_in_words(lang, when))
}

fn figures(lang: Lang, when: &When) -> Option<String> {
    if when.precision() == Precision::Instant {
        return day_and_clock(lang, when, date::date_in_figures);
    }
    Some(date::date_in_figures(civil(when, when.day()?)?, lang))
}

fn civil(when: &When, day: u8) -> Option<jiff::civil::Date> {
    let (year, month) = (i16::try_from(when.year()).ok()?, i8::try_from(when.month()?).ok()?);
    jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// The same without the time of day.
pub(super) fn day_in_words(lang: Lang, when: &When) -> String {
    let words = match (when.precision(), when.day()) {
        (Precision::Instant, _) => jiff::Timestamp::from_millisecond(when.earliest().0)
            .ok()
            .map(|at| date::date_in_words(date::practice_zone().to_datetime(at).date(), lang)),
        (_, Some(day)) => civil(when, day).map(|day| date::date_in_words(day, lang)),
        // Behind the day stands what is left of a date without one.
        (Precision::Month, None) => civil(when, 1)
            .map(|first| date::date_in_words(first, lang))
            .and_then(|first| first.split_once(' ').map(|(_, month)| month.to_owned())),
        _ => None,
    };
    words.unwrap_or_else(|| when.year().to_string())
}

/// A date for machines (HTML, 4.5.14): an instant in UTC, everything else as it was written.
pub(super) fn machine_date(when: &When) -> Option<String> {
    match when.precision() {
        Precision::Instant => {
            jiff::Timestamp::from_millisecond(when.earliest().0).ok().map(|at| at.to_string())
        }
        _ => Some(when.as_str().to_owned()),
    }
}

/// "08:00 Uhr" of "08:00:00".
pub(super) fn clock(lang: Lang, time: &str) -> String {
    let short = time.strip_suffix(":00").filter(|short| short.len() == 5).unwrap_or(time);
    format!("{short} {}", texts::clock(lang)).trim_end().to_owned()
}

/// "120 kB", "1,4 MB".
pub(super) fn size(lang: Lang, bytes: u64) -> String {
    const KILO: u64 = 1000;
    if bytes < KILO * KILO {
        return format!("{}\u{a0}kB", bytes.div_ceil(KILO).max(1));
    }
    let tenths = bytes.div_ceil(KILO * KILO / 10);
    number(lang, &format!("{}.{}\u{a0}MB", tenths / 10, tenths % 10))
}
