//! A member of staff registers their first passkey with the link from the command line.

use super::{
    enrolment::identity_key,
    events::{self, Happened},
    factors::{self, NewFactor},
    invitations,
    sign_in::{Arrival, Outcome},
};
use crate::{
    accounts::{
        store::{invitations as table, people},
        webauthn::{self, Begun, Use},
    },
    backend::{context::RequestContext, policy::Role, sessions::Path},
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
    let purpose = Use::Enrol { invitation: invitation.id };
    let begun =
        webauthn::begin_registration(state, purpose, person.id, person.user_handle, name.expose(), &[]);
    Ok(begun.await?)
}

/// Second half: passkey and link in one transaction; then the first session.
///
/// # Errors
/// [`AppError::Invalid`] whatever was not right.
pub async fn finish(
    context: &RequestContext,
    code: &str,
    ticket: &str,
    credential: Value,
    name: String,
) -> Result<Outcome, AppError> {
    let found = invitations::find_staff_link(context, code).await?;
    let (invitation, person) = found.ok_or_else(webauthn::refused)?;
    let state = &context.state;
    let purpose = Use::Enrol { invitation: invitation.id };
    let registered = webauthn::finish_registration(state, &purpose, ticket, credential).await?;
    let id = person.id;
    if registered.person != id {
        return Err(webauthn::refused());
    }
    let key = identity_key(context, id).await?;
    let factor = NewFactor::Passkey { passkey: Box::new(registered.passkey), name };
    let sealed = factor.seal(state, &key, id)?;
    let event = events::prepare(state, &key, id, &Happened::Enrolled)?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let staff = people::find_active_staff(tx, id).await?;
                let Some(staff) = staff else { return Ok(None) };
                if !table::redeem(tx, invitation.id, now).await? {
                    return Ok(None);
                }
                factors::add(tx, id, sealed, now).await?;
                people::set_enrolled(tx, id, now).await?;
                events::record(tx, event).await?;
                Ok(Some(staff))
            })
        })
        .await;
    let staff = match done {
        Ok(staff) => staff,
        Err(failure) if failure.is_unique_violation() => None,
        Err(failure) => return Err(failure.into()),
    };
    let (staff_id, role) = staff.ok_or_else(webauthn::refused)?;
    let role = Role::parse(&role).ok_or_else(webauthn::refused)?;
    Arrival { person, staff: Some((staff_id, role)), path: Path::P }.enter(context).await
}
