//! Replacing a lost authenticator: passphrase and one of the recovery codes, two things of different kinds
//! (NIST SP 800-63B-4, section 4.2.2.2).
//!
//! Whoever has lost a passkey, or the passphrase, needs a new invitation; that is in `enrolment`.

use super::{
    enrolment::{check_first_code, identity_key},
    events::{self, Happened},
    factors,
    once::{self, Sent},
    passphrase::{self, SECRET, Tried},
    session,
    sign_in::{Arrival, Outcome},
    tries as counting,
};
use crate::{
    accounts::{
        model::{RecoverForm, read_recovery_code},
        store::{devices, passphrases, people, recovery_codes},
        totp, webauthn,
    },
    audit::{self, Act},
    backend::{
        context::RequestContext,
        crypto::Lane,
        detached::to_the_end,
        failure::Failure,
        sessions::{self, BroughtCookie, Kind, Path},
    },
    error::AppError,
    ids::PersonId,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The entry of the session that holds the draft.
const DRAFT: &str = "recovery";

/// A new authenticator that is not in force yet.
#[derive(Clone, Serialize, Deserialize)]
pub struct Draft {
    /// The code that allowed it; used already.
    slot: i64,
    /// The secret the new app is shown.
    pub totp_secret: String,
}

/// The form of `/recover`: evaluated once, however often it is sent, because a right code is used up.
///
/// # Errors
/// As [`begin`].
pub async fn once(context: &RequestContext, form: &RecoverForm) -> Result<Outcome, AppError> {
    let RecoverForm { sign_in_name, passphrase, recovery_code, form_id } = form;
    let sent = Sent { page: "/recover", form_id, typed: [sign_in_name, passphrase, recovery_code] };
    let form = form.clone();
    let evaluate = move |context| {
        let form = form.clone();
        async move {
            // The browser is known again only once somebody has signed in from it.
            let begun = || Outcome::SignedIn { next: "/recover/totp".into(), device_cookie: String::new() };
            Ok(if begin(&context, &form).await? { begun() } else { Outcome::Refused })
        }
    };
    once::once(context, sent, evaluate).await
}

/// Evaluates name, passphrase and recovery code; a right code is used up.
///
/// Unknown name, wrong passphrase, wrong or used code, too many tries: one answer, after the same work.
pub async fn begin(context: &RequestContext, form: &RecoverForm) -> Result<bool, AppError> {
    let tried = passphrase::attempt(context, &form.sign_in_name, &form.passphrase).await?;
    let Some(tried) = tried else { return Ok(false) };
    let Some((person, slot)) = settle(context, tried, &form.recovery_code).await? else { return Ok(false) };
    let totp_secret = totp::new_secret(&*context.state.rng)?.to_string();
    session::begin(context, person, Kind::Recovery).await?;
    session::keep(context, DRAFT, Draft { slot, totp_secret }).await?;
    Ok(true)
}

async fn settle(
    context: &RequestContext,
    tried: Tried,
    typed: &str,
) -> Result<Option<(PersonId, i64)>, Failure> {
    let state = &context.state;
    let Tried { right, decoy, buckets, try_id, known, evaluated, code_allowed, failures: _ } = tried;
    // Staff use no passphrase; the demo's do, and need no recovery.
    let right = right.filter(|right| right.staff.is_none());
    let code = read_recovery_code(typed);
    let slot = code.as_ref().and_then(|(slot, _)| i64::try_from(*slot).ok()).unwrap_or(-1);
    let whose = right.as_ref().map_or(decoy, |right| right.person.id);
    let stored =
        state.db.read(move |tx| Box::pin(async move { recovery_codes::find(tx, whose, slot).await })).await?;
    let stored = match (&right, stored) {
        (Some(right), Some((field,))) if code_allowed => {
            Some(factors::open_recovery_hash(&right.key, whose, slot, &field)?)
        }
        _ => None,
    };
    let lane = if known { Lane::Known } else { Lane::Unknown };
    let typed = Zeroizing::new(code.map(|(_, code)| code).unwrap_or_default());
    let task = state.clone();
    let compare = async move {
        let matches = task.hasher.verify(lane, typed, stored).await;
        if matches.is_err() && evaluated {
            counting::take_back(&task, &buckets, try_id).await?;
        }
        Ok((matches?, buckets))
    };
    // Also when the caller hangs up, or a try that is given back would stay counted.
    let (matches, buckets) = to_the_end(compare).await?;
    let tried = counting::CodeTry::new(state, buckets, try_id, right.is_some() && code_allowed)?;
    let now = context.now();
    let used = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let slot = if matches { slot } else { -1 };
                let used = recovery_codes::use_once(tx, whose, slot, now).await?;
                tried.note(tx, used, now).await?;
                Ok(used)
            })
        })
        .await?;
    Ok(used.then_some((whose, slot)))
}

/// The recovery of this session.
pub async fn current(context: &RequestContext) -> Result<Option<(PersonId, Draft)>, AppError> {
    let Some(signed) = &context.signed else { return Ok(None) };
    if signed.holder.kind != Kind::Recovery {
        return Ok(None);
    }
    let draft = session::recall(context, DRAFT).await?;
    Ok(draft.map(|draft| (signed.holder.person, draft)))
}

/// Whether the cookie of this browser belonged to a recovery that ended before its time; its code is used up.
pub async fn is_over(context: &RequestContext, cookie: &BroughtCookie) -> Result<bool, AppError> {
    let former = session::former_holder(context, cookie).await?;
    Ok(context.signed.is_none() && former.is_some_and(|holder| holder.kind == Kind::Recovery))
}

/// The first code of the new app puts it in force; every other session ends, and known browsers are strangers again.
///
/// # Errors
/// [`AppError::Invalid`] when the code is not the present one, [`AppError::NotFound`] without a recovery.
pub async fn finish(context: &RequestContext, typed: &str) -> Result<Outcome, AppError> {
    let (person, draft) = current(context).await?.ok_or(AppError::NotFound)?;
    let step = check_first_code(&draft.totp_secret, typed, context.now())?;
    let state = &context.state;
    let key = identity_key(context, person).await?;
    let secret = key
        .seal(&*state.rng, SECRET, person.as_bytes(), draft.totp_secret.as_bytes())
        .map_err(AppError::from)?;
    let event = events::prepare(state, &key, person, &Happened::Recovered)?;
    let log = audit::own_deed(context, person, Act::AccessRecovered).await?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, person).await?;
                if !passphrases::replace_totp(tx, person, secret, step).await? {
                    return Ok(None);
                }
                sessions::store::end_all(tx, person, None, now).await?;
                devices::forget_all(tx, person).await?;
                events::record(tx, event).await?;
                let found = people::find(tx, person).await?;
                audit::record(tx, log).await?;
                Ok(found)
            })
        })
        .await?;
    let person = done.ok_or_else(webauthn::refused)?;
    Arrival { person, staff: None, path: Path::T, failed_before: 0 }.enter(context).await
}
