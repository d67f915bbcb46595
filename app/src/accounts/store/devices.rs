//! Browsers somebody has signed in from.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::PersonId,
    sql,
    time::Timestamp,
};

/// Whether this person has signed in on this browser since a moment.
pub async fn is_known(
    tx: &mut Tx<'_>,
    person: PersonId,
    device: &[u8],
    since: Timestamp,
) -> Result<bool, Failure> {
    let row = sql!(tx, optional as (Timestamp,):
        "SELECT last_seen_at FROM known_devices WHERE person_id = $1 AND device_hash = $2 AND last_seen_at > $3",
        person, device, since)?;
    Ok(row.is_some())
}

/// Notes a sign-in on a browser.
pub async fn remember(
    tx: &mut Tx<'_>,
    person: PersonId,
    device: &[u8],
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO known_devices (person_id, device_hash, last_seen_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id, device_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at",
        person, device, now)?;
    Ok(())
}

/// Forgets browsers nobody has signed in on since a moment.
pub async fn prune(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM known_devices WHERE last_seen_at < $1", before)?;
    Ok(())
}

/// Forgets all browsers of a person, because one of them may be somebody else's now.
pub async fn forget_all(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM known_devices WHERE person_id = $1", person)?;
    Ok(())
}
