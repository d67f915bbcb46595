//! One caller's write, erased so that callers of any result type wait in one queue.

use super::tx::Tx;
use crate::backend::failure::Failure;
use futures::{FutureExt as _, future::BoxFuture};
use std::panic::AssertUnwindSafe;
use tokio::sync::oneshot;

/// How a write went, and how to tell its caller once the transaction is durable.
pub(super) enum Outcome {
    /// It succeeded; its changes are to be kept.
    Keep(Answer),
    /// It failed by its own rules or on a constraint; its changes are to be undone, its neighbours live.
    Undo(Answer),
    /// It may have harmed the transaction; nothing in it may be kept.
    Lost,
}

/// Sends the result to the caller.
///
/// Dropping it instead tells the caller `Unavailable`, so a lost batch needs no bookkeeping.
pub(super) type Answer = Box<dyn FnOnce() + Send>;

/// A write that waits for its turn.
pub(super) trait Member: Send {
    /// Whether its caller has gone away in the meantime.
    fn is_abandoned(&self) -> bool;
    /// Runs it inside the given transaction.
    fn run<'t>(self: Box<Self>, tx: &'t mut Tx<'_>) -> BoxFuture<'t, Outcome>;
}

/// The closure of [`super::Db::write`] with the line back to its caller.
pub(super) struct Call<T, F> {
    pub(super) work: F,
    pub(super) reply: oneshot::Sender<Result<T, Failure>>,
}

impl<T, F> Member for Call<T, F>
where
    T: Send + 'static,
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, Failure>> + Send + 'static,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run<'t>(self: Box<Self>, tx: &'t mut Tx<'_>) -> BoxFuture<'t, Outcome> {
        Box::pin(async move {
            let Call { work, reply } = *self;
            // The closure itself may panic before it returns a future, so both are caught.
            let Ok(result) = AssertUnwindSafe(async { work(tx).await }).catch_unwind().await else {
                tracing::error!("a write panicked; its batch is rolled back");
                return Outcome::Lost;
            };
            let answer = |result| Box::new(move || drop(reply.send(result))) as Answer;
            match (tx.fault(), result) {
                (None, Ok(value)) => Outcome::Keep(answer(Ok(value))),
                (None, Err(failure)) => Outcome::Undo(answer(Err(failure))),
                (Some(fault), Err(failure)) if fault.spares_neighbours() => {
                    Outcome::Undo(answer(Err(failure)))
                }
                (Some(fault), Ok(_)) if fault.spares_neighbours() => {
                    // PostgreSQL would roll such a transaction back at COMMIT; saying "done" would be a lie.
                    tracing::error!("a write went on after a database error; it is undone");
                    Outcome::Undo(answer(Err(Failure::Unavailable)))
                }
                (Some(_), _) => Outcome::Lost,
            }
        })
    }
}
