//! One's own recovery codes, which staff do not have.

use super::patients_only;
use crate::{
    accounts::{
        model::KeptForm,
        service::{
            enrolment::identity_key,
            events::{self, Happened},
            factors, session,
            step_up::{self, Deed, Done},
        },
        store::people,
    },
    audit::{self, Act},
    backend::{context::RequestContext, sessions},
    error::AppError,
};

/// The entry of the session that holds codes being shown.
const CODES: &str = "new_codes";

/// Ten new recovery codes; the old ones are void at once, and other sessions end.
///
/// They are kept in the session until put away.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof.
pub async fn renew_codes(context: &RequestContext) -> Result<(), AppError> {
    let (person, this) = patients_only(context)?;
    let grant = step_up::granted(context, Deed::RenewCodes).await?;
    let state = &context.state;
    let codes = factors::new_recovery_codes(state)?;
    let key = identity_key(context, person).await?;
    let sealed = factors::seal_recovery_codes(state, &key, person, &codes).await?;
    let event = events::prepare(state, &key, person, &Happened::CodesRenewed)?;
    let log = audit::own_deed(context, person, Act::CodesRenewed).await?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, person).await?;
                if !grant.use_up(tx).await? {
                    return Ok(Done::NotGranted);
                }
                factors::replace_recovery_codes(tx, person, sealed).await?;
                // Also whoever has shown an old code somewhere and is not finished yet.
                sessions::store::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await?;
                audit::record(tx, log).await?;
                Ok(Done::Yes)
            })
        })
        .await?;
    done.answer(context).await?;
    session::keep(context, CODES, codes).await
}

/// The new codes, until they were put away.
pub async fn new_codes(context: &RequestContext) -> Result<Option<Vec<String>>, AppError> {
    patients_only(context)?;
    session::recall(context, CODES).await
}

/// The new codes were put away.
///
/// # Errors
/// [`AppError::Invalid`] with the field `kept` as long as nobody says so.
pub async fn put_codes_away(context: &RequestContext, form: &KeptForm) -> Result<(), AppError> {
    patients_only(context)?;
    form.check().map_err(|field| AppError::Invalid { fields: vec![field] })?;
    session::take::<Vec<String>>(context, CODES).await?;
    Ok(())
}
