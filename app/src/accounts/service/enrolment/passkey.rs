//! Path P during an enrolment: a passkey.

use super::{Enrolling, finish_factor, require_allowed, sign_in_name};
use crate::{
    accounts::{
        service::factors::NewFactor,
        store::people,
        webauthn::{self, Begun, Registrant, Use},
    },
    backend::context::RequestContext,
    error::AppError,
};
use serde_json::Value;

/// Path P, first half.
pub async fn begin_passkey(context: &RequestContext) -> Result<Begun, AppError> {
    let enrolling = require_allowed(context).await?;
    let state = &context.state;
    let name = sign_in_name(context, enrolling.person).await?;
    let id = enrolling.person;
    let person = state.db.read(move |tx| Box::pin(async move { people::find(tx, id).await })).await?;
    let person = person.ok_or(AppError::NotFound)?;
    let purpose = Use::Enrol { invitation: enrolling.draft.invitation };
    let registrant =
        Registrant { person: id, handle: person.user_handle, name: &name, existing: &[], is_staff: false };
    Ok(webauthn::begin_registration(state, purpose, registrant).await?)
}

/// Path P, second half.
pub async fn finish_passkey(
    context: &RequestContext,
    ticket: &str,
    credential: Value,
    name: String,
) -> Result<(), AppError> {
    let Enrolling { person, mut draft } = require_allowed(context).await?;
    let purpose = Use::Enrol { invitation: draft.invitation };
    let registered =
        webauthn::finish_registration(&context.state, |kept| *kept == purpose, ticket, credential).await?;
    if registered.person != person {
        return Err(webauthn::refused());
    }
    draft.factor = Some(NewFactor::Passkey { passkey: Box::new(registered.passkey), name });
    finish_factor(context, draft).await
}
