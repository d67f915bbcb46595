//! The tables of batches and of what is in them.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{BatchId, DispatchId, PersonId},
    sql,
    time::Timestamp,
};

/// How many letters are due and in no batch.
pub async fn count_waiting(tx: &mut Tx<'_>, now: Timestamp) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,):
        "SELECT COUNT(*) FROM outbox o WHERE o.channel = 'letter' AND o.state = 'queued' AND o.due_at <= $1
             AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.dispatch_id = o.id)", now)?;
    Ok(count)
}

/// The letters that are due and in no batch, those that wait longest first.
pub async fn list_waiting(
    tx: &mut Tx<'_>,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<(DispatchId,)>, Failure> {
    sql!(tx, all as (DispatchId,):
        "SELECT o.id FROM outbox o WHERE o.channel = 'letter' AND o.state = 'queued' AND o.due_at <= $1
             AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.dispatch_id = o.id)
         ORDER BY o.due_at, o.id LIMIT $2", now, limit)
}

/// Begins a batch.
pub async fn insert_batch(tx: &mut Tx<'_>, id: BatchId, by: PersonId, now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO letter_batches (id, made_at, made_by) VALUES ($1, $2, $3)", id, now, by)?;
    Ok(())
}

/// Takes a batch away in which there is nothing.
pub async fn delete_batch(tx: &mut Tx<'_>, id: BatchId) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM letter_batches WHERE id = $1", id)?;
    Ok(())
}

/// Puts a letter into a batch unless it is in one; tells whether it was not.
pub async fn insert_letter(
    tx: &mut Tx<'_>,
    batch: BatchId,
    dispatch: DispatchId,
    number: i64,
) -> Result<bool, Failure> {
    let added = sql!(tx, execute:
        "INSERT INTO letters (dispatch_id, batch_id, number) VALUES ($1, $2, $3)
         ON CONFLICT (dispatch_id) DO NOTHING", dispatch, batch, number)?;
    Ok(added == 1)
}

/// A batch as the table holds it.
#[derive(sqlx::FromRow)]
pub struct BatchRow {
    pub id: BatchId,
    pub made_at: Timestamp,
    pub made_by: PersonId,
}

/// A batch that was not posted yet.
pub async fn find_open(tx: &mut Tx<'_>, id: BatchId) -> Result<Option<BatchRow>, Failure> {
    sql!(tx, optional as BatchRow:
        "SELECT id, made_at, made_by FROM letter_batches WHERE id = $1 AND posted_at IS NULL", id)
}

/// Makes whoever prints or posts this batch next wait until the transaction ends; tells whether it was not posted yet.
pub async fn take_turns(tx: &mut Tx<'_>, id: BatchId) -> Result<bool, Failure> {
    let held = sql!(tx, execute:
        "UPDATE letter_batches SET made_at = made_at WHERE id = $1 AND posted_at IS NULL", id)?;
    Ok(held == 1)
}

/// Every batch that was not posted yet, the oldest first.
pub async fn list_open(tx: &mut Tx<'_>) -> Result<Vec<BatchRow>, Failure> {
    sql!(tx, all as BatchRow:
        "SELECT id, made_at, made_by FROM letter_batches WHERE posted_at IS NULL ORDER BY made_at, id")
}

/// A letter of a batch.
#[derive(Clone, sqlx::FromRow)]
pub struct LetterRow {
    pub dispatch_id: DispatchId,
    pub number: i64,
    /// As it is in the outbox.
    pub state: String,
    pub due_at: Timestamp,
    pub content_enc: Vec<u8>,
    pub printed_at: Option<Timestamp>,
}

impl LetterRow {
    /// Whether it is still to be sent.
    pub fn waits(&self) -> bool {
        self.state == "queued"
    }
}

/// The letters of a batch in the order of their numbers.
pub async fn list_letters(tx: &mut Tx<'_>, batch: BatchId) -> Result<Vec<LetterRow>, Failure> {
    sql!(tx, all as LetterRow:
        "SELECT l.dispatch_id, l.number, o.state, o.due_at, o.content_enc, l.printed_at
         FROM letters l JOIN outbox o ON o.id = l.dispatch_id WHERE l.batch_id = $1 ORDER BY l.number", batch)
}

/// Notes that a letter is printed.
pub async fn set_printed(tx: &mut Tx<'_>, dispatch: DispatchId, now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE letters SET printed_at = $2 WHERE dispatch_id = $1", dispatch, now)?;
    Ok(())
}

/// Notes that a sheet that was printed is not to be posted; its letter waits.
pub async fn unset_printed(tx: &mut Tx<'_>, dispatch: DispatchId) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE letters SET printed_at = NULL WHERE dispatch_id = $1", dispatch)?;
    Ok(())
}

/// Notes that a batch was posted; tells whether nobody had before.
pub async fn set_posted(tx: &mut Tx<'_>, id: BatchId, by: PersonId, now: Timestamp) -> Result<bool, Failure> {
    let posted = sql!(tx, execute:
        "UPDATE letter_batches SET posted_at = $2, posted_by = $3 WHERE id = $1 AND posted_at IS NULL",
        id, now, by)?;
    Ok(posted == 1)
}

/// Takes a letter that was never printed out of its batch, so that it waits for the next one.
pub async fn release(tx: &mut Tx<'_>, batch: BatchId, dispatch: DispatchId) -> Result<(), Failure> {
    sql!(tx, execute:
        "DELETE FROM letters WHERE dispatch_id = $2 AND batch_id = $1 AND printed_at IS NULL", batch, dispatch)?;
    Ok(())
}
