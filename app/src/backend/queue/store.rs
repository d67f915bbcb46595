//! The table of jobs.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::JobId,
    sql,
    time::Timestamp,
};

/// A job as the table holds it.
#[derive(sqlx::FromRow)]
pub struct JobRow {
    pub id: JobId,
    pub kind: String,
    pub payload_enc: Vec<u8>,
    pub run_at: Timestamp,
    pub attempts: i64,
}

/// A job ready to be added.
pub struct NewJob {
    pub id: JobId,
    pub kind: &'static str,
    pub unique_hash: Vec<u8>,
    pub group_hash: Option<Vec<u8>>,
    pub payload_enc: Vec<u8>,
    pub run_at: Timestamp,
}

/// Adds a job unless the same waits already; tells whether it was added.
pub async fn insert(tx: &mut Tx<'_>, new: &NewJob) -> Result<bool, Failure> {
    let added = sql!(tx, execute:
        "INSERT INTO jobs (id, kind, unique_hash, group_hash, payload_enc, state, run_at, attempts)
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0) ON CONFLICT (unique_hash) DO NOTHING",
        new.id, new.kind, new.unique_hash.as_slice(), new.group_hash.as_deref(), new.payload_enc.as_slice(), new.run_at)?;
    Ok(added == 1)
}

/// Jobs that are due and that nobody works on, the longest waiting first.
///
/// Of those that wait since the same moment any come first: a second column in the order would make PostgreSQL sort all that
/// are due for each few that are taken.
pub async fn list_due(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<JobRow>, Failure> {
    sql!(tx, all as JobRow:
        "SELECT id, kind, payload_enc, run_at, attempts FROM jobs
         WHERE state = 'waiting' AND run_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
         ORDER BY run_at LIMIT $2", now, limit)
}

/// Takes a job; tells whether it still was there to be taken.
pub async fn lease(
    tx: &mut Tx<'_>,
    id: JobId,
    lease: &[u8],
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, Failure> {
    let taken = sql!(tx, execute:
        "UPDATE jobs SET lease = $2, lease_until = $4, attempts = attempts + 1
         WHERE id = $1 AND state = 'waiting' AND run_at <= $3 AND (lease_until IS NULL OR lease_until <= $3)",
        id, lease, now, until)?;
    Ok(taken == 1)
}

/// Takes a job away that somebody holds; tells whether they still held it.
pub async fn delete_leased(tx: &mut Tx<'_>, id: JobId, lease: &[u8]) -> Result<bool, Failure> {
    let gone = sql!(tx, execute: "DELETE FROM jobs WHERE id = $1 AND lease = $2", id, lease)?;
    Ok(gone == 1)
}

/// Gives a job back, to be tried again at a moment or not at all.
pub async fn give_back(
    tx: &mut Tx<'_>,
    id: JobId,
    lease: &[u8],
    state: &str,
    run_at: Timestamp,
    failure: (Timestamp, &str),
) -> Result<bool, Failure> {
    let given = sql!(tx, execute:
        "UPDATE jobs SET lease = NULL, lease_until = NULL, state = $3, run_at = $4, failed_at = $5, failure = $6
         WHERE id = $1 AND lease = $2", id, lease, state, run_at, failure.0, failure.1)?;
    Ok(given == 1)
}

/// Puts a job off that somebody holds, as if nobody had tried.
pub async fn put_off(tx: &mut Tx<'_>, id: JobId, lease: &[u8], run_at: Timestamp) -> Result<bool, Failure> {
    let given = sql!(tx, execute:
        "UPDATE jobs SET lease = NULL, lease_until = NULL, run_at = $3, attempts = attempts - 1
         WHERE id = $1 AND lease = $2", id, lease, run_at)?;
    Ok(given == 1)
}

/// Takes the waiting jobs of a group away.
pub async fn delete_group(tx: &mut Tx<'_>, group: &[u8]) -> Result<u64, Failure> {
    sql!(tx, execute: "DELETE FROM jobs WHERE group_hash = $1", group)
}

/// The waiting jobs of a group, the next first.
pub async fn list_group(tx: &mut Tx<'_>, group: &[u8]) -> Result<Vec<JobRow>, Failure> {
    sql!(tx, all as JobRow:
        "SELECT id, kind, payload_enc, run_at, attempts FROM jobs
         WHERE group_hash = $1 AND state = 'waiting' ORDER BY run_at, id", group)
}

/// A job that was given up.
#[derive(sqlx::FromRow)]
pub struct DeadRow {
    pub id: JobId,
    pub kind: String,
    pub attempts: i64,
    pub failed_at: Timestamp,
    pub failure: String,
}

/// Jobs that were given up, the newest first.
pub async fn list_dead(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<DeadRow>, Failure> {
    sql!(tx, all as DeadRow:
        "SELECT id, kind, attempts, failed_at, failure FROM jobs
         WHERE state = 'dead' AND failed_at IS NOT NULL AND failure IS NOT NULL
         ORDER BY failed_at DESC, id LIMIT $1", limit)
}

/// How many jobs were given up.
pub async fn count_dead(tx: &mut Tx<'_>) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM jobs WHERE state = 'dead'")?;
    Ok(count)
}

/// Has a job tried again that was given up; tells whether it was there.
pub async fn revive(tx: &mut Tx<'_>, id: JobId, now: Timestamp) -> Result<bool, Failure> {
    let revived = sql!(tx, execute:
        "UPDATE jobs SET state = 'waiting', run_at = $2, attempts = 0 WHERE id = $1 AND state = 'dead'", id, now)?;
    Ok(revived == 1)
}
