//! Putting letters into a batch, printing it, and saying that it was posted.

use super::{
    print::{self, Printed},
    store::{self, BatchRow, LetterRow},
};
use crate::{
    audit::{self, Act, Category},
    backend::{context::RequestContext, failure::Failure, rng, state::AppState},
    error::AppError,
    ids::{BatchId, SubjectId},
    notices::{
        carried::{Carried, carrier, unless_broken},
        gate::{self, Question, Verdict},
        outbox::Content,
        store as outbox_store,
    },
    patients::service::display_name,
    redacted::Redacted,
    time::Timestamp,
};

/// Letters in a batch at the most: what fits into a printer, and what one transaction can carry.
pub const MOST: i64 = 50;
/// How often printing begins again because somebody has changed their consents meanwhile.
const ROUNDS: usize = 5;

/// What the page shows.
pub struct Overview {
    /// How many letters are in no batch yet.
    pub waiting: i64,
    /// What was put together and not posted yet, the oldest first.
    pub batches: Vec<Batch>,
}

/// A batch that was not posted yet.
pub struct Batch {
    pub id: BatchId,
    pub made_at: Timestamp,
    pub made_by: Redacted<String>,
    pub letters: usize,
    /// The numbers of those that were called off after they had been put into it, and of those that bring a code that is
    /// void by now.
    pub called_off: Vec<i64>,
    /// Whether any of it was printed.
    pub is_printed: bool,
}

/// What waits, and what was put together.
pub async fn overview(context: &RequestContext) -> Result<Overview, AppError> {
    carrier(context)?;
    let (state, now) = (&context.state, context.now());
    let read = state.db.read(move |tx| {
        Box::pin(async move {
            let mut batches = Vec::new();
            for batch in store::list_open(tx).await? {
                let letters = store::list_letters(tx, batch.id).await?;
                batches.push((batch, letters));
            }
            Ok((store::count_waiting(tx, now).await?, batches))
        })
    });
    let (waiting, rows) = read.await?;
    let mut batches = Vec::with_capacity(rows.len());
    for (row, letters) in rows {
        batches.push(shown(state, row, &letters, now).await?);
    }
    Ok(Overview { waiting, batches })
}

/// A batch that is to be taken to the post, to ask once more.
///
/// # Errors
/// [`AppError::NotFound`] for a batch that was posted, as for one that is not there.
pub async fn batch(context: &RequestContext, id: BatchId) -> Result<Batch, AppError> {
    carrier(context)?;
    let state = &context.state;
    let (row, letters) = find(state, id).await?;
    Ok(shown(state, row, &letters, context.now()).await?)
}

/// An open batch with its letters.
async fn find(state: &AppState, id: BatchId) -> Result<(BatchRow, Vec<LetterRow>), AppError> {
    let found = state.db.read(move |tx| {
        Box::pin(async move {
            let Some(batch) = store::find_open(tx, id).await? else { return Ok(None) };
            Ok(Some((batch, store::list_letters(tx, id).await?)))
        })
    });
    found.await?.ok_or(AppError::NotFound)
}

async fn shown(
    state: &AppState,
    row: BatchRow,
    letters: &[LetterRow],
    now: Timestamp,
) -> Result<Batch, Failure> {
    let mut called_off = Vec::new();
    for letter in letters {
        if !letter.waits() || is_pointless(state, letter, now).await? {
            called_off.push(letter.number);
        }
    }
    Ok(Batch {
        id: row.id,
        made_at: row.made_at,
        made_by: display_name(state, row.made_by).await?,
        letters: letters.len(),
        called_off,
        is_printed: letters.iter().any(|letter| letter.printed_at.is_some()),
    })
}

/// Whether the code on a sheet that was printed has become good for nothing since.
async fn is_pointless(state: &AppState, row: &LetterRow, now: Timestamp) -> Result<bool, Failure> {
    if row.printed_at.is_none() {
        return Ok(false);
    }
    let carried = Carried::open(state, row.dispatch_id, row.due_at, &row.content_enc).await;
    match unless_broken(row.dispatch_id, carried)?.flatten() {
        Some(carried) => carried.is_void(state, now).await,
        None => Ok(true),
    }
}

/// Puts the letters that wait into a batch; `None` when there were none, or somebody was faster.
///
/// 1. What is due and in no batch is looked up.
/// 2. Each is put into the new batch. One that somebody else has put into theirs meanwhile is passed over: the key of the
///    table decides, and waits for the other transaction to end.
/// 3. A batch without a letter is none.
pub async fn gather(context: &RequestContext) -> Result<Option<BatchId>, AppError> {
    let (by, now, state) = (carrier(context)?, context.now(), &context.state);
    let id = BatchId::from_random(rng::bytes(&*state.rng)?);
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let waiting = store::list_waiting(tx, now, MOST).await?;
            if waiting.is_empty() {
                return Ok(None);
            }
            store::insert_batch(tx, id, by, now).await?;
            let mut number = 0;
            for (dispatch,) in waiting {
                if store::insert_letter(tx, id, dispatch, number + 1).await? {
                    number += 1;
                }
            }
            if number == 0 {
                store::delete_batch(tx, id).await?;
                return Ok(None);
            }
            Ok(Some(id))
        })
    });
    Ok(write.await?)
}

