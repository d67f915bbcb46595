//! Counted tries.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::TryId,
    sql,
    time::Timestamp,
};

/// Failures in a row, and when the last was.
pub async fn find_delay(tx: &mut Tx<'_>, bucket: &[u8]) -> Result<Option<(i64, Timestamp)>, Failure> {
    sql!(tx, optional as (i64, Timestamp):
        "SELECT failures, last_try_at FROM throttle_delays WHERE bucket = $1", bucket)
}

/// Sets failures in a row.
pub async fn set_delay(tx: &mut Tx<'_>, bucket: &[u8], failures: i64, last: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO throttle_delays (bucket, failures, last_try_at) VALUES ($1, $2, $3)
         ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, last_try_at = excluded.last_try_at",
        bucket, failures, last)?;
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

/// Counts a try.
pub async fn insert_try(tx: &mut Tx<'_>, id: TryId, bucket: &[u8], at: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO throttle_tries (id, bucket, at) VALUES ($1, $2, $3)", id, bucket, at)?;
    Ok(())
}

/// Takes a counted try back, because it succeeded.
pub async fn delete_try(tx: &mut Tx<'_>, id: TryId) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM throttle_tries WHERE id = $1", id)?;
    Ok(())
}

/// Removes what no window looks at any more.
pub async fn prune(tx: &mut Tx<'_>, delays_before: Timestamp, tries_before: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM throttle_delays WHERE last_try_at < $1", delays_before)?;
    sql!(tx, execute: "DELETE FROM throttle_tries WHERE at < $1", tries_before)?;
    Ok(())
}
