//! What others ask about contact points: the gate above all.
//!
//! Nobody is authorised here: it reads for services that have decided what they do themselves.

use super::{
    model::{self, ContactKind, ContactPoint},
    sealed,
    service::codes::WHAT_FOR,
    store,
};
use crate::{
    backend::{failure::Failure, state::AppState},
    ids::{ContactId, PersonId},
    notices::{codes::OneTimeCode, model::Channel},
    time::Timestamp,
};

/// Where somebody is written to or called on a channel; `None` when nothing fitting was verified.
pub async fn usable(
    state: &AppState,
    person: PersonId,
    channel: Channel,
) -> Result<Option<ContactPoint>, Failure> {
    let Some(kind) = ContactKind::of(channel) else { return Ok(None) };
    Ok(model::usable(list(state, person).await?, kind))
}

/// One of somebody's contact points, verified or not.
pub async fn find(
    state: &AppState,
    person: PersonId,
    id: ContactId,
) -> Result<Option<ContactPoint>, Failure> {
    Ok(list(state, person).await?.into_iter().find(|point| point.id == id))
}

/// Whether a code for a contact point may still be entered: it was not used, replaced or mistyped too often.
pub async fn is_in_force(
    state: &AppState,
    person: PersonId,
    id: ContactId,
    code: &OneTimeCode,
    now: Timestamp,
) -> Result<bool, Failure> {
    let hash = code.hash(&state.keys, WHAT_FOR, id.as_bytes());
    state.db.read(move |tx| Box::pin(async move { store::has_code(tx, person, id, &hash, now).await })).await
}

/// All of them, the oldest first.
pub(super) async fn list(state: &AppState, person: PersonId) -> Result<Vec<ContactPoint>, Failure> {
    let points = state.db.read(move |tx| Box::pin(sealed::load(tx, person))).await?;
    points.open(&state.keys)
}

/// Whether nothing that leaves the house is to name the practice.
pub async fn is_discreet(state: &AppState, person: PersonId) -> Result<bool, Failure> {
    let found = state.db.read(move |tx| Box::pin(store::find_discreet(tx, person))).await?;
    Ok(found.unwrap_or(false))
}
