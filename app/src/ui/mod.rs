//! The design system: the frame around every page, and what pages are built from.
//!
//! It knows no feature.
//! - [`texts`]: the sentences of the frame and of the error pages.
//! - [`islands`]: what reacts in the browser on every page.
//! - `frame`, `page` (server only): the HTML document and its headers.
//! - `error_page` (server only): what people see when something went wrong.
//! - `routes` (server only): the endpoints that belong to the frame itself.

pub mod emergency;
pub mod islands;
pub mod texts;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod error_page;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod routes;
