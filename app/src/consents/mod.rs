//! What a patient may be contacted for, by which channel: decided by nobody but the patient, and provable for years.
//!
//! - Everything is off by default. Of outreach a cell (one purpose on one channel) holds from the moment the one-time code
//!   was entered that was sent to that very channel (double opt-in). Care needs no consent, but leaves the choice of the
//!   channel; inside the portal it is always told.
//! - Every decision is an event of a history that is only added to. What holds is the fold of the history, read at a
//!   moment: a consent whose time is over has expired whether or not somebody has noted it.
//! - Taking back is one click, needs no fresh proof, takes effect in its transaction, and calls off what was planned.
//! - Each event names the text somebody had before them, by version, language and hash. Texts are never changed; a new
//!   version says whether consents to the older ones stay, or until when they are to be given again.

#[cfg(feature = "ssr")]
pub mod catalogue;
#[cfg(feature = "ssr")]
pub mod console;
pub mod export;
#[cfg(feature = "ssr")]
pub mod history;
pub mod islands;
pub mod model;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod paper;
#[cfg(feature = "ssr")]
mod problems;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod shipped;
#[cfg(feature = "ssr")]
mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
pub mod texts;
