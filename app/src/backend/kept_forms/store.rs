//! The table of kept forms.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{KeptFormId, PersonId},
    sql,
    time::Timestamp,
};

/// A kept form as the table holds it.
#[derive(sqlx::FromRow)]
pub struct KeptRow {
    pub id: KeptFormId,
    pub action: String,
    pub content_enc: Vec<u8>,
}

/// What a new row needs.
pub struct NewKept {
    pub id: KeptFormId,
    pub person: PersonId,
    pub action: String,
    pub content_enc: Vec<u8>,
    pub expires_at: Timestamp,
}

/// Adds a kept form.
pub async fn insert(tx: &mut Tx<'_>, new: &NewKept) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO kept_forms (id, person_id, action, content_enc, expires_at) VALUES ($1, $2, $3, $4, $5)",
        new.id, new.person, new.action.as_str(), new.content_enc.as_slice(), new.expires_at)?;
    Ok(())
}

/// The forms of a person that are not over yet, the newest first.
pub async fn list(tx: &mut Tx<'_>, person: PersonId, now: Timestamp) -> Result<Vec<KeptRow>, Failure> {
    sql!(tx, all as KeptRow:
        "SELECT id, action, content_enc FROM kept_forms
         WHERE person_id = $1 AND expires_at > $2 ORDER BY expires_at DESC, id",
        person, now)
}

/// Removes one form of a person.
pub async fn delete(tx: &mut Tx<'_>, person: PersonId, id: KeptFormId) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM kept_forms WHERE person_id = $1 AND id = $2", person, id)?;
    Ok(())
}

/// Removes the oldest forms of a person, so that no more than `most` are left.
pub async fn delete_beyond(tx: &mut Tx<'_>, person: PersonId, most: i64) -> Result<(), Failure> {
    sql!(tx, execute:
        "DELETE FROM kept_forms WHERE person_id = $1 AND id NOT IN (
             SELECT id FROM kept_forms WHERE person_id = $1 ORDER BY expires_at DESC, id LIMIT $2)",
        person, most)?;
    Ok(())
}

/// Removes everybody's forms that are over.
pub async fn prune(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM kept_forms WHERE expires_at <= $1", now)?;
    Ok(())
}
