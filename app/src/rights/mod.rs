//! What the law obliges the practice to be able to say about the data: for how long they are kept, and the record of
//! processing activities (GDPR Art. 30(1)).
//!
//! - The retention rules stand in one list. The record and `docs/privacy/README.md` are made of it or compared with it, so
//!   that neither promises what the other does not.
//! - The record describes this installation: its practice, its purposes in the versions in force, its recipients. What only
//!   the practice can know is left open in brackets, and never guessed.

mod activities;
pub mod records;
pub mod retention;
mod texts;

#[cfg(test)]
mod tests;
