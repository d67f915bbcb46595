//! The heads a checkpoint is about: one hash over all of them, and the list itself, encrypted.

use crate::{
    backend::{
        crypto::{KeyRing, Purpose},
        failure::Failure,
        rng::{self, Rng},
    },
    ids::ChainId,
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Where each chain ends: the number of its last entry, and the MAC of its head.
pub(in crate::audit) type Heads = BTreeMap<ChainId, (i64, [u8; 32])>;

/// Makes a root that tells nothing about the heads, and can be checked once salt and heads are disclosed.
const SALT: usize = 32;
/// Bytes of one head: chain, number, MAC.
const HEAD: usize = 16 + 8 + 32;

/// Heads as a note holds them.
pub(in crate::audit) struct Listed {
    pub salt: [u8; SALT],
    pub heads: Heads,
}

/// SHA-256 over salt and heads, sorted by chain.
pub(in crate::audit) fn root(salt: &[u8; SALT], heads: &Heads) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(b"obhut-audit-heads\0");
    hash.update(salt);
    for (chain, (seq, mac)) in heads {
        hash.update(chain.as_bytes());
        hash.update(seq.to_be_bytes());
        hash.update(mac);
    }
    hash.finalize().into()
}

/// Draws the salt of a new note.
pub(super) fn salt(rng: &dyn Rng) -> Result<[u8; SALT], Failure> {
    rng::bytes(rng)
}

/// Encrypts heads for the note of one number; every head takes the same room.
pub(super) fn seal(keys: &KeyRing, rng: &dyn Rng, number: i64, listed: &Listed) -> Result<Vec<u8>, Failure> {
    let mut plain = listed.salt.to_vec();
    for (chain, (seq, mac)) in &listed.heads {
        plain.extend_from_slice(chain.as_bytes());
        plain.extend_from_slice(&seq.to_be_bytes());
        plain.extend_from_slice(mac);
    }
    keys.seal(rng, Purpose::Audit, &place(&number.to_be_bytes()), &plain)
}

/// Decrypts what [`seal`] made for the same number; `None` for anything else.
pub(in crate::audit) fn open(keys: &KeyRing, number: i64, sealed: &[u8]) -> Option<Listed> {
    let plain = keys.open_sealed(Purpose::Audit, &place(&number.to_be_bytes()), sealed).ok()?;
    let (salt, rest) = plain.split_first_chunk::<SALT>()?;
    let (rows, []) = rest.as_chunks::<HEAD>() else { return None };
    let heads = rows.iter().map(|row| {
        let (chain, rest) = row.split_first_chunk::<16>()?;
        let (seq, mac) = rest.split_first_chunk::<8>()?;
        let chain = ChainId::from(Uuid::from_bytes(*chain));
        Some((chain, (i64::from_be_bytes(*seq), mac.try_into().ok()?)))
    });
    Some(Listed { salt: *salt, heads: heads.collect::<Option<Heads>>()? })
}

fn place(number: &[u8]) -> [&[u8]; 2] {
    [b"audit-checkpoint-heads", number]
}
