//! The log, and what a panic leaves in it.

use crate::config::Config;
use std::io::IsTerminal as _;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{
    Layer as _, filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// Starts it, once in a process.
///
/// The level holds for our own code; libraries only warn, because some of them log paths and headers below that.
pub fn start(config: &Config) {
    let ours = ["app", "obhut", "obhut_testkit", "server"].map(|target| (target, config.log));
    let filter = Targets::new().with_targets(ours).with_default(LevelFilter::WARN.min(config.log));
    let terminal = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(terminal);
    let registry = tracing_subscriber::registry();
    match config.log_json {
        true => registry.with(lines.json().with_filter(filter)).init(),
        false => registry.with(lines.with_filter(filter)).init(),
    }
    // A panic's message may quote a person's data, so only its place is logged.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}
