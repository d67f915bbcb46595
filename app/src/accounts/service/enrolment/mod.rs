//! Setting up how one will sign in, with an invitation in hand.
//!
//! Everything is kept in the session until the end: a way to sign in comes into force together with the recovery
//! codes, and in the same transaction the invitation is used up. Whoever breaks off begins again with the same code.

mod end;
mod over;
mod passkey;
mod passphrase;
mod recovery_code;

pub use end::finish;
pub use over::{Over, over};
pub use passkey::{begin_passkey, finish_passkey};
pub use passphrase::{check_first_code, check_passphrase, choose_passphrase, confirm_totp, totp_secret};
pub use recovery_code::show_recovery_code;

use super::{
    factors::{self, NewFactor},
    session,
};
use crate::{
    accounts::{
        store::invitations::{self, InvitationRow},
        webauthn,
    },
    backend::{
        context::RequestContext,
        crypto::{DataKey, IdentityClass, store},
        failure::Failure,
        sessions::Kind,
    },
    error::{AppError, FieldCode, FieldError},
    ids::{InvitationId, PersonId},
    patients::{self, model::Item},
};
use serde::{Deserialize, Serialize};

/// The entry of the session that holds the draft.
const DRAFT: &str = "enrolment";

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

/// A way to sign in is ready; now the recovery codes are shown.
async fn finish_factor(context: &RequestContext, mut draft: Draft) -> Result<(), AppError> {
    draft.codes = Some(factors::new_recovery_codes(&context.state)?);
    (draft.passphrase, draft.totp_secret) = (None, None);
    session::keep(context, DRAFT, &draft).await
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

/// The same, while a passphrase can be chosen: once recovery codes are shown, they belong to what was chosen.
async fn require_choosing(context: &RequestContext) -> Result<Enrolling, AppError> {
    require_allowed(context).await.and_then(|enrolling| match enrolling.draft.codes {
        None => Ok(enrolling),
        Some(_) => Err(webauthn::refused()),
    })
}

/// One field that needs correction.
pub fn invalid(field: &str, code: FieldCode) -> AppError {
    AppError::Invalid { fields: vec![FieldError { field: field.to_owned(), code }] }
}
