//! The team: its accounts, and the pages on which it looks after patients' access.
//!
//! - An account is a person of kind staff with one role. So far accounts are made on the command line of the server and
//!   nowhere else; every start page of the team shows for thirty days which ones were, because nobody gets a content
//!   role unseen.
//! - Whoever gets an account gets a link that is good for an hour and for one passkey. A further link replaces a lost
//!   passkey: the one before is void at once, and all sessions end when the new one is used.
//! - A disabled account stays in the table, because others refer to it; it signs nobody in, its link is void and its
//!   sessions have ended.
//! - An invitation that replaces a lost way to sign in needs a second member of the team, and so does the identity
//!   check after an enrolment. Never is it the one who issued the invitation.

pub mod model;

#[cfg(all(test, feature = "ssr"))]
pub mod arranged;
#[cfg(feature = "ssr")]
mod home_page;
#[cfg(feature = "ssr")]
mod invitation_pages;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
pub mod texts;
