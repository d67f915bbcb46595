//! Taking a call, opening it, and saying what became of it.

use super::store::{self, CallRow};
use crate::{
    audit::{self, Act, Category},
    backend::{context::RequestContext, failure::Failure, state::AppState},
    error::AppError,
    ids::{DispatchId, PersonId, SubjectId},
    lang::Lang,
    notices::{
        carried::{Carried, carrier, unless_broken},
        gate::{self, Question, Verdict},
        model::Channel,
        outbox::{self, Content, Message},
        store as outbox_store,
        template::Template,
    },
    patients::{
        contacts::{self, ContactPoint},
        service::{display_name, language_of},
    },
    redacted::Redacted,
    time::Timestamp,
};

/// How long a call is in the hands of whoever took it, in milliseconds.
const LEASE: i64 = 15 * 60_000;
/// When it is tried again, in milliseconds.
const AGAIN: i64 = 3 * 3_600_000;
/// How often it is tried.
const ATTEMPTS: i64 = 3;
/// How many are tried to be taken before somebody is told that there is none.
const CANDIDATES: i64 = 8;

/// How many calls somebody could make now.
pub async fn waiting(context: &RequestContext) -> Result<i64, AppError> {
    let (by, now) = (carrier(context)?, context.now());
    let read = context.state.db.read(move |tx| Box::pin(store::count_waiting(tx, by, now)));
    Ok(read.await?)
}

/// Takes the next call, or the one that is in one's hands; `None` when there is none.
pub async fn take_next(context: &RequestContext) -> Result<Option<DispatchId>, AppError> {
    let (by, now) = (carrier(context)?, context.now());
    let until = Timestamp(now.0.saturating_add(LEASE));
    let write = context.state.db.write(move |tx| {
        Box::pin(async move {
            for (dispatch,) in store::list_waiting(tx, by, now, CANDIDATES).await? {
                if store::take(tx, dispatch, by, now, until).await? {
                    return Ok(Some(dispatch));
                }
            }
            Ok(None)
        })
    });
    Ok(write.await?)
}

/// A call as whoever makes it sees it.
#[derive(Debug)]
pub struct Call {
    pub id: DispatchId,
    pub name: Redacted<String>,
    pub number: Redacted<String>,
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
}

/// Opens a call that is in one's hands.
///
/// 1. The gate is asked; a code that is void by now is read out to nobody.
/// 2. One transaction: the answer, and an entry in the log of whose number is about to be read.
/// 3. Only then is anything shown.
///
/// # Errors
/// [`AppError::NotFound`] for a call that is in somebody else's hands, as for one that is not there.
pub async fn open(context: &RequestContext, id: DispatchId) -> Result<Opened, AppError> {
    let (by, now, state) = (carrier(context)?, context.now(), &context.state);
    let found = state.db.read(move |tx| Box::pin(store::find_taken(tx, id, by, now))).await?;
    let row = found.ok_or(AppError::NotFound)?;
    let Some(asked) = unless_broken(id, ask(context, id, &row).await)?.flatten() else {
        state.db.write(move |tx| Box::pin(outbox_store::mark_refused(tx, id, now))).await?;
        return Ok(Opened::CalledOff);
    };
    let Asked { carried, decision, answer, entry } = asked;
    let next = match &answer {
        Answer::Call(contact) => (Some(contact.id), None),
        Answer::Later(until) => (None, Some(*until)),
        Answer::Never => (None, None),
    };
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let Some(decision) = gate::record(tx, &decision).await? else {
                return Err(Failure::Unavailable);
            };
            if !outbox_store::set_decision(tx, id, decision).await? {
                return Err(Failure::Unavailable);
            }
            match next {
                (Some(contact), _) => {
                    store::set_contact(tx, id, by, contact).await?;
                    audit::record(tx, entry).await?;
                }
                (None, Some(until)) => {
                    store::release(tx, id, by, row.attempts, Some(until)).await?;
                }
                (None, None) => outbox_store::mark_refused(tx, id, now).await?,
            }
            Ok(())
        })
    });
    write.await?;
    match answer {
        Answer::Call(contact) => Ok(Opened::Call(Box::new(Call {
            id,
            name: display_name(state, carried.person).await?,
            number: contact.value,
            template: carried.content.template,
            lang: carried.content.lang,
            until: carried.until,
            attempts: row.attempts,
        }))),
        Answer::Later(_) => Ok(Opened::Later),
        Answer::Never => Ok(Opened::CalledOff),
    }
}

