//! Counted tries.

use crate::{
    backend::{
        db::{Conn, Tx},
        failure::Failure,
    },
    ids::TryId,
    sql,
    time::Timestamp,
};

/// Makes tries of one counter take turns until the transaction ends, so that each counts before the next looks.
///
/// SQLite has one writer anyway. On PostgreSQL two transactions would each not see what the other is about to count;
/// the second one's next statement after this sees what the first has committed (READ COMMITTED).
pub async fn take_turns(tx: &mut Tx<'_>, bucket: &[u8]) -> Result<(), Failure> {
    if matches!(tx.conn()?, Conn::Postgres(_)) {
        // Any number that is the same for the same counter; two that share one merely wait for each other.
        let mut number = [0; 8];
        number.iter_mut().zip(bucket).for_each(|(byte, hashed)| *byte = *hashed);
        sql!(tx, execute: "SELECT pg_advisory_xact_lock($1)", i64::from_be_bytes(number))?;
    }
    Ok(())
}

/// Failures in a row, and when the last was.
pub async fn find_delay(tx: &mut Tx<'_>, bucket: &[u8]) -> Result<Option<(i64, Timestamp)>, Failure> {
    sql!(tx, optional as (i64, Timestamp):
        "SELECT failures, last_try_at FROM throttle_delays WHERE bucket = $1", bucket)
}

/// Sets failures in a row.
pub async fn set_delay(
    tx: &mut Tx<'_>,
    bucket: &[u8],
    failures: i64,
    last: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO throttle_delays (bucket, failures, last_try_at) VALUES ($1, $2, $3)
         ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, last_try_at = excluded.last_try_at",
        bucket, failures, last)?;
    Ok(())
}

/// Takes one failure back, because it was not evaluated after all.
pub async fn take_back(tx: &mut Tx<'_>, bucket: &[u8]) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE throttle_delays SET failures = failures - 1 WHERE bucket = $1 AND failures > 0", bucket)?;
    Ok(())
}

/// Forgets failures in a row.
pub async fn clear_delay(tx: &mut Tx<'_>, bucket: &[u8]) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM throttle_delays WHERE bucket = $1", bucket)?;
    Ok(())
}

/// How many tries were counted after a moment.
pub async fn count_tries(tx: &mut Tx<'_>, bucket: &[u8], after: Timestamp) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,):
        "SELECT CAST(COUNT(*) AS BIGINT) FROM throttle_tries WHERE bucket = $1 AND at > $2", bucket, after)?;
    Ok(count)
}

/// Counts a try, until a moment from which no window looks at it any more.
pub async fn insert_try(
    tx: &mut Tx<'_>,
    id: TryId,
    bucket: &[u8],
    at: Timestamp,
    forget_at: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO throttle_tries (id, bucket, at, forget_at) VALUES ($1, $2, $3, $4)",
        id, bucket, at, forget_at)?;
    Ok(())
}

/// Takes a counted try back, because it succeeded.
pub async fn delete_try(tx: &mut Tx<'_>, id: TryId) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM throttle_tries WHERE id = $1", id)?;
    Ok(())
}

/// Removes what no window looks at any more.
pub async fn prune(tx: &mut Tx<'_>, delays_before: Timestamp, now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM throttle_delays WHERE last_try_at < $1", delays_before)?;
    sql!(tx, execute: "DELETE FROM throttle_tries WHERE forget_at <= $1", now)?;
    Ok(())
}
