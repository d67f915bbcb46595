//! The design system: the frame around every page, and what pages are built from.
//!
//! It knows no feature.
//! - [`texts`]: the sentences of the frame and of the error pages.
//! - [`islands`]: what reacts in the browser on every page; [`session_island`]: what reacts for signed-in people;
//!   [`session_end`]: when that ends, and what becomes of the page.
//! - [`browser`]: what islands ask of the browser.
//! - `frame`, `page` (server only): the HTML document and its headers.
//! - `form`, `fields`, `choices` (server only): plain HTML forms and their controls; `date`: dates in words.
//! - `diff` (server only): what has changed between two texts.
//! - `error_page` (server only): what people see when something went wrong.
//! - `routes` (server only): the endpoints that belong to the frame itself.

pub mod browser;
pub mod emergency;
pub mod islands;
pub mod session_end;
pub mod session_island;
pub mod texts;

#[cfg(feature = "ssr")]
pub mod choices;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod date;
#[cfg(feature = "ssr")]
pub mod diff;
#[cfg(feature = "ssr")]
pub mod error_page;
#[cfg(feature = "ssr")]
pub mod fields;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
mod form_texts;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
mod session_strip;
#[cfg(feature = "ssr")]
pub mod text_area;

#[cfg(feature = "ssr")]
pub use frame::practice_name;
