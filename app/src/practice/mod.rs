//! Who runs this portal: the pages that are the same for everybody.
//!
//! The start page says what the portal is for; imprint, privacy and accessibility statements are what German law asks
//! of the provider (DDG section 5, GDPR Art. 13, BFSG section 14).
//! What the operator has not entered yet is said to be missing, never made up.

pub mod texts;

#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod routes;
