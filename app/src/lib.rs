//! Obhut, the portal itself: everything a patient or a member of staff can see or do.
//!
//! A map, one sentence per room:
//! - [`error`], [`ids`], [`lang`], [`redacted`], [`time`], [`visible`]: words both sides of the wire share.
//! - [`ui`]: the design system; it knows no feature.
//! - [`practice`]: who runs this portal, and the public pages that say so.
//! - [`accounts`]: how somebody becomes and stays signed in.
//! - [`patients`]: who somebody is, as far as the practice knows.
//! - [`records`]: the health record, as the practice system wrote it.
//! - [`consents`]: what somebody may be contacted for, and by which channel.
//! - [`notices`]: the only way out: gate, templates, outbox, and what somebody is told inside the portal.
//! - [`staff`]: the accounts of the team, and the pages on which it looks after patients' access.
//! - `audit` (server only): the access log, and how tampering with it is noticed.
//! - `rights` (server only): for how long what is kept, and the record of processing activities.
//! - `demo` (server only): the made-up people of a demonstration.
//! - `backend` (server only): database, keys, clock, actors and policy; it knows no feature either.
//! - `app` and `work` (server only): join the features into one route table, and the jobs of all into one list.
//!
//! The crate is compiled twice: with `ssr` for the server and with `hydrate` for the browser.
//! The browser's half holds nothing but models and islands.
#![recursion_limit = "256"]

pub mod accounts;
pub mod consents;
pub mod error;
pub mod ids;
pub mod lang;
pub mod notices;
pub mod patients;
pub mod practice;
pub mod records;
pub mod redacted;
pub mod staff;
pub mod time;
pub mod ui;
pub mod visible;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod backend;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod rights;
#[cfg(feature = "ssr")]
pub mod work;
