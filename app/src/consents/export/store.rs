//! The table of exports.

use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::SubjectId,
    sql,
};

/// An export, as the table holds it.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub subject_id: SubjectId,
    pub version: i64,
    pub content_enc: Encrypted,
}

/// Adds a version; a second one of the same number is a unique violation.
pub(super) async fn insert(tx: &mut Tx<'_>, row: &Row) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO consent_exports (subject_id, version, content_enc) VALUES ($1, $2, $3)",
        row.subject_id, row.version, &row.content_enc)?;
    Ok(())
}

/// One version of a subject's.
pub(super) async fn find(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    version: i64,
) -> Result<Option<Encrypted>, Failure> {
    let row = sql!(tx, optional as (Encrypted,):
        "SELECT content_enc FROM consent_exports WHERE subject_id = $1 AND version = $2", subject, version)?;
    Ok(row.map(|(content_enc,)| content_enc))
}

/// A subject's versions before a number, the newest first.
pub(super) async fn list_before(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    before: i64,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    sql!(tx, all as Row:
        "SELECT subject_id, version, content_enc FROM consent_exports WHERE subject_id = $1 AND version < $2
         ORDER BY version DESC LIMIT $3", subject, before, limit)
}

/// The number of a subject's newest version; nought where there is none.
pub(super) async fn last_version(tx: &mut Tx<'_>, subject: SubjectId) -> Result<i64, Failure> {
    let (version,) = sql!(tx, one as (i64,):
        "SELECT COALESCE(MAX(version), 0) FROM consent_exports WHERE subject_id = $1", subject)?;
    Ok(version)
}

/// Everybody's versions after a place, in the order of subjects and numbers.
pub(super) async fn list_after(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    version: i64,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    sql!(tx, all as Row:
        "SELECT subject_id, version, content_enc FROM consent_exports WHERE (subject_id, version) > ($1, $2)
         ORDER BY subject_id, version LIMIT $3", subject, version, limit)
}
