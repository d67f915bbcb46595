//! How somebody is reached: addresses they have given and proven, and how discreet the practice is to be.
//!
//! - A contact point belongs to one person and says nothing about others: whether somebody else has given the same one is
//!   never looked up, and what is stored of it cannot be compared between people.
//! - A new one receives a code and nothing else, until that code was entered (double opt-in).
//! - Of a kind, one is preferred; the first that was verified is so by itself.
//! - Adding, removing and preferring outlast a stolen session, so each needs a fresh proof. While content is held back
//!   after an access was replaced, nothing is shown and nothing changes.
//! - A code travels by the very way it proves: in a mail, in a letter that the team prints, or read out on the telephone.

#[cfg(feature = "ssr")]
pub mod address;
#[cfg(feature = "testing")]
pub mod arranged;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod kind_texts;
#[cfg(feature = "ssr")]
mod mailbox;
pub mod model;

#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod reading;
#[cfg(feature = "ssr")]
pub(super) mod routes;
#[cfg(feature = "ssr")]
mod sealed;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
pub mod texts;

pub use model::{ContactKind, ContactPoint};
#[cfg(feature = "ssr")]
pub use reading::{find, is_discreet, is_in_force, usable};
#[cfg(feature = "ssr")]
pub use store::doubt;
