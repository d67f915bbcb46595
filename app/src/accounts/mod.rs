//! How somebody becomes a user, signs in, and keeps their access.
//!
//! - Path P is a passkey with user verification (WebAuthn); no name is typed.
//! - Path T is a passphrase together with a time-based code (RFC 6238). Staff have path P only; in a demo, where
//!   everybody is made up, they have path T as well.
//! - Nobody registers alone: an invitation is the way in. What is set up with it comes into force at the very end,
//!   together with ten recovery codes, and uses the invitation up.
//! - What is wrong about a try is nobody's business: unknown name, wrong passphrase, wrong code and too many tries
//!   have one answer, and cost the same.
//! - Whatever would outlast a stolen session needs a fresh proof first.

pub mod ceremony;
pub mod islands;
pub mod model;
pub mod texts;

#[cfg(feature = "ssr")]
mod common;
#[cfg(feature = "ssr")]
pub(crate) mod pages;
#[cfg(feature = "ssr")]
mod problems;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
mod throttle;
#[cfg(feature = "ssr")]
pub(crate) mod totp;
#[cfg(feature = "ssr")]
mod webauthn;
