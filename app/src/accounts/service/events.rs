//! What happened to somebody's access, written in the transaction that did it and shown to that person.

use crate::{
    accounts::store::events,
    backend::{
        context::{Actor, RequestContext},
        crypto::{DataKey, Encrypted, IdentityClass, Place, store},
        db::Tx,
        failure::Failure,
        policy::{Action, authorise},
        rng,
        state::AppState,
    },
    error::AppError,
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

/// The newest events of whoever is signed in, newest first.
pub async fn list(context: &RequestContext) -> Result<Vec<Event>, AppError> {
    Ok(load(&context.state, own(Action::KeepOwnAccess, context)?, false).await?)
}

/// What a patient has not put away yet, oldest first.
pub async fn list_unseen(context: &RequestContext) -> Result<Vec<Event>, AppError> {
    Ok(load(&context.state, own(Action::SeeHome, context)?, true).await?)
}

/// Puts away what was shown on the start page, up to a moment.
pub async fn put_away(context: &RequestContext, until: Timestamp) -> Result<(), AppError> {
    let (person, now) = (own(Action::SeeHome, context)?, context.now());
    let put = context
        .state
        .db
        .write(move |tx| Box::pin(async move { events::mark_seen(tx, person, until, now).await }));
    Ok(put.await?)
}

/// Whose events somebody may see: their own.
fn own(action: Action, context: &RequestContext) -> Result<PersonId, AppError> {
    authorise(action, &context.actor)?;
    match &context.actor {
        Actor::Patient(patient) => Ok(patient.person()),
        Actor::Staff(staff) => Ok(staff.person()),
        Actor::Nobody => Err(AppError::SignInRequired),
    }
}

/// Anybody's newest events, for tests that look from outside.
#[cfg(test)]
pub(in crate::accounts) async fn of(state: &AppState, person: PersonId) -> Result<Vec<Event>, Failure> {
    load(state, person, false).await
}

async fn load(state: &AppState, person: PersonId, unseen: bool) -> Result<Vec<Event>, Failure> {
    let (key, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let key = store::find_identity_key(tx, person, IdentityClass::Identity).await?;
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
