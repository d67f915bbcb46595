//! Calls: what the team says on the telephone, from a script that gives nothing away.
//!
//! - A call waits in the outbox like a letter, without a job. Whoever of the team is ready takes the next one; for a while
//!   it is theirs, so that nobody is called twice.
//! - When it is opened the gate is asked, and that somebody reads a number stands in the patient's log before it is shown.
//! - The script asks for the person before it says anything, and for somebody else, or a machine, it has one sentence that
//!   says nothing. A code is read out; it is entered in the portal, by whoever was called.
//! - Reached: it has been sent. Not reached: again after some hours, three times in all. A wrong number is not called
//!   again until its code was entered anew.

mod pages;
mod routes;
pub(super) mod service;
mod store;
pub mod texts;

pub use routes::routes;
