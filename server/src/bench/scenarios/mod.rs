//! What is measured, each with a look at whether it did what it says.

pub mod exports;
pub mod gate;
pub mod mails;
pub mod renewals;

use super::{Error, house::House};
use app::{time::Timestamp, work};

/// How often the clock is turned on for jobs that are to be tried again.
const TURNS: u32 = 8;
/// By how much, in milliseconds: longer than the first pauses of a job.
const PAUSE: i64 = 5 * 60_000;

/// Runs jobs as a worker does until none is due and `is_done` says so.
///
/// # Errors
/// [`Error::Wrong`] when it still does not after the clock was turned on a few times.
async fn work_until(house: &House, is_done: impl Fn() -> bool) -> Result<(), Error> {
    for _ in 0..TURNS {
        while work::run_due(&house.state).await? > 0 {}
        if is_done() {
            return Ok(());
        }
        house.clock.turn_to(Timestamp(house.state.clock.now().0 + PAUSE));
    }
    Err(Error::Wrong("not everything was done that was due".to_owned()))
}
