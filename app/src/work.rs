//! Joins the work of all features: which slice does a job of which kind.

use crate::{
    backend::{
        failure::Failure,
        queue::{self, Claimed, Job as _, JobError},
        state::AppState,
    },
    consents, notices,
};
use futures::{FutureExt as _, StreamExt as _, stream};
use std::panic::AssertUnwindSafe;

/// Jobs that are taken at a time: so few that all of them are done within their lease, even if each waits for a mail server
/// that does not answer.
const BATCH: i64 = 16;
/// Jobs of this process that are under way at once: most of them wait for a mail server.
const AT_ONCE: usize = 8;

/// Does the work that is due, as far as a batch goes; tells how many jobs were taken. Whoever runs this asks again at once
/// while there were any.
pub async fn run_due(state: &AppState) -> Result<usize, Failure> {
    let claimed = queue::claim_due(state, BATCH).await?;
    let count = claimed.len();
    let outcomes = stream::iter(claimed).map(|job| one(state, job)).buffer_unordered(AT_ONCE);
    let failures: Vec<Failure> = outcomes.filter_map(|outcome| async { outcome.err() }).collect().await;
    failures.into_iter().next().map_or(Ok(count), Err)
}

/// Does one job, and notes it when it did not work; a panic is no better than any other failure, and no worse.
async fn one(state: &AppState, job: Claimed) -> Result<(), Failure> {
    let done = AssertUnwindSafe(dispatch(state, &job)).catch_unwind().await;
    match done.unwrap_or(Err(JobError::Retry("panic"))) {
        Ok(()) => Ok(()),
        Err(error) => queue::has_failed(state, &job, &error).await,
    }
}

async fn dispatch(state: &AppState, job: &Claimed) -> Result<(), JobError> {
    match job.kind.as_str() {
        notices::jobs::Send::KIND => notices::jobs::send(state, job).await,
        notices::jobs::TellSecurity::KIND => notices::jobs::tell_security(state, job).await,
        consents::export::ConsentExport::KIND => consents::export::run(state, job).await,
        consents::service::ConsentReminder::KIND => consents::service::remind(state, job).await,
        consents::service::ConsentDeadline::KIND => consents::service::meet_deadline(state, job).await,
        consents::service::ConsentEnd::KIND => consents::service::note_end(state, job).await,
        consents::paper::TellPaper::KIND => consents::paper::tell(state, job).await,
        // Of a newer version, or of one that is not any more.
        _ => Err(JobError::Fail("kind")),
    }
}
