//! The tables of pseudonyms and of the link to them.

use crate::{
    backend::{
        crypto::Encrypted,
        db::{Conn, Tx},
        failure::Failure,
    },
    ids::{PersonId, SubjectId},
    sql,
};

/// Adds a free pseudonym.
pub async fn insert_free(tx: &mut Tx<'_>, subject: SubjectId, person_enc: &Encrypted) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO subjects (id, person_enc, taken) VALUES ($1, $2, FALSE)", subject, person_enc)?;
    Ok(())
}

/// How many are free.
pub async fn count_free(tx: &mut Tx<'_>) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,): "SELECT COUNT(*) FROM subjects WHERE taken = FALSE")?;
    Ok(count)
}

/// All that are free.
pub async fn list_free(tx: &mut Tx<'_>) -> Result<Vec<SubjectId>, Failure> {
    let rows = sql!(tx, all as (SubjectId,): "SELECT id FROM subjects WHERE taken = FALSE")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes a free one; tells whether it still was.
pub async fn take(tx: &mut Tx<'_>, subject: SubjectId, person_enc: &Encrypted) -> Result<bool, Failure> {
    let taken = sql!(tx, execute:
        "UPDATE subjects SET taken = TRUE, person_enc = $2 WHERE id = $1 AND taken = FALSE", subject, person_enc)?;
    Ok(taken == 1)
}

/// Whose a pseudonym is, sealed; `None` when there is no such pseudonym.
pub async fn find_person(tx: &mut Tx<'_>, subject: SubjectId) -> Result<Option<Encrypted>, Failure> {
    let row = sql!(tx, optional as (Encrypted,): "SELECT person_enc FROM subjects WHERE id = $1", subject)?;
    Ok(row.map(|(person_enc,)| person_enc))
}

/// Adds the person's half of the link; a second one is a unique violation.
pub async fn insert_link(tx: &mut Tx<'_>, person: PersonId, subject_enc: &Encrypted) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO person_subjects (person_id, subject_enc) VALUES ($1, $2)", person, subject_enc)?;
    Ok(())
}

/// Which pseudonym a person has, sealed.
pub async fn find_link(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Encrypted>, Failure> {
    let row = sql!(tx, optional as (Encrypted,):
        "SELECT subject_enc FROM person_subjects WHERE person_id = $1", person)?;
    Ok(row.map(|(subject_enc,)| subject_enc))
}

/// Lets batches be made one after another, until the end of the transaction; SQLite has one writer anyway.
pub async fn take_turns(tx: &mut Tx<'_>) -> Result<(), Failure> {
    /// Any number that nothing else in this database locks.
    const REFILL: i64 = 0x6f62_6875_7402;
    if matches!(tx.conn()?, Conn::Postgres(_)) {
        sql!(tx, execute: "SELECT pg_advisory_xact_lock($1)", REFILL)?;
    }
    Ok(())
}
