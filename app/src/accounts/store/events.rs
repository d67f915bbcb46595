//! What happened to somebody's access.

use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::{PersonId, SecurityEventId},
    sql,
    time::Timestamp,
};

/// An event as the table holds it.
#[derive(Clone, sqlx::FromRow)]
pub struct EventRow {
    pub id: SecurityEventId,
    pub details_enc: Encrypted,
    pub at: Timestamp,
}

/// Adds an event.
pub async fn insert(
    tx: &mut Tx<'_>,
    id: SecurityEventId,
    person: PersonId,
    kind: &str,
    details: Encrypted,
    at: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO security_events (id, person_id, kind, details_enc, at) VALUES ($1, $2, $3, $4, $5)",
        id, person, kind, details, at)?;
    Ok(())
}

/// A person's newest events.
pub async fn list(tx: &mut Tx<'_>, person: PersonId, limit: i64) -> Result<Vec<EventRow>, Failure> {
    sql!(tx, all as EventRow:
        "SELECT id, details_enc, at FROM security_events
         WHERE person_id = $1 ORDER BY at DESC, id DESC LIMIT $2", person, limit)
}

/// Events a person has not put away yet, oldest first.
pub async fn list_unseen(tx: &mut Tx<'_>, person: PersonId, limit: i64) -> Result<Vec<EventRow>, Failure> {
    sql!(tx, all as EventRow:
        "SELECT id, details_enc, at FROM security_events
         WHERE person_id = $1 AND seen_at IS NULL ORDER BY at, id LIMIT $2", person, limit)
}

/// Puts away everything up to a moment.
pub async fn mark_seen(
    tx: &mut Tx<'_>,
    person: PersonId,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE security_events SET seen_at = $3 WHERE person_id = $1 AND at <= $2 AND seen_at IS NULL",
        person, until, now)?;
    Ok(())
}
