//! Letters: what the practice prints, puts into envelopes and takes to the post.
//!
//! - A letter waits in the outbox until somebody of the team puts those that wait into a batch. A letter is in one batch and
//!   no other, whoever else presses the button at the same moment.
//! - A batch is one PDF. It is made anew whenever somebody asks for it, until it was posted. Each time the gate is asked
//!   about every letter, and that somebody reads an address stands in the patient's log before it is shown.
//! - What was taken back, or is refused now, is no longer in it; a first sheet says which numbers those are.
//! - Only what was printed counts as sent once the batch was posted. What was not goes back to those that wait.

mod pages;
mod print;
mod routes;
pub(super) mod service;
mod store;
pub mod texts;

pub use routes::routes;
