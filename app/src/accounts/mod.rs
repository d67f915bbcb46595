//! How somebody becomes a user, and signs in.
//!
//! Path P is a passkey with user verification; path T is a passphrase together with a time-based code (RFC 6238).
//! So far this room holds the sign-in page only, which tells people how access will reach them.

pub mod texts;

#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
