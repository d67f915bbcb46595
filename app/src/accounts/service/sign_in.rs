//! Signing in by either path.

use super::{
    events::{self, Happened},
    factors,
    passphrase::{self, Right, Tried},
    session,
};
use crate::{
    accounts::{
        model::{SignInForm, read_totp},
        store::{
            devices, passkeys, passphrases,
            people::{self, PersonRow},
            throttle as tries,
        },
        throttle, totp,
        webauthn::{self, Begun, Use},
    },
    backend::{
        context::RequestContext,
        crypto::{DataKey, IdentityClass, store},
        db::Tx,
        failure::Failure,
        policy::Role,
        rng,
        sessions::{Kind, Path},
    },
    error::AppError,
    ids::{StaffId, TryId, UserHandle},
    time::Timestamp,
};
use serde_json::Value;
use webauthn_rs::prelude::{PublicKeyCredential, WebauthnError};

/// How a sign-in ended.
pub enum Outcome {
    /// The session has begun.
    SignedIn {
        /// The page to go to.
        next: &'static str,
        /// The `Set-Cookie` value by which the browser is known again.
        device_cookie: String,
    },
    /// It was refused; why is nobody's business.
    Refused,
}

/// Path T: name, passphrase and time-based code in one form.
///
/// Unknown name, wrong passphrase, wrong or used code, too many tries: one answer, after the same work.
///
/// # Errors
/// [`AppError::Unavailable`] when the database or the queue for passphrases is not available.
pub async fn with_passphrase(context: &RequestContext, form: &SignInForm) -> Result<Outcome, AppError> {
    let tried = passphrase::attempt(context, &form.sign_in_name, &form.passphrase).await?;
    let code = read_totp(&form.code).unwrap_or_default();
    match settle(context, tried, &code).await? {
        Some((person, staff)) => {
            let arrival = Arrival { person, staff, path: Path::T };
            arrival.enter(context).await
        }
        None => Ok(Outcome::Refused),
    }
}

/// Evaluates the code of somebody whose passphrase was right, and uses its time step up.
///
/// Two statements whatever happens; a success adds what it has to note.
pub(super) async fn settle(
    context: &RequestContext,
    tried: Tried,
    code: &str,
) -> Result<Option<(PersonRow, Option<(StaffId, Role)>)>, Failure> {
    let state = &context.state;
    let now = context.now();
    let Tried { right, decoy, buckets, try_id, known: _, evaluated: _, code_allowed } = tried;
    let secret = right.as_ref().and_then(|right| std::str::from_utf8(&right.totp_secret).ok());
    let step = secret.filter(|_| code_allowed).and_then(|secret| totp::matching_step(secret, code, now));
    let whose = right.as_ref().map_or(decoy, |right| right.person.id);
    let wrong_code_id = TryId::from_random(rng::bytes(&*state.rng)?);
    let decoy_bucket: [u8; 16] = rng::bytes(&*state.rng)?;
    let was_right = right.is_some();
    let used = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                // No step is older than any: it changes nothing and costs the same.
                let used = passphrases::use_step(tx, whose, step.unwrap_or(i64::MIN), now).await?;
                // A code that is not evaluated any more is not counted either.
                let wrong = was_right && code_allowed && !used;
                let (bucket, forget_at) = match wrong {
                    true => (buckets.code.as_slice(), Timestamp(now.0 + throttle::CODE_WINDOW)),
                    false => (decoy_bucket.as_slice(), now),
                };
                tries::insert_try(tx, wrong_code_id, bucket, now, forget_at).await?;
                if used {
                    passphrase::forgive(tx, &buckets, try_id).await?;
                }
                Ok(used)
            })
        })
        .await?;
    Ok(right.filter(|_| used).map(|Right { person, staff, .. }| (person, staff)))
}

/// Path P: begins the ceremony; any passkey of this portal may answer.
pub async fn begin_with_passkey(context: &RequestContext) -> Result<Begun, AppError> {
    Ok(webauthn::begin_authentication(&context.state, Use::SignIn).await?)
}

/// Path P: finishes the ceremony and begins a session.
///
/// # Errors
/// [`AppError::Invalid`] whatever was not right.
pub async fn finish_with_passkey(
    context: &RequestContext,
    ticket: &str,
    credential: Value,
) -> Result<Outcome, AppError> {
    let proven = prove_passkey(context, &Use::SignIn, ticket, credential).await?;
    let arrival = Arrival { person: proven.person, staff: proven.staff, path: Path::P };
    arrival.enter(context).await
}

/// Somebody who has just used a passkey.
pub(super) struct Proven {
    pub person: PersonRow,
    pub staff: Option<(StaffId, Role)>,
}

