//! What time does to a consent: it is reminded of twice, and then it ends.
//!
//! 1. When a consent is given or renewed, its reminders and its end are planned in the same transaction, as jobs of its
//!    cell's group. Whatever is decided about the cell afterwards calls them off.
//! 2. A job names the decision it was planned for. If another one holds by then, it has nothing to do.
//! 3. A reminder goes to the channel of the consent, or, where that cannot be used now, inside the portal; it is about the
//!    decision and the number of days, so that each is told once, however often the job runs and whatever clocks do.
//! 4. A consent has expired at its moment, whether or not the job has noted it: the gate reads the clock.

use super::{
    ROUNDS,
    ask::noted,
    change::{Change, change, log_without_session},
};
use crate::{
    audit::Act,
    backend::{
        failure::Failure,
        queue::{self, Claimed, Job, JobError},
        state::AppState,
    },
    consents::{
        catalogue, history,
        model::{Cell, Event, Standing, What},
    },
    ids::SubjectId,
    notices::{
        gate::{self, Refusal},
        model::Channel,
        outbox::{self, Message, Outcome, Planned},
        template::Template,
        whose,
    },
    patients,
    time::Timestamp,
    ui::date::practice_zone,
};
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};

/// How many days before its end somebody is reminded.
pub const REMINDERS: [i32; 2] = [30, 7];

/// Remind somebody of the end of a consent.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConsentReminder {
    subject: SubjectId,
    cell: Cell,
    /// The decision that gave or renewed the consent.
    given: i64,
    days: i32,
    ends_at: Timestamp,
}

impl Job for ConsentReminder {
    const KIND: &'static str = "consent-reminder";
}

/// Note that a consent has expired.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConsentEnd {
    subject: SubjectId,
    cell: Cell,
    /// The decision that gave or renewed the consent.
    given: i64,
}

impl Job for ConsentEnd {
    const KIND: &'static str = "consent-end";
}

/// What is planned for a consent that ends at a moment, ready for the transaction that gives it; nothing for one that does
/// not end.
pub(super) fn plan(
    state: &AppState,
    subject: SubjectId,
    cell: &Cell,
    given: i64,
    ends_at: Option<Timestamp>,
) -> Result<Vec<queue::Prepared>, Failure> {
    let Some(ends_at) = ends_at else { return Ok(Vec::new()) };
    let consent = Consent { subject, cell, given, asked_by: None };
    let mut planned = Vec::with_capacity(REMINDERS.len() + 1);
    for days in REMINDERS {
        let Some(at) = days_before(ends_at, days).filter(|at| *at > state.clock.now()) else { continue };
        planned.push(consent.reminder(state, days, ends_at, at)?);
    }
    planned.push(consent.end(state, ends_at)?);
    Ok(planned)
}

/// A consent that time does something to.
pub(super) struct Consent<'a> {
    pub subject: SubjectId,
    pub cell: &'a Cell,
    /// The decision that gave or renewed it.
    pub given: i64,
    /// The version of the purpose that ends it; none where its own time does.
    pub asked_by: Option<i64>,
}

impl Consent<'_> {
    /// The reminder so many days before its end.
    pub(super) fn reminder(
        &self,
        state: &AppState,
        days: i32,
        ends_at: Timestamp,
        run_at: Timestamp,
    ) -> Result<queue::Prepared, Failure> {
        let Self { subject, cell, given, .. } = *self;
        let job = ConsentReminder { subject, cell: cell.clone(), given, days, ends_at };
        self.prepare(state, &job, &days.to_be_bytes(), run_at)
    }

    /// Its end.
    pub(super) fn end(&self, state: &AppState, run_at: Timestamp) -> Result<queue::Prepared, Failure> {
        let Self { subject, cell, given, .. } = *self;
        self.prepare(state, &ConsentEnd { subject, cell: cell.clone(), given }, &[], run_at)
    }

    fn prepare<J: Job>(
        &self,
        state: &AppState,
        job: &J,
        step: &[u8],
        run_at: Timestamp,
    ) -> Result<queue::Prepared, Failure> {
        let (subject, cell) = (self.subject, self.cell);
        let (given, asked_by) = (self.given.to_be_bytes(), self.asked_by.map(i64::to_be_bytes));
        let mut about: Vec<&[u8]> = vec![
            subject.as_bytes(),
            cell.purpose.as_str().as_bytes(),
            cell.channel.as_str().as_bytes(),
            &given,
            step,
        ];
        about.extend(asked_by.iter().map(<[u8; 8]>::as_slice));
        queue::prepare(state, job, &about, Some(whose::cell(&state.keys, subject, cell)), run_at)
    }
}

