//! Which jobs there are, and who does them.

use crate::backend::{
    failure::Failure,
    queue::{self, JobError},
    state::AppState,
};

/// How many jobs are taken at once.
const AT_ONCE: i64 = 16;

/// Runs the jobs that are due; gives how many were taken.
pub async fn run_due(state: &AppState) -> Result<usize, Failure> {
    let jobs = queue::claim_due(state, AT_ONCE).await?;
    for job in &jobs {
        queue::has_failed(state, job, &JobError::Fail("kind")).await?;
    }
    Ok(jobs.len())
}
