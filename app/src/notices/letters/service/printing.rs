//! Printing a batch: the gate is asked about each letter, and whose address is read has it in their log.

use super::{
    super::{
        print::{self, Printed},
        store::{self, BatchRow, LetterRow},
    },
    find,
};
use crate::{
    audit::{self, Act, Category},
    backend::{context::RequestContext, failure::Failure},
    error::AppError,
    ids::{BatchId, SubjectId},
    notices::{
        carried::{Carried, ROUNDS, carrier, unless_broken},
        gate::{self, Question, Verdict},
        outbox::Content,
        store as outbox_store,
    },
    patients::service::display_name,
};

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

/// Asks about one letter.
async fn ask(context: &RequestContext, row: &LetterRow, carried: &Carried) -> Result<Decided, Failure> {
    let (state, now, person) = (&context.state, context.now(), carried.person);
    let Content { subject, cell, matter, .. } = carried.content.clone();
    let decision = gate::may_send(state, Question { person, subject, cell, matter }, now).await?;
    let (verdict, contact) = (decision.verdict.clone(), decision.contact.clone());
    let leaving = match (verdict, contact) {
        (Verdict::Allow(_), Some(contact)) if !carried.is_void(state, now).await? => {
            let entry = audit::deed_about(context, person, Act::LetterPrinted, Category::MasterData).await?;
            let to = display_name(state, person).await?;
            Some((Printed::new(state, row.number, carried, to, contact.value).await?, entry))
        }
        _ => None,
    };
    Ok(Decided { row: row.clone(), subject, decision: decision.seal(state).await?, leaving })
}

/// Asks about every letter and writes the answers down; `None` when it is to be begun anew.
///
/// A letter that cannot be read is called off like one without an addressee, so that the others are printed. One about
/// which the gate has no answer stays where it is: once the batch is posted it waits for the next one.
async fn decide(
    context: &RequestContext,
    batch: &BatchRow,
    rows: Vec<LetterRow>,
) -> Result<Option<(Vec<Printed>, Vec<i64>)>, AppError> {
    let (state, now, id) = (&context.state, context.now(), batch.id);
    let (mut decided, mut called_off) = (Vec::new(), Vec::new());
    let (mut gone, mut in_doubt) = (Vec::new(), Vec::new());
    for row in rows {
        let dispatch = row.dispatch_id;
        if !row.waits() {
            called_off.push(row.number);
            continue;
        }
        let Some(carried) = Carried::open(state, dispatch, row.due_at, &row.content_enc).await? else {
            called_off.push(row.number);
            gone.push(dispatch);
            continue;
        };
        match unless_broken(dispatch, ask(context, &row, &carried).await)? {
            Some(asked) => decided.push(asked),
            None => {
                called_off.push(row.number);
                in_doubt.push(dispatch);
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
            for dispatch in in_doubt {
                store::unset_printed(tx, dispatch).await?;
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
