//! The end of an enrolment: everything comes into force at once.

use super::{Enrolling, identity_key, require_allowed};
use crate::{
    accounts::{
        model::KeptForm,
        service::{
            events::{self, Happened},
            factors::{self, NewFactor},
            sign_in::{Arrival, Outcome},
        },
        store::{devices, invitations, people, recovery_codes},
        webauthn,
    },
    backend::{
        context::RequestContext,
        sessions::{self, Path},
    },
    error::AppError,
    time::Timestamp,
};

/// After a second invitation no content is shown for so long, in milliseconds.
const HOLD: i64 = 24 * 3_600_000;

/// The end: factor, codes and invitation in one transaction; then the first session.
///
/// # Errors
/// [`AppError::NotFound`] when the steps before are missing; [`AppError::Invalid`] with the field `kept` as long as
/// nobody says that the codes were kept, and without one when the invitation was used in the meantime, or somebody has
/// this passkey already.
pub async fn finish(context: &RequestContext, form: &KeptForm) -> Result<Outcome, AppError> {
    let Enrolling { person, draft } = require_allowed(context).await?;
    let (Some(factor), Some(codes)) = (&draft.factor, &draft.codes) else { return Err(AppError::NotFound) };
    form.check().map_err(|field| AppError::Invalid { fields: vec![field] })?;
    let state = &context.state;
    let path = match factor {
        NewFactor::Passkey { .. } => Path::P,
        NewFactor::Passphrase { .. } => Path::T,
    };
    let key = identity_key(context, person).await?;
    let sealed = factor.seal(state, &key, person)?;
    let hashes = factors::seal_recovery_codes(state, &key, person, codes).await?;
    let happened = if draft.replaces { Happened::Recovered } else { Happened::Enrolled };
    let event = events::prepare(state, &key, person, &happened)?;
    let (invitation, replaces, now) = (draft.invitation, draft.replaces, context.now());
    let recovery_slot = draft.recovery_slot;
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, person).await?;
                // Somebody else may have used the code up since it was shown; then nothing is touched.
                if let Some(slot) = recovery_slot
                    && recovery_codes::find(tx, person, slot).await?.is_none()
                {
                    return Ok(false);
                }
                if !invitations::redeem(tx, invitation, now).await? {
                    return Ok(false);
                }
                factors::add(tx, person, sealed, now).await?;
                factors::replace_recovery_codes(tx, person, hashes).await?;
                people::set_enrolled(tx, person, now).await?;
                if replaces {
                    people::set_content_hold(tx, person, Timestamp(now.0 + HOLD)).await?;
                    sessions::store::end_all(tx, person, None, now).await?;
                    devices::forget_all(tx, person).await?;
                }
                events::record(tx, event).await?;
                Ok(true)
            })
        })
        .await;
    match done {
        Ok(true) => {}
        Ok(false) => return Err(webauthn::refused()),
        Err(failure) if failure.is_unique_violation() => return Err(webauthn::refused()),
        Err(failure) => return Err(failure.into()),
    }
    let found = state.db.read(move |tx| Box::pin(async move { people::find(tx, person).await })).await?;
    let person = found.ok_or(AppError::NotFound)?;
    Arrival { person, staff: None, path, failed_before: 0 }.enter(context).await
}
