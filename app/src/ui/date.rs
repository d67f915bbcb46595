//! Dates in words, the way they are spoken: "Dienstag, 24. November 2026, 14:30 Uhr".

use crate::lang::Lang;
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

const WEEKDAYS: [[&str; 7]; 2] = [
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];
const MONTHS: [[&str; 12]; 2] = [
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

const fn row(lang: Lang) -> usize {
    match lang {
        Lang::De => 0,
        Lang::En => 1,
    }
}

/// "Dienstag, 24. November 2026", "Tuesday, 24 November 2026".
pub fn day_in_words(date: Date, lang: Lang) -> String {
    let weekday = WEEKDAYS[row(lang)][usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
    format!("{weekday}, {}", date_in_words(date, lang))
}

/// The same without the day of the week, for a birth date: "24. November 2026", "24 November 2026".
pub fn date_in_words(date: Date, lang: Lang) -> String {
    let month = MONTHS[row(lang)][usize::from((date.month() - 1).unsigned_abs())];
    let point = match lang {
        Lang::De => ".",
        Lang::En => "",
    };
    format!("{}{point} {month} {}", date.day(), date.year())
}

/// For the columns of a table: "24.11.2026", "24 Nov 2026".
pub fn date_in_figures(date: Date, lang: Lang) -> String {
    match lang {
        Lang::De => date.strftime("%d.%m.%Y").to_string(),
        Lang::En => date.strftime("%d %b %Y").to_string(),
    }
}

/// "Dienstag, 24. November 2026, 14:30 Uhr", "Tuesday, 24 November 2026, 14:30", on the clocks of `zone`.
pub fn moment_in_words(moment: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    let there = zone.to_datetime(moment);
    format!("{}, {}", day_in_words(there.date(), lang), clock(there.time(), lang))
}

/// "14:30 Uhr", "14:30", on the clocks of `zone`.
pub fn time_of_day(moment: Timestamp, zone: &TimeZone, lang: Lang) -> String {
    clock(zone.to_datetime(moment).time(), lang)
}

/// 24 hours in both languages, so that a time on paper and a time on the screen look the same.
fn clock(time: Time, lang: Lang) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match lang {
        Lang::De => format!("{hour:02}:{minute:02} Uhr"),
        Lang::En => format!("{hour:02}:{minute:02}"),
    }
}

/// When a day such as "2026-11-24" begins, on the clocks of `zone`; `None` for anything else.
pub fn day_begins(text: &str, zone: &TimeZone) -> Option<crate::time::Timestamp> {
    let day: jiff::civil::Date = text.parse().ok()?;
    Some(crate::time::Timestamp(day.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond()))
}

/// The clocks of the practice.
pub fn practice_zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").expect("the time zones are part of the program")
}

/// A stored moment in words, on the clocks of the practice; empty for one no calendar has.
pub fn at_in_words(at: crate::time::Timestamp, lang: Lang) -> String {
    Timestamp::from_millisecond(at.0)
        .map(|moment| moment_in_words(moment, &practice_zone(), lang))
        .unwrap_or_default()
}

/// The day of a stored moment in words.
pub fn day_of(at: crate::time::Timestamp, lang: Lang) -> String {
    Timestamp::from_millisecond(at.0)
        .map(|moment| day_in_words(practice_zone().to_datetime(moment).date(), lang))
        .unwrap_or_default()
}

/// The time of day of a stored moment in words.
pub fn clock_of(at: crate::time::Timestamp, lang: Lang) -> String {
    Timestamp::from_millisecond(at.0)
        .map(|moment| time_of_day(moment, &practice_zone(), lang))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").expect("the time zones are part of the program")
    }

    #[test]
    fn days_are_written_out() {
        for (day, german, english) in [
            (date(2026, 11, 24), "Dienstag, 24. November 2026", "Tuesday, 24 November 2026"),
            (date(2026, 3, 1), "Sonntag, 1. März 2026", "Sunday, 1 March 2026"),
            (date(2024, 2, 29), "Donnerstag, 29. Februar 2024", "Thursday, 29 February 2024"),
            (date(1999, 12, 31), "Freitag, 31. Dezember 1999", "Friday, 31 December 1999"),
            (date(1923, 1, 1), "Montag, 1. Januar 1923", "Monday, 1 January 1923"),
        ] {
            assert_eq!(day_in_words(day, Lang::De), german);
            assert_eq!(day_in_words(day, Lang::En), english);
        }
        assert_eq!(date_in_words(date(1980, 5, 4), Lang::De), "4. Mai 1980");
        assert_eq!(date_in_words(date(1980, 5, 4), Lang::En), "4 May 1980");
        assert_eq!(date_in_figures(date(1980, 5, 4), Lang::De), "04.05.1980");
        assert_eq!(date_in_figures(date(1980, 5, 4), Lang::En), "04 May 1980");
    }

    #[test]
    fn moments_stand_on_the_clocks_of_the_practice() {
        for (moment, german, english) in [
            (
                "2026-11-24T13:30:00Z",
                "Dienstag, 24. November 2026, 14:30 Uhr",
                "Tuesday, 24 November 2026, 14:30",
            ),
            // Late in the evening elsewhere it is the next day here.
            ("2026-12-31T23:05:00Z", "Freitag, 1. Januar 2027, 00:05 Uhr", "Friday, 1 January 2027, 00:05"),
            // Summer time begins: 02:00 to 03:00 does not exist.
            ("2026-03-29T00:59:59Z", "Sonntag, 29. März 2026, 01:59 Uhr", "Sunday, 29 March 2026, 01:59"),
            ("2026-03-29T01:00:00Z", "Sonntag, 29. März 2026, 03:00 Uhr", "Sunday, 29 March 2026, 03:00"),
            // Summer time ends: 02:00 to 03:00 happens twice.
            (
                "2026-10-25T00:30:00Z",
                "Sonntag, 25. Oktober 2026, 02:30 Uhr",
                "Sunday, 25 October 2026, 02:30",
            ),
            (
                "2026-10-25T01:30:00Z",
                "Sonntag, 25. Oktober 2026, 02:30 Uhr",
                "Sunday, 25 October 2026, 02:30",
            ),
            (
                "2026-10-25T02:00:00Z",
                "Sonntag, 25. Oktober 2026, 03:00 Uhr",
                "Sunday, 25 October 2026, 03:00",
            ),
        ] {
            let moment: Timestamp = moment.parse().expect("a moment");
            assert_eq!(moment_in_words(moment, &berlin(), Lang::De), german);
            assert_eq!(moment_in_words(moment, &berlin(), Lang::En), english);
        }
    }

    #[test]
    fn the_time_of_day_has_24_hours_in_both_languages() {
        let moment: Timestamp = "2026-07-01T12:05:00Z".parse().expect("a moment");
        assert_eq!(time_of_day(moment, &berlin(), Lang::De), "14:05 Uhr");
        assert_eq!(time_of_day(moment, &berlin(), Lang::En), "14:05");
        assert_eq!(time_of_day(moment, &TimeZone::UTC, Lang::De), "12:05 Uhr");
    }
}
