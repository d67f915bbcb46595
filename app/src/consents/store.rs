//! The tables of purposes and of what was decided about them.

use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::{ConsentCodeId, PersonId, PurposeId, SubjectId},
    sql,
    time::Timestamp,
};

/// A purpose, as the table holds it.
pub(super) struct PurposeRow {
    pub id: PurposeId,
    pub key: String,
    pub class: String,
    pub retired_at: Option<Timestamp>,
}

/// A published version of a purpose, as the table holds it.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct VersionRow {
    pub purpose_id: PurposeId,
    pub version: i64,
    pub channels: String,
    pub validity_months: Option<i64>,
    pub legal_basis: String,
    pub contact: String,
    pub renew_by: Option<Timestamp>,
}

/// A text of a version, as the table holds it.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct TextRow {
    pub purpose_id: PurposeId,
    pub version: i64,
    pub lang: String,
    pub title: String,
    pub body: String,
    pub text_hash: Vec<u8>,
}

/// Every purpose there ever was, in the order of the list.
pub(super) async fn list_purposes(tx: &mut Tx<'_>) -> Result<Vec<PurposeRow>, Failure> {
    let rows = sql!(tx, all as (PurposeId, String, String, Option<Timestamp>):
        "SELECT id, key, class, retired_at FROM purposes ORDER BY position, id")?;
    Ok(rows
        .into_iter()
        .map(|(id, key, class, retired_at)| PurposeRow { id, key, class, retired_at })
        .collect())
}

/// Adds a purpose; tells whether there was none of that name yet.
pub(super) async fn insert_purpose(
    tx: &mut Tx<'_>,
    id: PurposeId,
    (key, class): (&str, &str),
    position: i64,
) -> Result<bool, Failure> {
    let added = sql!(tx, execute:
        "INSERT INTO purposes (id, key, class, position) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING",
        id, key, class, position)?;
    Ok(added == 1)
}

/// Every version of every purpose, the oldest first.
pub(super) async fn list_versions(tx: &mut Tx<'_>) -> Result<Vec<VersionRow>, Failure> {
    sql!(tx, all as VersionRow:
        "SELECT purpose_id, version, channels, validity_months, legal_basis, contact, renew_by
         FROM purpose_versions ORDER BY version")
}

/// The channels of a version, and when somebody of the team has published it; nobody has what the portal brought along.
pub(super) async fn find_version(
    tx: &mut Tx<'_>,
    purpose: PurposeId,
    version: i64,
) -> Result<Option<(String, Timestamp, Option<PersonId>)>, Failure> {
    sql!(tx, optional as (String, Timestamp, Option<PersonId>):
        "SELECT channels, published_at, published_by FROM purpose_versions WHERE purpose_id = $1 AND version = $2",
        purpose, version)
}

/// Adds a version; nobody has published one that the portal brings along.
pub(super) async fn insert_version(
    tx: &mut Tx<'_>,
    row: &VersionRow,
    published_at: Timestamp,
    published_by: Option<PersonId>,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO purpose_versions
             (purpose_id, version, channels, validity_months, legal_basis, contact, renew_by, published_at, published_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        row.purpose_id, row.version, row.channels.as_str(), row.validity_months, row.legal_basis.as_str(),
        row.contact.as_str(), row.renew_by, published_at, published_by)?;
    Ok(())
}

/// The texts of the newest version of every purpose.
pub(super) async fn list_newest_texts(tx: &mut Tx<'_>) -> Result<Vec<TextRow>, Failure> {
    sql!(tx, all as TextRow:
        "SELECT t.purpose_id, t.version, t.lang, t.title, t.body, t.text_hash FROM purpose_texts t
         WHERE t.version = (SELECT MAX(v.version) FROM purpose_versions v WHERE v.purpose_id = t.purpose_id)")
}

/// The texts of one version.
pub(super) async fn list_texts(
    tx: &mut Tx<'_>,
    purpose: PurposeId,
    version: i64,
) -> Result<Vec<TextRow>, Failure> {
    sql!(tx, all as TextRow:
        "SELECT purpose_id, version, lang, title, body, text_hash FROM purpose_texts
         WHERE purpose_id = $1 AND version = $2",
        purpose, version)
}

/// Adds a text of a version.
pub(super) async fn insert_text(tx: &mut Tx<'_>, row: &TextRow) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO purpose_texts (purpose_id, version, lang, title, body, text_hash)
         VALUES ($1, $2, $3, $4, $5, $6)",
        row.purpose_id, row.version, row.lang.as_str(), row.title.as_str(), row.body.as_str(),
        row.text_hash.as_slice())?;
    Ok(())
}

/// Where a subject's history ends; `None` when nothing was ever decided.
pub(super) async fn find_head(tx: &mut Tx<'_>, subject: SubjectId) -> Result<Option<i64>, Failure> {
    let row = sql!(tx, optional as (i64,): "SELECT seq FROM consent_heads WHERE subject_id = $1", subject)?;
    Ok(row.map(|(seq,)| seq))
}

/// Subjects who have ever decided anything, after a place, in the order of their ids.
pub(super) async fn list_deciders(
    tx: &mut Tx<'_>,
    after: SubjectId,
    limit: i64,
) -> Result<Vec<SubjectId>, Failure> {
    let rows = sql!(tx, all as (SubjectId,):
        "SELECT subject_id FROM consent_heads WHERE subject_id > $1 ORDER BY subject_id LIMIT $2", after, limit)?;
    Ok(rows.into_iter().map(|(subject,)| subject).collect())
}

/// Makes whoever adds to a subject's history wait until the end of the transaction, and gives its end.
pub(super) async fn hold_head(tx: &mut Tx<'_>, subject: SubjectId) -> Result<i64, Failure> {
    let (seq,) = sql!(tx, one as (i64,):
        "INSERT INTO consent_heads (subject_id, seq) VALUES ($1, 0)
         ON CONFLICT (subject_id) DO UPDATE SET seq = consent_heads.seq RETURNING seq",
        subject)?;
    Ok(seq)
}

/// Moves the end of a subject's history on.
pub(super) async fn set_head(tx: &mut Tx<'_>, subject: SubjectId, seq: i64) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE consent_heads SET seq = $2 WHERE subject_id = $1", subject, seq)?;
    Ok(())
}

/// A subject's history up to a place, in its order.
pub(super) async fn list_events(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    up_to: i64,
) -> Result<Vec<(i64, Encrypted)>, Failure> {
    sql!(tx, all as (i64, Encrypted):
        "SELECT seq, event_enc FROM consent_events WHERE subject_id = $1 AND seq <= $2 ORDER BY seq",
        subject, up_to)
}

/// Adds a decision.
pub(super) async fn insert_event(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    seq: i64,
    event_enc: &Encrypted,
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO consent_events (subject_id, seq, event_enc) VALUES ($1, $2, $3)",
        subject, seq, event_enc)?;
    Ok(())
}

