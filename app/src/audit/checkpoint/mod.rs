//! Signed states of all chains, in a file outside the database.
//!
//! - One is made every sixty seconds, or as soon as 256 entries have come together, and at an orderly end; none when
//!   nothing has changed.
//! - Its form is that of a signed note (C2SP signed-note), its content follows C2SP tlog-checkpoint: origin, number, root,
//!   and lines of our own. The signature is Ed25519 under the key of the installation.
//! - The root is a salted SHA-256 over the heads of all chains. The heads themselves stand in the note, encrypted: in
//!   clear they would tell, to the minute, which chains move together, and so which person is which subject. The first
//!   note of a file lists all heads, the ones after it only those that have changed.
//! - The notes of one data directory are a series. Each names the hash of its predecessor; the database notes number and
//!   hash of the newest ([`marks`]). So a note that was removed, and a file cut short, is noticed.
//! - Several portals on one PostgreSQL keep a series each (decision 0016).
//! - Files are named by month and are only appended to. Losing one loses evidence, and nothing else.

mod file;
mod heads;
mod keeper;
mod marks;
mod note;
mod tail;

pub(super) use file::{files, pieces, read};
pub(super) use heads::Heads;
pub use keeper::{CheckpointError, Keeper, Outcome, Running};
pub use marks::begin;
pub(super) use marks::{Marks, Stored, anything_there, open as open_marks};
pub(super) use note::{Broken, Note, hash, origin};

/// The folder in the data directory.
pub const FOLDER: &str = "checkpoints";