/// The PDF of a batch, as it is to be posted now.
///
/// 1. Of each letter that was not called off the gate is asked; a code that is void by now goes to nobody.
/// 2. One transaction: the answers, what is refused now, what is printed, and an entry in the log of everybody whose
///    address is about to be read. It is begun anew when somebody has changed their consents meanwhile.
/// 3. Only then is anything shown.
///
/// # Errors
/// [`AppError::NotFound`] for a batch that was posted, as for one that is not there.
pub async fn print(context: &RequestContext, id: BatchId) -> Result<Vec<u8>, AppError> {
    carrier(context)?;
    let state = &context.state;
    for _ in 0..ROUNDS {
        let (batch, rows) = find(state, id).await?;
        if let Some((letters, called_off)) = decide(context, &batch, rows).await? {
            return Ok(print::batch(&state.settings, context.lang, &batch, &letters, &called_off)?);
        }
    }
    Err(AppError::Unavailable)
}

/// A letter about which the gate was asked.
struct Decided {
    row: LetterRow,
    subject: SubjectId,
    decision: gate::Sealed,
    /// Empty when it may not leave.
    leaving: Option<(Printed, audit::Prepared)>,
}

/// Asks about one letter; `None` when nobody is left whom it is for.
async fn ask(context: &RequestContext, row: &LetterRow) -> Result<Option<Decided>, Failure> {
    let (state, now) = (&context.state, context.now());
    let carried = Carried::open(state, row.dispatch_id, row.due_at, &row.content_enc).await?;
    let Some(carried) = carried else { return Ok(None) };
    let person = carried.person;
    let Content { subject, cell, matter, .. } = carried.content.clone();
    let decision = gate::may_send(state, Question { person, subject, cell, matter }, now).await?;
    let (verdict, contact) = (decision.verdict.clone(), decision.contact.clone());
    let leaving = match (verdict, contact) {
        (Verdict::Allow(_), Some(contact)) if !carried.is_void(state, now).await? => {
            let entry = audit::deed_about(context, person, Act::LetterPrinted, Category::MasterData).await?;
            let to = display_name(state, person).await?;
            Some((Printed::new(state, row.number, &carried, to, contact.value).await?, entry))
        }
        _ => None,
    };
    Ok(Some(Decided { row: row.clone(), subject, decision: decision.seal(state).await?, leaving }))
}

/// Asks about every letter and writes the answers down; `None` when it is to be begun anew.
///
/// A letter that cannot be read is called off like one without an addressee, so that the others are printed.
async fn decide(
    context: &RequestContext,
    batch: &BatchRow,
    rows: Vec<LetterRow>,
) -> Result<Option<(Vec<Printed>, Vec<i64>)>, AppError> {
    let (state, now, id) = (&context.state, context.now(), batch.id);
    let (mut decided, mut called_off, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        if !row.waits() {
            called_off.push(row.number);
            continue;
        }
        match unless_broken(row.dispatch_id, ask(context, &row).await)?.flatten() {
            Some(asked) => decided.push(asked),
            None => {
                called_off.push(row.number);
                gone.push(row.dispatch_id);
            }
        }
    }
    // Whoever holds several histories does so in one order, so that no two wait for each other.
    decided.sort_by_key(|decided| decided.subject);
    let (mut printed, mut answers) = (Vec::new(), Vec::with_capacity(decided.len()));
    let mut log: Option<audit::Prepared> = None;
    for Decided { row, decision, leaving, .. } in decided {
        answers.push((row.dispatch_id, decision, leaving.is_some()));
        match leaving {
            Some((letter, entry)) => {
                printed.push(letter);
                log = Some(match log {
                    Some(log) => log.and(entry),
                    None => entry,
                });
            }
            None => called_off.push(row.number),
        }
    }
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if !store::take_turns(tx, id).await? {
                return Err(Failure::Unavailable);
            }
            for (dispatch, decision, may_leave) in answers {
                let Some(decision) = gate::record(tx, &decision).await? else {
                    return Err(Failure::Unavailable);
                };
                if !outbox_store::set_decision(tx, dispatch, decision).await? {
                    // It was called off meanwhile.
                    return Err(Failure::Unavailable);
                }
                if may_leave {
                    store::set_printed(tx, dispatch, now).await?;
                } else {
                    outbox_store::mark_refused(tx, dispatch, now).await?;
                }
            }
            for dispatch in gone {
                outbox_store::mark_refused(tx, dispatch, now).await?;
            }
            if let Some(log) = log {
                audit::record(tx, log).await?;
            }
            Ok(())
        })
    });
    match write.await {
        Ok(()) => {}
        Err(Failure::Unavailable) => return Ok(None),
        Err(failure) => return Err(failure.into()),
    }
    printed.sort_by_key(|letter| letter.number);
    called_off.sort_unstable();
    Ok(Some((printed, called_off)))
}

/// Notes that a batch was taken to the post: what was printed and not called off has been sent; what was not printed waits
/// again.
///
/// # Errors
/// [`AppError::NotFound`] for a batch that was posted, as for one that is not there.
pub async fn post(context: &RequestContext, id: BatchId) -> Result<(), AppError> {
    let (by, now, state) = (carrier(context)?, context.now(), &context.state);
    let read = state.db.read(move |tx| Box::pin(store::list_letters(tx, id)));
    let mut left = Vec::new();
    for row in read.await?.into_iter().filter(LetterRow::waits) {
        let (id, content) = (row.dispatch_id, Content::open(state, row.dispatch_id, &row.content_enc));
        left.push((
            id,
            match unless_broken(id, content)? {
                Some(content) => {
                    let template = content.template.clone().without_code();
                    Content { template, ..content }.seal(state, id)?
                }
                None => Vec::new(),
            },
        ));
    }
    let entry = audit::deed(context, Act::LettersPosted, Category::Installation).await?;
    let entry = audit::Entry { objects: vec![id.uuid()], ..entry };
    let log = audit::prepare(state, &audit::system_chain(state), &entry)?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if !store::set_posted(tx, id, by, now).await? {
                return Ok(false);
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
