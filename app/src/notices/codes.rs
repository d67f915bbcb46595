//! One-time codes: eight digits that are sent to a channel to prove that it is somebody's.
//!
//! A code is stored nowhere once it was sent, only its keyed hash. Eight digits are little, so there are few tries, each
//! counted before anything is compared (NIST SP 800-63B-4, section 3.1.3).

use crate::{
    backend::{
        crypto::KeyRing,
        failure::Failure,
        rng::{self, Rng},
    },
    notices::model::Channel,
    redacted::Redacted,
};
use serde::{Deserialize, Serialize};

/// How long a code may be entered, in milliseconds.
pub const LIFETIME: i64 = 48 * 3_600_000;
/// The same for one that comes by post: it has to be printed, posted and delivered first.
const LIFETIME_BY_POST: i64 = 14 * 24 * 3_600_000;

/// The same for one that is read out: somebody has to be reached first, and not at the weekend.
const LIFETIME_BY_CALL: i64 = 4 * 24 * 3_600_000;

/// How long a code may be entered that travels by this channel, in milliseconds.
pub const fn lifetime(channel: Channel) -> i64 {
    match channel {
        Channel::Letter => LIFETIME_BY_POST,
        Channel::Phone => LIFETIME_BY_CALL,
        Channel::Portal | Channel::Email | Channel::Sms => LIFETIME,
    }
}

/// How often somebody may mistype it.
pub const TRIES: i64 = 5;
/// Digits of a code.
const DIGITS: usize = 8;

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct OneTimeCode(Redacted<String>);

impl OneTimeCode {
    /// Draws a code.
    pub fn new(rng: &dyn Rng) -> Result<Self, Failure> {
        // Of 2^64 numbers: what one code gets more than another is far below anything to be seen.
        let number = u64::from_be_bytes(rng::bytes(rng)?) % 100_000_000;
        Ok(Self(Redacted::new(format!("{number:0DIGITS$}"))))
    }

    /// Reads what somebody has typed; spaces and hyphens between the digits do no harm. `None` for what is no code.
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let is_one = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_one.then(|| Self(Redacted::new(digits)))
    }

    /// The keyed hash under which it is stored, bound to what it is for and to its row.
    pub fn hash(&self, keys: &KeyRing, what_for: &str, row: &[u8]) -> Vec<u8> {
        let parts = [row, self.0.expose().as_bytes()].concat();
        keys.code_hash(what_for, &parts)
    }

    /// The code in two groups, as it is read and typed.
    pub fn in_groups(&self) -> String {
        let (one, other) = self.0.expose().split_at(DIGITS / 2);
        format!("{one} {other}")
    }
}

impl From<String> for OneTimeCode {
    fn from(digits: String) -> Self {
        Self(Redacted::new(digits))
    }
}

impl From<OneTimeCode> for String {
    fn from(code: OneTimeCode) -> Self {
        code.0.expose().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::rng::SystemRng;

    #[test]
    fn a_code_is_read_as_it_is_shown() {
        for _ in 0..100 {
            let code = OneTimeCode::new(&SystemRng).expect("random");
            assert_eq!(OneTimeCode::read(&code.in_groups()), Some(code.clone()));
            assert_eq!(format!("{code:?}"), "OneTimeCode(<redacted>)");
        }
        assert!(OneTimeCode::read(" 1234-5678 ").is_some());
    }

    #[test]
    fn what_is_no_code_is_none() {
        for typed in
            ["", "1234567", "123456789", "1234567a", "１２３４５６７８", "</textarea>", "12345678\u{202e}"]
        {
            assert_eq!(OneTimeCode::read(typed), None, "{typed}");
        }
    }
}
