//! Taking a call, opening it, and saying what became of it.

mod closing;
mod opening;

pub use closing::{Next, Outcome, close};
pub use opening::{Call, Opened, open};

use super::store;
use crate::{
    backend::context::RequestContext, error::AppError, ids::DispatchId, notices::carried::carrier,
    time::Timestamp,
};

/// How long a call is in the hands of whoever took it, in milliseconds.
const LEASE: i64 = 15 * 60_000;
/// When it is tried again, in milliseconds.
const AGAIN: i64 = 3 * 3_600_000;
/// How many are tried to be taken before somebody is told that there is none.
const CANDIDATES: i64 = 8;

/// How many calls somebody could make now.
pub async fn waiting(context: &RequestContext) -> Result<i64, AppError> {
    let (by, now) = (carrier(context)?, context.now());
    let read = context.state.db.read(move |tx| Box::pin(store::count_waiting(tx, by, now)));
    Ok(read.await?)
}

/// Takes the next call, or the one that is in one's hands; `None` when there is none.
pub async fn take_next(context: &RequestContext) -> Result<Option<DispatchId>, AppError> {
    let (by, now) = (carrier(context)?, context.now());
    let until = Timestamp(now.0.saturating_add(LEASE));
    let write = context.state.db.write(move |tx| {
        Box::pin(async move {
            for (dispatch,) in store::list_waiting(tx, by, now, CANDIDATES).await? {
                if store::take(tx, dispatch, by, now, until).await? {
                    return Ok(Some(dispatch));
                }
            }
            Ok(None)
        })
    });
    Ok(write.await?)
}
