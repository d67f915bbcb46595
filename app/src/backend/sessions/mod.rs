//! Sessions: who is signed in on which browser, until when.
//!
//! - The cookie is a random number of 128 bits; the table holds its keyed hash, so a copy of the database signs nobody
//!   in. What a session remembers is encrypted and bound to that hash.
//! - `tower-sessions` carries the cookie, [`Sessions`] is its store over our own database.
//!   Saving is an UPDATE and never an INSERT: a request that was under way cannot bring an ended session back.
//!   It writes what the request has changed and nothing else, so that requests at once keep what each has changed.
//!   An entry named `each_…` is a map, of which each thing is changed for itself.
//! - Another cookie for the same session is an UPDATE as well: whoever ends it does so before or after, never beside it.
//! - A session ends after a time without requests, and at the latest some hours after signing in (NIST SP 800-63B-4,
//!   sections 2.2.3 and 2.3.3).
//! - At its end a session forgets everything but who held it.
//! - There is no session for somebody who is nobody: visitors get no cookie.

mod begun;
mod brought;
mod changes;
mod holder;
mod library;
pub mod store;
mod tower;

pub use begun::Begun;
pub use brought::BroughtCookie;
pub use holder::{Holder, Kind, Path, SessionView};
pub use tower::{ADOPTED, COOKIE, Expired, FORGOTTEN, HOLDER, RENEWED, Sessions, VIEW};
