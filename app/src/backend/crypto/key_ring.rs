//! [`KeyRing`]: what the running server holds of keys.

use super::{
    KeyFile, PublicKey, Secret, Signer, aead,
    data_key::{Class, DataKey, IdentityClass},
};
use crate::{
    backend::{failure::Failure, rng::Rng},
    ids::{DataKeyId, InstanceId, PersonId},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// What an installation-wide key is for; no key serves two purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The MAC of the instance marker.
    Instance,
    /// Blind indexes: exact search over encrypted fields.
    BlindIndex,
    /// The pepper of passphrase hashes.
    Pepper,
    /// Keyed hashes of one-time codes.
    CodeHash,
    /// What does not last: session contents, form tokens, work that waits.
    Session,
    /// The access log's chains.
    Audit,
    /// The seed of the Ed25519 signing key.
    Signing,
}

impl Purpose {
    /// Every purpose; an installation has a key for each.
    pub const ALL: [Purpose; 7] = [
        Purpose::Instance,
        Purpose::BlindIndex,
        Purpose::Pepper,
        Purpose::CodeHash,
        Purpose::Session,
        Purpose::Audit,
        Purpose::Signing,
    ];

    /// The name under which the key is stored, and which its wrapping is bound to.
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::Instance => "instance",
            Purpose::BlindIndex => "blind-index",
            Purpose::Pepper => "pepper",
            Purpose::CodeHash => "code-hash",
            Purpose::Session => "session",
            Purpose::Audit => "audit",
            Purpose::Signing => "signing",
        }
    }
}

/// A key wrapped under a key-encryption key, as a table stores it.
pub struct Wrapped {
    /// The epoch of the key-encryption key.
    pub epoch: i64,
    /// `nonce | ciphertext | tag`.
    pub bytes: Vec<u8>,
}

/// The key file and the unwrapped purpose keys of one installation.
pub struct KeyRing {
    file: KeyFile,
    instance: InstanceId,
    purposes: BTreeMap<Purpose, Secret>,
}

impl KeyRing {
    /// Makes the purpose keys of a new installation, and their wrapped form for the database.
    pub fn create(
        file: KeyFile,
        instance: InstanceId,
        rng: &dyn Rng,
    ) -> Result<(Self, Vec<(Purpose, Wrapped)>), Failure> {
        let mut ring = Self { file, instance, purposes: BTreeMap::new() };
        let mut rows = Vec::new();
        for purpose in Purpose::ALL {
            let secret = Secret::random(rng)?;
            rows.push((purpose, ring.wrap(rng, &ring.purpose_place(purpose), &secret)?));
            ring.purposes.insert(purpose, secret);
        }
        Ok((ring, rows))
    }

    /// Unwraps the stored purpose keys.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when the key file belongs to another installation or a key is missing or altered.
    pub fn open(file: KeyFile, instance: InstanceId, rows: &[(String, Wrapped)]) -> Result<Self, Failure> {
        let mut ring = Self { file, instance, purposes: BTreeMap::new() };
        for purpose in Purpose::ALL {
            let (_, wrapped) = rows.iter().find(|(name, _)| name == purpose.name()).ok_or(Failure::Sealed)?;
            let secret = ring.unwrap(&ring.purpose_place(purpose), wrapped)?;
            ring.purposes.insert(purpose, secret);
        }
        Ok(ring)
    }

    /// HMAC-SHA256 (RFC 2104) over unambiguous parts, under the key of one purpose.
    pub fn mac(&self, purpose: Purpose, parts: &[impl AsRef<[u8]>]) -> [u8; 32] {
        self.hmac(purpose, parts).finalize().into_bytes().into()
    }

    /// Whether a MAC is right; compared in constant time.
    pub fn mac_is_valid(&self, purpose: Purpose, parts: &[impl AsRef<[u8]>], mac: &[u8]) -> bool {
        self.hmac(purpose, parts).verify_slice(mac).is_ok()
    }

    /// Encrypts a short-lived value under the key of one purpose, bound to its place; gives `nonce | ciphertext | tag`.
    pub fn seal(
        &self,
        rng: &dyn Rng,
        purpose: Purpose,
        place: &[impl AsRef<[u8]>],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        aead::seal(rng, self.purpose_key(purpose), &aead::bind(place), plaintext)
    }

    /// Decrypts what [`KeyRing::seal`] made for the same purpose and place.
    ///
    /// # Errors
    /// [`Failure::Sealed`] for anything else.
    pub fn open_sealed(
        &self,
        purpose: Purpose,
        place: &[impl AsRef<[u8]>],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        aead::open(self.purpose_key(purpose), &aead::bind(place), sealed)
    }

