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
        // Before 1970 the machine's clock is broken; zero makes every deadline look far away instead of past.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
