//! Somebody who has enrolled before and lost every way to sign in shows one of their recovery codes.

use super::{DRAFT, invalid, require};
use crate::{
    accounts::{
        model::read_recovery_code,
        service::{factors, invitations::note_used_up, session},
        store::{invitations, recovery_codes},
    },
    backend::{
        context::RequestContext,
        crypto::{IdentityClass, Lane, store},
    },
    error::{AppError, FieldCode},
};
use zeroize::Zeroizing;

/// For somebody who has lost their ways to sign in: one of the ten codes allows a new one.
///
/// # Errors
/// [`AppError::Invalid`] when the code is wrong or used; a try costs one of the invitation's.
pub async fn show_recovery_code(context: &RequestContext, typed: &str) -> Result<&'static str, AppError> {
    let mut enrolling = require(context).await?;
    let person = enrolling.person;
    let refused = || invalid("recovery_code", FieldCode::Malformed);
    let (slot, code) = read_recovery_code(typed).ok_or_else(refused)?;
    let slot = i64::try_from(slot).map_err(|_| refused())?;
    let (invitation, now) = (enrolling.draft.invitation, context.now());
    let (left, stored, key) = context
        .state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let left = invitations::take_try(tx, invitation, now).await?;
                let stored = recovery_codes::find(tx, person, slot).await?;
                let key = store::find_identity_key(tx, person, IdentityClass::Identity).await?;
                Ok((left, stored, key))
            })
        })
        .await?;
    let key = context.state.keys.open_identity_key(person, key).map_err(AppError::from)?;
    let stored = stored
        .filter(|_| left.is_some())
        .map(|(field,)| factors::open_recovery_hash(&key, person, slot, &field))
        .transpose()?;
    // Whoever holds a letter does not wait behind strangers, nor the other way round.
    let verified = context.state.hasher.verify(Lane::SettingUp(person), Zeroizing::new(code), stored).await;
    if verified.is_err() && left.is_some() {
        // Not evaluated, so it costs nothing.
        let give_back = context
            .state
            .db
            .write(move |tx| Box::pin(async move { invitations::give_try_back(tx, invitation).await }));
        give_back.await?;
    }
    if !verified? {
        if left == Some(0) {
            note_used_up(context, person).await?;
        }
        return Err(refused());
    }
    enrolling.draft.allowed = true;
    enrolling.draft.recovery_slot = Some(slot);
    session::keep(context, DRAFT, &enrolling.draft).await?;
    Ok(enrolling.draft.next())
}
