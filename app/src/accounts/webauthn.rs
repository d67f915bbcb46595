//! WebAuthn as the relying party sees it (Web Authentication Level 3, sections 7.1 and 7.2).
//!
//! What the library leaves to us: a ceremony is over after five minutes and can be finished once; the credential is
//! loaded anew at the end; the user handle an authenticator reports must own it; its counter is compared where it is
//! written.

use super::store::ceremonies;
use crate::{
    backend::{crypto::Purpose, failure::Failure, rng, state::AppState},
    error::AppError,
    ids::{InvitationId, PersonId, SessionId, UserHandle},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        AttestedPasskeyRegistration, DiscoverableAuthentication, Passkey, PasskeyRegistration,
        PublicKeyCredential, RegisterPublicKeyCredential,
    },
};

/// How long somebody may take between the two halves, in milliseconds.
const TIME: i64 = 5 * 60_000;
/// What authenticators and their clouds are told about us: nothing that says "health".
const RP_NAME: &str = "Portal";

/// What the browser gets to begin a ceremony.
#[derive(Serialize)]
pub struct Begun {
    /// The ticket that finishes it.
    pub ceremony: String,
    /// The options in the JSON form of WebAuthn Level 3, section 5.1.
    pub options: Value,
}

/// What a ceremony is for; only the part that began it may finish it.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq, Debug)]
pub enum Use {
    /// Signing in on this browser.
    SignIn,
    /// Proving oneself again inside a session.
    StepUp { session: SessionId },
    /// The first passkey of somebody with an invitation.
    Enrol { invitation: InvitationId },
    /// The passkey of a member of staff with a link.
    EnrolStaff { invitation: InvitationId },
    /// A further passkey of somebody signed in.
    Add { session: SessionId },
}

#[derive(Serialize, Deserialize)]
struct Content {
    purpose: Use,
    half: Half,
}

#[derive(Serialize, Deserialize)]
enum Half {
    Register { person: PersonId, state: PasskeyRegistration },
    RegisterAttested { person: PersonId, state: AttestedPasskeyRegistration },
    Authenticate { state: DiscoverableAuthentication },
}

/// The relying party of this installation.
///
/// # Errors
/// [`Failure::Inconsistent`] when the origin does not belong to the bound host, which the start has ruled out.
pub fn relying_party(state: &AppState) -> Result<Webauthn, Failure> {
    let broken = Failure::Inconsistent { table: "instance", column: "rp_id" };
    let Ok(origin) = url::Url::parse(&state.settings.origin.to_string()) else { return Err(broken) };
    let built = WebauthnBuilder::new(&state.instance.rp_id, &origin)
        .and_then(|builder| builder.rp_name(RP_NAME).build());
    built.map_err(|_| broken)
}

/// Begins a sign-in without a name: any passkey of this host may answer.
pub async fn begin_authentication(state: &AppState, purpose: Use) -> Result<Begun, Failure> {
    let (challenge, pending) =
        relying_party(state)?.start_discoverable_authentication().map_err(|_| Failure::Randomness)?;
    let mut options = serde_json::to_value(challenge).map_err(|_| Failure::Sealed)?;
    // The library prepares for autofill; a button asks at once.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    let ceremony = remember(state, Content { purpose, half: Half::Authenticate { state: pending } }).await?;
    Ok(Begun { ceremony, options })
}

/// Whose passkey is registered.
pub struct Registrant<'a> {
    pub person: PersonId,
    pub handle: UserHandle,
    /// What the authenticator shows, and its maker's cloud may keep.
    pub name: &'a str,
    /// What they have already, so that no device gets two.
    pub existing: &'a [Passkey],
    /// Whether this is a member of staff, whose authenticator may have to prove its make.
    pub is_staff: bool,
}

/// Begins the registration of a passkey that needs no name at sign-in.
pub async fn begin_registration(
    state: &AppState,
    purpose: Use,
    registrant: Registrant<'_>,
) -> Result<Begun, Failure> {
    let Registrant { person, handle, name, existing, is_staff } = registrant;
    let exclude = Some(existing.iter().map(|passkey| passkey.cred_id().clone()).collect());
    let relying_party = relying_party(state)?;
    let attestation = state.settings.staff_attestation.as_ref().filter(|_| is_staff);
    let (challenge, half) = match attestation {
        None => relying_party
            .start_passkey_registration(handle.uuid(), name, name, exclude)
            .map(|(challenge, state)| (challenge, Half::Register { person, state })),
        Some(attestation) => {
            let list = attestation.list().clone();
            relying_party
                .start_attested_passkey_registration(handle.uuid(), name, name, exclude, list, None)
                .map(|(challenge, state)| (challenge, Half::RegisterAttested { person, state }))
        }
    }
    .map_err(|_| Failure::Randomness)?;
    let mut options = serde_json::to_value(challenge).map_err(|_| Failure::Sealed)?;
    // The library only asks for it politely; without a discoverable credential nobody could sign in without a name.
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
        selection["residentKey"] = json!("required");
        selection["requireResidentKey"] = json!(true);
    }
    let ceremony = remember(state, Content { purpose, half }).await?;
    Ok(Begun { ceremony, options })
}

