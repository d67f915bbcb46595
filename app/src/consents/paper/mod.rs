//! Consents that somebody has signed on paper.
//!
//! - The practice prints the form of a purpose ([`pages::FormPage`]): the text word for word, its version and hash.
//! - Reception records what came back signed: which purpose, version and ways, on which day, with a scan. Nothing is
//!   recorded without the scan, because a consent has to be demonstrated (GDPR Art. 7(1)).
//! - What needs no consent holds at once. Outreach is noted and sends nothing until the patient has confirmed it in the
//!   portal, with the code that goes to the very channel: whoever can open a drawer of forms cannot subscribe anybody.
//! - A decision that somebody has made later than the day on the form stands; so does what holds already.
//! - The patient is told inside the portal, sees who recorded it, and opens the scan.

mod boxes;
mod job;
mod model;
mod pages;
mod problems;
mod routes;
mod sealed;
mod service;
mod store;
#[cfg(test)]
mod tests;
pub mod texts;

#[cfg(test)]
pub(crate) use tests::{arrange, read};

pub use job::{TellPaper, tell};
pub use pages::RecordedNotice;
pub use routes::{RECORDED, routes};
pub(super) use sealed::{NewPaper, insert};
pub(super) use service::papers_of;
