//! Taking back, with what it calls off.

use super::{
    Patient, ROUNDS,
    cells::can_end,
    change::{Change, change, log_of, log_without_session},
    decider, renewal,
};
use crate::{
    audit::{self, Act},
    backend::{context::RequestContext, failure::Failure, state::AppState},
    consents::{
        catalogue::{self, Catalogue},
        history::{self, NewEvent},
        model::{By, Cell, Ledger, Method, What},
    },
    error::AppError,
    ids::SubjectId,
    notices::outbox::{self, Planned},
    time::Timestamp,
};

/// What became of taking back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It holds no longer.
    Now,
    /// There was nothing to take back.
    Before,
}

/// What would be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// What would end; empty where there is nothing to take back.
    pub ends: Vec<Cell>,
    /// What waits and would not be sent, the next first.
    pub planned: Vec<Planned>,
}

/// What became of a "no".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchedOff {
    Off(Ended),
    /// Something is planned that would be lost, so it is asked once.
    Asks,
}

/// What taking a cell back would call off.
///
/// # Errors
/// [`AppError::NotFound`] for what is no cell of the table.
pub async fn what_if(context: &RequestContext, cell: &Cell) -> Result<WhatIf, AppError> {
    let all = what_if_of(context, Some(cell)).await?;
    if all.ends.is_empty() {
        is_known(&context.state, cell).await?;
    }
    Ok(all)
}

/// What taking everything back would call off.
pub async fn what_if_all(context: &RequestContext) -> Result<WhatIf, AppError> {
    what_if_of(context, None).await
}

/// Takes a cell back unless something would be lost with it.
///
/// # Errors
/// [`AppError::NotFound`] for what is no cell of the table.
pub async fn switch_off(context: &RequestContext, cell: &Cell) -> Result<SwitchedOff, AppError> {
    match what_if(context, cell).await?.planned.is_empty() {
        false => Ok(SwitchedOff::Asks),
        true => withdraw(context, cell).await.map(SwitchedOff::Off),
    }
}

/// Takes a cell back, in the transaction that calls off what was planned.
///
/// # Errors
/// [`AppError::NotFound`] for what is no cell of the table.
pub async fn withdraw(context: &RequestContext, cell: &Cell) -> Result<Ended, AppError> {
    let patient = decider(context).await?;
    is_known(&context.state, cell).await?;
    end(&context.state, patient.subject, Some(cell), How::SignedIn(context, patient)).await
}

/// Takes everything back at once.
pub async fn withdraw_all(context: &RequestContext) -> Result<Ended, AppError> {
    let patient = decider(context).await?;
    end(&context.state, patient.subject, None, How::SignedIn(context, patient)).await
}

/// Takes a cell back for whoever has proven in another way that they may: with the link of a mail. Doing so again changes
/// nothing.
///
/// # Errors
/// [`AppError::NotFound`] for what is no cell of the table.
pub async fn withdraw_without_session(
    state: &AppState,
    subject: SubjectId,
    cell: Cell,
    method: Method,
) -> Result<(), AppError> {
    is_known(state, &cell).await?;
    end(state, subject, Some(&cell), How::Without(method)).await.map(drop)
}

/// How somebody takes back.
#[derive(Clone, Copy)]
enum How<'a> {
    SignedIn(&'a RequestContext, Patient),
    Without(Method),
}

impl How<'_> {
    fn method(self) -> Method {
        match self {
            How::SignedIn(..) => Method::Portal,
            How::Without(method) => method,
        }
    }

    async fn log(self, state: &AppState, subject: SubjectId) -> Result<audit::Prepared, Failure> {
        match self {
            How::SignedIn(context, patient) => log_of(context, patient, Act::ConsentWithdrawn).await,
            How::Without(_) => log_without_session(state, subject, Act::ConsentEndedByLink).await,
        }
    }
}

async fn is_known(state: &AppState, cell: &Cell) -> Result<(), AppError> {
    let catalogue = catalogue::load(state).await?;
    catalogue.find(&cell.purpose).map(drop).ok_or(AppError::NotFound)
}

/// Takes one cell back, or all of them.
async fn end(
    state: &AppState,
    subject: SubjectId,
    cell: Option<&Cell>,
    how: How<'_>,
) -> Result<Ended, AppError> {
    let (key, catalogue) = (history::evidence_key(state, subject).await?, catalogue::load(state).await?);
    for _ in 0..ROUNDS {
        let (history, now) = (history::history(state, subject).await?, state.clock.now());
        let ledger = history.ledger()?;
        let ends = ends(&ledger, &catalogue, now, cell);
        let withdrawn = |cell: &Cell| {
            let text = ledger.state(cell).text()?.clone();
            let (cell, what, by) = (cell.clone(), What::Withdrawn, By::Patient);
            Some(NewEvent { at: now, cell, what, text, method: how.method(), by })
        };
        let events: Vec<NewEvent> = ends.iter().filter_map(withdrawn).collect();
        if events.is_empty() {
            return Ok(Ended::Before);
        }
        let log = how.log(state, subject).await?;
        if change(state, Change::prepare(state, &history, &key, events, log)?).await? {
            return Ok(Ended::Now);
        }
    }
    Err(AppError::Unavailable)
}

/// What there is to take back, in the order of the cells.
fn ends(ledger: &Ledger, catalogue: &Catalogue, now: Timestamp, meant: Option<&Cell>) -> Vec<Cell> {
    let is_meant = |cell: &Cell| meant.is_none_or(|meant| meant == cell);
    let ends = |cell: &&Cell| is_meant(cell) && can_end(&ledger.standing(cell, now, &catalogue.deadlines));
    ledger.cells().map(|(cell, _)| cell).filter(ends).cloned().collect()
}

async fn what_if_of(context: &RequestContext, cell: Option<&Cell>) -> Result<WhatIf, AppError> {
    let (state, patient) = (&context.state, decider(context).await?);
    let (history, catalogue) =
        (history::history(state, patient.subject).await?, catalogue::load(state).await?);
    let ends = ends(&history.ledger()?, &catalogue, context.now(), cell);
    let mut planned = Vec::new();
    for cell in &ends {
        planned.extend(outbox::planned(state, patient.subject, cell).await?);
        planned.extend(renewal::reminders(state, patient.subject, cell).await?);
    }
    planned.sort_by_key(|planned| planned.due_at);
    Ok(WhatIf { ends, planned })
}