/// The second half of a registration.
pub struct Registered {
    pub person: PersonId,
    pub purpose: Use,
    pub passkey: Passkey,
}

/// Finishes a registration.
///
/// # Errors
/// [`AppError::Invalid`] for everything that is not right: unknown, used or old ticket, another purpose, a credential
/// that does not answer the challenge.
pub async fn finish_registration(
    state: &AppState,
    is_meant: impl FnOnce(&Use) -> bool,
    ticket: &str,
    credential: Value,
) -> Result<Registered, AppError> {
    let Content { purpose, half } = take(state, is_meant, ticket).await?;
    let credential: RegisterPublicKeyCredential =
        serde_json::from_value(credential).map_err(|_| refused())?;
    let relying_party = relying_party(state)?;
    let (person, passkey) = match half {
        Half::Register { person, state } => {
            (person, relying_party.finish_passkey_registration(&credential, &state))
        }
        Half::RegisterAttested { person, state } => {
            let attested = relying_party.finish_attested_passkey_registration(&credential, &state);
            (person, attested.map(Passkey::from))
        }
        Half::Authenticate { .. } => return Err(refused()),
    };
    let passkey = passkey.map_err(|_| refused())?;
    Ok(Registered { person, purpose, passkey })
}

/// The pending half of an authentication.
///
/// # Errors
/// As [`finish_registration`].
pub async fn take_authentication(
    state: &AppState,
    purpose: &Use,
    ticket: &str,
) -> Result<DiscoverableAuthentication, AppError> {
    match take(state, |kept| kept == purpose, ticket).await?.half {
        Half::Authenticate { state } => Ok(state),
        Half::Register { .. } | Half::RegisterAttested { .. } => Err(refused()),
    }
}

/// Whether an authenticator was asked from within another site's page (WebAuthn Level 3, section 7.2, step 14).
///
/// The library looks at that in registrations only.
pub fn is_framed(credential: &PublicKeyCredential) -> bool {
    let client_data: Option<Value> = serde_json::from_slice(&credential.response.client_data_json).ok();
    client_data.is_none_or(|data| {
        data["crossOrigin"].as_bool().unwrap_or(false)
            || data.get("topOrigin").is_some_and(|top| !top.is_null())
    })
}

/// The one answer to everything that is not right.
pub fn refused() -> AppError {
    AppError::Invalid { fields: Vec::new() }
}

async fn remember(state: &AppState, content: Content) -> Result<String, Failure> {
    let ticket = rng::crockford::<26>(&*state.rng)?;
    let hash = state.keys.code_hash("ceremony", ticket.as_bytes());
    let plain = serde_json::to_vec(&content).map_err(|_| Failure::Sealed)?;
    let sealed = state.keys.seal(&*state.rng, Purpose::Session, &place(&hash), &plain)?;
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                ceremonies::prune(tx, now).await?;
                ceremonies::insert(tx, &hash, &sealed, Timestamp(now.0 + TIME)).await
            })
        })
        .await?;
    Ok(ticket)
}

async fn take(
    state: &AppState,
    is_meant: impl FnOnce(&Use) -> bool,
    ticket: &str,
) -> Result<Content, AppError> {
    let hash = state.keys.code_hash("ceremony", ticket.as_bytes());
    let key = hash.clone();
    let found = state.db.write(move |tx| Box::pin(async move { ceremonies::take(tx, &key).await })).await?;
    let (sealed, expires_at) = found.ok_or_else(refused)?;
    let plain = state.keys.open_sealed(Purpose::Session, &place(&hash), &sealed).map_err(AppError::from)?;
    let content: Content = serde_json::from_slice(&plain).map_err(|_| AppError::from(Failure::Sealed))?;
    if state.clock.now() >= expires_at || !is_meant(&content.purpose) {
        return Err(refused());
    }
    Ok(content)
}

fn place(hash: &[u8]) -> [&[u8]; 2] {
    [b"ceremony", hash]
}
