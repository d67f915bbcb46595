//! A member of staff registers a passkey with the link from the command line.
//!
//! The first link opens an account. A later one replaces a lost passkey: when it is used, all sessions of that member
//! end. The other passkeys stay until they are removed.

use super::{
    enrolment::identity_key,
    events::{self, Happened},
    factors::{self, NewFactor},
    invitations,
    sign_in::{Arrival, Outcome},
};
use crate::{
    accounts::{
        store::{devices, invitations as table, people},
        webauthn::{self, Begun, Registrant, Use},
    },
    backend::{
        context::RequestContext,
        policy::Role,
        sessions::{self, Path},
    },
    error::AppError,
    patients,
};
use serde_json::Value;

/// First half: the code of the link is looked at, and not used up yet.
///
/// # Errors
/// [`AppError::Invalid`] for a code that is unknown, used, expired or a patient's.
pub async fn begin(context: &RequestContext, code: &str) -> Result<Begun, AppError> {
    let found = invitations::find_staff_link(context, code).await?;
    let (invitation, person) = found.ok_or_else(webauthn::refused)?;
    let state = &context.state;
    let name = patients::service::display_name(state, person.id).await?;
    let purpose = Use::EnrolStaff { invitation: invitation.id };
    let registrant = Registrant {
        person: person.id,
        handle: person.user_handle,
        name: name.expose(),
        existing: &[],
        is_staff: true,
    };
    Ok(webauthn::begin_registration(state, purpose, registrant).await?)
}

/// Second half: passkey and link in one transaction; then the first session.
///
/// # Errors
/// [`AppError::Invalid`] whatever was not right.
pub async fn finish(
    context: &RequestContext,
    ticket: &str,
    credential: Value,
    name: String,
) -> Result<Outcome, AppError> {
    let state = &context.state;
    let is_meant = |purpose: &Use| matches!(purpose, Use::EnrolStaff { .. });
    let registered = webauthn::finish_registration(state, is_meant, ticket, credential).await?;
    let Use::EnrolStaff { invitation } = registered.purpose else { return Err(webauthn::refused()) };
    let id = registered.person;
    let key = identity_key(context, id).await?;
    let factor = NewFactor::Passkey { passkey: Box::new(registered.passkey), name };
    let sealed = factor.seal(state, &key, id)?;
    let before = state.db.read(move |tx| Box::pin(async move { people::find(tx, id).await })).await?;
    let replaces = before.is_some_and(|person| person.enrolled_at.is_some());
    let happened = if replaces { Happened::Recovered } else { Happened::Enrolled };
    let event = events::prepare(state, &key, id, &happened)?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, id).await?;
                let staff = people::find_active_staff(tx, id).await?;
                let Some(staff) = staff else { return Ok(None) };
                if !table::redeem(tx, invitation, now).await? {
                    return Ok(None);
                }
                factors::add(tx, id, sealed, now).await?;
                people::set_enrolled(tx, id, now).await?;
                if replaces {
                    sessions::store::end_all(tx, id, None, now).await?;
                    devices::forget_all(tx, id).await?;
                }
                events::record(tx, event).await?;
                Ok(people::find(tx, id).await?.zip(Some(staff)))
            })
        })
        .await;
    let staff = match done {
        Ok(staff) => staff,
        Err(failure) if failure.is_unique_violation() => None,
        Err(failure) => return Err(failure.into()),
    };
    let (person, (staff_id, role)) = staff.ok_or_else(webauthn::refused)?;
    let role = Role::parse(&role).ok_or_else(webauthn::refused)?;
    Arrival { person, staff: Some((staff_id, role)), path: Path::P, failed_before: 0 }.enter(context).await
}
