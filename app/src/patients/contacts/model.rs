//! What a contact point is.

use crate::{ids::ContactId, notices::model::Channel, redacted::Redacted, time::Timestamp};

/// Contact points of one person, of all kinds together.
pub const MOST: usize = 5;

/// By what somebody is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactKind {
    Email,
    Phone,
    Post,
}

impl ContactKind {
    /// The name in the table, and in keyed hashes.
    pub const fn as_str(self) -> &'static str {
        match self {
            ContactKind::Email => "email",
            ContactKind::Phone => "phone",
            ContactKind::Post => "post",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [ContactKind::Email, ContactKind::Phone, ContactKind::Post]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }

    /// By which channel its code travels.
    pub const fn channel(self) -> Channel {
        match self {
            ContactKind::Email => Channel::Email,
            ContactKind::Phone => Channel::Phone,
            ContactKind::Post => Channel::Letter,
        }
    }

    /// What a channel needs; the portal needs nothing.
    pub const fn of(channel: Channel) -> Option<Self> {
        match channel {
            Channel::Portal => None,
            Channel::Email => Some(ContactKind::Email),
            Channel::Sms | Channel::Phone => Some(ContactKind::Phone),
            Channel::Letter => Some(ContactKind::Post),
        }
    }
}

/// A way in which somebody is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactPoint {
    pub id: ContactId,
    pub kind: ContactKind,
    pub value: Redacted<String>,
    /// `None` until the code that was sent there was entered; before, it receives nothing else.
    pub verified_at: Option<Timestamp>,
    pub preferred: bool,
    pub since: Timestamp,
}

/// The one to write to: the preferred one, or the one that has been verified longest; never one that is not.
pub fn usable(points: Vec<ContactPoint>, kind: ContactKind) -> Option<ContactPoint> {
    points
        .into_iter()
        .filter(|point| point.kind == kind && point.verified_at.is_some())
        .min_by_key(|point| (!point.preferred, point.verified_at, point.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(id: u8, kind: ContactKind, verified_at: Option<i64>, preferred: bool) -> ContactPoint {
        let (id, value) = (ContactId::from_random([id; 16]), Redacted::new(String::new()));
        let verified_at = verified_at.map(Timestamp);
        ContactPoint { id, kind, value, verified_at, preferred, since: Timestamp(0) }
    }

    #[test]
    fn the_preferred_one_is_used_else_the_one_verified_longest_and_never_an_unverified_one() {
        use ContactKind::{Email, Phone};
        let used = |points: &[ContactPoint], kind| usable(points.to_vec(), kind).map(|point| point.id);
        let id = |byte| Some(ContactId::from_random([byte; 16]));
        let all = [
            point(1, Email, None, false),
            point(2, Email, Some(7), false),
            point(3, Email, Some(5), false),
            point(4, Phone, Some(1), true),
        ];
        assert_eq!(used(&all, Email), id(3));
        assert_eq!(used(&all, Phone), id(4));
        assert_eq!(used(&all, ContactKind::Post), None);
        assert_eq!(used(&all[..1], Email), None);
        let preferred = [all.as_slice(), &[point(5, Email, Some(9), true)]].concat();
        assert_eq!(used(&preferred, Email), id(5));
    }

    #[test]
    fn each_channel_has_its_kind() {
        let kinds = Channel::ALL.map(|channel| ContactKind::of(channel).map(ContactKind::as_str));
        assert_eq!(kinds, [None, Some("email"), Some("phone"), Some("phone"), Some("post")]);
        for name in ["email", "phone", "post"] {
            assert_eq!(ContactKind::parse(name).map(ContactKind::as_str), Some(name));
        }
        assert_eq!(ContactKind::parse("fax"), None);
    }
}
