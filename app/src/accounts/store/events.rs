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

/// The place of an event among those of its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub at: Timestamp,
    pub id: SecurityEventId,
}

/// A person's events before a place, newest first.
pub async fn list_before(
    tx: &mut Tx<'_>,
    person: PersonId,
    before: Cursor,
    limit: i64,
) -> Result<Vec<EventRow>, Failure> {
    sql!(tx, all as EventRow:
        "SELECT id, details_enc, at FROM security_events
         WHERE person_id = $1 AND (at < $2 OR (at = $2 AND id < $3))
         ORDER BY at DESC, id DESC LIMIT $4", person, before.at, before.id, limit)
}

/// Events a person has not put away yet, newest first.
pub async fn list_unseen(tx: &mut Tx<'_>, person: PersonId, limit: i64) -> Result<Vec<EventRow>, Failure> {
    sql!(tx, all as EventRow:
        "SELECT id, details_enc, at FROM security_events
         WHERE person_id = $1 AND seen_at IS NULL ORDER BY at DESC, id DESC LIMIT $2", person, limit)
}

/// Puts away everything between two places, both of them included.
pub async fn mark_seen(
    tx: &mut Tx<'_>,
    person: PersonId,
    (oldest, newest): (Cursor, Cursor),
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE security_events SET seen_at = $6
         WHERE person_id = $1 AND seen_at IS NULL
           AND (at > $2 OR (at = $2 AND id >= $3)) AND (at < $4 OR (at = $4 AND id <= $5))",
        person, oldest.at, oldest.id, newest.at, newest.id, now)?;
    Ok(())
}
