//! What mails say in the practice's own words.
//!
//! - A text is one kind of message on one channel, in both languages. The portal brings a text along for each; the
//!   practice may write its own, and the newest released version takes its place from the next mail on.
//! - Every saving is a version. Versions are never changed, drafts as little as what was released: what somebody has read
//!   and released is what is sent, and years later it can be said what it was.
//! - Four eyes: whoever wrote a version cannot release it. The database refuses it as well.
//! - Going back to the text of the portal needs one pair of eyes only, because it must be quick and cannot do harm.
//! - Nothing is saved that the linter ([`super::lint`]) refuses, and nothing is released that it refuses by then.
//! - Mails with a code have no text of the practice: somebody waits for them at the moment they arrive, and a mail that
//!   carries a secret is the first that others imitate. It looks the same everywhere and always.
//!
//! A new kind is a line in [`model::TemplateKind`], with the placeholders its messages have values for.

pub mod current;
mod edit_page;
mod kind_page;
pub mod model;
mod preview;
mod problems;
pub mod routes;
pub mod service;
mod store;
#[cfg(test)]
mod tests;
pub mod texts;
mod version_page;
