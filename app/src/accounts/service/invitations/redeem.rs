//! A code is redeemed together with the birth date of the person it was made for.

use super::{CODE, TRIES};
use crate::{
    accounts::{
        model::{INVITATION_CODE, RedeemForm, read_code},
        service::{
            enrolment::{self, Draft},
            events::{self, Happened},
        },
        store::{
            invitations::{self, InvitationRow},
            people,
        },
    },
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        rng,
    },
    error::AppError,
    ids::{InvitationId, PersonId},
    patients::{
        self,
        birth_date::BirthDate,
        model::{Item, Kind},
        sealed,
    },
};

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
    let (found, left, person, sealed) = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = invitations::find_by_code(tx, &hash).await?;
                let found = found.filter(|found| found.is_open(now) && !is_issuer(&request, found));
                let tried = found.as_ref().map_or(decoy, |found| found.id);
                let left = invitations::take_try(tx, tried, now).await?;
                // Somebody else may have taken the last one since it was found.
                let found = found.filter(|_| left.is_some());
                let whose = found.as_ref().map_or(decoy_person, |found| found.person_id);
                Ok((found, left, people::find(tx, whose).await?, sealed::load(tx, whose).await?))
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
        if left == Some(0) {
            note_used_up(context, person.id).await?;
        }
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

/// Tells the invited person that wrong tries have used their invitation up.
///
/// Whoever took the last try and was wrong says so, hence once.
pub async fn note_used_up(context: &RequestContext, person: PersonId) -> Result<(), Failure> {
    let key = enrolment::identity_key(context, person).await?;
    let event = events::prepare(&context.state, &key, person, &Happened::InvitationUsedUp)?;
    context.state.db.write(move |tx| Box::pin(async move { events::record(tx, event).await })).await
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
