//! One's own passkeys.

use super::{add, whoami};
use crate::{
    accounts::{
        model::NameForm,
        service::{
            enrolment::{self, identity_key},
            events::{self, Happened},
            factors::{self, NewFactor},
            step_up::{self, Deed, Done},
        },
        store::{passkeys, passphrases, people},
        webauthn::{self, Begun, Registrant, Use},
    },
    audit::{self, Act},
    backend::{context::RequestContext, db::Tx, failure::Failure, sessions, state::AppState},
    error::{AppError, FieldError},
    ids::{PasskeyId, PersonId},
    patients,
};
use serde_json::Value;

/// Gives a passkey another name.
///
/// # Errors
/// [`AppError::Invalid`] for a name that cannot be used, [`AppError::NotFound`] for a passkey that is not one's own.
pub async fn rename_passkey(
    context: &RequestContext,
    id: PasskeyId,
    form: &NameForm,
) -> Result<(), AppError> {
    let (person, _) = whoami(context)?;
    let name = form.check().map_err(one_field)?;
    let key = identity_key(context, person).await?;
    let name = factors::seal_name(&context.state, &key, id, &name)?;
    let renamed = context
        .state
        .db
        .write(move |tx| Box::pin(async move { passkeys::rename(tx, person, id, name).await }))
        .await?;
    if renamed { Ok(()) } else { Err(AppError::NotFound) }
}

/// Removes a passkey; the last way to sign in cannot be removed.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof, [`AppError::NotFound`] for a passkey that is not one's own,
/// [`AppError::Invalid`] when nothing would be left to sign in with.
pub async fn remove_passkey(context: &RequestContext, id: PasskeyId) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    let state = &context.state;
    let rows = state.db.read(move |tx| Box::pin(async move { passkeys::list(tx, person).await })).await?;
    let passkey = rows.iter().find(|row| row.id == id).ok_or(AppError::NotFound)?;
    let key = identity_key(context, person).await?;
    let happened = Happened::PasskeyRemoved { name: factors::open_name(&key, passkey)? };
    let event = events::prepare(state, &key, person, &happened)?;
    if !is_spare(state, person, id).await? {
        return Err(webauthn::refused());
    }
    let grant = step_up::granted(context, Deed::RemovePasskey).await?;
    let log = audit::own_deed(context, person, Act::PasskeyRemoved).await?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                // Decided again where it counts: two removals at once must not leave nothing.
                people::take_turns(tx, person).await?;
                if !another_way_is_left(tx, person, id).await? {
                    return Ok(Done::Refused);
                }
                if !grant.use_up(tx).await? {
                    return Ok(Done::NotGranted);
                }
                passkeys::delete(tx, person, id).await?;
                sessions::store::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await?;
                audit::record(tx, log).await?;
                Ok(Done::Yes)
            })
        })
        .await?;
    done.answer(context).await
}

/// The same question before anybody is asked for a fresh proof.
async fn is_spare(state: &AppState, person: PersonId, id: PasskeyId) -> Result<bool, Failure> {
    state.db.read(move |tx| Box::pin(async move { another_way_is_left(tx, person, id).await })).await
}

/// Whether somebody can sign in without this passkey, and still has it.
async fn another_way_is_left(tx: &mut Tx<'_>, person: PersonId, id: PasskeyId) -> Result<bool, Failure> {
    let rows = passkeys::list(tx, person).await?;
    let others = rows.iter().any(|row| row.id != id && row.suspended_at.is_none());
    Ok(rows.iter().any(|row| row.id == id) && (others || passphrases::find(tx, person).await?.is_some()))
}

/// A further passkey, first half.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof.
pub async fn begin_passkey(context: &RequestContext) -> Result<Begun, AppError> {
    let (person, this) = whoami(context)?;
    if !step_up::is_granted(context, Deed::AddPasskey).await? {
        return Err(AppError::StepUpRequired);
    }
    let state = &context.state;
    let (found, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move { Ok((people::find(tx, person).await?, passkeys::list(tx, person).await?)) })
        })
        .await?;
    let found = found.ok_or(AppError::NotFound)?;
    let key = identity_key(context, person).await?;
    let existing = rows.iter().map(|row| factors::open_passkey(&key, row)).collect::<Result<Vec<_>, _>>()?;
    // What the first one was called: staff by name, patients by the name the portal gave them.
    let name = match found.is_patient() {
        true => enrolment::sign_in_name(context, person).await?,
        false => patients::service::display_name(state, person).await?.expose().clone(),
    };
    let purpose = Use::Add { session: this };
    let registrant = Registrant {
        person,
        handle: found.user_handle,
        name: &name,
        existing: &existing,
        is_staff: !found.is_patient(),
    };
    Ok(webauthn::begin_registration(state, purpose, registrant).await?)
}

/// A further passkey, second half.
pub async fn finish_passkey(
    context: &RequestContext,
    ticket: &str,
    credential: Value,
    name: String,
) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    let grant = step_up::granted(context, Deed::AddPasskey).await?;
    let purpose = Use::Add { session: this };
    let registered =
        webauthn::finish_registration(&context.state, |kept| *kept == purpose, ticket, credential).await?;
    if registered.person != person {
        return Err(webauthn::refused());
    }
    let happened = Happened::PasskeyAdded { name: name.clone() };
    let factor = NewFactor::Passkey { passkey: Box::new(registered.passkey), name };
    add(context, factor, (happened, Act::PasskeyAdded), Some(grant)).await
}

fn one_field(field: FieldError) -> AppError {
    AppError::Invalid { fields: vec![field] }
}
