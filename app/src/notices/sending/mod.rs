//! What the team sees of messages that leave the house: how they travel, how much waits, what was given up and why.
//!
//! No person, no address and no content is among it: rows of jobs name nobody, and nothing here opens them.

mod pages;
mod routes;
mod service;
#[cfg(test)]
mod tests;
pub mod texts;

pub use pages::SendingNotice;
pub use routes::routes;
pub use service::{Brief, brief};
