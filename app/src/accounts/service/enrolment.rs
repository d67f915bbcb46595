//! Setting up how one will sign in, with an invitation in hand.
//!
//! Everything is kept in the session until the end: a way to sign in comes into force together with the recovery
//! codes, and in the same transaction the invitation is used up. Whoever breaks off begins again with the same code.

use super::{
    events::{self, Happened},
    factors::{self, NewFactor},
    passphrase::prepared,
    session,
    sign_in::{Arrival, Outcome},
};
use crate::{
    accounts::{
        common,
        model::{check_passphrase_length, read_recovery_code, read_totp},
        store::{
            devices,
            invitations::{self, InvitationRow},
            people, recovery_codes,
        },
        totp,
        webauthn::{self, Begun, Registrant, Use},
    },
    backend::{
        context::RequestContext,
        crypto::{DataKey, IdentityClass, Lane, store},
        failure::Failure,
        sessions::{self, Kind, Path},
    },
    error::{AppError, FieldCode, FieldError},
    ids::{InvitationId, PersonId},
    patients::{self, model::Item},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

/// The entry of the session that holds the draft.
const DRAFT: &str = "enrolment";
/// After a second invitation no content is shown for so long, in milliseconds.
const HOLD: i64 = 24 * 3_600_000;

/// How far somebody has come.
#[derive(Clone, Serialize, Deserialize)]
pub struct Draft {
    pub invitation: InvitationId,
    /// The person has ways to sign in already and has lost them.
    pub replaces: bool,
    /// A recovery code or a second member of staff has allowed that.
    pub allowed: bool,
    /// Which recovery code did; it is used up at the end.
    recovery_slot: Option<i64>,
    /// The chosen passphrase's hash, until the first code proves that the app works.
    passphrase: Option<String>,
    /// The secret the app was shown.
    totp_secret: Option<String>,
    factor: Option<NewFactor>,
    /// The recovery codes as they are shown.
    pub codes: Option<Vec<String>>,
}

impl Draft {
    /// The beginning.
    pub fn begin(invitation: &InvitationRow, replaces: bool) -> Self {
        Self {
            invitation: invitation.id,
            replaces,
            allowed: !replaces || invitation.approved_at.is_some(),
            recovery_slot: None,
            passphrase: None,
            totp_secret: None,
            factor: None,
            codes: None,
        }
    }

    /// The page of the next step.
    pub fn next(&self) -> &'static str {
        match self {
            Draft { allowed: false, .. } => "/enrol/recovery-code",
            Draft { codes: Some(_), .. } => "/enrol/codes",
            _ => "/enrol/way",
        }
    }
}

/// Somebody in the middle of it.
pub struct Enrolling {
    pub person: PersonId,
    pub draft: Draft,
}

/// Begins an enrolment, or goes on with one of the same invitation; gives the page of the next step.
pub async fn begin(
    context: &RequestContext,
    person: PersonId,
    draft: Draft,
) -> Result<&'static str, AppError> {
    if let Some(going_on) = current(context).await?
        && going_on.draft.invitation == draft.invitation
        && going_on.draft.allowed
    {
        return Ok(going_on.draft.next());
    }
    session::begin(context, person, Kind::Enrolment { invitation: draft.invitation }).await?;
    session::keep(context, DRAFT, &draft).await?;
    Ok(draft.next())
}

