//! The table of the team's accounts.

use super::model::AddedBy;
use crate::{
    backend::{db::Tx, failure::Failure, policy::Role},
    ids::{PersonId, StaffId},
    sql,
    time::Timestamp,
};

/// An account as the table holds it.
#[derive(Clone, sqlx::FromRow)]
pub struct StaffRow {
    pub id: StaffId,
    pub person_id: PersonId,
    pub role: String,
    pub added_by: String,
    pub added_at: Timestamp,
    pub disabled_at: Option<Timestamp>,
    pub enrolled_at: Option<Timestamp>,
}

/// What a new account needs.
pub struct NewStaff {
    pub id: StaffId,
    pub person: PersonId,
    pub role: Role,
    pub added_by: AddedBy,
    pub added_at: Timestamp,
}

/// Adds an account.
pub async fn insert_staff(tx: &mut Tx<'_>, new: &NewStaff) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO staff (id, person_id, role, added_by, added_at) VALUES ($1, $2, $3, $4, $5)",
        new.id, new.person, new.role.as_str(), new.added_by.as_str(), new.added_at)?;
    Ok(())
}

/// An account.
pub async fn find(tx: &mut Tx<'_>, id: StaffId) -> Result<Option<StaffRow>, Failure> {
    sql!(tx, optional as StaffRow:
        "SELECT s.id, s.person_id, s.role, s.added_by, s.added_at, s.disabled_at, p.enrolled_at
         FROM staff s JOIN people p ON p.id = s.person_id WHERE s.id = $1", id)
}

/// Every account, oldest first.
pub async fn list(tx: &mut Tx<'_>) -> Result<Vec<StaffRow>, Failure> {
    sql!(tx, all as StaffRow:
        "SELECT s.id, s.person_id, s.role, s.added_by, s.added_at, s.disabled_at, p.enrolled_at
         FROM staff s JOIN people p ON p.id = s.person_id ORDER BY s.added_at, s.id")
}

/// Accounts of one origin that were added after a moment, newest first.
pub async fn list_added_after(
    tx: &mut Tx<'_>,
    added_by: AddedBy,
    after: Timestamp,
) -> Result<Vec<StaffRow>, Failure> {
    sql!(tx, all as StaffRow:
        "SELECT s.id, s.person_id, s.role, s.added_by, s.added_at, s.disabled_at, p.enrolled_at
         FROM staff s JOIN people p ON p.id = s.person_id
         WHERE s.added_by = $1 AND s.added_at > $2 ORDER BY s.added_at DESC, s.id",
        added_by.as_str(), after)
}

/// Closes an account; tells whether it was open.
pub async fn disable(tx: &mut Tx<'_>, id: StaffId, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute: "UPDATE staff SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL", id, now)?;
    Ok(rows == 1)
}
