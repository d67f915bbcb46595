//! By which keyed hashes rows are found that carry a time and therefore no id.

use crate::{
    backend::crypto::{KeyRing, Purpose},
    consents::model::Cell,
    ids::SubjectId,
};

/// All about one subject.
pub fn subject(keys: &KeyRing, subject: SubjectId) -> Vec<u8> {
    keys.mac(Purpose::CodeHash, &[b"decided-about".as_slice(), subject.as_bytes()]).to_vec()
}

/// What reaches one subject for one purpose on one channel; also the group of the jobs that plan it.
pub fn cell(keys: &KeyRing, subject: SubjectId, cell: &Cell) -> Vec<u8> {
    let parts = [
        b"cell".as_slice(),
        subject.as_bytes(),
        cell.purpose.as_str().as_bytes(),
        cell.channel.as_str().as_bytes(),
    ];
    keys.mac(Purpose::CodeHash, &parts).to_vec()
}

/// What is said once and never again.
pub fn about(keys: &KeyRing, subject: SubjectId, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut all = vec![b"said-to".to_vec(), subject.as_bytes().to_vec()];
    all.extend_from_slice(parts);
    keys.mac(Purpose::CodeHash, &all).to_vec()
}