/// The enrolment of this session; `None` when there is none, or its invitation is no longer open.
pub async fn current(context: &RequestContext) -> Result<Option<Enrolling>, AppError> {
    let Some(signed) = &context.signed else { return Ok(None) };
    let Kind::Enrolment { invitation } = signed.holder.kind else { return Ok(None) };
    let now = context.now();
    let open = context
        .state
        .db
        .read(move |tx| Box::pin(async move { invitations::find(tx, invitation).await }))
        .await?;
    if !open.is_some_and(|open| open.is_in_force(now)) {
        return Ok(None);
    }
    let draft = session::recall(context, DRAFT).await?;
    Ok(draft.map(|draft| Enrolling { person: signed.holder.person, draft }))
}

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
    let invitation = enrolling.draft.invitation;
    let (tried, stored, key) = context
        .state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let tried = invitations::take_try(tx, invitation).await?;
                let stored = recovery_codes::find(tx, person, slot).await?;
                let key = store::find_identity_key(tx, person, IdentityClass::Identity).await?;
                Ok((tried, stored, key))
            })
        })
        .await?;
    let key = context.state.keys.open_identity_key(person, key).map_err(AppError::from)?;
    let stored = stored
        .filter(|_| tried)
        .map(|(field,)| factors::open_recovery_hash(&key, person, slot, &field))
        .transpose()?;
    // Whoever holds a letter does not wait behind strangers, nor the other way round.
    if !context.state.hasher.verify(Lane::SettingUp(person), Zeroizing::new(code), stored).await? {
        return Err(refused());
    }
    enrolling.draft.allowed = true;
    enrolling.draft.recovery_slot = Some(slot);
    session::keep(context, DRAFT, &enrolling.draft).await?;
    Ok(enrolling.draft.next())
}

/// Path T, first step: the passphrase is checked and hashed.
///
/// # Errors
/// [`AppError::Invalid`] when it is too short, too long or a common one.
pub async fn choose_passphrase(context: &RequestContext, passphrase: &str) -> Result<(), AppError> {
    let mut enrolling = require_allowed(context).await?;
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
    let Enrolling { person: _, mut draft } = require_allowed(context).await?;
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

/// A way to sign in is ready; now the recovery codes are shown.
async fn finish_factor(context: &RequestContext, mut draft: Draft) -> Result<(), AppError> {
    draft.codes = Some(factors::new_recovery_codes(&context.state)?);
    (draft.passphrase, draft.totp_secret) = (None, None);
    session::keep(context, DRAFT, &draft).await
}

/// The end: factor, codes and invitation in one transaction; then the first session.
///
/// # Errors
/// [`AppError::NotFound`] when the steps before are missing; [`AppError::Invalid`] when the invitation was used in the
/// meantime, or somebody has this passkey already.
pub async fn finish(context: &RequestContext) -> Result<Outcome, AppError> {
    let Enrolling { person, draft } = require_allowed(context).await?;
    let (Some(factor), Some(codes)) = (&draft.factor, &draft.codes) else { return Err(AppError::NotFound) };
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
    Arrival { person, staff: None, path }.enter(context).await
}

/// The name the portal has given somebody.
pub async fn sign_in_name(context: &RequestContext, person: PersonId) -> Result<String, AppError> {
    let known = patients::service::master_data(&context.state, person).await?;
    let name = patients::service::value_of(&known, Item::SignInName).map(|name| name.expose().clone());
    Ok(name.unwrap_or_else(|| "portal".to_owned()))
}

/// A person's key of the identity store.
pub async fn identity_key(context: &RequestContext, person: PersonId) -> Result<DataKey, Failure> {
    let key = context
        .state
        .db
        .read(move |tx| {
            Box::pin(async move { store::find_identity_key(tx, person, IdentityClass::Identity).await })
        })
        .await?;
    context.state.keys.open_identity_key(person, key)
}

/// The enrolment of this session.
///
/// # Errors
/// [`AppError::Invalid`] when there is none, or it has ended meanwhile.
async fn require(context: &RequestContext) -> Result<Enrolling, AppError> {
    current(context).await?.ok_or_else(webauthn::refused)
}

async fn require_allowed(context: &RequestContext) -> Result<Enrolling, AppError> {
    require(context).await.and_then(|enrolling| match enrolling.draft.allowed {
        true => Ok(enrolling),
        false => Err(webauthn::refused()),
    })
}

/// One field that needs correction.
pub fn invalid(field: &str, code: FieldCode) -> AppError {
    AppError::Invalid { fields: vec![FieldError { field: field.to_owned(), code }] }
}
