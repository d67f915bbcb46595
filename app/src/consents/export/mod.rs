//! The signed export: what somebody has decided, as a file that proves it to anybody, also without this portal.
//!
//! - After every change a new version is queued in the transaction of the change (`prepare_build`), and built by a job
//!   (`run`). It holds the whole history, every text somebody had before them word for word, and what follows; it names
//!   the hash of the version before, and is signed with the installation's key (`jws`, `document`).
//! - Versions are numbered from one without a gap, each stored in the transaction that records its number and hash in the
//!   subject's chain of the access log. So nobody, not even who holds the signing key, can slip an older-looking one in.
//! - Every version is kept, encrypted under the key of the consents themselves (`kept`). Reading one's own leaves no
//!   entry.
//! - For paper there is a PDF (`print`), made when it is asked for from the very file that is kept, which it brings along.
//!   So nothing is kept twice, and the two cannot disagree.
//! - Whoever verifies a file says whose keys count (`verify` on the server, [`islands`] in the browser); a key that a file
//!   brings along never does.

mod base64url;
pub mod islands;
pub mod reading;
pub mod texts;

#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod fhir;
#[cfg(feature = "ssr")]
mod job;
#[cfg(feature = "ssr")]
pub mod jws;
#[cfg(feature = "ssr")]
pub mod kept;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod print;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
pub mod verify;

#[cfg(feature = "ssr")]
pub use job::{ConsentExport, prepare_build, run};
#[cfg(feature = "ssr")]
pub(super) use pages::in_groups;
#[cfg(test)]
pub(crate) use service::find;
