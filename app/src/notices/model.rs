//! Words of everything that reaches somebody: by which channel, of which class.

use serde::{Deserialize, Serialize};

/// How the practice reaches somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Inside the portal.
    Portal,
    Email,
    Sms,
    Phone,
    Letter,
}

impl Channel {
    /// Every channel, in the order of the columns of the table of consents.
    pub const ALL: [Channel; 5] =
        [Channel::Portal, Channel::Email, Channel::Sms, Channel::Phone, Channel::Letter];

    /// The name in tables and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Channel::Portal => "portal",
            Channel::Email => "email",
            Channel::Sms => "sms",
            Channel::Phone => "phone",
            Channel::Letter => "letter",
        }
    }

    /// The channel of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Channel::ALL.into_iter().find(|channel| channel.as_str() == name)
    }
}

/// Why somebody is contacted at all; never one flag, because the law knows two grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Part of the treatment contract (BGB § 630a): no consent, but a say in the channel.
    Care,
    /// Everything else: only with a consent that was confirmed on the very channel (GDPR Art. 6(1)(a), Art. 7).
    Outreach,
}

impl Class {
    /// The name in tables and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Class::Care => "care",
            Class::Outreach => "outreach",
        }
    }

    /// The class of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Class::Care, Class::Outreach].into_iter().find(|class| class.as_str() == name)
    }
}
