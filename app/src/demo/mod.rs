//! The made-up people of a demonstration: one member of the team per role, and patients.
//!
//! - They exist in demo installations only, which no other machine can reach; every function here reads the marker first.
//! - All of them sign in by path T, so that a demonstration needs no passkey. Passphrases are constants and printed at
//!   every start; sign-in names and the secrets of the time-based codes are drawn as for anybody else.
//! - Patients who have access have a record as well. Its dates lie at a fixed distance before the day it was made.
//! - Every start adds whoever is missing, so a start that was cut off is completed by the next.

mod letter;
mod making;
mod people;
mod records;
pub mod service;
#[cfg(test)]
mod tests;
