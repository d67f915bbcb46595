//! What a new version of a purpose does to consents to older ones, where it ends them on a day.
//!
//! Nothing is written for anybody when it is published: the day stands in the catalogue, and the fold reads it. Reminders
//! and the note that a consent has expired are made when their time comes, by a job that goes through everybody who has
//! ever decided anything, a page at a time. So a consent that was given, renewed or taken back in between is seen as it
//! is then.

use super::renewal::{Consent, REMINDERS, days_before, rests_on};
use crate::{
    backend::{
        failure::Failure,
        queue::{self, Claimed, Job, JobError},
        state::AppState,
    },
    consents::{
        catalogue, history,
        model::{Cell, CellState, Deadlines, PurposeKey, Standing},
        store,
    },
    ids::SubjectId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// How many people a job goes through before it hands on to the next.
const PAGE: i64 = 100;
/// Before everybody: no random id begins with so many noughts.
const NOBODY: [u8; 16] = [0; 16];

/// Go through everybody whose consents a version of a purpose ends.
#[derive(Serialize, Deserialize)]
pub struct ConsentDeadline {
    purpose: PurposeKey,
    version: i64,
    renew_by: Timestamp,
    /// So many days before the end; nought to note it.
    days: i32,
    /// Who was last.
    after: SubjectId,
}

impl Job for ConsentDeadline {
    const KIND: &'static str = "consent-deadline";
}

impl ConsentDeadline {
    fn prepare(&self, state: &AppState, run_at: Timestamp) -> Result<queue::Prepared, Failure> {
        let (version, days) = (self.version.to_be_bytes(), self.days.to_be_bytes());
        let about = [self.purpose.as_str().as_bytes(), &version, &days, self.after.as_bytes()];
        queue::prepare(state, self, &about, None, run_at)
    }
}

/// What is planned when a version is published that ends consents to older ones, for the transaction that publishes it.
pub(in crate::consents) fn plan(
    state: &AppState,
    purpose: &PurposeKey,
    version: i64,
    renew_by: Timestamp,
) -> Result<Vec<queue::Prepared>, Failure> {
    let after = SubjectId::from_random(NOBODY);
    let step = |days: i32, run_at| {
        ConsentDeadline { purpose: purpose.clone(), version, renew_by, days, after }.prepare(state, run_at)
    };
    let mut planned = Vec::with_capacity(REMINDERS.len() + 1);
    for days in REMINDERS {
        let Some(at) = days_before(renew_by, days) else { continue };
        planned.push(step(days, at)?);
    }
    planned.push(step(0, renew_by)?);
    Ok(planned)
}

/// Does the work of a [`ConsentDeadline`]: one page of people, and the job for the next.
pub async fn meet(state: &AppState, claimed: &Claimed) -> Result<(), JobError> {
    let step: ConsentDeadline = claimed.job(state)?;
    let after = step.after;
    let read = state.db.read(move |tx| Box::pin(async move { store::list_deciders(tx, after, PAGE).await }));
    let people = read.await?;
    let deadlines = catalogue::load(state).await?.deadlines;
    let mut planned = Vec::new();
    for subject in &people {
        match of_subject(state, &step, *subject, &deadlines).await {
            Ok(jobs) => planned.extend(jobs),
            // Whose key was erased has no consents any more, and one that cannot be read keeps nobody else from being
            // reminded.
            Err(failure @ (Failure::Sealed | Failure::Inconsistent { .. })) => {
                tracing::warn!(subject.id = %subject, %failure, "consents that cannot be read were passed over");
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    if let Some(after) = people.last().filter(|_| people.len() as i64 == PAGE) {
        planned.push(ConsentDeadline { after: *after, ..step }.prepare(state, state.clock.now())?);
    }
    let receipt = claimed.receipt();
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            for job in &planned {
                queue::enqueue(tx, job).await?;
            }
            queue::finish(tx, &receipt).await
        })
    });
    write.await?;
    state.work().notify_one();
    Ok(())
}

/// What the step means for one person: a job for each consent of theirs that the version ends.
async fn of_subject(
    state: &AppState,
    step: &ConsentDeadline,
    subject: SubjectId,
    deadlines: &Deadlines,
) -> Result<Vec<queue::Prepared>, Failure> {
    let history = history::history(state, subject).await?;
    let (ledger, now) = (history.ledger()?, state.clock.now());
    let mut planned = Vec::new();
    let is_concerned = |(cell, state): &(&Cell, &CellState)| {
        cell.purpose == step.purpose && matches!(state, CellState::Active { .. })
    };
    for (cell, _) in ledger.cells().filter(is_concerned) {
        let ends_at = match ledger.standing(cell, now, deadlines) {
            Standing::Active { expires_at: Some(end), .. } if step.days > 0 => end,
            Standing::Expired { at } if step.days == 0 => at,
            _ => continue,
        };
        // What ends at another moment has reminders of its own.
        let Some(given) = rests_on(&history.events, cell).filter(|_| ends_at == step.renew_by) else {
            continue;
        };
        let consent = Consent { subject, cell, given, asked_by: Some(step.version) };
        planned.push(match step.days {
            0 => consent.end(state, now)?,
            days => consent.reminder(state, days, ends_at, now)?,
        });
    }
    Ok(planned)
}
