//! [`Event`]: one decision, as it is kept for ever.
//!
//! The serialised names are stored and signed: new ones may be added, none may be changed or used again.

use crate::{lang::Lang, notices::model::Channel, time::Timestamp};
use serde::{Deserialize, Serialize};

/// The name of a purpose in decisions and exports: small letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PurposeKey(String);

impl PurposeKey {
    /// The longest one, in characters.
    pub const MAX: usize = 40;

    /// Reads a name; `None` for anything that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_one = (1..=Self::MAX).contains(&text.len())
            && text.chars().all(fits)
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && !text.ends_with('-');
        is_one.then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PurposeKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not the name of a purpose")
    }
}

impl From<PurposeKey> for String {
    fn from(key: PurposeKey) -> Self {
        key.0
    }
}

/// What a decision is about: one purpose on one channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    pub purpose: PurposeKey,
    pub channel: Channel,
}

impl Cell {
    /// Reads purpose and channel as an address or a form names them; `None` for what names none.
    pub fn parse(purpose: &str, channel: &str) -> Option<Self> {
        Some(Self { purpose: PurposeKey::parse(purpose)?, channel: Channel::parse(channel)? })
    }
}

/// The text somebody had before them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRef {
    /// The version of the purpose, counted from one.
    pub version: i64,
    pub lang: Lang,
    /// SHA-256 of title and body, in lower-case hexadecimal.
    pub hash: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A consent was asked for, and a code sent to the channel.
    Requested { until: Timestamp },
    /// The code was entered: the consent holds from now on (double opt-in).
    Confirmed { expires_at: Option<Timestamp> },
    /// A channel was chosen where no consent is needed, or a consent on paper holds at once.
    Granted { expires_at: Option<Timestamp> },
    /// A consent that holds was given again before its end.
    Renewed { expires_at: Option<Timestamp> },
    /// A signed form was recorded; the patient has not confirmed it yet.
    Recorded {
        /// The day on the form, `YYYY-MM-DD`.
        signed_on: String,
    },
    /// GDPR Art. 7(3).
    Withdrawn,
    /// The time of the consent was over.
    Expired,
}

/// By which act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// In the portal, signed in.
    Portal,
    /// With the one-time code that was sent to the channel.
    Code,
    /// With a signed form.
    Paper,
    /// With the link of a mail, without signing in (RFC 8058).
    OneClick,
    /// By itself, because time has passed.
    Time,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The person themselves.
    Patient,
    /// A member of the team, by the name they had.
    Staff(String),
    /// The portal.
    System,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the history, counted from one without a gap.
    pub seq: i64,
    pub at: Timestamp,
    pub cell: Cell,
    pub what: What,
    pub text: TextRef,
    pub method: Method,
    pub by: By,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_has_a_plain_name() {
        for good in ["practice-news", "a", "recall2"] {
            assert!(PurposeKey::parse(good).is_some(), "{good}");
        }
        let long = "a".repeat(PurposeKey::MAX + 1);
        for bad in ["", "-a", "a-", "A", "ä", "a b", "1a", "a/b", long.as_str()] {
            assert_eq!(PurposeKey::parse(bad), None, "{bad}");
        }
    }
}
