//! Invitations: issued by the team, redeemed by the person they are for.
//!
//! The code carries the proof; the birth date beside it guards against mix-ups and is no factor.

use super::{
    enrolment::{self, Draft},
    events::{self, Happened},
};
use crate::{
    accounts::{
        model::{INVITATION_CODE, RedeemForm, read_code},
        store::{
            invitations::{self, InvitationRow, NewInvitation},
            people,
        },
    },
    backend::{
        context::{Actor, RequestContext},
        crypto::{DataKey, IdentityClass, store},
        db::Tx,
        failure::Failure,
        policy::{Action, authorise},
        rng,
        state::AppState,
    },
    error::AppError,
    ids::{InvitationId, PersonId},
    patients::{
        self,
        birth_date::BirthDate,
        model::{Item, Kind},
        sealed,
    },
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const DAY: i64 = 24 * 3_600_000;
/// How long a letter is good for, in milliseconds.
pub const LETTER_TIME: i64 = 14 * DAY;
/// How long a link for a member of staff is good for, in milliseconds.
pub const LINK_TIME: i64 = 3_600_000;
/// Wrong birth dates after which a code is void.
const TRIES: i64 = 5;
/// The kind under which codes are hashed.
const CODE: &str = "invitation";

/// An invitation whose code is known this once.
#[derive(Clone, Serialize, Deserialize)]
pub struct Issued {
    pub id: InvitationId,
    pub person: PersonId,
    pub code: String,
    pub expires_at: Timestamp,
}

/// Who issues an invitation.
pub struct Issuer {
    /// `None` for the command line.
    pub person: Option<PersonId>,
    /// Keyed hash of their browser, which may not redeem it.
    pub device: Option<Vec<u8>>,
}

/// Issues an invitation for a patient; older ones that are still open are withdrawn.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such patient.
pub async fn invite(context: &RequestContext, person: PersonId) -> Result<Issued, AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    let Actor::Staff(issuer) = &context.actor else { return Err(AppError::NotFound) };
    let state = &context.state;
    let known = state.db.read(move |tx| Box::pin(async move { people::find(tx, person).await })).await?;
    if !known.is_some_and(|person| person.is_patient()) {
        return Err(AppError::NotFound);
    }
    let issuer = Issuer { person: Some(issuer.person()), device: context.device.clone() };
    Ok(issue(state, person, issuer, LETTER_TIME).await?)
}

/// Issues an invitation for anybody; who may is the caller's to know.
pub async fn issue(state: &AppState, person: PersonId, issuer: Issuer, time: i64) -> Result<Issued, Failure> {
    let key = state
        .db
        .read(move |tx| {
            Box::pin(async move { store::find_identity_key(tx, person, IdentityClass::Identity).await })
        })
        .await?;
    let key = state.keys.open_identity_key(person, key)?;
    let prepared = prepare(state, &key, person, issuer, time).await?;
    let issued = prepared.issued.clone();
    state.db.write(move |tx| Box::pin(async move { record(tx, prepared).await })).await?;
    Ok(issued)
}

/// An invitation ready to be written.
pub struct Prepared {
    pub issued: Issued,
    new: NewInvitation,
    event: events::Prepared,
}

/// Makes an invitation before the transaction begins; `key` is the invited person's.
pub async fn prepare(
    state: &AppState,
    key: &DataKey,
    person: PersonId,
    issuer: Issuer,
    time: i64,
) -> Result<Prepared, Failure> {
    let code = rng::crockford::<INVITATION_CODE>(&*state.rng)?;
    let id = InvitationId::from_random(rng::bytes(&*state.rng)?);
    let now = state.clock.now();
    let by = match issuer.person {
        Some(issuer) => Some(patients::service::display_name(state, issuer).await?.expose().clone()),
        None => None,
    };
    let event = events::prepare(state, key, person, &Happened::Invited { by, at: now })?;
    let new = NewInvitation {
        id,
        code_hash: state.keys.code_hash(CODE, code.as_bytes()),
        person,
        issued_by: issuer.person,
        issuer_device: issuer.device,
        issued_at: now,
        expires_at: Timestamp(now.0 + time),
        tries: TRIES,
    };
    let issued = Issued { id, person, code, expires_at: new.expires_at };
    Ok(Prepared { issued, new, event })
}

/// Writes a prepared invitation; older ones of that person that are still open are withdrawn.
pub async fn record(tx: &mut Tx<'_>, prepared: Prepared) -> Result<(), Failure> {
    let Prepared { issued: _, new, event } = prepared;
    people::take_turns(tx, new.person).await?;
    invitations::void_open(tx, new.person, new.issued_at).await?;
    invitations::insert(tx, &new).await?;
    events::record(tx, event).await
}

