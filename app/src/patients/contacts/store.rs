//! The tables of contact points, of their codes, and of how discreet the practice is to be.

use super::model::ContactKind;
use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::{ContactId, PersonId},
    sql,
    time::Timestamp,
};

/// A contact point as the table holds it.
pub struct StoredPoint {
    pub id: ContactId,
    pub kind: ContactKind,
    pub value_enc: Encrypted,
    pub since: Timestamp,
    pub verified_at: Option<Timestamp>,
    pub preferred: bool,
}

type Row = (ContactId, String, Encrypted, Timestamp, Option<Timestamp>, bool);

/// Somebody's contact points, in no particular order.
pub async fn list(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<StoredPoint>, Failure> {
    let rows = sql!(tx, all as Row:
        "SELECT id, kind, value_enc, since, verified_at, preferred FROM contact_points WHERE person_id = $1", person)?;
    rows.into_iter()
        .map(|(id, kind, value_enc, since, verified_at, preferred)| {
            let kind = ContactKind::parse(&kind)
                .ok_or(Failure::Inconsistent { table: "contact_points", column: "kind" })?;
            Ok(StoredPoint { id, kind, value_enc, since, verified_at, preferred })
        })
        .collect()
}

/// Whether somebody wants no name of the practice outside; `None` when they have never said.
pub async fn find_discreet(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<bool>, Failure> {
    let row =
        sql!(tx, optional as (bool,): "SELECT discreet FROM contact_settings WHERE person_id = $1", person)?;
    Ok(row.map(|(discreet,)| discreet))
}

/// One of somebody's contact points by its keyed hash.
pub async fn find_by_hash(
    tx: &mut Tx<'_>,
    person: PersonId,
    value_hash: &[u8],
) -> Result<Option<ContactId>, Failure> {
    let row = sql!(tx, optional as (ContactId,):
        "SELECT id FROM contact_points WHERE person_id = $1 AND value_hash = $2", person, value_hash)?;
    Ok(row.map(|(id,)| id))
}

/// Adds a contact point nobody has verified; a second one of the same value is a unique violation.
pub async fn insert(
    tx: &mut Tx<'_>,
    person: PersonId,
    (id, kind): (ContactId, ContactKind),
    value_enc: &Encrypted,
    value_hash: &[u8],
    since: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO contact_points (id, person_id, kind, value_enc, value_hash, since, preferred)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id, person, kind.as_str(), value_enc, value_hash, since, false)?;
    Ok(())
}

/// Notes that a contact point's code was entered; tells whether it was not verified yet.
pub async fn verify(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: ContactId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE contact_points SET verified_at = $3 WHERE id = $1 AND person_id = $2 AND verified_at IS NULL",
        id, person, now)?;
    Ok(rows == 1)
}

/// Notes that a contact point is somebody else's: it counts as not verified, and its code is void.
pub async fn doubt(tx: &mut Tx<'_>, person: PersonId, id: ContactId) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE contact_points SET verified_at = NULL, preferred = FALSE WHERE id = $1 AND person_id = $2",
        id, person)?;
    delete_code(tx, person, id).await
}

/// Makes none of a kind preferred.
pub async fn prefer_none(tx: &mut Tx<'_>, person: PersonId, kind: ContactKind) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE contact_points SET preferred = FALSE WHERE person_id = $1 AND kind = $2 AND preferred = TRUE",
        person, kind.as_str())?;
    Ok(())
}

/// Makes one preferred; another of its kind that still is would be a unique violation.
pub async fn prefer(tx: &mut Tx<'_>, person: PersonId, id: ContactId) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE contact_points SET preferred = TRUE WHERE id = $1 AND person_id = $2", id, person)?;
    Ok(())
}

/// Removes a contact point that has no code any more.
pub async fn delete(tx: &mut Tx<'_>, person: PersonId, id: ContactId) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM contact_points WHERE id = $1 AND person_id = $2", id, person)?;
    Ok(())
}

/// A code that was sent and not entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentCode {
    pub contact: ContactId,
    pub tries_left: i64,
    pub expires_at: Timestamp,
}

/// The codes somebody has not entered yet, also those that are over.
pub async fn list_codes(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<SentCode>, Failure> {
    let rows = sql!(tx, all as (ContactId, i64, Timestamp):
        "SELECT c.contact_id, c.tries_left, c.expires_at
         FROM contact_codes c JOIN contact_points p ON p.id = c.contact_id WHERE p.person_id = $1", person)?;
    let code = |(contact, tries_left, expires_at)| SentCode { contact, tries_left, expires_at };
    Ok(rows.into_iter().map(code).collect())
}

/// Puts a code in force, in place of the one before.
pub async fn set_code(
    tx: &mut Tx<'_>,
    id: ContactId,
    code_hash: &[u8],
    tries: i64,
    expires_at: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO contact_codes (contact_id, code_hash, tries_left, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (contact_id) DO UPDATE SET code_hash = excluded.code_hash,
             tries_left = excluded.tries_left, expires_at = excluded.expires_at",
        id, code_hash, tries, expires_at)?;
    Ok(())
}

/// Counts a try, and only then tells with what it is to be compared, and how many are left; `None` when there is no code
/// that may be tried.
pub async fn count_try(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: ContactId,
    now: Timestamp,
) -> Result<Option<(Vec<u8>, i64)>, Failure> {
    sql!(tx, optional as (Vec<u8>, i64):
        "UPDATE contact_codes SET tries_left = tries_left - 1
         WHERE contact_id = $1 AND tries_left > 0 AND expires_at > $3
             AND EXISTS (SELECT 1 FROM contact_points p WHERE p.id = $1 AND p.person_id = $2)
         RETURNING code_hash, tries_left",
        id, person, now)
}

/// Whether this code may be tried now.
pub async fn has_code(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: ContactId,
    code_hash: &[u8],
    now: Timestamp,
) -> Result<bool, Failure> {
    let (count,) = sql!(tx, one as (i64,):
        "SELECT COUNT(*) FROM contact_codes c JOIN contact_points p ON p.id = c.contact_id
         WHERE c.contact_id = $1 AND p.person_id = $2 AND c.code_hash = $3 AND c.tries_left > 0
             AND c.expires_at > $4",
        id, person, code_hash, now)?;
    Ok(count == 1)
}

/// Uses a code up; tells whether it still was in force.
pub async fn take_code(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: ContactId,
    code_hash: &[u8],
) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "DELETE FROM contact_codes WHERE contact_id = $1 AND code_hash = $3
             AND EXISTS (SELECT 1 FROM contact_points p WHERE p.id = $1 AND p.person_id = $2)",
        id, person, code_hash)?;
    Ok(rows == 1)
}

/// Removes a contact point's code, if it has one.
pub async fn delete_code(tx: &mut Tx<'_>, person: PersonId, id: ContactId) -> Result<(), Failure> {
    sql!(tx, execute:
        "DELETE FROM contact_codes WHERE contact_id = $1
             AND EXISTS (SELECT 1 FROM contact_points p WHERE p.id = $1 AND p.person_id = $2)",
        id, person)?;
    Ok(())
}

/// Notes whether somebody wants no name of the practice outside.
pub async fn set_discreet(tx: &mut Tx<'_>, person: PersonId, discreet: bool) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO contact_settings (person_id, discreet) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET discreet = excluded.discreet",
        person, discreet)?;
    Ok(())
}
