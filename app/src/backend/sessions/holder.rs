//! Who holds a session, and how long.

use crate::{
    backend::policy::Role,
    ids::{InvitationId, PersonId, SessionId, StaffId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Milliseconds without a request after which a session of staff ends.
pub const STAFF_IDLE: i64 = 15 * MINUTE;
/// The same for any other.
pub const IDLE: i64 = 30 * MINUTE;

/// How somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Path {
    /// A passkey with user verification (WebAuthn).
    P,
    /// A passphrase together with a time-based code (RFC 6238).
    T,
}

/// Whom a session belongs to; this much every request needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub person: PersonId,
    pub kind: Kind,
    /// When the session began; its absolute end counts from here, also after its id was changed.
    pub since: Timestamp,
    /// The browser in words that need no translation ("Firefox, Android").
    pub browser: String,
}

/// What the session is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Somebody who has shown an invitation and is setting up how they will sign in. Nobody for the policy.
    Enrolment { invitation: InvitationId },
    /// Somebody who has shown passphrase and recovery code and is replacing a lost authenticator. Nobody, too.
    Recovery,
    /// A signed-in patient.
    Patient { path: Path },
    /// A signed-in member of staff.
    Staff { id: StaffId, role: Role, path: Path },
}

impl Kind {
    /// The name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Enrolment { .. } => "enrolment",
            Kind::Recovery => "recovery",
            Kind::Patient { .. } => "patient",
            Kind::Staff { .. } => "staff",
        }
    }

    /// Milliseconds without a request after which it ends.
    pub const fn idle(self) -> i64 {
        match self {
            Kind::Enrolment { .. } | Kind::Recovery | Kind::Patient { .. } => IDLE,
            Kind::Staff { .. } => STAFF_IDLE,
        }
    }

    /// Milliseconds after which it ends in any case.
    pub const fn absolute(self) -> i64 {
        match self {
            Kind::Enrolment { .. } | Kind::Recovery => 2 * HOUR,
            Kind::Patient { .. } => 12 * HOUR,
            Kind::Staff { .. } => 10 * HOUR,
        }
    }

    /// How many sessions of one person there may be at a time; the oldest ends.
    pub const fn most(self) -> i64 {
        match self {
            Kind::Enrolment { .. } | Kind::Recovery => 1,
            Kind::Patient { .. } => 5,
            Kind::Staff { .. } => 2,
        }
    }
}

/// A session as a request sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    /// When it ends if nothing more happens.
    pub ends_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at_the_latest: Timestamp,
}
