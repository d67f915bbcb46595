//! Keys and what they protect.
//!
//! - The key file holds key-encryption keys by epoch; they wrap keys and nothing else.
//! - Purpose keys and data keys are random and stored wrapped, so that rotation re-wraps and never re-derives.
//! - A field is AES-256-GCM (NIST SP 800-38D) whose associated data names its place: a value moved to another row,
//!   column, table or owner does not open.
//! - Secrets have no `Debug`, no `Display`, no `Serialize`, and are wiped when dropped.

mod aead;
mod data_key;
mod file_key;
mod jwk;
mod key_file;
mod key_ring;
mod passphrase;
mod secret;
mod signing;
pub mod store;
#[cfg(test)]
mod tests;

pub use data_key::{CareClass, DataKey, Encrypted, IdentityClass, Place};
pub use file_key::{FileKey, PIECE, PieceOpener};
pub use jwk::{jwk_set, read_jwks};
pub use key_file::{KeyFile, KeyFileError};
pub use key_ring::{KeyRing, Purpose, Wrapped};
pub use passphrase::{Lane, PassphraseHasher};
pub use secret::Secret;
pub use signing::{PublicKey, SIGNATURE, Signer};
