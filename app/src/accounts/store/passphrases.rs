//! Passphrases and the secrets of time-based codes.

use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::PersonId,
    sql,
    time::Timestamp,
};

/// Path T as the table holds it.
#[derive(Clone, sqlx::FromRow)]
pub struct PassphraseRow {
    pub hash_enc: Encrypted,
    pub totp_secret_enc: Encrypted,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// A person's path T.
pub async fn find(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<PassphraseRow>, Failure> {
    sql!(tx, optional as PassphraseRow:
        "SELECT hash_enc, totp_secret_enc, created_at, last_used_at
         FROM passphrases WHERE person_id = $1", person)
}

/// Sets a person's path T; an older one is replaced.
pub async fn put(
    tx: &mut Tx<'_>,
    person: PersonId,
    hash: Encrypted,
    totp_secret: Encrypted,
    step: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO passphrases (person_id, hash_enc, totp_secret_enc, totp_last_step, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id) DO UPDATE SET hash_enc = excluded.hash_enc,
             totp_secret_enc = excluded.totp_secret_enc, totp_last_step = excluded.totp_last_step,
             created_at = excluded.created_at, last_used_at = NULL",
        person, hash, totp_secret, step, now)?;
    Ok(())
}

/// Uses up a time step and all before it; tells whether it was still unused (RFC 6238, section 5.2).
pub async fn use_step(tx: &mut Tx<'_>, person: PersonId, step: i64, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE passphrases SET totp_last_step = $2, last_used_at = $3
         WHERE person_id = $1 AND totp_last_step < $2", person, step, now)?;
    Ok(rows == 1)
}

/// Replaces the secret of the time-based codes; tells whether there is a path T.
pub async fn replace_totp(
    tx: &mut Tx<'_>,
    person: PersonId,
    totp_secret: Encrypted,
    step: i64,
) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE passphrases SET totp_secret_enc = $2, totp_last_step = $3 WHERE person_id = $1",
        person, totp_secret, step)?;
    Ok(rows == 1)
}

/// Removes a person's path T; tells whether there was one.
pub async fn delete(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, Failure> {
    let rows = sql!(tx, execute: "DELETE FROM passphrases WHERE person_id = $1", person)?;
    Ok(rows == 1)
}
