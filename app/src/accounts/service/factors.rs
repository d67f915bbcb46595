//! What somebody signs in with, sealed and opened: passkeys, passphrase, recovery codes.

use super::passphrase::{HASH, SECRET, prepared};
use crate::{
    accounts::{
        model::{RECOVERY_CODE, RECOVERY_CODES},
        store::{
            passkeys::{self, NewPasskey, PasskeyRow},
            passphrases, recovery_codes,
        },
    },
    backend::{
        crypto::{DataKey, Encrypted, Place},
        db::Tx,
        failure::Failure,
        rng,
        state::AppState,
    },
    ids::{PasskeyId, PersonId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::Passkey;
use zeroize::Zeroizing;

const CREDENTIAL: Place = Place { table: "passkeys", column: "credential_enc" };
const NAME: Place = Place { table: "passkeys", column: "name_enc" };
const RECOVERY: Place = Place { table: "recovery_codes", column: "hash_enc" };

/// A way to sign in that was set up in a session and is not in force yet.
#[derive(Clone, Serialize, Deserialize)]
pub enum NewFactor {
    /// Path P.
    Passkey { passkey: Box<Passkey>, name: String },
    /// Path T: the hash of the passphrase, the secret of the codes, and the step its first code used up.
    Passphrase { hash: String, totp_secret: String, step: i64 },
}

/// A factor sealed for its row.
pub enum SealedFactor {
    Passkey(NewPasskey),
    Passphrase { hash: Encrypted, totp_secret: Encrypted, step: i64 },
}

impl NewFactor {
    /// Seals it, before the transaction begins.
    pub fn seal(&self, state: &AppState, key: &DataKey, person: PersonId) -> Result<SealedFactor, Failure> {
        let rng = &*state.rng;
        Ok(match self {
            NewFactor::Passkey { passkey, name } => {
                let id = PasskeyId::from_random(rng::bytes(rng)?);
                SealedFactor::Passkey(NewPasskey {
                    id,
                    person,
                    credential_hash: state.keys.code_hash("credential", passkey.cred_id()),
                    credential: seal_passkey(state, key, id, passkey)?,
                    name: seal_name(state, key, id, name)?,
                    synced: is_synced(passkey),
                    now: state.clock.now(),
                })
            }
            NewFactor::Passphrase { hash, totp_secret, step } => SealedFactor::Passphrase {
                hash: key.seal(rng, HASH, person.as_bytes(), hash.as_bytes())?,
                totp_secret: key.seal(rng, SECRET, person.as_bytes(), totp_secret.as_bytes())?,
                step: *step,
            },
        })
    }
}

/// Puts a factor in force.
///
/// # Errors
/// A unique violation when somebody has this passkey already.
pub async fn add(
    tx: &mut Tx<'_>,
    person: PersonId,
    factor: SealedFactor,
    now: Timestamp,
) -> Result<(), Failure> {
    match factor {
        SealedFactor::Passkey(passkey) => passkeys::insert(tx, &passkey).await,
        SealedFactor::Passphrase { hash, totp_secret, step } => {
            passphrases::put(tx, person, hash, totp_secret, step, now).await
        }
    }
}

/// Ten new recovery codes, each beginning with the digit of its slot.
pub fn new_recovery_codes(state: &AppState) -> Result<Vec<String>, Failure> {
    (0..RECOVERY_CODES)
        .map(|slot| Ok(format!("{slot}{}", rng::crockford::<RECOVERY_CODE>(&*state.rng)?)))
        .collect()
}

/// Hashes and seals recovery codes; each has a salt of its own, so this takes a while.
pub async fn seal_recovery_codes(
    state: &AppState,
    key: &DataKey,
    person: PersonId,
    codes: &[String],
) -> Result<Vec<Encrypted>, Failure> {
    let mut sealed = Vec::with_capacity(codes.len());
    for (slot, code) in (0_i64..).zip(codes) {
        let hash = state.hasher.hash(person, &*state.rng, Zeroizing::new(code.clone())).await?;
        sealed.push(key.seal(&*state.rng, RECOVERY, &recovery_row(person, slot), hash.as_bytes())?);
    }
    Ok(sealed)
}

/// The stored hash of a recovery code.
pub fn open_recovery_hash(
    key: &DataKey,
    person: PersonId,
    slot: i64,
    field: &Encrypted,
) -> Result<Zeroizing<String>, Failure> {
    text(&key.open(RECOVERY, &recovery_row(person, slot), field)?)
}

/// Replaces the codes of a person.
pub async fn replace_recovery_codes(
    tx: &mut Tx<'_>,
    person: PersonId,
    sealed: Vec<Encrypted>,
) -> Result<(), Failure> {
    recovery_codes::replace(tx, person, sealed).await
}

/// The hash of a passphrase somebody has just chosen.
///
/// # Errors
/// [`Failure::Unavailable`] when too many are setting up their access at once, or this person too often.
pub async fn hash_passphrase(
    state: &AppState,
    person: PersonId,
    passphrase: &str,
) -> Result<String, Failure> {
    state.hasher.hash(person, &*state.rng, prepared(passphrase)).await
}

/// The stored public half of a passkey.
pub fn open_passkey(key: &DataKey, row: &PasskeyRow) -> Result<Passkey, Failure> {
    let plain = key.open(CREDENTIAL, row.id.as_bytes(), &row.credential_enc)?;
    serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)
}

/// The public half of a passkey, for its row.
pub fn seal_passkey(
    state: &AppState,
    key: &DataKey,
    id: PasskeyId,
    passkey: &Passkey,
) -> Result<Encrypted, Failure> {
    let plain = serde_json::to_vec(passkey).map_err(|_| Failure::Sealed)?;
    key.seal(&*state.rng, CREDENTIAL, id.as_bytes(), &plain)
}

/// What its owner calls a passkey.
pub fn open_name(key: &DataKey, row: &PasskeyRow) -> Result<String, Failure> {
    Ok(text(&key.open(NAME, row.id.as_bytes(), &row.name_enc)?)?.to_string())
}

/// The name of a passkey, for its row.
pub fn seal_name(state: &AppState, key: &DataKey, id: PasskeyId, name: &str) -> Result<Encrypted, Failure> {
    key.seal(&*state.rng, NAME, id.as_bytes(), name.as_bytes())
}

/// Whether the authenticator keeps a copy in its maker's cloud (WebAuthn, "backup state").
///
/// The library keeps it to itself, but its stored form says so.
fn is_synced(passkey: &Passkey) -> bool {
    serde_json::to_value(passkey)
        .ok()
        .and_then(|value| value.pointer("/cred/backup_state").and_then(serde_json::Value::as_bool))
        .unwrap_or(false)
}

fn recovery_row(person: PersonId, slot: i64) -> Vec<u8> {
    [person.as_bytes().as_slice(), &slot.to_be_bytes()].concat()
}

fn text(plain: &[u8]) -> Result<Zeroizing<String>, Failure> {
    Ok(Zeroizing::new(std::str::from_utf8(plain).map_err(|_| Failure::Sealed)?.to_owned()))
}
