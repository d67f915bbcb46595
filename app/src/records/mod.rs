//! The health record, as the practice system wrote it.
//!
//! - A record comes in as a file in FHIR R4 (JSON) and is read without a database: bytes in; a model or a refusal out.
//! - An allow-list says what is kept. Everything else is dropped, and the report of the import says what and how often.
//! - A file is taken over as a whole or not at all. Whose record it is must be certain: one patient, with a family name
//!   and a birth date, and every entry about that very patient.
//! - Wording stays as it was written, decimals keep their digits (6.10 is not 6.1), dates their precision and offset.
//!   Texts may hold markup and writing from right to left: whoever shows them escapes and isolates them.
//! - What cannot be understood safely (unknown modifiers, unknown states) is not shown as if it were understood.
//! - A refusal names the place in the file and a reason, never a value; it may be printed and logged.

pub mod decimal;
pub mod details;
mod measured;
mod medicines;
pub mod model;
pub mod report;
pub mod series;
pub mod texts;
mod units;
pub mod when;
pub mod words;

#[cfg(feature = "ssr")]
pub mod fhir;
#[cfg(feature = "ssr")]
mod files;
#[cfg(feature = "ssr")]
mod page_texts;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
mod sealed;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub(crate) mod store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
