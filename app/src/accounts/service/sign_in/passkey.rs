//! Path P: a passkey of this portal answers, whoever it belongs to.

use super::{Arrival, Outcome};
use crate::{
    accounts::{
        service::{
            events::{self, Happened},
            factors,
        },
        store::{
            passkeys,
            people::{self, PersonRow},
        },
        webauthn::{self, Begun, Use},
    },
    audit::{self, Act, Category, Entry, Who},
    backend::{
        context::RequestContext,
        crypto::{DataKey, IdentityClass, store},
        failure::Failure,
        policy::Role,
        sessions::{self, Path},
    },
    error::AppError,
    ids::{StaffId, UserHandle},
};
use serde_json::Value;
use webauthn_rs::prelude::{PublicKeyCredential, WebauthnError};

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
    let arrival = Arrival { person: proven.person, staff: proven.staff, path: Path::P, failed_before: 0 };
    arrival.enter(context).await
}

/// Somebody who has just used a passkey.
pub(in crate::accounts::service) struct Proven {
    pub person: PersonRow,
    pub staff: Option<(StaffId, Role)>,
}

/// The second half of an authentication: verified, compared with the credential as it is now, counted.
pub(in crate::accounts::service) async fn prove_passkey(
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
    let request = Some(context.request_id.0.clone());
    let entry = Entry::new(context.now(), Who::System, Act::PasskeySuspended, Category::Access);
    let chain = audit::chain_for_person(state, person.id).await?;
    let log = audit::prepare(state, &chain, &Entry { request, ..entry })?;
    let (whose, id, now) = (person.id, passkey.id, context.now());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, whose).await?;
                // Removed or suspended in this very moment: then its counter says nothing.
                if !passkeys::suspend(tx, id, now).await? {
                    return Ok(());
                }
                sessions::store::end_all(tx, whose, None, now).await?;
                events::record(tx, event).await?;
                audit::record(tx, log).await
            })
        })
        .await
}
