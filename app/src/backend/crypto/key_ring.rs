//! [`KeyRing`]: what the running server holds of keys.

use super::{
    KeyFile, Secret, aead,
    data_key::{Class, DataKey},
};
use crate::{
    backend::{failure::Failure, rng::Rng},
    ids::{DataKeyId, InstanceId},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::collections::BTreeMap;

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
    /// Session contents and form tokens.
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
        let key = self.purposes.get(&purpose).expect("a ring holds a key for every purpose");
        let mut hmac = Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes keys of any length");
        hmac.update(&aead::bind(parts));
        hmac
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