/// A call about which the gate was asked.
struct Asked {
    carried: Carried,
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

/// Asks about a call; `None` when nobody is left whom it is for.
async fn ask(context: &RequestContext, id: DispatchId, row: &CallRow) -> Result<Option<Asked>, Failure> {
    let (state, now) = (&context.state, context.now());
    let Some(carried) = Carried::open(state, id, row.due_at, &row.content_enc).await? else {
        return Ok(None);
    };
    let person = carried.person;
    let Content { subject, cell, matter, .. } = carried.content.clone();
    let decision = gate::may_send(state, Question { person, subject, cell, matter }, now).await?;
    let answer = match (decision.verdict.clone(), decision.contact.clone()) {
        _ if carried.is_void(state, now).await? => Answer::Never,
        (Verdict::Allow(_), Some(contact)) => Answer::Call(contact),
        (Verdict::Later { until, .. }, _) => Answer::Later(until),
        _ => Answer::Never,
    };
    let entry = audit::deed_about(context, person, Act::CallOpened, Category::MasterData).await?;
    Ok(Some(Asked { carried, decision: decision.seal(state).await?, answer, entry }))
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The person was told.
    Reached,
    /// Nobody answered, or somebody else did.
    NotReached,
    /// It is somebody else's number.
    WrongNumber,
}

impl Outcome {
    const ALL: [Outcome; 3] = [Outcome::Reached, Outcome::NotReached, Outcome::WrongNumber];

    /// The name in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Reached => "reached",
            Outcome::NotReached => "not-reached",
            Outcome::WrongNumber => "wrong-number",
        }
    }

    /// The outcome of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == name)
    }
}

/// What happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Done,
    /// It is tried again after some hours.
    Again,
    /// It was tried often enough.
    GivenUp,
}

/// Says what became of a call that one has taken: also of one that took longer than its time, as long as nobody else has
/// taken it since.
///
/// # Errors
/// [`AppError::NotFound`] for a call that is in somebody else's hands, as for one that is done with.
pub async fn close(context: &RequestContext, id: DispatchId, outcome: Outcome) -> Result<Next, AppError> {
    let (by, now, state) = (carrier(context)?, context.now(), &context.state);
    let found = state.db.read(move |tx| Box::pin(store::find_own(tx, id, by))).await?;
    let row = found.ok_or(AppError::NotFound)?;
    let carried = Carried::open(state, id, row.due_at, &row.content_enc).await?;
    let Carried { person, content, .. } = carried.ok_or(AppError::NotFound)?;
    let attempts = row.attempts + 1;
    let next = match outcome {
        Outcome::Reached | Outcome::WrongNumber => Next::Done,
        Outcome::NotReached if attempts < ATTEMPTS => Next::Again,
        Outcome::NotReached => Next::GivenUp,
    };
    // The one that was dialled, whatever the patient has changed since.
    let wrong = row.contact_id.filter(|_| outcome == Outcome::WrongNumber);
    let told = match (outcome, next) {
        (Outcome::WrongNumber, _) | (_, Next::GivenUp) => {
            Some(not_reached(state, (person, content.subject), id).await?)
        }
        _ => None,
    };
    let act = match outcome {
        Outcome::Reached => Act::CallMade,
        Outcome::NotReached => Act::CallInVain,
        Outcome::WrongNumber => Act::NumberDoubted,
    };
    let entry = audit::deed_about(context, person, act, Category::MasterData).await?;
    let said = Content { template: content.template.clone().without_code(), ..content };
    let said = said.seal(state, id)?;
    let again = (next == Next::Again).then(|| Timestamp(now.0.saturating_add(AGAIN)));
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if !store::release(tx, id, by, attempts, again).await? {
                return Ok(false);
            }
            match next {
                Next::Again => {}
                Next::Done if outcome == Outcome::Reached => {
                    outbox_store::mark_sent(tx, id, &said, now).await?;
                }
                Next::Done | Next::GivenUp => outbox_store::mark_refused(tx, id, now).await?,
            }
            if let Some(contact) = wrong {
                contacts::doubt(tx, person, contact).await?;
            }
            if let Some(told) = &told {
                outbox::enqueue(tx, told).await?;
            }
            audit::record(tx, entry).await?;
            Ok(true)
        })
    });
    if write.await? {
        state.work().notify_one();
        Ok(next)
    } else {
        Err(AppError::NotFound)
    }
}

/// What the patient is told inside the portal when a call has ended in vain.
async fn not_reached(
    state: &AppState,
    (person, subject): (PersonId, SubjectId),
    id: DispatchId,
) -> Result<outbox::Prepared, Failure> {
    let message = Message {
        subject,
        cell: gate::security_by(Channel::Portal)?,
        template: Template::NotReached,
        lang: language_of(state, person).await?,
        about: vec![b"call".to_vec(), id.as_bytes().to_vec()],
        not_before: state.clock.now(),
    };
    outbox::prepare(state, message).await
}
