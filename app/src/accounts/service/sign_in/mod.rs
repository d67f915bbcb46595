//! Signing in by either path.

mod arrival;
mod passkey;

pub(super) use arrival::Arrival;
pub(super) use passkey::prove_passkey;
pub use passkey::{begin_with_passkey, finish_with_passkey};

use super::{
    once::{self, Sent},
    passphrase::{self, Right, Tried},
    tries as counting,
};
use crate::{
    accounts::{
        model::{SignInForm, read_totp},
        store::{passphrases, people::PersonRow},
        throttle, totp,
    },
    backend::{context::RequestContext, failure::Failure, policy::Role, sessions::Path},
    error::AppError,
    ids::StaffId,
    time::Timestamp,
};
use std::borrow::Cow;

/// How a sign-in ended.
pub enum Outcome {
    /// The session has begun.
    SignedIn {
        /// The page to go to: the start page, or a form that waits for this person.
        next: Cow<'static, str>,
        /// The `Set-Cookie` value by which the browser is known again.
        device_cookie: String,
    },
    /// It was refused; why is nobody's business.
    Refused,
}

/// Path T, sent from a page: evaluated once, however often it is sent.
///
/// # Errors
/// As [`with_passphrase`].
pub async fn once(context: &RequestContext, form: &SignInForm) -> Result<Outcome, AppError> {
    let SignInForm { sign_in_name, passphrase, code, form_id } = form;
    let sent = Sent { page: "/sign-in", form_id, typed: [sign_in_name, passphrase, code] };
    let form = form.clone();
    let evaluate = move |context| {
        let form = form.clone();
        async move { with_passphrase(&context, &form).await }
    };
    once::once(context, sent, evaluate).await
}

/// Path T: name, passphrase and time-based code in one form.
///
/// Unknown name, wrong passphrase, wrong or used code, too many tries: one answer, after the same work.
///
/// # Errors
/// [`AppError::Unavailable`] when the database or the queue for passphrases is not available.
pub async fn with_passphrase(context: &RequestContext, form: &SignInForm) -> Result<Outcome, AppError> {
    let tried = passphrase::attempt(context, &form.sign_in_name, &form.passphrase).await?;
    let Some(tried) = tried else { return Ok(Outcome::Refused) };
    let code = read_totp(&form.code).unwrap_or_default();
    match settle(context, tried, &code).await? {
        Some(Settled { person, staff, failed_before }) => {
            let arrival = Arrival { person, staff, path: Path::T, failed_before };
            arrival.enter(context).await
        }
        None => Ok(Outcome::Refused),
    }
}

/// Somebody whose passphrase and code were right.
pub(super) struct Settled {
    pub person: PersonRow,
    pub staff: Option<(StaffId, Role)>,
    /// Tries that failed since the last success, as far as they are remembered.
    pub failed_before: i64,
}

/// Evaluates the code of somebody whose passphrase was right, and uses its time step up.
///
/// Two statements whatever happens; a success adds what it has to note.
pub(super) async fn settle(
    context: &RequestContext,
    tried: Tried,
    code: &str,
) -> Result<Option<Settled>, Failure> {
    let state = &context.state;
    let now = context.now();
    let Tried { right, decoy, buckets, try_id, known, evaluated: _, code_allowed, failures } = tried;
    let secret = right.as_ref().and_then(|right| std::str::from_utf8(&right.totp_secret).ok());
    let step = secret.filter(|_| code_allowed).and_then(|secret| totp::matching_step(secret, code, now));
    let whose = right.as_ref().map_or(decoy, |right| right.person.id);
    let tried = counting::CodeTry::new(state, buckets, try_id, right.is_some() && code_allowed)?;
    let last_success = right.as_ref().and_then(|right| right.last_used_at).unwrap_or(Timestamp(0));
    let failed = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                // No step is older than any: it changes nothing and costs the same.
                let used = passphrases::use_step(tx, whose, step.unwrap_or(i64::MIN), now).await?;
                tried.note(tx, used, now).await?;
                if !used {
                    return Ok(None);
                }
                let since = Timestamp(last_success.0.max(now.0 - throttle::UNKNOWN_WINDOW));
                let by_strangers = tried.by_strangers(tx, since).await?;
                // On a browser we do not know, its own failures are among those of strangers.
                Ok(Some(if known { failures + by_strangers } else { failures.max(by_strangers) }))
            })
        })
        .await?;
    Ok(right.zip(failed).map(|(Right { person, staff, .. }, failed_before)| Settled {
        person,
        staff,
        failed_before,
    }))
}
