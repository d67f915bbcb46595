//! What the table of people says about somebody's access.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{PersonId, StaffId, UserHandle},
    sql,
    time::Timestamp,
};

/// Beginning a session and changing access take the same turns.
pub use crate::backend::sessions::store::take_turns;

/// A person as far as access goes.
#[derive(Clone, sqlx::FromRow)]
pub struct PersonRow {
    pub id: PersonId,
    pub kind: String,
    pub user_handle: UserHandle,
    pub enrolled_at: Option<Timestamp>,
    pub first_signed_in_at: Option<Timestamp>,
    pub content_hold_until: Option<Timestamp>,
    pub identity_confirmed_at: Option<Timestamp>,
}

impl PersonRow {
    /// Whether this is a patient, and not a member of the team.
    pub fn is_patient(&self) -> bool {
        self.kind == "patient"
    }
}

/// A person.
pub async fn find(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<PersonRow>, Failure> {
    sql!(tx, optional as PersonRow:
        "SELECT id, kind, user_handle, enrolled_at, first_signed_in_at, content_hold_until, identity_confirmed_at
         FROM people WHERE id = $1", person)
}

/// The person an authenticator knows by this handle.
pub async fn find_by_handle(tx: &mut Tx<'_>, handle: UserHandle) -> Result<Option<PersonRow>, Failure> {
    sql!(tx, optional as PersonRow:
        "SELECT id, kind, user_handle, enrolled_at, first_signed_in_at, content_hold_until, identity_confirmed_at
         FROM people WHERE user_handle = $1", handle)
}

/// The person who was given this sign-in name, found by its blind index.
pub async fn find_by_sign_in_name(tx: &mut Tx<'_>, index: &[u8]) -> Result<Option<PersonRow>, Failure> {
    sql!(tx, optional as PersonRow:
        "SELECT p.id, p.kind, p.user_handle, p.enrolled_at, p.first_signed_in_at, p.content_hold_until,
                p.identity_confirmed_at
         FROM blind_indexes b JOIN people p ON p.id = b.person_id
         WHERE b.kind = 'sign_in_name' AND b.value = $1", index)
}

/// Completes an enrolment; a second one leaves the first date as it is.
pub async fn set_enrolled(tx: &mut Tx<'_>, person: PersonId, at: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE people SET enrolled_at = $2 WHERE id = $1 AND enrolled_at IS NULL", person, at)?;
    Ok(())
}

/// Holds content back until a moment.
pub async fn set_content_hold(tx: &mut Tx<'_>, person: PersonId, until: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE people SET content_hold_until = $2 WHERE id = $1", person, until)?;
    Ok(())
}

/// Notes the first sign-in; tells whether this was it.
pub async fn set_first_sign_in(tx: &mut Tx<'_>, person: PersonId, at: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE people SET first_signed_in_at = $2 WHERE id = $1 AND first_signed_in_at IS NULL", person, at)?;
    Ok(rows == 1)
}

/// The staff account of a person, unless it is disabled.
pub async fn find_active_staff(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Option<(StaffId, String)>, Failure> {
    sql!(tx, optional as (StaffId, String):
        "SELECT id, role FROM staff WHERE person_id = $1 AND disabled_at IS NULL", person)
}

/// Patients who have enrolled and whose identity check waits, oldest first; at most `limit`.
pub async fn list_to_confirm(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<(PersonId, Timestamp)>, Failure> {
    sql!(tx, all as (PersonId, Timestamp):
        "SELECT id, enrolled_at FROM people
         WHERE kind = 'patient' AND enrolled_at IS NOT NULL AND identity_confirmed_at IS NULL
         ORDER BY enrolled_at, id LIMIT $1", limit)
}

/// How many identity checks wait.
pub async fn count_to_confirm(tx: &mut Tx<'_>) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,):
        "SELECT CAST(COUNT(*) AS BIGINT) FROM people
         WHERE kind = 'patient' AND enrolled_at IS NOT NULL AND identity_confirmed_at IS NULL")?;
    Ok(count)
}

/// How a confirmation has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    Now,
    /// By the same member of the team, a moment or a year ago: a button was pressed twice.
    Before,
    /// Nobody waits under this id, or somebody else has decided.
    No,
}

/// Confirms an identity, once.
pub async fn confirm_identity(
    tx: &mut Tx<'_>,
    person: PersonId,
    by: PersonId,
    at: Timestamp,
) -> Result<Confirmed, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE people SET identity_confirmed_by = $2, identity_confirmed_at = $3
         WHERE id = $1 AND kind = 'patient' AND enrolled_at IS NOT NULL AND identity_confirmed_at IS NULL",
        person, by, at)?;
    if rows == 1 {
        return Ok(Confirmed::Now);
    }
    let (already,): (i64,) = sql!(tx, one as (i64,):
        "SELECT CAST(COUNT(*) AS BIGINT) FROM people WHERE id = $1 AND identity_confirmed_by = $2", person, by)?;
    Ok(if already == 1 { Confirmed::Before } else { Confirmed::No })
}
