//! [`When`]: a date as exact as it was written.

mod clock;

pub use clock::TimeOfDay;

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;

/// A year, a month, a day or an instant (FHIR R4, `date`, `dateTime`, `instant`), with the offset it was written with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct When {
    text: String,
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
    time: Option<TimeOfDay>,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Year,
    Month,
    Day,
    Instant,
}

impl When {
    /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss[.fff](Z|±hh:mm)` of the Gregorian calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4).filter(|year| *year > 0)?;
        let month = match parts.next() {
            Some(month) => {
                Some(u8::try_from(digits(month, 2)?).ok().filter(|month| (1..=12).contains(month))?)
            }
            None => None,
        };
        let day = match (parts.next(), month) {
            (Some(day), Some(month)) => {
                let day = u8::try_from(digits(day, 2)?).ok()?;
                Some(day).filter(|day| (1..=days_in(year, month)).contains(day)).map(Some)?
            }
            (Some(_), None) => return None,
            (None, _) => None,
        };
        if parts.next().is_some() || (time.is_some() && day.is_none()) {
            return None;
        }
        let time = match time {
            Some(time) => Some(TimeOfDay::parse(time)?),
            None => None,
        };
        Some(Self { text: text.to_owned(), year, month, day, time })
    }

    /// The date as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How much of it is known.
    pub fn precision(&self) -> Precision {
        match (self.month, self.day, self.time) {
            (_, _, Some(_)) => Precision::Instant,
            (_, Some(_), _) => Precision::Day,
            (Some(_), ..) => Precision::Month,
            (None, ..) => Precision::Year,
        }
    }

    pub fn year(&self) -> u16 {
        self.year
    }

    pub fn month(&self) -> Option<u8> {
        self.month
    }

    pub fn day(&self) -> Option<u8> {
        self.day
    }

    pub fn time(&self) -> Option<TimeOfDay> {
        self.time
    }

    /// The first moment it may mean. Without an offset the day is taken in UTC, which is exact enough for sorting.
    pub fn earliest(&self) -> Timestamp {
        let midnight = days_since_1970(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)) * DAY;
        Timestamp(midnight + self.time.map_or(0, TimeOfDay::since_midnight_utc))
    }

    /// The day of [`When::earliest`], counted from 1 January 1970.
    pub fn day_number(&self) -> i64 {
        self.earliest().0.div_euclid(DAY)
    }

    /// The same for the anniversary so many years later; that of 29 February is 1 March in other years.
    pub fn anniversary(&self, years: u16) -> i64 {
        days_since_1970(self.year.saturating_add(years), self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

/// The day of a point in time in UTC, counted from 1 January 1970.
pub fn day_number(time: Timestamp) -> i64 {
    time.0.div_euclid(DAY)
}

fn digits(text: &str, length: usize) -> Option<u16> {
    let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1 January 1970; years begin in March, so that the leap day comes last.
fn days_since_1970(year: u16, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let month = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

impl TryFrom<String> for When {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a date")
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn earliest(text: &str) -> i64 {
        When::parse(text).expect(text).earliest().0
    }

    #[test]
    fn a_date_keeps_its_wording_and_its_precision() {
        for (text, precision) in [
            ("2015", Precision::Year),
            ("2016-10", Precision::Month),
            ("2016-02-29", Precision::Day),
            ("2015-10-10T09:15:00+01:00", Precision::Instant),
            ("2015-10-10T09:15:00.5-05:30", Precision::Instant),
            ("2016-12-31T23:59:60.123456Z", Precision::Instant),
        ] {
            let when = When::parse(text).expect(text);
            assert_eq!((when.as_str(), when.precision()), (text, precision));
            let stored = serde_json::to_string(&when).expect("serialises");
            assert!(serde_json::from_str::<When>(&stored).expect("reads back") == when);
        }
        let time = When::parse("2015-10-10T09:15:00.5-05:30").and_then(|when| when.time()).expect("a time");
        assert_eq!((time.hour, time.millisecond, time.offset_minutes), (9, 500, -330));
    }

    #[test]
    fn what_the_calendar_does_not_have_is_none() {
        let wrong = "|0000|15|2015-13|2015-00|2015-02-29|2100-02-29|2015-04-31|2015-1-1|2015-01-01-01|\
            2015-W10|2015T10:00:00Z|2015-01-01T|2015-01-01T10:00|2015-01-01T10:00:00|\
            2015-01-01T24:00:00Z|2015-01-01T10:60:00Z|2015-01-01T10:00:61Z|2015-01-01T10:00:00.Z|\
            2015-01-01T10:00:00+15:00|2015-01-01T10:00:00+1:00|2015-01-01T10:00:00+01:60|\
            2015-01-01T10-00:00Z|2015-01-01 10:00:00Z|2015-01-01T10:00:00Ö|2015-01-0١| 2015|2015 |\
            2015-01-01T10:00:00ZZ";
        for text in wrong.split('|') {
            assert!(When::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn the_first_moment_counts_the_offset() {
        assert_eq!(earliest("1970"), 0);
        assert_eq!(earliest("1970-01-01T00:00:00.250Z"), 250);
        assert_eq!(earliest("2000-03-01"), 951_868_800_000);
        assert_eq!(earliest("2015-10-10T09:15:00+01:00"), 1_444_464_900_000);
        assert_eq!(earliest("1969-12-31T23:00:00-01:00"), 0);
        let anniversary = |text: &str| When::parse(text).expect(text).anniversary(130);
        assert_eq!(anniversary("1896-02-29"), When::parse("2026-03-01").expect("a date").day_number());
        assert_eq!(When::parse("1969-12-31").map(|when| when.day_number()), Some(-1));
    }
}
