//! Whether somebody has something to read, which every page of theirs says in its header.
//!
//! What it is belongs to the slices; that there is something is asked with every page, and so it is one small statement.

use super::{
    crypto::{KeyRing, Purpose},
    failure::Failure,
    state::AppState,
};
use crate::{ids::PersonId, sql};

/// The keyed hash under which somebody is told something inside the portal; such rows have a time and therefore no id.
pub fn owner(keys: &KeyRing, person: PersonId) -> Vec<u8> {
    keys.mac(Purpose::CodeHash, &[b"told".as_slice(), person.as_bytes()]).to_vec()
}

/// Whether there is something a patient has not put away. Tries in vain are told on the start page only, because whoever
/// mistypes knows it.
pub async fn are_there(state: &AppState, person: PersonId) -> Result<bool, Failure> {
    let owner = owner(&state.keys, person);
    let found = state.db.read(move |tx| {
        Box::pin(async move {
            sql!(tx, optional as (i64,):
                "SELECT CAST(1 AS BIGINT) FROM people WHERE id = $2 AND (
                    EXISTS (SELECT 1 FROM portal_notices WHERE owner_hash = $1 AND seen_at IS NULL)
                    OR EXISTS (SELECT 1 FROM security_events
                               WHERE person_id = $2 AND seen_at IS NULL AND kind <> 'tries_before'))",
                owner.as_slice(), person)
        })
    });
    Ok(found.await?.is_some())
}
