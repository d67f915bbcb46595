//! The catalogue of purposes, as the privacy officer keeps it.
//!
//! - A change is a new version, whole and in both languages; what was published is never changed. Before it is published,
//!   the page shows what it changes, and asks what becomes of consents to older versions: they stay, or they end on a day.
//! - The day is at least [`model::NOTICE_DAYS`] days ahead, so that both reminders come in time
//!   ([`crate::consents::service::ConsentDeadline`]). The text that somebody has agreed to stays what it was, and is shown.
//! - A purpose is never removed, because decisions refer to it. It is retired: nothing is sent for it any more, at once, and
//!   nobody can agree to it; whoever has agreed can take it back as before.
//! - Of two who change the same purpose at once, the second is shown what the first has published.

mod check_page;
mod edit_page;
mod model;
mod pages;
mod problems;
pub mod routes;
mod service;
mod store;
#[cfg(test)]
mod tests;
pub mod texts;
