//! The access log: who did what with whose data, when and why, so that nobody can take it back unnoticed.
//!
//! - Every reading of a patient's data by the team, and every change, is an entry. It is written by the last statements
//!   of the transaction that does the thing, so there is no entry without a deed and no deed without an entry.
//! - Reading is fail-closed: what is read is given out only after its entry has become durable, whether it is read after
//!   that ([`write_down`]) or in the same transaction ([`read_then`]).
//! - Entries form chains, one for each person, each care subject, and one for the installation. Each entry's MAC covers
//!   its place and the entry before it; the head of a chain has a MAC of its own. Neither can be computed without the key.
//! - Nothing is in clear. A chain's id is a keyed hash of whom it is about, and the entry does not name the key it is
//!   sealed under, so that without keys no row can be laid beside one of the identity or the care store. Erasing an
//!   owner's key for the audit class leaves a chain that can be verified and no longer be read.
//! - One transaction should write into one person's chain or one subject's, not both: on PostgreSQL neighbouring rows
//!   would tell that the two belong together.
//! - [`checkpoint`]s of all heads are signed and written to a file outside the database. [`verify`] compares: altered,
//!   missing, inserted and moved entries are found in the chains themselves; what was cut off together with its head,
//!   or with the whole database, is found by the checkpoints, up to the last one.
//!
//! The system has one chain for the whole installation and not one per process: the statement that moves a head on makes
//! writers take turns on both databases, and a chain that goes on cannot be dropped as a whole, as that of a process
//! which ended between two checkpoints could.

pub mod access_log;
mod chain;
pub mod checkpoint;
mod deed;
pub mod installation_log;
mod macs;
mod model;
mod page;
pub mod pages;
pub mod reason;
mod record;
pub mod routes;
mod store;
#[cfg(test)]
mod tests;
pub mod texts;
pub mod verify;

pub use chain::{Chain, Owner, chain_for_person, chain_for_subject, system_chain};
pub use deed::{deed, deed_about, deed_against, list_shown, own_deed, search_answered, who, write_down};
pub use model::{Act, Category, Detail, Entry, Vouched, Who};
pub use page::{Line, Page, Reading, page};
pub use record::{Prepared, prepare, read_then, record};
