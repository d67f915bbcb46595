//! Counting what waits, and having tried again what was given up.

use crate::{
    audit::{self, Act, Category},
    backend::{
        context::RequestContext,
        failure::Failure,
        mail::Way,
        policy::{Action, authorise},
        queue::{self, Dead},
    },
    error::AppError,
    ids::JobId,
    notices::{model::Channel, store},
};

/// So many lines of what was given up at the most.
const SHOWN: i64 = 100;

/// What the page shows.
pub struct Overview {
    pub way: Way,
    /// How much waits on each channel, what was given up included.
    pub waiting: Vec<(Channel, i64)>,
    /// What was given up, the newest first.
    pub dead: Vec<Dead>,
    pub given_up: i64,
}

/// What the start page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brief {
    pub way: Way,
    pub given_up: i64,
}

/// Everything about sending.
pub async fn overview(context: &RequestContext) -> Result<Overview, AppError> {
    authorise(Action::KeepSending, &context.actor)?;
    let state = &context.state;
    let counted = state.db.read(|tx| Box::pin(store::count_queued(tx))).await?;
    let waiting = counted
        .into_iter()
        .map(|(name, count)| {
            let channel = Channel::parse(&name);
            Ok((channel.ok_or(Failure::Inconsistent { table: "outbox", column: "channel" })?, count))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let dead = queue::dead(state, SHOWN).await?;
    Ok(Overview { way: state.mailer.way(), waiting, dead, given_up: queue::count_dead(state).await? })
}

/// The short of it for the start page; `None` for those whose concern it is not.
pub async fn brief(context: &RequestContext) -> Result<Option<Brief>, Failure> {
    if authorise(Action::KeepSending, &context.actor).is_err() {
        return Ok(None);
    }
    let state = &context.state;
    Ok(Some(Brief { way: state.mailer.way(), given_up: queue::count_dead(state).await? }))
}

/// Has something tried again that was given up.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such thing, or somebody was faster.
pub async fn retry(context: &RequestContext, id: JobId) -> Result<(), AppError> {
    authorise(Action::KeepSending, &context.actor)?;
    let (state, now) = (&context.state, context.now());
    let entry = audit::deed(context, Act::SendingRetried, Category::Installation).await?;
    let entry = audit::Entry { objects: vec![id.uuid()], ..entry };
    let log = audit::prepare(state, &audit::system_chain(state), &entry)?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if !queue::revive(tx, id, now).await? {
                return Ok(false);
            }
            audit::record(tx, log).await?;
            Ok(true)
        })
    });
    if write.await? { Ok(()) } else { Err(AppError::NotFound) }
}
