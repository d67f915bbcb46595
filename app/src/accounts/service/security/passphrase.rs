//! One's own passphrase and app, which staff do not have.

use super::{add, patients_only};
use crate::{
    accounts::{
        service::{
            enrolment::{check_first_code, check_passphrase, identity_key},
            events::{self, Happened},
            factors::{self, NewFactor},
            session,
            step_up::{self, Deed, Done},
        },
        store::{passkeys, passphrases, people},
        totp, webauthn,
    },
    audit::{self, Act},
    backend::{context::RequestContext, db::Tx, failure::Failure, sessions},
    error::AppError,
    ids::PersonId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The entry of the session that holds a passphrase being added.
const ADDING: &str = "adding_passphrase";

/// How long the proof before it lasts for connecting the app, in milliseconds.
const ADDING_TIME: i64 = 10 * 60_000;

/// A passphrase being added to an account that has passkeys.
#[derive(Clone, Serialize, Deserialize)]
pub struct Adding {
    until: Timestamp,
    hash: String,
    pub totp_secret: String,
}

/// The passphrase being added in this session.
pub async fn adding(context: &RequestContext) -> Result<Option<Adding>, AppError> {
    patients_only(context)?;
    let adding: Option<Adding> = session::recall(context, ADDING).await?;
    Ok(adding.filter(|adding| context.now() < adding.until))
}

/// Path T is added, or its passphrase and app replaced: first step.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof, [`AppError::Invalid`] for a passphrase that cannot be chosen.
pub async fn choose_passphrase(context: &RequestContext, passphrase: &str) -> Result<(), AppError> {
    let (person, _) = patients_only(context)?;
    check_passphrase(passphrase)?;
    // Found good before the work, and used up after it: a queue that is full costs no proof.
    step_up::granted(context, Deed::AddPassphrase).await?;
    let hash = factors::hash_passphrase(&context.state, person, passphrase).await?;
    step_up::take(context, Deed::AddPassphrase).await?;
    let totp_secret = totp::new_secret(&*context.state.rng)?.to_string();
    let until = Timestamp(context.now().0 + ADDING_TIME);
    session::keep(context, ADDING, Adding { until, hash, totp_secret }).await
}

/// Path T is added: the first code proves that the app works.
pub async fn confirm_totp(context: &RequestContext, typed: &str) -> Result<(), AppError> {
    patients_only(context)?;
    let Adding { until: _, hash, totp_secret } = adding(context).await?.ok_or(AppError::NotFound)?;
    let step = check_first_code(&totp_secret, typed, context.now())?;
    let factor = NewFactor::Passphrase { hash, totp_secret, step };
    add(context, factor, (Happened::PassphraseAdded, Act::PassphraseAdded), None).await?;
    session::take::<Adding>(context, ADDING).await?;
    Ok(())
}

/// Removes path T; a passkey must be left.
///
/// # Errors
/// [`AppError::Invalid`] when nothing would be left to sign in with, [`AppError::StepUpRequired`] without a fresh proof.
pub async fn remove_passphrase(context: &RequestContext) -> Result<(), AppError> {
    let (person, this) = patients_only(context)?;
    let state = &context.state;
    let spare = state.db.read(move |tx| Box::pin(async move { a_passkey_is_left(tx, person).await })).await?;
    if !spare {
        return Err(webauthn::refused());
    }
    let grant = step_up::granted(context, Deed::RemovePassphrase).await?;
    let key = identity_key(context, person).await?;
    let event = events::prepare(state, &key, person, &Happened::PassphraseRemoved)?;
    let log = audit::own_deed(context, person, Act::PassphraseRemoved).await?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, person).await?;
                if !a_passkey_is_left(tx, person).await? || passphrases::find(tx, person).await?.is_none() {
                    return Ok(Done::Refused);
                }
                if !grant.use_up(tx).await? {
                    return Ok(Done::NotGranted);
                }
                passphrases::delete(tx, person).await?;
                sessions::store::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await?;
                audit::record(tx, log).await?;
                Ok(Done::Yes)
            })
        })
        .await?;
    done.answer(context).await
}

async fn a_passkey_is_left(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, Failure> {
    Ok(passkeys::list(tx, person).await?.iter().any(|row| row.suspended_at.is_none()))
}