    /// A blind index: the keyed hash by which an encrypted value can be found, sixteen bytes.
    ///
    /// The same value of another kind gives other bytes.
    pub fn blind_index(&self, kind: &str, normalised: &str) -> Vec<u8> {
        self.mac(Purpose::BlindIndex, &[kind.as_bytes(), normalised.as_bytes()])[..16].to_vec()
    }

    /// The keyed hash under which a one-time code, a cookie or a ticket is stored.
    pub fn code_hash(&self, kind: &str, code: &[u8]) -> Vec<u8> {
        self.mac(Purpose::CodeHash, &[kind.as_bytes(), code]).to_vec()
    }

    /// The key by which this installation signs.
    pub fn signer(&self) -> Signer {
        Signer::new(self.purpose_key(Purpose::Signing))
    }

    /// The public halves of all keys by which this installation signs or has signed; whatever they signed counts.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        vec![self.signer().public()]
    }

    /// Argon2id (RFC 9106) with this installation's pepper, at the library's recommended cost.
    pub(super) fn argon2(&self) -> Result<argon2::Argon2<'_>, Failure> {
        argon2::Argon2::new_with_secret(
            self.purpose_key(Purpose::Pepper).expose(),
            argon2::Algorithm::Argon2id,
            argon2::Version::V0x13,
            argon2::Params::default(),
        )
        .map_err(|_| Failure::Sealed)
    }

    /// Makes a data key for an owner and a retention class, with its wrapped form for the store's table.
    pub fn create_data_key<C: Class>(
        &self,
        rng: &dyn Rng,
        id: DataKeyId,
        owner: C::Owner,
        class: C,
    ) -> Result<(DataKey, Wrapped), Failure> {
        let secret = Secret::random(rng)?;
        let wrapped = self.wrap(rng, &data_key_place(id, owner, class), &secret)?;
        Ok((DataKey::new(id, C::owner_bytes(&owner), secret), wrapped))
    }

    /// Unwraps a person's key of the identity store as a table gave it.
    ///
    /// # Errors
    /// [`Failure::Sealed`] also when the key was destroyed: what it protected is gone.
    pub fn open_identity_key(
        &self,
        owner: PersonId,
        found: Option<(DataKeyId, Wrapped)>,
    ) -> Result<DataKey, Failure> {
        let (id, wrapped) = found.ok_or(Failure::Sealed)?;
        self.open_data_key(id, owner, IdentityClass::Identity, &wrapped)
    }

    /// Unwraps a data key; it opens only for the owner and class it was made for.
    pub fn open_data_key<C: Class>(
        &self,
        id: DataKeyId,
        owner: C::Owner,
        class: C,
        wrapped: &Wrapped,
    ) -> Result<DataKey, Failure> {
        let secret = self.unwrap(&data_key_place(id, owner, class), wrapped)?;
        Ok(DataKey::new(id, C::owner_bytes(&owner), secret))
    }

    fn hmac(&self, purpose: Purpose, parts: &[impl AsRef<[u8]>]) -> Hmac<Sha256> {
        let key = self.purpose_key(purpose);
        let mut hmac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes keys of any length");
        hmac.update(&aead::bind(parts));
        hmac
    }

    fn purpose_key(&self, purpose: Purpose) -> &Secret {
        self.purposes.get(&purpose).expect("a ring holds a key for every purpose")
    }

    fn purpose_place(&self, purpose: Purpose) -> Vec<u8> {
        aead::bind(&[b"purpose-key".as_slice(), purpose.name().as_bytes(), self.instance.as_bytes()])
    }

    fn wrap(&self, rng: &dyn Rng, place: &[u8], secret: &Secret) -> Result<Wrapped, Failure> {
        let (epoch, kek) = self.file.newest();
        Ok(Wrapped { epoch, bytes: aead::seal(rng, kek, place, secret.expose())? })
    }

    fn unwrap(&self, place: &[u8], wrapped: &Wrapped) -> Result<Secret, Failure> {
        let kek = self.file.of_epoch(wrapped.epoch).ok_or(Failure::Sealed)?;
        Secret::from_slice(&aead::open(kek, place, &wrapped.bytes)?).ok_or(Failure::Sealed)
    }
}

fn data_key_place<C: Class>(id: DataKeyId, owner: C::Owner, class: C) -> Vec<u8> {
    aead::bind(&[
        b"data-key".as_slice(),
        C::STORE.as_bytes(),
        id.as_bytes(),
        &C::owner_bytes(&owner),
        class.name().as_bytes(),
    ])
}
