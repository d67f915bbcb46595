//! [`Change`]: everything that follows from a decision, in one transaction.

use super::Patient;
use crate::{
    audit::{self, Act, Category, Entry, Who},
    backend::{
        context::RequestContext,
        crypto::{DataKey, KeyRing},
        db::Tx,
        failure::Failure,
        queue,
        state::AppState,
    },
    consents::{
        export,
        history::{self, History, NewEvent},
        model::Cell,
        paper::{self, NewPaper},
        store::{self, CodeRow},
    },
    ids::SubjectId,
    notices::{
        outbox::{self, Outcome},
        whose,
    },
    time::Timestamp,
};
use std::sync::Arc;

/// A decision ready for its transaction.
pub(in crate::consents) struct Change {
    subject: SubjectId,
    keys: Arc<KeyRing>,
    now: Timestamp,
    decisions: history::Prepared,
    /// Whose code is void and whose messages are called off.
    ends: Vec<Cell>,
    /// A code that is sent.
    code: Option<(Cell, CodeRow, outbox::Prepared)>,
    /// What time will do to it.
    plans: Vec<queue::Prepared>,
    /// The form on paper it was recorded from, if it was.
    paper: Option<NewPaper>,
    export: queue::Prepared,
    log: audit::Prepared,
}

impl Change {
    /// Seals decisions that follow a history.
    ///
    /// # Errors
    /// [`Failure::Inconsistent`] when one of them cannot follow.
    pub(in crate::consents) fn prepare(
        state: &AppState,
        history: &History,
        key: &DataKey,
        decisions: Vec<NewEvent>,
        log: audit::Prepared,
    ) -> Result<Self, Failure> {
        // Whatever was decided about a cell, a code that was sent for it before has done its work.
        let mut ends: Vec<Cell> = decisions.iter().map(|event| event.cell.clone()).collect();
        ends.dedup();
        Ok(Self {
            subject: history.subject,
            keys: state.keys.clone(),
            now: state.clock.now(),
            decisions: history::append(state, history, key, decisions)?,
            ends,
            code: None,
            plans: Vec::new(),
            paper: None,
            export: export::prepare_build(state, history.subject)?,
            log,
        })
    }

    /// Sends a code with it.
    pub(super) fn with_code(self, cell: Cell, row: CodeRow, message: outbox::Prepared) -> Self {
        Self { code: Some((cell, row, message)), ..self }
    }

    /// Records it from a form on paper.
    pub(in crate::consents) fn with_paper(self, paper: NewPaper) -> Self {
        Self { paper: Some(paper), ..self }
    }

    /// Plans with it what time will do.
    pub(in crate::consents) fn planning(self, plans: Vec<queue::Prepared>) -> Self {
        Self { plans, ..self }
    }
}

/// Writes a decision with everything that follows from it; tells whether the history still ended where it begins.
///
/// Whoever else decides for this subject waits until the transaction ends, and begins anew then.
pub(in crate::consents) async fn change(state: &AppState, change: Change) -> Result<bool, Failure> {
    let done = state.db.write(move |tx| Box::pin(changed(tx, change))).await?;
    if done {
        state.work().notify_one();
    }
    Ok(done)
}

async fn changed(tx: &mut Tx<'_>, change: Change) -> Result<bool, Failure> {
    let Change { subject, keys, now, decisions, ends, code, plans, paper, export, log } = change;
    // 1. The history. It comes first, so that whoever comes second has nothing to undo.
    if !history::record(tx, decisions).await? {
        return Ok(false);
    }
    // 2. What no longer holds takes effect here and not later.
    for cell in &ends {
        store::delete_code(tx, subject, &whose::cell(&keys, subject, cell)).await?;
        outbox::call_off(tx, &keys, subject, cell, now).await?;
    }
    for job in &plans {
        queue::enqueue(tx, job).await?;
    }
    // 3. The code. A gate that refuses now has been asked before, so that the whole is undone.
    if let Some((cell, row, message)) = code {
        store::insert_code(tx, subject, &whose::cell(&keys, subject, &cell), &row).await?;
        let Outcome::Queued(_) = outbox::enqueue(tx, &message).await? else {
            return Err(Failure::Unavailable);
        };
    }
    if let Some(paper) = &paper {
        paper::insert(tx, subject, paper).await?;
    }
    // 4. A new export, and the entry.
    queue::enqueue(tx, &export).await?;
    audit::record(tx, log).await?;
    Ok(true)
}

/// What the patient does, for the log of their pseudonym.
pub(super) async fn log_of(
    context: &RequestContext,
    patient: Patient,
    act: Act,
) -> Result<audit::Prepared, Failure> {
    let chain = audit::chain_for_subject(&context.state, patient.subject).await?;
    audit::prepare(&context.state, &chain, &audit::deed(context, act, Category::Consents).await?)
}

/// The same for what happens without anybody being signed in.
pub(super) async fn log_without_session(
    state: &AppState,
    subject: SubjectId,
    act: Act,
) -> Result<audit::Prepared, Failure> {
    let chain = audit::chain_for_subject(state, subject).await?;
    let entry = Entry::new(state.clock.now(), Who::System, act, Category::Consents);
    audit::prepare(state, &chain, &entry)
}