/// A code that was sent, as the table holds it.
#[derive(sqlx::FromRow)]
pub(super) struct CodeRow {
    pub id: ConsentCodeId,
    pub code_hash: Vec<u8>,
    pub tries_left: i64,
    pub about_enc: Encrypted,
}

/// The code of one purpose on one channel, if one waits to be entered.
pub(super) async fn find_code(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    cell_hash: &[u8],
) -> Result<Option<CodeRow>, Failure> {
    sql!(tx, optional as CodeRow:
        "SELECT id, code_hash, tries_left, about_enc FROM consent_codes WHERE subject_id = $1 AND cell_hash = $2",
        subject, cell_hash)
}

/// Every code of a subject that waits to be entered.
pub(super) async fn list_codes(tx: &mut Tx<'_>, subject: SubjectId) -> Result<Vec<CodeRow>, Failure> {
    sql!(tx, all as CodeRow:
        "SELECT id, code_hash, tries_left, about_enc FROM consent_codes WHERE subject_id = $1", subject)
}

/// Adds a code; where one waits for the same, that is a unique violation.
pub(super) async fn insert_code(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    cell_hash: &[u8],
    row: &CodeRow,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO consent_codes (id, subject_id, cell_hash, code_hash, tries_left, about_enc)
         VALUES ($1, $2, $3, $4, $5, $6)",
        row.id, subject, cell_hash, row.code_hash.as_slice(), row.tries_left, &row.about_enc)?;
    Ok(())
}

/// Takes one try away; gives how many are left, or `None` when there was none to take.
pub(super) async fn take_try(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    id: ConsentCodeId,
) -> Result<Option<i64>, Failure> {
    let row = sql!(tx, optional as (i64,):
        "UPDATE consent_codes SET tries_left = tries_left - 1
         WHERE id = $1 AND subject_id = $2 AND tries_left > 0 RETURNING tries_left",
        id, subject)?;
    Ok(row.map(|(left,)| left))
}

/// Removes the code of one purpose on one channel; gives how many there were.
pub(super) async fn delete_code(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    cell_hash: &[u8],
) -> Result<u64, Failure> {
    sql!(tx, execute: "DELETE FROM consent_codes WHERE subject_id = $1 AND cell_hash = $2", subject, cell_hash)
}
