//! Decisions as benchmarks want them: there, with everything that time will do to them, but without the code that
//! somebody would have typed, and without an entry in their log. And one as most tests want it.

use super::renewal;
#[cfg(test)]
use super::{Asked, Confirmed, ask};
#[cfg(test)]
use crate::{backend::context::RequestContext, consents::catalogue, error::AppError};
use crate::{
    backend::{failure::Failure, queue, state::AppState},
    consents::{
        export,
        history::{self, NewEvent},
        model::Cell,
    },
    ids::SubjectId,
    time::Timestamp,
};

/// Switches a cell on with the newest text before one's eyes.
#[cfg(test)]
pub async fn switch_on(context: &RequestContext, cell: &Cell) -> Result<Asked, AppError> {
    let catalogue = catalogue::load(&context.state).await?;
    let shown = catalogue.find(&cell.purpose).map_or(0, |purpose| purpose.version);
    ask::switch_on(context, cell, shown).await
}

/// Enters a code with the text before one's eyes that the page shows now.
#[cfg(test)]
pub async fn confirm(context: &RequestContext, cell: &Cell, typed: &str) -> Result<Confirmed, AppError> {
    let shown = super::confirmation(context, cell).await?.map_or(0, |waits| waits.version);
    super::confirm(context, cell, typed, shown).await
}

/// Adds decisions to a history; the last of them may give a consent that ends, and a new export may follow.
///
/// # Errors
/// [`Failure::Unavailable`] when somebody else has added to the history meanwhile.
pub async fn decided(
    state: &AppState,
    subject: SubjectId,
    new: Vec<NewEvent>,
    ending: Option<(&Cell, Timestamp)>,
    with_export: bool,
) -> Result<(), Failure> {
    let (before, key) =
        (history::history(state, subject).await?, history::evidence_key(state, subject).await?);
    let given = before.seq + i64::try_from(new.len()).unwrap_or(i64::MAX);
    let mut jobs = match ending {
        Some((cell, ends_at)) => renewal::plan(state, subject, cell, given, Some(ends_at))?,
        None => Vec::new(),
    };
    if with_export {
        jobs.push(export::prepare_build(state, subject)?);
    }
    let prepared = history::append(state, &before, &key, new)?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if !history::record(tx, prepared).await? {
                return Err(Failure::Unavailable);
            }
            for job in &jobs {
                queue::enqueue(tx, job).await?;
            }
            Ok(())
        })
    });
    write.await
}