/// So many days earlier on the calendar of the practice, at the same time of day.
pub(super) fn days_before(moment: Timestamp, days: i32) -> Option<Timestamp> {
    let moment = jiff::Timestamp::from_millisecond(moment.0).ok()?;
    let earlier = moment.to_zoned(practice_zone()).checked_sub(days.days()).ok()?;
    Some(Timestamp(earlier.timestamp().as_millisecond()))
}

/// When somebody will be reminded of the end of what holds for a cell.
pub(in crate::consents) async fn reminders(
    state: &AppState,
    subject: SubjectId,
    cell: &Cell,
) -> Result<Vec<Planned>, Failure> {
    let group = whose::cell(&state.keys, subject, cell);
    let waiting = queue::waiting::<ConsentReminder>(state, group).await?;
    let planned = |(due_at, job): (Timestamp, ConsentReminder)| Planned {
        template: Template::ConsentEnding { on: job.ends_at },
        due_at,
    };
    Ok(waiting.into_iter().map(planned).collect())
}

/// The decision that a consent rests on: the last that gave or renewed it.
pub(super) fn rests_on(events: &[Event], cell: &Cell) -> Option<i64> {
    let gives = |event: &&Event| {
        matches!(event.what, What::Confirmed { .. } | What::Granted { .. } | What::Renewed { .. })
    };
    events.iter().rev().find(|event| event.cell == *cell && gives(event)).map(|event| event.seq)
}

/// Does the work of a [`ConsentReminder`].
pub async fn remind(state: &AppState, job: &Claimed) -> Result<(), JobError> {
    let ConsentReminder { subject, cell, given, days, .. } = job.job(state)?;
    let history = history::history(state, subject).await?;
    let deadlines = catalogue::load(state).await?.deadlines;
    let standing = history.ledger()?.standing(&cell, state.clock.now(), &deadlines);
    let Standing::Active { expires_at: Some(on), .. } = standing else {
        return queue::finish_alone(state, job).await;
    };
    if rests_on(&history.events, &cell) != Some(given) {
        return queue::finish_alone(state, job).await;
    }
    let person = patients::subjects::person_of(state, subject).await?.ok_or(JobError::Fail("nobody"))?;
    let lang = patients::service::language_of(state, person).await?;
    let about = vec![
        b"consent-ending".to_vec(),
        cell.purpose.as_str().as_bytes().to_vec(),
        cell.channel.as_str().as_bytes().to_vec(),
        given.to_be_bytes().to_vec(),
        days.to_be_bytes().to_vec(),
    ];
    let inside = gate::security_by(Channel::Portal)?;
    for cell in [cell, inside] {
        let (about, not_before) = (about.clone(), state.clock.now());
        let message =
            Message { subject, cell, template: Template::ConsentEnding { on }, lang, about, not_before };
        let message = outbox::prepare(state, message).await?;
        let receipt = job.receipt();
        let write = state.db.write(move |tx| {
            Box::pin(async move {
                let outcome = outbox::enqueue(tx, &message).await?;
                if !is_elsewhere(outcome) {
                    queue::finish(tx, &receipt).await?;
                }
                Ok(outcome)
            })
        });
        if !is_elsewhere(write.await?) {
            state.work().notify_one();
            return Ok(());
        }
    }
    queue::finish_alone(state, job).await
}

/// Whether it is to be said by another channel.
fn is_elsewhere(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Refused(
            Refusal::NoTransport
                | Refusal::NoContactPoint
                | Refusal::Capped
                | Refusal::ChannelNotOffered
                | Refusal::UnknownPurpose
        )
    )
}

/// Does the work of a [`ConsentEnd`].
pub async fn end(state: &AppState, job: &Claimed) -> Result<(), JobError> {
    let ConsentEnd { subject, cell, given } = job.job(state)?;
    let key = history::evidence_key(state, subject).await?;
    for _ in 0..ROUNDS {
        let history = history::history(state, subject).await?;
        let deadlines = catalogue::load(state).await?.deadlines;
        let (now, ledger) = (state.clock.now(), history.ledger()?);
        let expired = noted(&ledger, &cell, &ledger.standing(&cell, now, &deadlines));
        let Some(expired) = expired.filter(|_| rests_on(&history.events, &cell) == Some(given)) else {
            // It has not expired, was noted before, or rests on another decision by now.
            return queue::finish_alone(state, job).await;
        };
        let log = log_without_session(state, subject, Act::ConsentExpired).await?;
        if change(state, Change::prepare(state, &history, &key, vec![expired], log)?).await? {
            // The change has called off the group of its cell, and with it this job: there is nothing left to finish.
            return Ok(());
        }
    }
    Err(JobError::Retry("contended"))
}
