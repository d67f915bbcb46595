//! [`Pieces`]: a body in small pieces, of which no more is given than there is a budget for.

use axum::{
    BoxError,
    body::{BodyDataStream, Bytes},
};
use futures::Stream;
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
};

/// Bytes of a piece at the most.
const PIECE: usize = 4 * 1024;
/// Bytes that may come while the content of the next part has not begun: the boundary, the headers of the part, and what
/// comes along behind them in the last piece.
pub(super) const HEAD: usize = 8 * 1024;

/// How many bytes may still be given. The reader sets it, and whoever gives counts it down.
#[derive(Clone, Debug, Default)]
pub(super) struct Budget(Arc<AtomicUsize>);

impl Budget {
    /// From now on no more than [`HEAD`].
    pub fn limit(&self) {
        self.0.store(HEAD, Ordering::Relaxed);
    }

    /// From now on anything; the reader has limits of its own.
    pub fn lift(&self) {
        self.0.store(usize::MAX, Ordering::Relaxed);
    }

    /// As much of so many bytes as there is left.
    fn take(&self, wanted: usize) -> usize {
        let left = self.0.load(Ordering::Relaxed);
        let taken = left.min(wanted);
        self.0.store(left - taken, Ordering::Relaxed);
        taken
    }
}

/// A body in pieces.
///
/// After each the reader is made to look at what it has: a parser that takes all there is before it looks would take far more
/// than it needs, and no budget could tell.
pub(super) struct Pieces {
    body: BodyDataStream,
    rest: Bytes,
    budget: Budget,
    has_given: bool,
}

impl Pieces {
    /// The pieces of a body.
    pub fn of(body: BodyDataStream, budget: Budget) -> Self {
        Self { body, rest: Bytes::new(), budget, has_given: false }
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.has_given) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        while self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(arrived)) => self.rest = arrived,
                Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                None => return Poll::Ready(None),
            }
        }
        let size = self.budget.take(self.rest.len().min(PIECE));
        if size == 0 {
            return Poll::Ready(Some(Err("the head of a part is too long".into())));
        }
        self.has_given = true;
        Poll::Ready(Some(Ok(self.rest.split_to(size))))
    }
}
