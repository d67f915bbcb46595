//! Everything that reaches somebody: the gate in front of it, what it may say, and how it leaves the house.
//!
//! - The gate is the only way out. Its answer is stored, and what leaves refers to it.
//! - A text is words and neutral placeholders. What a message is about stands behind signing in, never in it.
//! - A message is queued in the transaction of the change that makes it necessary, and called off in the transaction of the
//!   change that makes it pointless. It is sent after that, at least once, under one Message-ID.
//! - What travels on paper waits for the team, which prints it and says when it was posted ([`letters`]).
//! - What is outreach can be ended from each of its mails, without signing in.

#[cfg(feature = "ssr")]
pub mod calls;
#[cfg(feature = "ssr")]
mod carried;
#[cfg(feature = "ssr")]
pub mod codes;
#[cfg(feature = "ssr")]
pub mod gate;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(all(test, feature = "ssr"))]
pub mod left;
#[cfg(feature = "ssr")]
pub mod letters;
#[cfg(feature = "ssr")]
pub mod lint;
#[cfg(feature = "ssr")]
mod mail;
pub mod model;
#[cfg(feature = "ssr")]
pub mod outbox;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod portal;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod sending;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod template;
#[cfg(feature = "ssr")]
pub mod templates;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
pub mod texts;
#[cfg(feature = "ssr")]
pub mod unsubscribe;
#[cfg(feature = "ssr")]
pub mod whose;
