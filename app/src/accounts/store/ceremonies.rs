//! What the server remembers between the two halves of a WebAuthn ceremony.

use crate::{
    backend::{db::Tx, failure::Failure},
    sql,
    time::Timestamp,
};

/// Remembers the first half.
pub async fn insert(
    tx: &mut Tx<'_>,
    ticket: &[u8],
    content: &[u8],
    expires_at: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO ceremonies (ticket_hash, content_enc, expires_at) VALUES ($1, $2, $3)",
        ticket, content, expires_at)?;
    Ok(())
}

/// Takes the first half out: a second finish finds nothing.
pub async fn take(tx: &mut Tx<'_>, ticket: &[u8]) -> Result<Option<(Vec<u8>, Timestamp)>, Failure> {
    sql!(tx, optional as (Vec<u8>, Timestamp):
        "DELETE FROM ceremonies WHERE ticket_hash = $1 RETURNING content_enc, expires_at", ticket)
}

/// Removes those nobody finished in time.
pub async fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM ceremonies WHERE expires_at < $1", now)?;
    Ok(())
}
