//! Passkeys.

use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::{PasskeyId, PersonId},
    sql,
    time::Timestamp,
};

/// A passkey as the table holds it.
#[derive(Clone, sqlx::FromRow)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub person_id: PersonId,
    pub credential_enc: Encrypted,
    pub name_enc: Encrypted,
    pub synced: bool,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub suspended_at: Option<Timestamp>,
}

/// What a new passkey needs.
pub struct NewPasskey {
    pub id: PasskeyId,
    pub person: PersonId,
    pub credential_hash: Vec<u8>,
    pub credential: Encrypted,
    pub name: Encrypted,
    pub synced: bool,
    pub now: Timestamp,
}

/// Adds a passkey; one that anybody has already is a unique violation.
pub async fn insert(tx: &mut Tx<'_>, new: &NewPasskey) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO passkeys (id, person_id, credential_hash, credential_enc, name_enc, sign_count, synced, created_at)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7)",
        new.id, new.person, new.credential_hash.as_slice(), new.credential.clone(), new.name.clone(),
        new.synced, new.now)?;
    Ok(())
}

/// The passkey with this credential id, found by its keyed hash.
pub async fn find_by_credential(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<PasskeyRow>, Failure> {
    sql!(tx, optional as PasskeyRow:
        "SELECT id, person_id, credential_enc, name_enc, synced, created_at, last_used_at, suspended_at
         FROM passkeys WHERE credential_hash = $1", hash)
}

/// A person's passkeys, oldest first.
pub async fn list(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PasskeyRow>, Failure> {
    sql!(tx, all as PasskeyRow:
        "SELECT id, person_id, credential_enc, name_enc, synced, created_at, last_used_at, suspended_at
         FROM passkeys WHERE person_id = $1 ORDER BY created_at, id", person)
}

/// Notes a use, if the counter went up or the passkey does not count; tells whether it did (WebAuthn, section 7.2).
///
/// The comparison happens here and not before, so that of two copies used at once one is noticed.
pub async fn use_once(
    tx: &mut Tx<'_>,
    id: PasskeyId,
    count: i64,
    credential: Encrypted,
    synced: bool,
    now: Timestamp,
) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE passkeys SET sign_count = $2, credential_enc = $3, synced = $4, last_used_at = $5
         WHERE id = $1 AND suspended_at IS NULL AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))",
        id, count, credential, synced, now)?;
    Ok(rows == 1)
}

/// Suspends a passkey of which there seems to be a copy; tells whether it was there and in force.
pub async fn suspend(tx: &mut Tx<'_>, id: PasskeyId, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE passkeys SET suspended_at = $2 WHERE id = $1 AND suspended_at IS NULL", id, now)?;
    Ok(rows == 1)
}

/// Gives a person's passkey another name; tells whether there is one.
pub async fn rename(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: PasskeyId,
    name: Encrypted,
) -> Result<bool, Failure> {
    let rows = sql!(tx, execute: "UPDATE passkeys SET name_enc = $3 WHERE id = $2 AND person_id = $1", person, id, name)?;
    Ok(rows == 1)
}

/// Removes a person's passkey; tells whether there was one.
pub async fn delete(tx: &mut Tx<'_>, person: PersonId, id: PasskeyId) -> Result<bool, Failure> {
    let rows = sql!(tx, execute: "DELETE FROM passkeys WHERE id = $2 AND person_id = $1", person, id)?;
    Ok(rows == 1)
}
