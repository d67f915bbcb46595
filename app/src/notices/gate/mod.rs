//! The gate: the one place that says whether something may leave the house, and why not.
//!
//! 1. Everything is asked outside a transaction; the answer is a [`Decision`] that names the ground it rests on.
//! 2. The decision is stored in the transaction that queues the message or notes its refusal; `outbox.decision_id` refers to
//!    it and is never empty. A decision that rests on somebody's consents is stored only if their history has not moved on.
//! 3. At the moment of sending the gate is asked again, and the new decision is stored before anything leaves.
//!
//! Decisions are sealed under the subject's evidence key: whoever erases it leaves rows that say nothing.

mod ask;
mod quiet;
mod record;

pub use ask::{ground, may_send};
pub use quiet::quiet_until;
pub use record::{Recorded, Sealed, decisions, record};

use super::model::{Channel, Class};
use crate::{
    backend::failure::Failure,
    consents::model::{Cell, PurposeKey},
    ids::{ContactId, PersonId, SubjectId},
    patients::contacts::ContactPoint,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The name of the purpose under which somebody is told what happened to their access, whatever they have decided. It is
/// care, is no row of the catalogue, and can neither be switched nor retired.
pub const SECURITY: &str = "security";

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// The code for a contact point that is not verified, to this very one.
    ContactCode { contact: ContactId },
    /// The code for a consent that was asked for, to its own channel.
    ConsentCode,
    /// Anything else.
    Message,
}

/// The ground on which something may leave the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A consent that holds, given or renewed at this moment.
    Consent { since: Timestamp },
    /// The treatment contract, by a channel the person has chosen.
    Choice { since: Timestamp },
    /// The treatment contract, inside the portal; or the safety of the person's own access.
    Care,
    /// The person has asked for this code a moment ago.
    OwnRequest,
}

/// Why something may not leave the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such purpose, or it is not offered any more.
    UnknownPurpose,
    /// The purpose does not use this channel.
    ChannelNotOffered,
    /// The practice has not set this channel up.
    NoTransport,
    /// Nobody can be reached: the key was erased.
    NobodyThere,
    /// Nothing was decided.
    NotGiven,
    /// The code was not entered yet, or not in time.
    NotConfirmed,
    /// There is a form on paper, which the person has not confirmed.
    OnlyOnPaper,
    Withdrawn,
    Expired,
    /// No contact point of this kind is verified.
    NoContactPoint,
    /// There were as many of this purpose as somebody is to get within thirty days.
    Capped,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Allow(Basis),
    /// It is allowed, but nobody is to be disturbed before this moment.
    Later {
        until: Timestamp,
        basis: Basis,
    },
    Refuse(Refusal),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    pub person: PersonId,
    pub subject: SubjectId,
    pub cell: Cell,
    pub matter: Matter,
}

/// The answer with what it rests on.
#[derive(Clone, Debug)]
pub struct Decision {
    pub verdict: Verdict,
    /// Where the history of consents ended when it was read.
    pub(super) seq: i64,
    pub(super) subject: SubjectId,
    /// Where it goes, if it goes; inside the portal nowhere.
    pub contact: Option<ContactPoint>,
    pub(super) recorded: Recorded,
}

/// Which channels the practice has something for that carries a message.
pub fn has_transport(channel: Channel) -> bool {
    match channel {
        Channel::Portal | Channel::Email | Channel::Phone | Channel::Letter => true,
        // Who carries an SMS sees whom it is for: that takes a contract on processing (GDPR Art. 28), and a way to them.
        Channel::Sms => false,
    }
}

/// Whether the team carries it and not the portal: it waits until somebody does.
pub fn is_carried_by_hand(channel: Channel) -> bool {
    matches!(channel, Channel::Letter | Channel::Phone)
}

/// Whether a purpose is the one of security notices: care that needs no choice.
fn is_security(purpose: &PurposeKey) -> bool {
    purpose.as_str() == SECURITY
}

/// The cell under which somebody hears about their own access. By letter and telephone it carries no more than the code of
/// that very contact point.
///
/// # Errors
/// None as long as [`SECURITY`] is a name of a purpose.
pub fn security_by(channel: Channel) -> Result<Cell, Failure> {
    let purpose = PurposeKey::parse(SECURITY).ok_or(Failure::Sealed)?;
    Ok(Cell { purpose, channel })
}

/// What the gate goes by: of which class a purpose is, and on which channels it may be.
struct Offered {
    class: Class,
    channels: Vec<Channel>,
}
