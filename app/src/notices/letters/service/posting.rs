//! Saying that a batch was posted.

use super::{
    super::store::{self, LetterRow},
    Standing, find, standing,
};
use crate::{
    audit::{self, Act, Category},
    backend::context::RequestContext,
    error::AppError,
    ids::BatchId,
    notices::{carried::carrier, store as outbox_store},
};

/// Notes that a batch was taken to the post: what was printed and is to be posted has been sent; what was not printed waits
/// again, and so does what is in doubt. What was void was not sent, and is done with.
///
/// # Errors
/// [`AppError::NotFound`] for a batch that was posted, as for one that is not there.
pub async fn post(context: &RequestContext, id: BatchId) -> Result<(), AppError> {
    let (by, now, state) = (carrier(context)?, context.now(), &context.state);
    let (_, rows) = find(state, id).await?;
    let (mut left, mut void, mut in_doubt) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows.into_iter().filter(LetterRow::waits) {
        let dispatch = row.dispatch_id;
        match standing(state, &row, now).await? {
            Standing::Good(content) => left.push((dispatch, content.seal_without_code(state, dispatch)?)),
            Standing::Void => void.push(dispatch),
            Standing::InDoubt => in_doubt.push(dispatch),
        }
    }
    let entry = audit::deed(context, Act::LettersPosted, Category::Installation).await?;
    let entry = audit::Entry { objects: vec![id.uuid()], ..entry };
    let log = audit::prepare(state, &audit::system_chain(state), &entry)?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if !store::set_posted(tx, id, by, now).await? {
                return Ok(false);
            }
            for dispatch in void {
                outbox_store::mark_refused(tx, dispatch, now).await?;
            }
            for dispatch in in_doubt {
                store::unset_printed(tx, dispatch).await?;
                store::release(tx, id, dispatch).await?;
            }
            // Whether a letter was printed is asked here: somebody may have done it since it was read.
            for (dispatch, content) in left {
                outbox_store::mark_posted(tx, dispatch, &content, now).await?;
                store::release(tx, id, dispatch).await?;
            }
            audit::record(tx, log).await?;
            Ok(true)
        })
    });
    if write.await? { Ok(()) } else { Err(AppError::NotFound) }
}
