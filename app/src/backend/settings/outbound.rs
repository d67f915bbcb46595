//! When and under which name something leaves the house.

use jiff::civil::Time;

/// What the operator decides about everything that leaves the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// When nobody is disturbed.
    pub quiet: QuietHours,
    /// How many messages of one outreach purpose somebody gets within thirty days at most.
    pub monthly_cap: u32,
    /// Whether text messages can be sent: only with a provider who has signed a contract (GDPR Art. 28).
    pub sms: bool,
}

impl Default for Outbound {
    fn default() -> Self {
        Self { quiet: QuietHours::default(), monthly_cap: 4, sms: false }
    }
}

/// From one time of day to another on the clocks of the practice, over midnight when the second is not later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    pub from: Time,
    pub until: Time,
}

impl Default for QuietHours {
    fn default() -> Self {
        Self { from: Time::constant(20, 0, 0, 0), until: Time::constant(8, 0, 0, 0) }
    }
}

impl QuietHours {
    /// Reads "20:00-08:00"; the same time twice means that there are none.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        let time = |text: &str| {
            let (hour, minute) = text.trim().split_once(':')?;
            let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            if !digits(hour) || !digits(minute) {
                return None;
            }
            Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
        };
        Some(Self { from: time(from)?, until: time(until)? })
    }

    /// Whether nobody is to be disturbed at a time of day.
    pub fn holds(&self, time: Time) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            time >= self.from || time < self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: i8, minute: i8) -> Time {
        Time::constant(hour, minute, 0, 0)
    }

    #[test]
    fn quiet_hours_go_over_midnight() {
        let quiet = QuietHours::default();
        for (at, expected) in [
            (time(19, 59), false),
            (time(20, 0), true),
            (time(0, 0), true),
            (time(7, 59), true),
            (time(8, 0), false),
        ] {
            assert_eq!(quiet.holds(at), expected, "{at}");
        }
        let noon = QuietHours::parse("12:00-14:30").expect("reads");
        assert!(noon.holds(time(14, 29)) && !noon.holds(time(14, 30)) && !noon.holds(time(11, 59)));
        let none = QuietHours::parse("00:00-00:00").expect("reads");
        assert!(!none.holds(time(0, 0)) && !none.holds(time(12, 0)));
    }

    #[test]
    fn what_is_no_time_of_day_is_refused() {
        for text in [
            "",
            "20:00",
            "20-8",
            "24:00-08:00",
            "20:60-08:00",
            "+8:00-09:00",
            "8:00-09:00",
            "20:00-08:00-09:00",
        ] {
            assert_eq!(QuietHours::parse(text), None, "{text}");
        }
    }
}
