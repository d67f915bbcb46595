//! Path T during an enrolment: a passphrase, and then the first code of an app.

use super::{DRAFT, Draft, Enrolling, finish_factor, invalid, require_choosing};
use crate::{
    accounts::{
        common,
        model::{check_passphrase_length, read_totp},
        service::{
            factors::{self, NewFactor},
            passphrase::prepared,
            session,
        },
        totp,
    },
    backend::context::RequestContext,
    error::{AppError, FieldCode},
    time::Timestamp,
};

/// Path T, first step: the passphrase is checked and hashed.
///
/// # Errors
/// [`AppError::Invalid`] when it is too short, too long or a common one.
pub async fn choose_passphrase(context: &RequestContext, passphrase: &str) -> Result<(), AppError> {
    let mut enrolling = require_choosing(context).await?;
    check_passphrase(passphrase)?;
    enrolling.draft.passphrase =
        Some(factors::hash_passphrase(&context.state, enrolling.person, passphrase).await?);
    if enrolling.draft.totp_secret.is_none() {
        enrolling.draft.totp_secret = Some(totp::new_secret(&*context.state.rng)?.to_string());
    }
    session::keep(context, DRAFT, &enrolling.draft).await
}

/// Whether a passphrase may be chosen.
///
/// # Errors
/// [`AppError::Invalid`] with the reason.
pub fn check_passphrase(passphrase: &str) -> Result<(), AppError> {
    check_passphrase_length(passphrase).map_err(|code| invalid("passphrase", code))?;
    if common::is_common(&prepared(passphrase)) {
        return Err(invalid("passphrase", FieldCode::TooCommon));
    }
    Ok(())
}

/// The secret to show, once a passphrase was chosen.
pub fn totp_secret(draft: &Draft) -> Option<&str> {
    draft.totp_secret.as_deref().filter(|_| draft.passphrase.is_some())
}

/// Path T, second step: the first code proves that the app works.
///
/// # Errors
/// [`AppError::Invalid`] when the code is not the present one.
pub async fn confirm_totp(context: &RequestContext, typed: &str) -> Result<(), AppError> {
    let Enrolling { person: _, mut draft } = require_choosing(context).await?;
    let (Some(hash), Some(totp_secret)) = (draft.passphrase.clone(), draft.totp_secret.clone()) else {
        return Err(AppError::NotFound);
    };
    let step = check_first_code(&totp_secret, typed, context.now())?;
    draft.factor = Some(NewFactor::Passphrase { hash, totp_secret, step });
    finish_factor(context, draft).await
}

/// The time step of the first code from a new app.
pub fn check_first_code(secret: &str, typed: &str, now: Timestamp) -> Result<i64, AppError> {
    read_totp(typed)
        .and_then(|code| totp::matching_step(secret, &code, now))
        .ok_or_else(|| invalid("code", FieldCode::Malformed))
}
