//! Recovery codes.

use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::PersonId,
    sql,
    time::Timestamp,
};

/// Replaces all codes of a person: the old set is void the moment a new one exists.
pub async fn replace(tx: &mut Tx<'_>, person: PersonId, hashes: Vec<Encrypted>) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM recovery_codes WHERE person_id = $1", person)?;
    for (slot, hash) in (0_i64..).zip(hashes) {
        sql!(tx, execute: "INSERT INTO recovery_codes (person_id, slot, hash_enc) VALUES ($1, $2, $3)",
            person, slot, hash)?;
    }
    Ok(())
}

/// An unused code.
pub async fn find(tx: &mut Tx<'_>, person: PersonId, slot: i64) -> Result<Option<(Encrypted,)>, Failure> {
    sql!(tx, optional as (Encrypted,):
        "SELECT hash_enc FROM recovery_codes WHERE person_id = $1 AND slot = $2 AND used_at IS NULL", person, slot)
}

/// Uses a code up; tells whether it was still unused.
pub async fn use_once(tx: &mut Tx<'_>, person: PersonId, slot: i64, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND slot = $2 AND used_at IS NULL",
        person, slot, now)?;
    Ok(rows == 1)
}

/// How many codes a person has left.
pub async fn count_unused(tx: &mut Tx<'_>, person: PersonId) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,):
        "SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL", person)?;
    Ok(count)
}
