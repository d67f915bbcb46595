//! What happened to somebody's access, written in the transaction that did it and shown to that person.

use crate::{
    accounts::store::events,
    backend::{
        crypto::{DataKey, Encrypted, Place, store},
        db::Tx,
        failure::Failure,
        rng,
        state::AppState,
    },
    ids::{PersonId, SecurityEventId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const DETAILS: Place = Place { table: "security_events", column: "details_enc" };
/// How many events the security page lists.
const LISTED: i64 = 20;

/// What happened, with what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    /// An invitation was issued, by the member of staff named, or by the command line.
    Invited {
        by: Option<String>,
        at: Timestamp,
    },
    /// A member of the team let an invitation replace a lost way to sign in.
    InvitationApproved {
        by: String,
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
}

/// Seals an event, before the transaction begins.
pub fn prepare(
    state: &AppState,
    key: &DataKey,
    person: PersonId,
    happened: &Happened,
) -> Result<Prepared, Failure> {
    let id = SecurityEventId::from_random(rng::bytes(&*state.rng)?);
    let plain = serde_json::to_vec(happened).map_err(|_| Failure::Sealed)?;
    let details = key.seal(&*state.rng, DETAILS, id.as_bytes(), &plain)?;
    Ok(Prepared { id, person, kind: happened.kind(), details, at: state.clock.now() })
}

/// Writes a prepared event.
pub async fn record(tx: &mut Tx<'_>, event: Prepared) -> Result<(), Failure> {
    events::insert(tx, event.id, event.person, event.kind, event.details, event.at).await
}

/// An event as a page shows it.
pub struct Event {
    pub happened: Happened,
    pub at: Timestamp,
}

/// A person's newest events, newest first.
pub async fn list(state: &AppState, person: PersonId) -> Result<Vec<Event>, Failure> {
    load(state, person, false).await
}

/// What a person has not put away yet, oldest first.
pub async fn list_unseen(state: &AppState, person: PersonId) -> Result<Vec<Event>, Failure> {
    load(state, person, true).await
}

async fn load(state: &AppState, person: PersonId, unseen: bool) -> Result<Vec<Event>, Failure> {
    let (key, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let key =
                    store::find_identity_key(tx, person, crate::backend::crypto::IdentityClass::Identity);
                let key = key.await?;
                let rows = match unseen {
                    true => events::list_unseen(tx, person, LISTED).await?,
                    false => events::list(tx, person, LISTED).await?,
                };
                Ok((key, rows))
            })
        })
        .await?;
    let key = state.keys.open_identity_key(person, key)?;
    rows.into_iter()
        .map(|row| {
            let plain = key.open(DETAILS, row.id.as_bytes(), &row.details_enc)?;
            let happened = serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)?;
            Ok(Event { happened, at: row.at })
        })
        .collect()
}

/// Puts away what was shown, up to a moment.
pub async fn put_away(state: &AppState, person: PersonId, until: Timestamp) -> Result<(), Failure> {
    let now = state.clock.now();
    state.db.write(move |tx| Box::pin(async move { events::mark_seen(tx, person, until, now).await })).await
}
