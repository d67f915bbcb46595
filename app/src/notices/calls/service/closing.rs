//! Saying what became of a call.

use super::{
    super::store::{self, CallRow},
    AGAIN,
};
use crate::{
    audit::{self, Act, Category},
    backend::{context::RequestContext, failure::Failure, state::AppState},
    consents::history,
    error::AppError,
    ids::{ContactId, DispatchId, PersonId, SubjectId},
    notices::{
        carried::{Carried, ROUNDS, carrier},
        gate,
        model::Channel,
        outbox::{self, Message},
        store as outbox_store,
        template::Template,
    },
    patients::{
        contacts::{self, ContactKind},
        service::language_of,
    },
    time::Timestamp,
};

/// How often it is tried.
const ATTEMPTS: i64 = 3;

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
/// taken it since. `dialled` is the number that was shown, whatever the patient has changed since; one that is not theirs
/// is left alone.
///
/// # Errors
/// [`AppError::NotFound`] for a call that is in somebody else's hands, as for one that is done with.
pub async fn close(
    context: &RequestContext,
    id: DispatchId,
    outcome: Outcome,
    dialled: ContactId,
) -> Result<Next, AppError> {
    let (by, state) = (carrier(context)?, &context.state);
    for _ in 0..ROUNDS {
        let found = state.db.read(move |tx| Box::pin(store::find_own(tx, id, by))).await?;
        let row = found.ok_or(AppError::NotFound)?;
        if let Some(next) = close_once(context, id, &row, (outcome, dialled)).await? {
            state.work().notify_one();
            return Ok(next);
        }
    }
    Err(AppError::Unavailable)
}

/// One try; `None` when it is to be begun anew, because consents have changed or the call has changed hands.
async fn close_once(
    context: &RequestContext,
    id: DispatchId,
    row: &CallRow,
    (outcome, dialled): (Outcome, ContactId),
) -> Result<Option<Next>, AppError> {
    let (by, now, state) = (carrier(context)?, context.now(), &context.state);
    let carried = Carried::open(state, id, row.due_at, &row.content_enc).await?;
    let Carried { person, content, .. } = carried.ok_or(AppError::NotFound)?;
    let (subject, attempts) = (content.subject, row.attempts + 1);
    let next = match outcome {
        Outcome::Reached | Outcome::WrongNumber => Next::Done,
        Outcome::NotReached if attempts < ATTEMPTS => Next::Again,
        Outcome::NotReached => Next::GivenUp,
    };
    let wrong = match outcome {
        Outcome::WrongNumber => contacts::find(state, person, dialled).await?,
        Outcome::Reached | Outcome::NotReached => None,
    };
    let wrong = wrong.filter(|point| point.kind == ContactKind::Phone).map(|point| point.id);
    let told = match (outcome, next) {
        (Outcome::WrongNumber, _) | (_, Next::GivenUp) => {
            Some(not_reached(state, (person, subject), id).await?)
        }
        _ => None,
    };
    let act = match outcome {
        Outcome::Reached => Act::CallMade,
        Outcome::NotReached => Act::CallInVain,
        Outcome::WrongNumber => Act::NumberDoubted,
    };
    let entry = audit::deed_about(context, person, act, Category::MasterData).await?;
    let said = content.seal_without_code(state, id)?;
    let again = (next == Next::Again).then(|| Timestamp(now.0.saturating_add(AGAIN)));
    // A history before the outbox, and the outbox before calls: everybody goes this way, so that no two wait for each other.
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if told.is_some() {
                history::hold(tx, subject).await?;
            }
            match next {
                Next::Again => {}
                Next::Done if outcome == Outcome::Reached => {
                    outbox_store::mark_sent(tx, id, &said, now).await?;
                }
                Next::Done | Next::GivenUp => outbox_store::mark_refused(tx, id, now).await?,
            }
            if !store::release(tx, id, by, attempts, again).await? {
                return Err(Failure::Unavailable);
            }
            if let Some(contact) = wrong {
                contacts::doubt(tx, person, contact).await?;
            }
            if let Some(told) = &told {
                outbox::enqueue(tx, told).await?;
            }
            audit::record(tx, entry).await?;
            Ok(())
        })
    });
    match write.await {
        Ok(()) => Ok(Some(next)),
        Err(Failure::Unavailable) => Ok(None),
        Err(failure) => Err(failure.into()),
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
