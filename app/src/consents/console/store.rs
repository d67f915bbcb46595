//! What only the console asks of the tables of purposes, and does to them.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{PersonId, PurposeId},
    sql,
    time::Timestamp,
};

/// When a version was published and by whom, as the table holds it.
#[derive(sqlx::FromRow)]
pub(super) struct PublishedRow {
    pub version: i64,
    pub renew_by: Option<Timestamp>,
    pub published_at: Timestamp,
    pub published_by: Option<PersonId>,
}

/// The versions of a purpose, the newest first.
pub(super) async fn list_published(
    tx: &mut Tx<'_>,
    purpose: PurposeId,
) -> Result<Vec<PublishedRow>, Failure> {
    sql!(tx, all as PublishedRow:
        "SELECT version, renew_by, published_at, published_by FROM purpose_versions
         WHERE purpose_id = $1 ORDER BY version DESC",
        purpose)
}

/// Makes others wait who publish for the same purpose, until the end of the transaction.
pub(super) async fn take_turns(tx: &mut Tx<'_>, purpose: PurposeId) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE purposes SET position = position WHERE id = $1", purpose)?;
    Ok(())
}

/// The number of the newest version.
pub(super) async fn newest_version(tx: &mut Tx<'_>, purpose: PurposeId) -> Result<i64, Failure> {
    let (newest,) = sql!(tx, one as (i64,):
        "SELECT COALESCE(MAX(version), 0) FROM purpose_versions WHERE purpose_id = $1", purpose)?;
    Ok(newest)
}

/// The last place of the list.
pub(super) async fn last_position(tx: &mut Tx<'_>) -> Result<i64, Failure> {
    let (last,) = sql!(tx, one as (i64,): "SELECT COALESCE(MAX(position), 0) FROM purposes")?;
    Ok(last)
}

/// Retires a purpose; tells whether it was offered.
pub(super) async fn retire(tx: &mut Tx<'_>, purpose: PurposeId, now: Timestamp) -> Result<bool, Failure> {
    let done = sql!(tx, execute:
        "UPDATE purposes SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL", purpose, now)?;
    Ok(done == 1)
}

/// Offers a purpose again; tells whether it was retired.
pub(super) async fn offer(tx: &mut Tx<'_>, purpose: PurposeId) -> Result<bool, Failure> {
    let done = sql!(tx, execute:
        "UPDATE purposes SET retired_at = NULL WHERE id = $1 AND retired_at IS NOT NULL", purpose)?;
    Ok(done == 1)
}
