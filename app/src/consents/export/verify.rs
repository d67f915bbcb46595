//! Whether a file is an export as it was signed: a function of its bytes and of the keys that count, and of nothing else.

use super::{
    document::Document,
    jws::{self, Refused},
};
use crate::backend::crypto::PublicKey;

/// What can be said about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every byte is as it was signed.
    Valid(Summary),
    /// One of the keys has signed it, and it was altered since.
    Altered,
    /// It was signed with a key that is none of those that count.
    OtherKey,
    /// It brings the key along with which it wants to be read; that proves nothing.
    BringsKey,
    /// It is no export of consents.
    NotAnExport,
}

/// What a valid file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub version: i64,
    /// The pseudonym of whom it is about.
    pub principal: String,
    /// When it was made (RFC 3339, UTC).
    pub created_at: String,
    /// The name of the key.
    pub key_id: String,
}

/// Verifies a file.
pub fn verify(file: &[u8], trusted: &[PublicKey]) -> Verdict {
    let payload = match jws::open(file, trusted) {
        Ok(payload) => payload,
        Err(Refused::Altered) => return Verdict::Altered,
        Err(Refused::OtherKey) => return Verdict::OtherKey,
        Err(Refused::BringsKey) => return Verdict::BringsKey,
        Err(Refused::NotAnExport) => return Verdict::NotAnExport,
    };
    let Ok(document) = serde_json::from_slice::<Document>(&payload) else { return Verdict::NotAnExport };
    let Document { version, pii_principal_id: principal, created_at, key_id, .. } = document;
    Verdict::Valid(Summary { version, principal, created_at, key_id })
}
