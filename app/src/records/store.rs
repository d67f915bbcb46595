//! The tables of records and their files.

use crate::{
    backend::{
        crypto::Encrypted,
        db::{Conn, Tx},
        failure::Failure,
    },
    ids::{RecordEntryId, RecordFileId, SubjectId},
    sql,
};

/// A version of an entry, as the table holds it.
pub(super) struct EntryRow {
    pub id: RecordEntryId,
    pub source_hash: Vec<u8>,
    pub content_enc: Encrypted,
}

/// A file without its content, as the table holds it.
pub(super) struct FileRow {
    pub id: RecordFileId,
    pub entry: RecordEntryId,
    pub number: i64,
    pub about_enc: Encrypted,
    pub key_enc: Encrypted,
}

/// The present version of every entry of a subject, in no particular order.
pub(super) async fn list_current(tx: &mut Tx<'_>, subject: SubjectId) -> Result<Vec<EntryRow>, Failure> {
    let rows = sql!(tx, all as (RecordEntryId, Vec<u8>, Encrypted):
        "SELECT id, source_hash, content_enc FROM record_entries WHERE subject_id = $1 AND current = TRUE",
        subject)?;
    let row = |(id, source_hash, content_enc)| EntryRow { id, source_hash, content_enc };
    Ok(rows.into_iter().map(row).collect())
}

/// Every subject of whom there is an entry, in whatever version.
pub(crate) async fn list_subjects(tx: &mut Tx<'_>) -> Result<Vec<SubjectId>, Failure> {
    let rows =
        sql!(tx, all as (SubjectId,): "SELECT DISTINCT subject_id FROM record_entries ORDER BY subject_id")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Their ids only.
pub(super) async fn list_current_ids(
    tx: &mut Tx<'_>,
    subject: SubjectId,
) -> Result<Vec<RecordEntryId>, Failure> {
    let rows = sql!(tx, all as (RecordEntryId,):
        "SELECT id FROM record_entries WHERE subject_id = $1 AND current = TRUE", subject)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Adds an entry as the present version; a second present one is a unique violation.
pub(super) async fn insert_entry(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    entry: &EntryRow,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO record_entries (id, subject_id, source_hash, current, content_enc)
         VALUES ($1, $2, $3, TRUE, $4)",
        entry.id, subject, entry.source_hash.as_slice(), &entry.content_enc)?;
    Ok(())
}

/// Makes an entry an old version.
pub(super) async fn retire_entry(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    entry: RecordEntryId,
) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE record_entries SET current = FALSE WHERE id = $1 AND subject_id = $2", entry, subject)?;
    Ok(())
}

pub(super) async fn insert_file(tx: &mut Tx<'_>, subject: SubjectId, file: &FileRow) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO record_files (id, subject_id, entry_id, number, about_enc, key_enc)
         VALUES ($1, $2, $3, $4, $5, $6)",
        file.id, subject, file.entry, file.number, &file.about_enc, &file.key_enc)?;
    Ok(())
}

pub(super) async fn insert_piece(
    tx: &mut Tx<'_>,
    file: RecordFileId,
    number: i64,
    sealed: &[u8],
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO record_file_pieces (file_id, number, sealed) VALUES ($1, $2, $3)",
        file, number, sealed)?;
    Ok(())
}

/// The files of the present version of every entry of a subject: entry, number, file; in no particular order.
pub(super) async fn list_files(
    tx: &mut Tx<'_>,
    subject: SubjectId,
) -> Result<Vec<(RecordEntryId, i64, RecordFileId)>, Failure> {
    sql!(tx, all as (RecordEntryId, i64, RecordFileId):
        "SELECT f.entry_id, f.number, f.id
         FROM record_files f JOIN record_entries e ON e.id = f.entry_id AND e.subject_id = f.subject_id
         WHERE e.subject_id = $1 AND e.current = TRUE", subject)
}

/// A file of the present version of an entry.
pub(super) async fn find_file(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    file: RecordFileId,
) -> Result<Option<FileRow>, Failure> {
    let row = sql!(tx, optional as (RecordFileId, RecordEntryId, i64, Encrypted, Encrypted):
        "SELECT f.id, f.entry_id, f.number, f.about_enc, f.key_enc
         FROM record_files f JOIN record_entries e ON e.id = f.entry_id AND e.subject_id = f.subject_id
         WHERE f.id = $1 AND f.subject_id = $2 AND e.current = TRUE",
        file, subject)?;
    let row =
        row.map(|(id, entry, number, about_enc, key_enc)| FileRow { id, entry, number, about_enc, key_enc });
    Ok(row)
}

/// One piece of a file.
pub(super) async fn find_piece(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    file: RecordFileId,
    number: i64,
) -> Result<Option<Vec<u8>>, Failure> {
    let row = sql!(tx, optional as (Vec<u8>,):
        "SELECT p.sealed FROM record_file_pieces p JOIN record_files f ON f.id = p.file_id
         WHERE p.file_id = $1 AND p.number = $2 AND f.subject_id = $3",
        file, number, subject)?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Lets imports for one subject happen one after another, until the end of the transaction.
///
/// SQLite has one writer anyway. On PostgreSQL the next statement sees what whoever was before has committed (READ
/// COMMITTED).
pub(super) async fn take_turns(tx: &mut Tx<'_>, subject: SubjectId) -> Result<(), Failure> {
    if matches!(tx.conn()?, Conn::Postgres(_)) {
        let number = i64::from_be_bytes(*subject.as_bytes().first_chunk().expect("an id has sixteen bytes"));
        sql!(tx, execute: "SELECT pg_advisory_xact_lock($1)", number)?;
    }
    Ok(())
}
