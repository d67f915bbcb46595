//! When nobody is disturbed.

use crate::{backend::settings::QuietHours, time::Timestamp, ui::date::practice_zone};
use jiff::ToSpan as _;

/// When the quiet hours are over that hold at a moment; `None` when none hold.
///
/// On the clocks of the practice, also on days on which they are changed. A time that a day does not have is the next it
/// has.
pub fn quiet_until(quiet: QuietHours, now: Timestamp) -> Option<Timestamp> {
    let moment = jiff::Timestamp::from_millisecond(now.0).ok()?;
    let zone = practice_zone();
    let there = zone.to_datetime(moment);
    if !quiet.holds(there.time()) {
        return None;
    }
    let day =
        if there.time() < quiet.until { there.date() } else { there.date().checked_add(1.day()).ok()? };
    let end = day.to_datetime(quiet.until).to_zoned(zone).ok()?;
    Some(Timestamp(end.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Zoned>().expect("a moment").timestamp().as_millisecond())
    }

    #[test]
    fn what_comes_at_night_waits_for_the_morning() {
        let quiet = QuietHours::default();
        for (now, until) in [
            ("2026-11-24T19:59:00[Europe/Berlin]", None),
            ("2026-11-24T20:00:00[Europe/Berlin]", Some("2026-11-25T08:00:00[Europe/Berlin]")),
            ("2026-11-25T03:00:00[Europe/Berlin]", Some("2026-11-25T08:00:00[Europe/Berlin]")),
            ("2026-11-25T08:00:00[Europe/Berlin]", None),
            // The clocks go forward at two.
            ("2027-03-28T01:30:00[Europe/Berlin]", Some("2027-03-28T08:00:00[Europe/Berlin]")),
            // And back at three, so that this night is an hour longer.
            ("2026-10-24T20:00:00[Europe/Berlin]", Some("2026-10-25T08:00:00[Europe/Berlin]")),
        ] {
            assert_eq!(quiet_until(quiet, at(now)), until.map(at), "{now}");
        }
        let night = at("2026-10-25T08:00:00[Europe/Berlin]").0 - at("2026-10-24T20:00:00[Europe/Berlin]").0;
        assert_eq!(night, 13 * 3_600_000);
    }

    #[test]
    fn quiet_hours_that_end_at_a_time_the_day_does_not_have_end_at_the_next() {
        let quiet = QuietHours::parse("01:00-02:30").expect("reads");
        let until = quiet_until(quiet, at("2027-03-28T01:15:00[Europe/Berlin]"));
        assert_eq!(until, Some(at("2027-03-28T03:30:00[Europe/Berlin]")));
    }
}