/// The second half of an authentication: verified, compared with the credential as it is now, counted.
pub(super) async fn prove_passkey(
    context: &RequestContext,
    purpose: &Use,
    ticket: &str,
    credential: Value,
) -> Result<Proven, AppError> {
    let state = &context.state;
    // 1. The ceremony is over, whatever comes.
    let pending = webauthn::take_authentication(state, purpose, ticket).await?;
    let credential: PublicKeyCredential =
        serde_json::from_value(credential).map_err(|_| webauthn::refused())?;
    if webauthn::is_framed(&credential) {
        return Err(webauthn::refused());
    }
    let relying_party = webauthn::relying_party(state)?;
    let (handle, credential_id) =
        relying_party.identify_discoverable_authentication(&credential).map_err(|_| webauthn::refused())?;
    // 2. Who says so, and does this credential belong to them?
    let hash = state.keys.code_hash("credential", credential_id);
    let handle = UserHandle::from(handle);
    let (person, passkey, key, staff) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let Some(person) = people::find_by_handle(tx, handle).await? else { return Ok(None) };
                let Some(passkey) = passkeys::find_by_credential(tx, &hash).await? else { return Ok(None) };
                let key = store::find_identity_key(tx, person.id, IdentityClass::Identity).await?;
                let staff = people::find_active_staff(tx, person.id).await?;
                Ok(Some((person, passkey, key, staff)))
            })
        })
        .await?
        .ok_or_else(webauthn::refused)?;
    let staff = staff.and_then(|(id, role)| Some((id, Role::parse(&role)?)));
    let may = person.enrolled_at.is_some() && (person.is_patient() || staff.is_some());
    if passkey.person_id != person.id || passkey.suspended_at.is_some() || !may {
        return Err(webauthn::refused());
    }
    // 3. Is the signature right, and the counter ahead of the last one?
    let key = state.keys.open_identity_key(person.id, key).map_err(AppError::from)?;
    let mut stored = factors::open_passkey(&key, &passkey)?;
    let result = match relying_party.finish_discoverable_authentication_v2(&credential, pending, &stored) {
        Ok(result) => result,
        Err(WebauthnError::CredentialPossibleCompromise) => {
            suspend(context, &person, &key, &passkey).await?;
            return Err(webauthn::refused());
        }
        Err(_) => return Err(webauthn::refused()),
    };
    if !result.user_verified() {
        return Err(webauthn::refused());
    }
    stored.update_credential(&result);
    let sealed = factors::seal_passkey(state, &key, passkey.id, &stored)?;
    let (id, count, synced, now) =
        (passkey.id, i64::from(result.counter()), result.backup_state(), context.now());
    let counted = state
        .db
        .write(move |tx| {
            Box::pin(async move { passkeys::use_once(tx, id, count, sealed, synced, now).await })
        })
        .await?;
    if !counted {
        suspend(context, &person, &key, &passkey).await?;
        return Err(webauthn::refused());
    }
    Ok(Proven { person, staff })
}

/// A passkey answered with a counter that is not ahead: there is a copy of it (WebAuthn, section 6.1.1).
async fn suspend(
    context: &RequestContext,
    person: &PersonRow,
    key: &DataKey,
    passkey: &passkeys::PasskeyRow,
) -> Result<(), Failure> {
    let state = &context.state;
    let name = factors::open_name(key, passkey)?;
    let event = events::prepare(state, key, person.id, &Happened::PasskeySuspended { name })?;
    let (whose, id, now) = (person.id, passkey.id, context.now());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                // Removed or suspended in this very moment: then its counter says nothing.
                if !passkeys::suspend(tx, id, now).await? {
                    return Ok(());
                }
                crate::backend::sessions::store::end_all(tx, whose, None, now).await?;
                events::record(tx, event).await
            })
        })
        .await
}

/// Somebody who has proven who they are and is about to get a session.
pub(super) struct Arrival {
    pub person: PersonRow,
    pub staff: Option<(StaffId, Role)>,
    pub path: Path,
}

impl Arrival {
    /// Notes the browser and the first sign-in, and begins the session.
    pub(super) async fn enter(self, context: &RequestContext) -> Result<Outcome, AppError> {
        let Arrival { person, staff, path } = self;
        let state = &context.state;
        let device = session::device(context)?;
        let whose = person.id;
        let key = state
            .db
            .read(move |tx| {
                Box::pin(async move { store::find_identity_key(tx, whose, IdentityClass::Identity).await })
            })
            .await?;
        let key = state.keys.open_identity_key(whose, key).map_err(AppError::from)?;
        let new_device = Happened::NewDevice { browser: context.browser.clone() };
        let event = events::prepare(state, &key, whose, &new_device)?;
        let (hash, now) = (session::device_of(&state.keys, whose, &device.hash), context.now());
        state.db.write(move |tx| Box::pin(async move { note(tx, &person, &hash, event, now).await })).await?;
        let kind = match staff {
            Some((id, role)) => Kind::Staff { id, role, path },
            None => Kind::Patient { path },
        };
        session::begin(context, whose, kind).await?;
        let next = if staff.is_some() { "/staff" } else { "/home" };
        Ok(Outcome::SignedIn { next, device_cookie: device.set_cookie })
    }
}

/// What a sign-in leaves behind: the browser, and a word about it unless it was the first of all.
async fn note(
    tx: &mut Tx<'_>,
    person: &PersonRow,
    device: &[u8],
    event: events::Prepared,
    now: Timestamp,
) -> Result<(), Failure> {
    let known = devices::is_known(tx, person.id, device, Timestamp(0)).await?;
    devices::prune(tx, Timestamp(now.0 - passphrase::DEVICE_MEMORY)).await?;
    devices::remember(tx, person.id, device, now).await?;
    let first = people::set_first_sign_in(tx, person.id, now).await?;
    if !known && !first {
        events::record(tx, event).await?;
    }
    Ok(())
}
