//! The tables of people, their master data and the indexes they are found by.

use super::{
    model::{Item, Kind, Source},
    normal::Index,
};
use crate::{
    backend::{
        crypto::Encrypted,
        db::{Conn, Tx},
        failure::Failure,
    },
    ids::{PersonId, UserHandle},
    sql,
    time::Timestamp,
};

/// An item as the table holds it.
#[derive(PartialEq, Eq)]
pub struct StoredItem {
    pub item: Item,
    pub value_enc: Encrypted,
    pub source: Source,
    pub since: Timestamp,
}

/// Adds a person, who cannot sign in yet.
pub async fn insert_person(
    tx: &mut Tx<'_>,
    person: PersonId,
    kind: Kind,
    handle: UserHandle,
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO people (id, kind, user_handle) VALUES ($1, $2, $3)",
        person, kind.as_str(), handle)?;
    Ok(())
}

/// Everybody there is, patients and team.
pub async fn list_people(tx: &mut Tx<'_>) -> Result<Vec<PersonId>, Failure> {
    let rows = sql!(tx, all as (PersonId,): "SELECT id FROM people ORDER BY id")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether there is anybody at all, patient or team.
pub async fn is_anybody_there(tx: &mut Tx<'_>) -> Result<bool, Failure> {
    Ok(sql!(tx, optional as (PersonId,): "SELECT id FROM people LIMIT 1")?.is_some())
}

/// What kind of person it is, and since when they have a way to sign in; `None` when there is nobody with this id.
pub async fn find_person(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Option<(Kind, Option<Timestamp>)>, Failure> {
    let row = sql!(tx, optional as (String, Option<Timestamp>):
        "SELECT kind, enrolled_at FROM people WHERE id = $1", person)?;
    let Some((kind, enrolled_at)) = row else { return Ok(None) };
    let kind = Kind::parse(&kind).ok_or(Failure::Inconsistent { table: "people", column: "kind" })?;
    Ok(Some((kind, enrolled_at)))
}

/// Whom a form has added already.
pub async fn find_creation(tx: &mut Tx<'_>, form_hash: &[u8]) -> Result<Option<PersonId>, Failure> {
    let row = sql!(tx, optional as (PersonId,):
        "SELECT person_id FROM creations WHERE form_hash = $1", form_hash)?;
    Ok(row.map(|(person,)| person))
}

/// Remembers whom a form has added.
pub async fn insert_creation(
    tx: &mut Tx<'_>,
    form_hash: &[u8],
    person: PersonId,
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO creations (form_hash, person_id, created_at) VALUES ($1, $2, $3)",
        form_hash, person, now)?;
    Ok(())
}

/// Forgets forms that were sent before a moment.
pub async fn prune_creations(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM creations WHERE created_at < $1", before)?;
    Ok(())
}

/// Adds an item; a second one of the same name is a unique violation.
pub async fn insert_item(tx: &mut Tx<'_>, person: PersonId, new: &StoredItem) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO master_data (person_id, item, value_enc, source, since) VALUES ($1, $2, $3, $4, $5)",
        person, new.item.as_str(), &new.value_enc, new.source.as_str(), new.since)?;
    Ok(())
}

/// Removes an item, if it is there.
pub async fn delete_item(tx: &mut Tx<'_>, person: PersonId, item: Item) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM master_data WHERE person_id = $1 AND item = $2", person, item.as_str())?;
    Ok(())
}

/// Everything known about a person, in no particular order.
pub async fn list_items(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<StoredItem>, Failure> {
    let rows = sql!(tx, all as (String, Encrypted, String, Timestamp):
        "SELECT item, value_enc, source, since FROM master_data WHERE person_id = $1", person)?;
    let inconsistent = |column| Failure::Inconsistent { table: "master_data", column };
    rows.into_iter()
        .map(|(item, value_enc, source, since)| {
            let item = Item::parse(&item).ok_or(inconsistent("item"))?;
            let source = Source::parse(&source).ok_or(inconsistent("source"))?;
            Ok(StoredItem { item, value_enc, source, since })
        })
        .collect()
}

/// Adds something a person is found by; for what the portal gives out, somebody else's value is a unique violation.
pub async fn insert_blind_index(
    tx: &mut Tx<'_>,
    person: PersonId,
    index: Index,
    value: &[u8],
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO blind_indexes (kind, value, person_id) VALUES ($1, $2, $3)",
        index.as_str(), value, person)?;
    Ok(())
}

/// Removes everything of a kind a person is found by.
pub async fn delete_blind_indexes(tx: &mut Tx<'_>, person: PersonId, index: Index) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM blind_indexes WHERE person_id = $1 AND kind = $2", person, index.as_str())?;
    Ok(())
}

/// Everybody, patients and staff, with this value: nobody or one person for what the portal gives out.
pub async fn persons_by_index(tx: &mut Tx<'_>, index: Index, value: &[u8]) -> Result<Vec<PersonId>, Failure> {
    let rows = sql!(tx, all as (PersonId,):
        "SELECT person_id FROM blind_indexes WHERE kind = $1 AND value = $2 ORDER BY person_id",
        index.as_str(), value)?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Patients with this value.
pub async fn patients_by_index(
    tx: &mut Tx<'_>,
    index: Index,
    value: &[u8],
) -> Result<Vec<PersonId>, Failure> {
    let rows = sql!(tx, all as (PersonId,):
        "SELECT i.person_id FROM blind_indexes i JOIN people p ON p.id = i.person_id
         WHERE i.kind = $1 AND i.value = $2 AND p.kind = 'patient' ORDER BY i.person_id",
        index.as_str(), value)?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Lets creations and changes happen one after another, until the end of the transaction.
///
/// SQLite has one writer anyway. On PostgreSQL two transactions would each not see what the other is about to add;
/// the second one's next statement after this sees what the first has committed (READ COMMITTED).
pub async fn take_turns(tx: &mut Tx<'_>) -> Result<(), Failure> {
    /// Any number that nothing else in this database locks.
    const CREATION: i64 = 0x6f62_6875_7401;
    if matches!(tx.conn()?, Conn::Postgres(_)) {
        sql!(tx, execute: "SELECT pg_advisory_xact_lock($1)", CREATION)?;
    }
    Ok(())
}
