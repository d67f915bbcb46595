//! Invitations.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{InvitationId, PersonId},
    sql,
    time::Timestamp,
};

/// An invitation as the table holds it.
#[derive(Clone, sqlx::FromRow)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub person_id: PersonId,
    pub issued_by: Option<PersonId>,
    pub issuer_device: Option<Vec<u8>>,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
    pub tries_left: i64,
    pub approved_at: Option<Timestamp>,
    pub redeemed_at: Option<Timestamp>,
    pub voided_at: Option<Timestamp>,
    pub void_reason: Option<String>,
    pub tries_ended_at: Option<Timestamp>,
}

impl InvitationRow {
    /// Whether it may still be used.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.tries_left > 0 && self.is_in_force(now)
    }

    /// Whether an enrolment that has begun with it may go on; its last try may have been the right one.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.redeemed_at.is_none() && self.voided_at.is_none() && now < self.expires_at
    }
}

/// Why an invitation was made void before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoidReason {
    /// A newer one took its place.
    Replaced,
    /// Whoever it was for shall not use it any more.
    Withdrawn,
}

impl VoidReason {
    /// The name in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            VoidReason::Replaced => "replaced",
            VoidReason::Withdrawn => "withdrawn",
        }
    }

    /// The reason of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [VoidReason::Replaced, VoidReason::Withdrawn].into_iter().find(|reason| reason.as_str() == name)
    }
}

/// What a new invitation needs.
pub struct NewInvitation {
    pub id: InvitationId,
    pub code_hash: Vec<u8>,
    pub person: PersonId,
    pub issued_by: Option<PersonId>,
    pub issuer_device: Option<Vec<u8>>,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
    pub tries: i64,
}

/// Adds an invitation.
pub async fn insert(tx: &mut Tx<'_>, new: &NewInvitation) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO invitations (id, code_hash, person_id, issued_by, issuer_device, issued_at, expires_at, tries_left)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.id, new.code_hash.as_slice(), new.person, new.issued_by, new.issuer_device.as_deref(),
        new.issued_at, new.expires_at, new.tries)?;
    Ok(())
}

