//! Opening a call: the gate is asked, and whose number is read has it in their log.

use super::{
    super::store::{self, CallRow},
    AGAIN,
};
use crate::{
    audit::{self, Act, Category},
    backend::{context::RequestContext, failure::Failure},
    error::AppError,
    ids::{ContactId, DispatchId},
    lang::Lang,
    notices::{
        carried::{Carried, ROUNDS, carrier, unless_broken},
        gate::{self, Question, Verdict},
        outbox::Content,
        store as outbox_store,
        template::Template,
    },
    patients::{contacts::ContactPoint, service::display_name},
    redacted::Redacted,
    time::Timestamp,
};

/// A call as whoever makes it sees it.
#[derive(Debug)]
pub struct Call {
    pub id: DispatchId,
    pub name: Redacted<String>,
    pub number: Redacted<String>,
    /// Which of their numbers it is.
    pub contact: ContactId,
    pub template: Template,
    /// In which language somebody is spoken to.
    pub lang: Lang,
    /// Until when the code that is read out can be entered.
    pub until: Option<Timestamp>,
    /// How often it was tried in vain.
    pub attempts: i64,
}

/// What became of opening a call.
#[derive(Debug)]
pub enum Opened {
    Call(Box<Call>),
    /// It may not be made any more: it was taken back, or is void. It is done with.
    CalledOff,
    /// Nobody is to be disturbed now.
    Later,
    /// Whether it may be made cannot be told; it comes back after some hours.
    InDoubt,
}

/// Opens a call that is in one's hands.
///
/// 1. The gate is asked; a code that is void by now is read out to nobody.
/// 2. One transaction: the answer, and an entry in the log of whose number is about to be read. It is begun anew when
///    somebody has changed their consents meanwhile.
/// 3. Only then is anything shown.
///
/// # Errors
/// [`AppError::NotFound`] for a call that is in somebody else's hands, as for one that is not there.
pub async fn open(context: &RequestContext, id: DispatchId) -> Result<Opened, AppError> {
    let (by, state) = (carrier(context)?, &context.state);
    for _ in 0..ROUNDS {
        let now = context.now();
        let found = state.db.read(move |tx| Box::pin(store::find_taken(tx, id, by, now))).await?;
        let row = found.ok_or(AppError::NotFound)?;
        let Some(carried) = Carried::open(state, id, row.due_at, &row.content_enc).await? else {
            state.db.write(move |tx| Box::pin(outbox_store::mark_refused(tx, id, now))).await?;
            return Ok(Opened::CalledOff);
        };
        let Some(asked) = unless_broken(id, ask(context, &carried).await)? else {
            let again = Some(Timestamp(now.0.saturating_add(AGAIN)));
            state.db.write(move |tx| Box::pin(store::release(tx, id, by, row.attempts, again))).await?;
            return Ok(Opened::InDoubt);
        };
        if let Some(answer) = answered(context, id, &row, asked).await? {
            return Ok(match answer {
                Answer::Call(contact) => Opened::Call(Box::new(Call {
                    id,
                    name: display_name(state, carried.person).await?,
                    number: contact.value,
                    contact: contact.id,
                    template: carried.content.template,
                    lang: carried.content.lang,
                    until: carried.until,
                    attempts: row.attempts,
                })),
                Answer::Later(_) => Opened::Later,
                Answer::Never => Opened::CalledOff,
            });
        }
    }
    Err(AppError::Unavailable)
}

/// What was asked about a call.
struct Asked {
    decision: gate::Sealed,
    answer: Answer,
    entry: audit::Prepared,
}

/// What may become of it.
enum Answer {
    /// It may be made, to this number.
    Call(ContactPoint),
    /// Not before then.
    Later(Timestamp),
    Never,
}

async fn ask(context: &RequestContext, carried: &Carried) -> Result<Asked, Failure> {
    let (state, now, person) = (&context.state, context.now(), carried.person);
    let Content { subject, cell, matter, .. } = carried.content.clone();
    let decision = gate::may_send(state, Question { person, subject, cell, matter }, now).await?;
    let answer = match (decision.verdict.clone(), decision.contact.clone()) {
        _ if carried.is_void(state, now).await? => Answer::Never,
        (Verdict::Allow(_), Some(contact)) => Answer::Call(contact),
        (Verdict::Later { until, .. }, _) => Answer::Later(until),
        _ => Answer::Never,
    };
    let entry = audit::deed_about(context, person, Act::CallOpened, Category::MasterData).await?;
    Ok(Asked { decision: decision.seal(state).await?, answer, entry })
}

/// Writes the answer down; `None` when it is to be asked anew, because consents have changed or the call has changed hands.
async fn answered(
    context: &RequestContext,
    id: DispatchId,
    row: &CallRow,
    asked: Asked,
) -> Result<Option<Answer>, AppError> {
    let (by, now, state, attempts) = (carrier(context)?, context.now(), &context.state, row.attempts);
    let Asked { decision, answer, entry } = asked;
    let entry = matches!(answer, Answer::Call(_)).then_some(entry);
    let later = if let Answer::Later(until) = &answer { Some(*until) } else { None };
    // A history before the outbox, and the outbox before calls: everybody goes this way, so that no two wait for each other.
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let Some(decision) = gate::record(tx, &decision).await? else {
                return Err(Failure::Unavailable);
            };
            if !outbox_store::set_decision(tx, id, decision).await?
                || !store::is_held(tx, id, by, now).await?
            {
                return Err(Failure::Unavailable);
            }
            match (entry, later) {
                (Some(entry), _) => audit::record(tx, entry).await?,
                (None, Some(until)) => {
                    store::release(tx, id, by, attempts, Some(until)).await?;
                }
                (None, None) => outbox_store::mark_refused(tx, id, now).await?,
            }
            Ok(())
        })
    });
    match write.await {
        Ok(()) => Ok(Some(answer)),
        Err(Failure::Unavailable) => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}
