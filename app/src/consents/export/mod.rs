//! The signed export: what somebody has decided, as a file that proves it to anybody, also without this portal.
//!
//! - After every change a new version is queued in the transaction of the change ([`prepare_build`]), and built by a job
//!   ([`run`]). It holds the whole history, every text somebody had before them word for word, and what follows; it names
//!   the hash of the version before, and is signed with the installation's key ([`jws`], [`document`]).
//! - Versions are numbered from one without a gap, each stored in the transaction that records its number and hash in the
//!   subject's chain of the access log. So nobody, not even who holds the signing key, can slip an older-looking one in.
//! - Every version is kept, encrypted under the key of the consents themselves ([`kept`]). Reading one's own leaves no
//!   entry.
//! - Whoever verifies a file says whose keys count ([`verify`]); a key that a file brings along never does.

pub mod document;
pub mod fhir;
mod job;
pub mod jws;
pub mod kept;
mod pages;
pub mod routes;
mod service;
mod store;
#[cfg(test)]
mod tests;
pub mod texts;
pub mod verify;

pub use job::{ConsentExport, prepare_build, run};
#[cfg(test)]
pub(crate) use service::find;