/// The invitation with this code, whatever its state.
pub async fn find_by_code(tx: &mut Tx<'_>, code_hash: &[u8]) -> Result<Option<InvitationRow>, Failure> {
    sql!(tx, optional as InvitationRow:
        "SELECT id, person_id, issued_by, issuer_device, issued_at, expires_at, tries_left, approved_at,
                redeemed_at, voided_at, void_reason, tries_ended_at
         FROM invitations WHERE code_hash = $1", code_hash)
}

/// An invitation by its id, whatever its state.
pub async fn find(tx: &mut Tx<'_>, id: InvitationId) -> Result<Option<InvitationRow>, Failure> {
    sql!(tx, optional as InvitationRow:
        "SELECT id, person_id, issued_by, issuer_device, issued_at, expires_at, tries_left, approved_at,
                redeemed_at, voided_at, void_reason, tries_ended_at
         FROM invitations WHERE id = $1", id)
}

/// The open invitation of a person; a newer one withdraws the one before, so there is one at most.
pub async fn find_open(
    tx: &mut Tx<'_>,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<InvitationRow>, Failure> {
    sql!(tx, optional as InvitationRow:
        "SELECT id, person_id, issued_by, issuer_device, issued_at, expires_at, tries_left, approved_at,
                redeemed_at, voided_at, void_reason, tries_ended_at
         FROM invitations
         WHERE person_id = $1 AND redeemed_at IS NULL AND voided_at IS NULL AND tries_left > 0 AND expires_at > $2
         ORDER BY issued_at DESC, id LIMIT 1", person, now)
}

/// When a person's invitations were issued, of those after a moment, newest first.
pub async fn list_issued_after(
    tx: &mut Tx<'_>,
    person: PersonId,
    after: Timestamp,
    limit: i64,
) -> Result<Vec<Timestamp>, Failure> {
    let rows = sql!(tx, all as (Timestamp,):
        "SELECT issued_at FROM invitations WHERE person_id = $1 AND issued_at > $2
         ORDER BY issued_at DESC, id LIMIT $3", person, after, limit)?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Open invitations of patients, newest first.
pub async fn list_open(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<InvitationRow>, Failure> {
    sql!(tx, all as InvitationRow:
        "SELECT i.id, i.person_id, i.issued_by, i.issuer_device, i.issued_at, i.expires_at, i.tries_left,
                i.approved_at, i.redeemed_at, i.voided_at, i.void_reason, i.tries_ended_at
         FROM invitations i JOIN people p ON p.id = i.person_id
         WHERE p.kind = 'patient' AND i.redeemed_at IS NULL AND i.voided_at IS NULL AND i.tries_left > 0
           AND i.expires_at > $1
         ORDER BY i.issued_at DESC, i.id LIMIT $2", now, limit)
}

/// Invitations of patients issued after a moment that were used or are void, newest first.
pub async fn list_ended(
    tx: &mut Tx<'_>,
    issued_after: Timestamp,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<InvitationRow>, Failure> {
    sql!(tx, all as InvitationRow:
        "SELECT i.id, i.person_id, i.issued_by, i.issuer_device, i.issued_at, i.expires_at, i.tries_left,
                i.approved_at, i.redeemed_at, i.voided_at, i.void_reason, i.tries_ended_at
         FROM invitations i JOIN people p ON p.id = i.person_id
         WHERE p.kind = 'patient' AND i.issued_at > $1
           AND (i.redeemed_at IS NOT NULL OR i.voided_at IS NOT NULL OR i.tries_left = 0 OR i.expires_at <= $2)
         ORDER BY i.issued_at DESC, i.id LIMIT $3", issued_after, now, limit)
}

/// Takes one try before it is evaluated; gives how many are left, or nothing when there was none.
pub async fn take_try(tx: &mut Tx<'_>, id: InvitationId, now: Timestamp) -> Result<Option<i64>, Failure> {
    let row = sql!(tx, optional as (i64,):
        "UPDATE invitations SET tries_left = tries_left - 1,
                tries_ended_at = CASE WHEN tries_left = 1 THEN $2 ELSE tries_ended_at END
         WHERE id = $1 AND tries_left > 0 RETURNING tries_left", id, now)?;
    Ok(row.map(|(left,)| left))
}

/// Gives back a try that was taken and not evaluated.
pub async fn give_try_back(tx: &mut Tx<'_>, id: InvitationId) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE invitations SET tries_left = tries_left + 1, tries_ended_at = NULL WHERE id = $1", id)?;
    Ok(())
}

/// Gives the tries back after a right one, so that resuming costs none where nothing else has to be guessed.
pub async fn restore_tries(tx: &mut Tx<'_>, id: InvitationId, tries: i64) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE invitations SET tries_left = $2, tries_ended_at = NULL WHERE id = $1", id, tries)?;
    Ok(())
}

/// Uses an invitation up; tells whether it was still open.
pub async fn redeem(tx: &mut Tx<'_>, id: InvitationId, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE invitations SET redeemed_at = $2
         WHERE id = $1 AND redeemed_at IS NULL AND voided_at IS NULL AND expires_at > $2", id, now)?;
    Ok(rows == 1)
}

/// Makes a person's open invitations void.
pub async fn void_open(
    tx: &mut Tx<'_>,
    person: PersonId,
    reason: VoidReason,
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE invitations SET voided_at = $2, void_reason = $3
         WHERE person_id = $1 AND redeemed_at IS NULL AND voided_at IS NULL", person, now, reason.as_str())?;
    Ok(())
}

/// The invitation with which a person set up their newest way to sign in.
pub async fn find_last_redeemed(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<InvitationRow>, Failure> {
    sql!(tx, optional as InvitationRow:
        "SELECT id, person_id, issued_by, issuer_device, issued_at, expires_at, tries_left, approved_at,
                redeemed_at, voided_at, void_reason, tries_ended_at
         FROM invitations WHERE person_id = $1 AND redeemed_at IS NOT NULL
         ORDER BY redeemed_at DESC, id LIMIT 1", person)
}

/// Whether somebody has issued an invitation with which this person set up a way to sign in.
pub async fn has_invited(tx: &mut Tx<'_>, issuer: PersonId, person: PersonId) -> Result<bool, Failure> {
    let row = sql!(tx, optional as (i64,):
        "SELECT CAST(COUNT(*) AS BIGINT) FROM invitations
         WHERE person_id = $2 AND issued_by = $1 AND redeemed_at IS NOT NULL", issuer, person)?;
    Ok(row.is_some_and(|(count,)| count > 0))
}

/// Lets an invitation of the team replace a lost factor, for the command line. Tells whether it did.
pub async fn approve_on_server(tx: &mut Tx<'_>, id: InvitationId, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE invitations SET approved_at = $2
         WHERE id = $1 AND approved_at IS NULL AND redeemed_at IS NULL AND voided_at IS NULL
           AND tries_left > 0 AND expires_at > $2 AND issued_by IS NOT NULL", id, now)?;
    Ok(rows == 1)
}

/// Lets an invitation replace a lost factor; the approver is somebody else than the issuer. Tells whether it did.
pub async fn approve(
    tx: &mut Tx<'_>,
    id: InvitationId,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE invitations SET approved_by = $2, approved_at = $3
         WHERE id = $1 AND approved_at IS NULL AND redeemed_at IS NULL AND voided_at IS NULL
           AND tries_left > 0 AND expires_at > $3 AND issued_by IS NOT NULL AND issued_by <> $2", id, by, now)?;
    Ok(rows == 1)
}
