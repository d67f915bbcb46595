//! What happened to somebody's access, written in the transaction that did it and shown to that person.

mod shown;

#[cfg(test)]
pub(in crate::accounts) use shown::of;
pub use shown::{Event, Page, list, list_unseen, put_away};

pub use crate::accounts::store::events::Cursor;
use crate::{
    accounts::store::events,
    backend::{
        crypto::{DataKey, Encrypted, Place},
        db::Tx,
        failure::Failure,
        queue, rng,
        state::AppState,
    },
    ids::{PersonId, SecurityEventId},
    notices::jobs::TellSecurity,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Tries in vain of one day that are worth a word; who mistypes once knows it.
const TRIES_TOLD: i64 = 3;

const DETAILS: Place = Place { table: "security_events", column: "details_enc" };

/// What happened, with what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    /// An invitation was issued, by the member of staff named, or by the command line.
    Invited {
        by: Option<String>,
        at: Timestamp,
    },
    /// A member of the team, or the command line, let an invitation replace a lost way to sign in.
    InvitationApproved {
        by: Option<String>,
    },
    /// Wrong birth dates or recovery codes have used an invitation up.
    InvitationUsedUp,
    /// An enrolment was completed.
    Enrolled,
    PasskeyAdded {
        name: String,
    },
    PasskeyRemoved {
        name: String,
    },
    /// A copy of a passkey was noticed.
    PasskeySuspended {
        name: String,
    },
    PassphraseAdded,
    PassphraseRemoved,
    CodesRenewed,
    /// Access was recovered; every other session has ended.
    Recovered,
    /// The first sign-in on a browser.
    NewDevice {
        browser: String,
    },
    /// A session ended because a new one began and there may be only so many.
    SessionCrowdedOut {
        browser: String,
    },
    /// A sign-in succeeded after so many that did not.
    TriesBefore {
        count: i64,
    },
}

impl Happened {
    const fn kind(&self) -> &'static str {
        match self {
            Happened::Invited { .. } => "invited",
            Happened::InvitationApproved { .. } => "invitation_approved",
            Happened::InvitationUsedUp => "invitation_used_up",
            Happened::Enrolled => "enrolled",
            Happened::PasskeyAdded { .. } => "passkey_added",
            Happened::PasskeyRemoved { .. } => "passkey_removed",
            Happened::PasskeySuspended { .. } => "passkey_suspended",
            Happened::PassphraseAdded => "passphrase_added",
            Happened::PassphraseRemoved => "passphrase_removed",
            Happened::CodesRenewed => "codes_renewed",
            Happened::Recovered => "recovered",
            Happened::NewDevice { .. } => "new_device",
            Happened::SessionCrowdedOut { .. } => "session_crowded_out",
            Happened::TriesBefore { .. } => "tries_before",
        }
    }

    /// Whether somebody is told outside the portal as well, that there is something to read in it. What everybody causes by
    /// themselves every other day is not, so that the rest is noticed.
    const fn is_told_outside(&self) -> bool {
        match self {
            Happened::SessionCrowdedOut { .. } => false,
            Happened::TriesBefore { count } => *count >= TRIES_TOLD,
            _ => true,
        }
    }
}

/// An event ready to be written.
pub struct Prepared {
    id: SecurityEventId,
    person: PersonId,
    kind: &'static str,
    details: Encrypted,
    at: Timestamp,
    tell: Option<queue::Prepared>,
}

/// Seals an event, before the transaction begins.
///
/// It is written with what it tells of, whose service has authorised it; nobody writes events alone.
pub fn prepare(
    state: &AppState,
    key: &DataKey,
    person: PersonId,
    happened: &Happened,
) -> Result<Prepared, Failure> {
    let id = SecurityEventId::from_random(rng::bytes(&*state.rng)?);
    let plain = serde_json::to_vec(happened).map_err(|_| Failure::Sealed)?;
    let details = key.seal(&*state.rng, DETAILS, id.as_bytes(), &plain)?;
    let tell = match happened.is_told_outside() {
        true => Some(TellSecurity::prepare(state, person, id)?),
        false => None,
    };
    Ok(Prepared { id, person, kind: happened.kind(), details, at: state.clock.now(), tell })
}

/// Writes a prepared event, and has its person told that there is one.
pub async fn record(tx: &mut Tx<'_>, event: Prepared) -> Result<(), Failure> {
    events::insert(tx, event.id, event.person, event.kind, event.details, event.at).await?;
    if let Some(job) = &event.tell {
        queue::enqueue(tx, job).await?;
    }
    Ok(())
}
