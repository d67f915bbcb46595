//! The table of calls.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{DispatchId, PersonId},
    sql,
    time::Timestamp,
};

/// How many calls are due and in nobody's hands but one's own.
pub async fn count_waiting(tx: &mut Tx<'_>, by: PersonId, now: Timestamp) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,):
        "SELECT COUNT(*) FROM outbox o WHERE o.channel = 'phone' AND o.state = 'queued' AND o.due_at <= $2
             AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.dispatch_id = o.id
                                 AND (c.not_before > $2 OR (c.taken_until > $2 AND c.taken_by <> $1)))",
        by, now)?;
    Ok(count)
}

/// The calls somebody could make now, those that wait longest first; what they have in their hands before all others.
pub async fn list_waiting(
    tx: &mut Tx<'_>,
    by: PersonId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<(DispatchId,)>, Failure> {
    sql!(tx, all as (DispatchId,):
        "SELECT o.id FROM outbox o LEFT JOIN calls c ON c.dispatch_id = o.id
         WHERE o.channel = 'phone' AND o.state = 'queued' AND o.due_at <= $2
             AND (c.not_before IS NULL OR c.not_before <= $2)
             AND (c.taken_until IS NULL OR c.taken_until <= $2 OR c.taken_by = $1)
         ORDER BY CASE WHEN c.taken_by = $1 AND c.taken_until > $2 THEN 0 ELSE 1 END, o.due_at, o.id LIMIT $3",
        by, now, limit)
}

/// Takes a call unless somebody else has it; tells whether it is one's own now.
pub async fn take(
    tx: &mut Tx<'_>,
    dispatch: DispatchId,
    by: PersonId,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, Failure> {
    let taken = sql!(tx, execute:
        "INSERT INTO calls (dispatch_id, taken_by, taken_until, attempts) VALUES ($1, $2, $4, 0)
         ON CONFLICT (dispatch_id) DO UPDATE SET taken_by = $2, taken_until = $4
         WHERE calls.taken_until IS NULL OR calls.taken_until <= $3 OR calls.taken_by = $2",
        dispatch, by, now, until)?;
    Ok(taken == 1)
}

/// A call as the tables hold it.
#[derive(sqlx::FromRow)]
pub struct CallRow {
    pub due_at: Timestamp,
    pub content_enc: Vec<u8>,
    /// How often it was tried in vain.
    pub attempts: i64,
}

/// A call that waits and is in somebody's hands.
pub async fn find_taken(
    tx: &mut Tx<'_>,
    dispatch: DispatchId,
    by: PersonId,
    now: Timestamp,
) -> Result<Option<CallRow>, Failure> {
    sql!(tx, optional as CallRow:
        "SELECT o.due_at, o.content_enc, c.attempts FROM outbox o JOIN calls c ON c.dispatch_id = o.id
         WHERE o.id = $1 AND o.channel = 'phone' AND o.state = 'queued' AND c.taken_by = $2 AND c.taken_until > $3",
        dispatch, by, now)
}

/// A call that waits and was taken by somebody, and by nobody else since: also when their time is over.
pub async fn find_own(
    tx: &mut Tx<'_>,
    dispatch: DispatchId,
    by: PersonId,
) -> Result<Option<CallRow>, Failure> {
    sql!(tx, optional as CallRow:
        "SELECT o.due_at, o.content_enc, c.attempts FROM outbox o JOIN calls c ON c.dispatch_id = o.id
         WHERE o.id = $1 AND o.channel = 'phone' AND o.state = 'queued' AND c.taken_by = $2",
        dispatch, by)
}

/// Whether a call is still in somebody's hands; it stays there until the transaction ends.
pub async fn is_held(
    tx: &mut Tx<'_>,
    dispatch: DispatchId,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let held = sql!(tx, execute:
        "UPDATE calls SET taken_by = taken_by WHERE dispatch_id = $1 AND taken_by = $2 AND taken_until > $3",
        dispatch, by, now)?;
    Ok(held == 1)
}

/// Gives a call out of one's hands, with how often it was tried in vain and when it may be tried again; tells whether it
/// was in them.
pub async fn release(
    tx: &mut Tx<'_>,
    dispatch: DispatchId,
    by: PersonId,
    attempts: i64,
    not_before: Option<Timestamp>,
) -> Result<bool, Failure> {
    let released = sql!(tx, execute:
        "UPDATE calls SET taken_by = NULL, taken_until = NULL, attempts = $3, not_before = $4
         WHERE dispatch_id = $1 AND taken_by = $2",
        dispatch, by, attempts, not_before)?;
    Ok(released == 1)
}
