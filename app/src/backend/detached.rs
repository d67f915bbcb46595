//! Work that has to come to its end although nobody waits for it any more.

use super::failure::Failure;
use tracing::Instrument as _;

/// Runs work in a task of its own and waits for it.
///
/// A handler is dropped at whatever it waits for when its caller hangs up. What must not be left half done, and is more
/// than one transaction, goes on here.
///
/// # Panics
/// When the work does.
pub async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::spawn(work.in_current_span()).await {
        Ok(done) => done,
        Err(ended) if ended.is_panic() => std::panic::resume_unwind(ended.into_panic()),
        // The process is ending.
        Err(_) => Err(Failure::Unavailable),
    }
}
