//! What every MAC of the access log covers; each begins with a word of its own, so that none stands for another.

use super::chain::Owner;
use crate::{
    backend::crypto::{KeyRing, Purpose},
    ids::ChainId,
};

/// The id of somebody's chain: sixteen bytes of a keyed hash, so that it names nobody.
pub(super) fn chain_id(keys: &KeyRing, owner: Owner) -> ChainId {
    let (store, id): (&[u8], &[u8]) = match &owner {
        Owner::Person(id) => (b"person", id.as_bytes()),
        Owner::Subject(id) => (b"subject", id.as_bytes()),
        Owner::System => (b"system", b""),
    };
    let mac = keys.mac(Purpose::Audit, &[b"audit-chain".as_slice(), store, id]);
    ChainId::from_random(*mac.first_chunk().expect("a MAC has 32 bytes"))
}

/// The MAC of an entry: its place, its content, and the head before it. The first of a chain has an empty one there.
pub(super) fn entry(keys: &KeyRing, chain: ChainId, seq: i64, details: &[u8], before: &[u8]) -> [u8; 32] {
    let parts: [&[u8]; 5] = [b"audit-entry", chain.as_bytes(), &seq.to_be_bytes(), details, before];
    keys.mac(Purpose::Audit, &parts)
}

/// The MAC of a head: whoever cuts entries off cannot make the head that would fit, because it is not kept with them.
pub(super) fn head(keys: &KeyRing, chain: ChainId, seq: i64, entry_mac: &[u8]) -> [u8; 32] {
    keys.mac(Purpose::Audit, &[b"audit-head".as_slice(), chain.as_bytes(), &seq.to_be_bytes(), entry_mac])
}

/// The MAC of the database's note of the newest checkpoint, as it was before there was one for each data directory.
pub(super) fn mark(keys: &KeyRing, number: i64, hash: &[u8]) -> [u8; 32] {
    keys.mac(Purpose::Audit, &[b"audit-checkpoint".as_slice(), &number.to_be_bytes(), hash])
}
