//! The process around the portal: configuration, start-up, HTTP, shutdown.
//!
//! It has no opinion about patients; what the portal does stands in the crate `app`.

#[cfg(feature = "bench")]
pub mod bench;
pub mod commands;
pub mod config;
pub mod http;
pub mod logging;
pub mod mail;
pub mod startup;
mod stop;
mod worker;
