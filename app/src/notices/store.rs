//! The tables of decisions, of what leaves the house, and of what is told inside the portal.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{DecisionId, DispatchId, NoticeId},
    sql,
    time::Timestamp,
};

/// Adds a decision.
pub async fn insert_decision(
    tx: &mut Tx<'_>,
    id: DecisionId,
    owner: &[u8],
    sealed: &[u8],
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO send_decisions (id, owner_hash, decision_enc) VALUES ($1, $2, $3)",
        id, owner, sealed)?;
    Ok(())
}

/// Everything decided about somebody, in an order that says nothing and stays the same.
pub async fn list_decisions(tx: &mut Tx<'_>, owner: &[u8]) -> Result<Vec<(DecisionId, Vec<u8>)>, Failure> {
    sql!(tx, all as (DecisionId, Vec<u8>):
        "SELECT id, decision_enc FROM send_decisions WHERE owner_hash = $1 ORDER BY id", owner)
}

/// Something that is to leave the house, ready to be stored.
pub struct NewDispatch {
    pub id: DispatchId,
    pub channel: &'static str,
    pub cell_hash: Vec<u8>,
    pub about_hash: Vec<u8>,
    pub due_at: Timestamp,
    pub content_enc: Vec<u8>,
}

/// Queues something unless the same was queued before; tells whether it was.
pub async fn insert_dispatch(
    tx: &mut Tx<'_>,
    new: &NewDispatch,
    decision: DecisionId,
) -> Result<bool, Failure> {
    let added = sql!(tx, execute:
        "INSERT INTO outbox (id, decision_id, channel, cell_hash, about_hash, state, due_at, content_enc)
         VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7) ON CONFLICT (about_hash) DO NOTHING",
        new.id, decision, new.channel, new.cell_hash.as_slice(), new.about_hash.as_slice(), new.due_at,
        new.content_enc.as_slice())?;
    Ok(added == 1)
}

/// What is to be sent, if it still waits.
pub async fn find_queued(tx: &mut Tx<'_>, id: DispatchId) -> Result<Option<Vec<u8>>, Failure> {
    let row = sql!(tx, optional as (Vec<u8>,):
        "SELECT content_enc FROM outbox WHERE id = $1 AND state = 'queued'", id)?;
    Ok(row.map(|(content,)| content))
}

/// Notes the newest decision about something that waits; tells whether it still does.
pub async fn set_decision(tx: &mut Tx<'_>, id: DispatchId, decision: DecisionId) -> Result<bool, Failure> {
    let set = sql!(tx, execute:
        "UPDATE outbox SET decision_id = $2 WHERE id = $1 AND state = 'queued'", id, decision)?;
    Ok(set == 1)
}

/// Puts off something that waits.
pub async fn set_due(tx: &mut Tx<'_>, id: DispatchId, due_at: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE outbox SET due_at = $2 WHERE id = $1 AND state = 'queued'", id, due_at)?;
    Ok(())
}

/// Notes that something has left. It has, even if it was called off in the moment in which it did.
pub async fn mark_sent(
    tx: &mut Tx<'_>,
    id: DispatchId,
    content_enc: &[u8],
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE outbox SET state = 'sent', ended_at = $3, content_enc = $2 WHERE id = $1", id, content_enc, now)?;
    Ok(())
}

/// Notes that a letter was taken to the post that was printed and that nobody has called off.
pub async fn mark_posted(
    tx: &mut Tx<'_>,
    id: DispatchId,
    content_enc: &[u8],
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE outbox SET state = 'sent', ended_at = $3, content_enc = $2 WHERE id = $1 AND state = 'queued'
             AND EXISTS (SELECT 1 FROM letters l WHERE l.dispatch_id = $1 AND l.printed_at IS NOT NULL)",
        id, content_enc, now)?;
    Ok(())
}

/// Notes that the gate has refused something at the last moment, and forgets what it was.
pub async fn mark_refused(tx: &mut Tx<'_>, id: DispatchId, now: Timestamp) -> Result<(), Failure> {
    let nothing: &[u8] = &[];
    sql!(tx, execute:
        "UPDATE outbox SET state = 'refused', ended_at = $2, content_enc = $3 WHERE id = $1 AND state = 'queued'",
        id, now, nothing)?;
    Ok(())
}

/// Calls off everything that waits for one purpose on one channel, and forgets what it was; gives how much there was.
pub async fn cancel_cell(tx: &mut Tx<'_>, cell: &[u8], now: Timestamp) -> Result<u64, Failure> {
    let nothing: &[u8] = &[];
    sql!(tx, execute:
        "UPDATE outbox SET state = 'cancelled', ended_at = $2, content_enc = $3
         WHERE cell_hash = $1 AND state = 'queued'", cell, now, nothing)
}

/// What waits for one purpose on one channel, the next first.
pub async fn list_queued(
    tx: &mut Tx<'_>,
    cell: &[u8],
) -> Result<Vec<(DispatchId, Timestamp, Vec<u8>)>, Failure> {
    sql!(tx, all as (DispatchId, Timestamp, Vec<u8>):
        "SELECT id, due_at, content_enc FROM outbox WHERE cell_hash = $1 AND state = 'queued' ORDER BY due_at, id",
        cell)
}

/// How much has left for one purpose on one channel since a moment.
pub async fn count_sent(tx: &mut Tx<'_>, cell: &[u8], since: Timestamp) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,):
        "SELECT COUNT(*) FROM outbox WHERE cell_hash = $1 AND state = 'sent' AND ended_at > $2", cell, since)?;
    Ok(count)
}

/// How much waits on each channel.
pub async fn count_queued(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>, Failure> {
    sql!(tx, all as (String, i64):
        "SELECT channel, COUNT(*) FROM outbox WHERE state = 'queued' GROUP BY channel")
}

/// A notice as the table holds it.
#[derive(sqlx::FromRow)]
pub struct NoticeRow {
    pub id: NoticeId,
    pub content_enc: Vec<u8>,
    pub at: Timestamp,
}

/// Tells somebody something inside the portal.
pub async fn insert_notice(
    tx: &mut Tx<'_>,
    id: NoticeId,
    owner: &[u8],
    content: &[u8],
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO portal_notices (id, owner_hash, content_enc, at) VALUES ($1, $2, $3, $4)",
        id, owner, content, now)?;
    Ok(())
}

/// What somebody has not put away, the newest first.
pub async fn list_unseen(tx: &mut Tx<'_>, owner: &[u8], limit: i64) -> Result<Vec<NoticeRow>, Failure> {
    sql!(tx, all as NoticeRow:
        "SELECT id, content_enc, at FROM portal_notices
         WHERE owner_hash = $1 AND seen_at IS NULL ORDER BY at DESC, id DESC LIMIT $2", owner, limit)
}

/// Puts a notice away, also one that is away already; tells whether it is this person's.
pub async fn mark_seen(tx: &mut Tx<'_>, owner: &[u8], id: NoticeId, now: Timestamp) -> Result<bool, Failure> {
    let away = sql!(tx, execute:
        "UPDATE portal_notices SET seen_at = COALESCE(seen_at, $3) WHERE id = $1 AND owner_hash = $2", id, owner, now)?;
    Ok(away == 1)
}
