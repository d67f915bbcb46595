//! A time of day with its distance to UTC.

use super::{MINUTE, digits};

/// A time on the clock of the place where it was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    pub hour: u8,
    pub minute: u8,
    /// 60 in a leap second.
    pub second: u8,
    pub millisecond: u16,
    /// How far that clock is ahead of UTC.
    pub offset_minutes: i16,
}

impl TimeOfDay {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let part =
            |from: usize, most: u16| digits(text.get(from..from + 2)?, 2).filter(|value| *value <= most);
        let (hour, minute, second) = (part(0, 23)?, part(3, 59)?, part(6, 60)?);
        if text.get(2..3)? != ":" || text.get(5..6)? != ":" {
            return None;
        }
        let rest = text.get(8..)?;
        let zone = rest.find(['Z', '+', '-'])?;
        let (fraction, zone) = rest.split_at_checked(zone)?;
        let millisecond = match fraction.strip_prefix('.') {
            Some(fraction) => {
                let long_enough = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
                let padded: String = fraction.chars().chain("00".chars()).take(3).collect();
                digits(&padded, 3).filter(|_| long_enough)?
            }
            None if fraction.is_empty() => 0,
            None => return None,
        };
        let [hour, minute, second] =
            [hour, minute, second].map(|value| u8::try_from(value).unwrap_or_default());
        Some(Self { hour, minute, second, millisecond, offset_minutes: offset(zone)? })
    }

    pub(super) fn since_midnight_utc(self) -> i64 {
        let minutes = i64::from(self.hour) * 60 + i64::from(self.minute) - i64::from(self.offset_minutes);
        minutes * MINUTE + i64::from(self.second) * 1000 + i64::from(self.millisecond)
    }
}

/// `Z`, or up to 14 hours in either direction.
fn offset(zone: &str) -> Option<i16> {
    if zone == "Z" {
        return Some(0);
    }
    let (sign, clock) = (zone.get(..1)?, zone.get(1..)?);
    let (hours, minutes) = clock.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2).filter(|minutes| *minutes < 60)?);
    let ahead = i16::try_from(hours * 60 + minutes).ok().filter(|ahead| *ahead <= 14 * 60)?;
    Some(if sign == "-" { -ahead } else { ahead })
}
