//! Identity: who a person is, as far as the practice knows.
//!
//! - Master data are items with an origin: who said so, and when. Every value is encrypted under the person's own
//!   identity key and bound to its row; nothing that names or reaches somebody stands in the database in clear.
//! - People are found exactly, by blind indexes over normalised values: family name together with birth date, e-mail,
//!   telephone, insurance number, patient number. There is no list of everybody and no search by part of a name.
//! - The portal gives each patient a patient number and a sign-in name. Both are random, tell nothing, and are unique.
//! - Two people who might be one are shown before the second is created; the check and the creation are one
//!   transaction, and creations take turns, so that two receptionists at once cannot both overlook each other.
//! - A change replaces the value, who said so and since when, and moves what the person is found by; the old value is not
//!   kept, and the log names which items were changed. Nobody changes what somebody else has changed since they read it.
//! - What came with an import follows the next one; what the desk or the person has given is never changed silently.
//! - A value that somebody typed is kept as typed; only its index is normalised.
//! - The care store knows nobody by name or person id but by a pseudonym drawn by lot; the link is sealed on both sides.
//! - Whoever destroys a person's identity key (GDPR Art. 17) removes their indexes in the same transaction.

#[cfg(feature = "ssr")]
mod alike;
#[cfg(feature = "ssr")]
pub mod arrivals;
pub mod birth_date;
pub mod contacts;
pub(crate) mod fields;
mod forms;
pub mod model;
pub mod texts;

#[cfg(feature = "ssr")]
mod changing;
#[cfg(feature = "ssr")]
mod correction;
#[cfg(feature = "ssr")]
mod correction_pages;
#[cfg(feature = "ssr")]
mod correction_routes;
#[cfg(feature = "ssr")]
mod creation;
#[cfg(feature = "ssr")]
mod details_form;
#[cfg(feature = "ssr")]
pub(crate) mod given;
#[cfg(feature = "ssr")]
mod matching;
#[cfg(feature = "ssr")]
mod me;
#[cfg(feature = "ssr")]
mod me_page;
#[cfg(feature = "ssr")]
mod me_texts;
#[cfg(feature = "ssr")]
pub mod normal;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod problems;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod sealed;
#[cfg(feature = "ssr")]
mod search_pages;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod subjects;
#[cfg(feature = "ssr")]
mod subjects_store;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
mod updating;
#[cfg(feature = "ssr")]
pub mod words;
