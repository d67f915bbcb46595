//! A clock that stands still until a test turns it.

use crate::{backend::clock::Clock, time::Timestamp};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Tuesday, 24 November 2026, 08:00 UTC, in milliseconds.
const START: i64 = 1_795_507_200_000;

/// Cheap to clone; all clones show the same time.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START)))
    }

    /// Turns the clock, forwards or backwards.
    pub fn advance(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
