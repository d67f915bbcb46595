//! Invitations: issued by the team, redeemed by the person they are for.
//!
//! The code carries the proof; the birth date beside it guards against mix-ups and is no factor.
//! Issuing stands here; the letter, the redemption and what the team sees of it have files of their own.

mod letters;
mod redeem;
mod review;

pub use letters::{LETTER_KEPT, Letter, Shown, make_letter, put_letter_away, show_letter};
pub use redeem::{Redeemed, find_staff_link, note_used_up, redeem};
pub use review::{Because, Listed, Overview, State, approve, list};

use super::events::{self, Happened};
use crate::{
    accounts::{
        model::INVITATION_CODE,
        store::{
            invitations::{self, NewInvitation, VoidReason},
            people,
        },
    },
    backend::{
        context::{Actor, RequestContext},
        crypto::{DataKey, IdentityClass, store},
        db::Tx,
        failure::Failure,
        policy::{Action, authorise},
        rng,
        state::AppState,
    },
    error::AppError,
    ids::{InvitationId, PersonId},
    patients,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const DAY: i64 = 24 * 3_600_000;
/// How long a letter is good for, in milliseconds.
pub const LETTER_TIME: i64 = 14 * DAY;
/// How long a link for a member of staff is good for, in milliseconds.
pub const LINK_TIME: i64 = 3_600_000;
/// Wrong birth dates, or wrong recovery codes, after which a code is void.
const TRIES: i64 = 5;
/// The kind under which codes are hashed.
const CODE: &str = "invitation";

/// An invitation whose code is known this once.
#[derive(Clone, Serialize, Deserialize)]
pub struct Issued {
    pub id: InvitationId,
    pub person: PersonId,
    pub code: String,
    pub expires_at: Timestamp,
}

/// Who issues an invitation.
pub struct Issuer {
    /// `None` for the command line.
    pub person: Option<PersonId>,
    /// Keyed hash of their browser, which may not redeem it.
    pub device: Option<Vec<u8>>,
}

/// Issues an invitation for a patient; older ones that are still open are withdrawn.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such patient.
pub async fn invite(context: &RequestContext, person: PersonId) -> Result<Issued, AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    let Actor::Staff(issuer) = &context.actor else { return Err(AppError::NotFound) };
    let state = &context.state;
    let known = state.db.read(move |tx| Box::pin(async move { people::find(tx, person).await })).await?;
    if !known.is_some_and(|person| person.is_patient()) {
        return Err(AppError::NotFound);
    }
    let issuer = Issuer { person: Some(issuer.person()), device: context.device.clone() };
    Ok(issue(state, person, issuer, LETTER_TIME).await?)
}

/// Issues an invitation for anybody; who may is the caller's to know.
pub async fn issue(state: &AppState, person: PersonId, issuer: Issuer, time: i64) -> Result<Issued, Failure> {
    let key = state
        .db
        .read(move |tx| {
            Box::pin(async move { store::find_identity_key(tx, person, IdentityClass::Identity).await })
        })
        .await?;
    let key = state.keys.open_identity_key(person, key)?;
    let prepared = prepare(state, &key, person, issuer, time).await?;
    let issued = prepared.issued.clone();
    state.db.write(move |tx| Box::pin(async move { record(tx, prepared).await })).await?;
    Ok(issued)
}

/// An invitation ready to be written.
pub struct Prepared {
    pub issued: Issued,
    new: NewInvitation,
    event: events::Prepared,
}

/// Makes an invitation before the transaction begins; `key` is the invited person's.
pub async fn prepare(
    state: &AppState,
    key: &DataKey,
    person: PersonId,
    issuer: Issuer,
    time: i64,
) -> Result<Prepared, Failure> {
    let code = rng::crockford::<INVITATION_CODE>(&*state.rng)?;
    let id = InvitationId::from_random(rng::bytes(&*state.rng)?);
    let now = state.clock.now();
    let by = match issuer.person {
        Some(issuer) => Some(patients::service::display_name(state, issuer).await?.expose().clone()),
        None => None,
    };
    let event = events::prepare(state, key, person, &Happened::Invited { by, at: now })?;
    let new = NewInvitation {
        id,
        code_hash: state.keys.code_hash(CODE, code.as_bytes()),
        person,
        issued_by: issuer.person,
        issuer_device: issuer.device,
        issued_at: now,
        expires_at: Timestamp(now.0 + time),
        tries: TRIES,
    };
    let issued = Issued { id, person, code, expires_at: new.expires_at };
    Ok(Prepared { issued, new, event })
}

/// Writes a prepared invitation; older ones of that person that are still open are withdrawn.
pub async fn record(tx: &mut Tx<'_>, prepared: Prepared) -> Result<(), Failure> {
    let Prepared { issued: _, new, event } = prepared;
    people::take_turns(tx, new.person).await?;
    invitations::void_open(tx, new.person, VoidReason::Replaced, new.issued_at).await?;
    invitations::insert(tx, &new).await?;
    events::record(tx, event).await
}
