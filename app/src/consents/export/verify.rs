//! Whether a file is an export as it was signed: a function of its bytes and of the keys that count, and of nothing else.

use super::{document::Document, jws, reading::Refused};
use crate::backend::crypto::PublicKey;

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
///
/// # Errors
/// [`Refused`] for every file that is not byte for byte as one of the keys has signed it.
pub fn verify(file: &[u8], trusted: &[PublicKey]) -> Result<Summary, Refused> {
    let payload = jws::open(file, trusted)?;
    let document = serde_json::from_slice::<Document>(&payload).map_err(|_| Refused::NotAnExport)?;
    let Document { version, pii_principal_id: principal, created_at, key_id, .. } = document;
    Ok(Summary { version, principal, created_at, key_id })
}
