//! [`BirthDate`]: a day in somebody's life that can be typed, checked and written down.

use crate::error::FieldCode;
use std::fmt;

/// Nobody has lived longer; whoever seems to has mistyped the year.
const OLDEST: u16 = 130;

/// A real day of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BirthDate {
    // In this order, so that comparing is comparing days.
    year: u16,
    month: u8,
    day: u8,
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl BirthDate {
    /// The day of these numbers, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let real = (1..=9999).contains(&year) && (1..=days_in(year, month)).contains(&day);
        real.then_some(Self { year, month, day })
    }

    /// Reads what was typed into the three parts of a date field, as "4", "05", "1980".
    ///
    /// # Errors
    /// What is wrong with the date as a whole, judged on the day `today`.
    pub fn parse(day: &str, month: &str, year: &str, today: Self) -> Result<Self, FieldCode> {
        let parts = [day, month, year].map(str::trim);
        if parts.iter().any(|part| part.is_empty()) {
            return Err(FieldCode::Missing);
        }
        let [day, month, year] = parts;
        let in_digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !(in_digits(day, 1..=2) && in_digits(month, 1..=2) && in_digits(year, 4..=4)) {
            return Err(FieldCode::Malformed);
        }
        let date = Self::of_digits(year, month, day).ok_or(FieldCode::Impossible)?;
        if date > today {
            return Err(FieldCode::Future);
        }
        if (date.year + OLDEST, date.month, date.day) < (today.year, today.month, today.day) {
            return Err(FieldCode::TooOld);
        }
        Ok(date)
    }

    /// Reads `YYYY-MM-DD` (ISO 8601), the form in which it is stored.
    pub fn from_iso(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let (year, rest) = text.split_at_checked(4).filter(|_| plain && text.len() == 10)?;
        let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
        if month.len() != 2 {
            return None;
        }
        Self::of_digits(year, month, day)
    }

    /// `YYYY-MM-DD` (ISO 8601).
    pub fn to_iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    pub fn year(self) -> u16 {
        self.year
    }

    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day(self) -> u8 {
        self.day
    }

    fn of_digits(year: &str, month: &str, day: &str) -> Option<Self> {
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

/// The length of a month; a month that does not exist has no days.
const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> BirthDate {
        BirthDate::new(2026, 11, 24).expect("a day")
    }

    #[test]
    fn a_typed_date_is_judged_as_a_whole() {
        for (day, month, year, expected) in [
            ("4", "5", "1980", Ok("1980-05-04")),
            ("04", "05", "1980", Ok("1980-05-04")),
            (" 4 ", "5", " 1980", Ok("1980-05-04")),
            ("29", "2", "2024", Ok("2024-02-29")),
            ("29", "2", "2000", Ok("2000-02-29")),
            ("24", "11", "2026", Ok("2026-11-24")),
            ("24", "11", "1896", Ok("1896-11-24")),
            ("", "", "", Err(FieldCode::Missing)),
            ("4", "", "1980", Err(FieldCode::Missing)),
            (" ", "5", "1980", Err(FieldCode::Missing)),
            ("4", "5", "80", Err(FieldCode::Malformed)),
            ("4", "5", "19800", Err(FieldCode::Malformed)),
            ("004", "5", "1980", Err(FieldCode::Malformed)),
            ("vier", "5", "1980", Err(FieldCode::Malformed)),
            ("+4", "5", "1980", Err(FieldCode::Malformed)),
            ("٤", "5", "1980", Err(FieldCode::Malformed)),
            ("4", "Mai", "1980", Err(FieldCode::Malformed)),
            ("29", "2", "2023", Err(FieldCode::Impossible)),
            ("29", "2", "1900", Err(FieldCode::Impossible)),
            ("31", "4", "1980", Err(FieldCode::Impossible)),
            ("0", "5", "1980", Err(FieldCode::Impossible)),
            ("4", "13", "1980", Err(FieldCode::Impossible)),
            ("4", "0", "1980", Err(FieldCode::Impossible)),
            ("4", "5", "0000", Err(FieldCode::Impossible)),
            ("25", "11", "2026", Err(FieldCode::Future)),
            ("4", "5", "9999", Err(FieldCode::Future)),
            ("23", "11", "1896", Err(FieldCode::TooOld)),
            ("4", "5", "0980", Err(FieldCode::TooOld)),
        ] {
            let parsed = BirthDate::parse(day, month, year, today()).map(BirthDate::to_iso);
            assert_eq!(parsed.as_deref().map_err(|code| *code), expected, "{day}.{month}.{year}");
        }
    }

    #[test]
    fn the_stored_form_is_read_back_and_nothing_like_it() {
        assert_eq!(BirthDate::from_iso("1980-05-04"), BirthDate::new(1980, 5, 4));
        for text in
            ["1980-5-04", "1980-05-4", "1980-02-30", "+980-05-04", "1980-05-040", "19800504", "", "ääääää"]
        {
            assert_eq!(BirthDate::from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn debug_output_shows_no_date() {
        assert_eq!(format!("{:?}", today()), "<redacted>");
    }
}
