//! Forms that are sent after their session has ended: what was typed waits, sealed, until the same account is back.
//!
//! - Nothing is kept unless a route says so ([`Keep`]), and then only the fields it names. Passphrases, codes and birth
//!   dates cannot be named.
//! - It is kept only for a session whose time ran out, and only with that session's form token. One that somebody has
//!   ended keeps nothing.
//! - It is sealed to the account, the policy action and the row, for thirty minutes; an account has a few at most.
//! - It is shown in its form and never submitted by itself: somebody has to send the form again.
//!
//! The page of such a form stands at the path it is posted to; it asks [`find`] and shows what it gets.

mod gate;
mod keep;
mod service;
pub mod store;

pub(super) use gate::{Sent, pass};
pub use keep::Keep;
pub use service::{Kept, LIFETIME, find, waiting};

/// The hidden field by which a form says what it was filled from.
pub const KEPT: &str = "kept";
/// The field that says: keep what was typed, and do nothing else. The browser's half sends it.
pub const KEEP_ONLY: &str = "keep_only";
/// The field that says: forget what was kept, and do nothing else.
pub const DISCARD: &str = "kept_discard";
/// Where somebody signs in whose form is kept.
pub const SIGN_IN: &str = "/sign-in?kept";