/// How a redemption ended.
pub enum Redeemed {
    /// The enrolment has begun, or goes on; the page to go to.
    Begun { next: &'static str },
    /// One answer for an unknown, used, expired or foreign code and for a wrong birth date.
    Refused,
}

/// Redeems a code together with the birth date of the person it was made for.
///
/// # Errors
/// [`AppError::Invalid`] when something is missing or no date; that costs no try.
pub async fn redeem(context: &RequestContext, form: &RedeemForm) -> Result<Redeemed, AppError> {
    let state = &context.state;
    // A date no calendar has is a slip of the pen, and costs no try.
    let (typed, fields) = form.check(patients::service::today(state)?);
    if !fields.is_empty() {
        return Err(AppError::Invalid { fields });
    }
    let code = read_code(&form.code, INVITATION_CODE).unwrap_or_default();
    let hash = state.keys.code_hash(CODE, code.as_bytes());
    let (decoy, decoy_person) = (
        InvitationId::from_random(rng::bytes(&*state.rng)?),
        PersonId::from_random(rng::bytes(&*state.rng)?),
    );
    let request = context.clone();
    let now = context.now();
    // A try is taken before the date is looked at.
    let (found, person, sealed) = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = invitations::find_by_code(tx, &hash).await?;
                let found = found.filter(|found| found.is_open(now) && !is_issuer(&request, found));
                let taken = invitations::take_try(tx, found.as_ref().map_or(decoy, |found| found.id)).await?;
                // Somebody else may have taken the last one since it was found.
                let found = found.filter(|_| taken);
                let whose = found.as_ref().map_or(decoy_person, |found| found.person_id);
                Ok((found, people::find(tx, whose).await?, sealed::load(tx, whose).await?))
            })
        })
        .await?;
    let (Some(invitation), Some(person), Some(sealed)) = (found, person, sealed) else {
        return Ok(Redeemed::Refused);
    };
    let known = sealed.open(&state.keys)?;
    let birth_date = patients::service::value_of(&known, Item::BirthDate)
        .and_then(|value| BirthDate::from_iso(value.expose()));
    if sealed.kind != Kind::Patient || birth_date.is_none() || typed != birth_date {
        return Ok(Redeemed::Refused);
    }
    let (id, replaces) = (invitation.id, person.enrolled_at.is_some());
    let draft = Draft::begin(&invitation, replaces);
    // Where a recovery code has to follow, five tries are all there are for both together.
    if draft.allowed {
        let restore = state
            .db
            .write(move |tx| Box::pin(async move { invitations::restore_tries(tx, id, TRIES).await }));
        restore.await?;
    }
    let next = enrolment::begin(context, person.id, draft).await?;
    Ok(Redeemed::Begun { next })
}

/// Whoever issued an invitation cannot redeem it, neither signed in nor on the same browser.
fn is_issuer(context: &RequestContext, invitation: &InvitationRow) -> bool {
    let signed_in = match &context.actor {
        Actor::Staff(staff) => Some(staff.person()) == invitation.issued_by,
        Actor::Patient(_) | Actor::Nobody => false,
    };
    signed_in || (invitation.issuer_device.is_some() && context.device == invitation.issuer_device)
}

/// The open invitation of a member of staff with this code, and whose it is.
pub async fn find_staff_link(
    context: &RequestContext,
    typed: &str,
) -> Result<Option<(InvitationRow, people::PersonRow)>, Failure> {
    let state = &context.state;
    let code = read_code(typed, INVITATION_CODE).unwrap_or_default();
    let hash = state.keys.code_hash(CODE, code.as_bytes());
    let now = context.now();
    state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let found = invitations::find_by_code(tx, &hash).await?;
                let Some(found) = found.filter(|found| found.is_open(now)) else { return Ok(None) };
                let active = people::find_active_staff(tx, found.person_id).await?.is_some();
                let person = people::find(tx, found.person_id).await?;
                Ok(person.filter(|person| active && !person.is_patient()).map(|person| (found, person)))
            })
        })
        .await
}

/// An open invitation as the team's list shows it.
pub struct Open {
    pub id: InvitationId,
    pub person: PersonId,
    pub name: crate::redacted::Redacted<String>,
    /// Tells two people of the same name apart.
    pub patient_number: String,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
    /// The person has a way to sign in already; the invitation replaces a lost one.
    pub replaces: bool,
    pub approved: bool,
    /// Whether the member of staff who looks may approve it: not the one who issued it, and never what the command
    /// line issued.
    pub may_approve: bool,
}

/// Open invitations, newest first.
pub async fn list_open(context: &RequestContext) -> Result<Vec<Open>, AppError> {
    /// More are found by looking up the person.
    const MOST: i64 = 50;
    authorise(Action::InvitePatient, &context.actor)?;
    let Actor::Staff(reader) = &context.actor else { return Err(AppError::NotFound) };
    let (state, now) = (&context.state, context.now());
    let rows = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for row in invitations::list_open(tx, now, MOST).await? {
                    let person = people::find(tx, row.person_id).await?;
                    let sealed = sealed::load(tx, row.person_id).await?;
                    rows.extend(person.zip(sealed).map(|(person, sealed)| (row, person, sealed)));
                }
                Ok(rows)
            })
        })
        .await?;
    rows.into_iter()
        .map(|(row, person, sealed)| {
            let known = sealed.open(&state.keys)?;
            let name = patients::service::name_of(&known);
            Ok(Open {
                id: row.id,
                person: person.id,
                name: name.ok_or(Failure::Inconsistent { table: "master_data", column: "item" })?,
                patient_number: patients::service::value_of(&known, Item::PatientNumber)
                    .map(|number| number.expose().clone())
                    .unwrap_or_default(),
                issued_at: row.issued_at,
                expires_at: row.expires_at,
                replaces: person.enrolled_at.is_some(),
                approved: row.approved_at.is_some(),
                may_approve: row.issued_by.is_some_and(|issuer| issuer != reader.person()),
            })
        })
        .collect::<Result<_, Failure>>()
        .map_err(AppError::from)
}

/// Lets an invitation replace a lost factor without a recovery code; the second pair of eyes.
///
/// # Errors
/// [`AppError::NotFound`] when there is nothing to approve, also for the one who issued it.
pub async fn approve(context: &RequestContext, id: InvitationId) -> Result<(), AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    let Actor::Staff(approver) = &context.actor else { return Err(AppError::NotFound) };
    let (by, now) = (approver.person(), context.now());
    let approved = context
        .state
        .db
        .write(move |tx| Box::pin(async move { invitations::approve(tx, id, by, now).await }))
        .await?;
    if approved { Ok(()) } else { Err(AppError::NotFound) }
}
