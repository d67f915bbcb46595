//! The tables of wrapped keys.

use super::{
    data_key::{CareClass, Class as _, IdentityClass},
    key_ring::{Purpose, Wrapped},
};
use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{DataKeyId, PersonId, SubjectId},
    sql,
};

/// Adds a purpose key of a new installation.
pub async fn insert_purpose_key(tx: &mut Tx<'_>, purpose: Purpose, wrapped: &Wrapped) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO purpose_keys (purpose, kek_epoch, wrapped) VALUES ($1, $2, $3)",
        purpose.name(), wrapped.epoch, wrapped.bytes.as_slice())?;
    Ok(())
}

/// All purpose keys, by name.
pub async fn list_purpose_keys(tx: &mut Tx<'_>) -> Result<Vec<(String, Wrapped)>, Failure> {
    let rows =
        sql!(tx, all as (String, i64, Vec<u8>): "SELECT purpose, kek_epoch, wrapped FROM purpose_keys")?;
    Ok(rows.into_iter().map(|(purpose, epoch, bytes)| (purpose, Wrapped { epoch, bytes })).collect())
}

/// Adds a data key of the identity store; a second one for the same class is a unique violation.
pub async fn insert_identity_key(
    tx: &mut Tx<'_>,
    id: DataKeyId,
    owner: PersonId,
    class: IdentityClass,
    wrapped: &Wrapped,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO identity_data_keys (id, owner_id, class, kek_epoch, wrapped) VALUES ($1, $2, $3, $4, $5)",
        id, owner, class.name(), wrapped.epoch, wrapped.bytes.as_slice())?;
    Ok(())
}

/// The identity store's key of a person and class, unless it was destroyed.
pub async fn find_identity_key(
    tx: &mut Tx<'_>,
    owner: PersonId,
    class: IdentityClass,
) -> Result<Option<(DataKeyId, Wrapped)>, Failure> {
    let row = sql!(tx, optional as (DataKeyId, i64, Vec<u8>):
        "SELECT id, kek_epoch, wrapped FROM identity_data_keys WHERE owner_id = $1 AND class = $2",
        owner, class.name())?;
    Ok(row.map(|(id, epoch, bytes)| (id, Wrapped { epoch, bytes })))
}

/// Destroys a key of the identity store, and with it everything it encrypts (GDPR Art. 17); tells whether there was one.
pub async fn destroy_identity_key(
    tx: &mut Tx<'_>,
    owner: PersonId,
    class: IdentityClass,
) -> Result<bool, Failure> {
    let gone = sql!(tx, execute: "DELETE FROM identity_data_keys WHERE owner_id = $1 AND class = $2",
        owner, class.name())?;
    Ok(gone == 1)
}

/// Adds a data key of the care store; a second one for the same class is a unique violation.
pub async fn insert_care_key(
    tx: &mut Tx<'_>,
    id: DataKeyId,
    owner: SubjectId,
    class: CareClass,
    wrapped: &Wrapped,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO care_data_keys (id, owner_id, class, kek_epoch, wrapped) VALUES ($1, $2, $3, $4, $5)",
        id, owner, class.name(), wrapped.epoch, wrapped.bytes.as_slice())?;
    Ok(())
}

/// The care store's key of a subject and class, unless it was destroyed.
pub async fn find_care_key(
    tx: &mut Tx<'_>,
    owner: SubjectId,
    class: CareClass,
) -> Result<Option<(DataKeyId, Wrapped)>, Failure> {
    let row = sql!(tx, optional as (DataKeyId, i64, Vec<u8>):
        "SELECT id, kek_epoch, wrapped FROM care_data_keys WHERE owner_id = $1 AND class = $2",
        owner, class.name())?;
    Ok(row.map(|(id, epoch, bytes)| (id, Wrapped { epoch, bytes })))
}

/// The care store's keys of a class that were not destroyed, and whose they are.
pub async fn list_care_keys(
    tx: &mut Tx<'_>,
    class: CareClass,
) -> Result<Vec<(SubjectId, DataKeyId, Wrapped)>, Failure> {
    let rows = sql!(tx, all as (SubjectId, DataKeyId, i64, Vec<u8>):
        "SELECT owner_id, id, kek_epoch, wrapped FROM care_data_keys WHERE class = $1", class.name())?;
    let key = |(owner, id, epoch, bytes)| (owner, id, Wrapped { epoch, bytes });
    Ok(rows.into_iter().map(key).collect())
}

/// Destroys a key of the care store, and with it everything it encrypts (GDPR Art. 17); tells whether there was one.
pub async fn destroy_care_key(tx: &mut Tx<'_>, owner: SubjectId, class: CareClass) -> Result<bool, Failure> {
    let gone = sql!(tx, execute: "DELETE FROM care_data_keys WHERE owner_id = $1 AND class = $2", owner, class.name())?;
    Ok(gone == 1)
}
