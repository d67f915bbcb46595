//! The only source of "now".

use crate::time::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time; a parameter everywhere, so that tests turn it by hand.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the machine for the time")]
    fn now(&self) -> Timestamp {
        // A clock before 1970 is broken; the end of time makes every deadline look past, so that nothing stays open.
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
            Err(_) => Timestamp(i64::MAX),
        }
    }
}
