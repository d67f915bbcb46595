//! What is to leave the house: queued with the decision of the gate, in the transaction that makes it necessary.
//!
//! 1. [`prepare`] asks the gate and seals everything, outside the transaction.
//! 2. [`enqueue`] stores the decision, whatever it says; and, if it allows, the dispatch and the job that sends it.
//! 3. Nothing leaves before that is durable: the job is found only after the COMMIT. What the team carries has no job.
//! 4. What is about the same as something that was queued before is not queued again, also after a crash in between.

use super::{
    gate::{self, Matter, Question, Refusal, Verdict},
    jobs::Send,
    store::{self, NewDispatch},
    template::Template,
    whose,
};
use crate::{
    backend::{
        crypto::{KeyRing, Purpose},
        db::Tx,
        failure::Failure,
        queue, rng,
        state::AppState,
    },
    consents::model::Cell,
    ids::{ContactId, DispatchId, PersonId, SubjectId},
    lang::Lang,
    patients::{contacts::ContactKind, subjects},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Something to be said.
#[derive(Clone, Debug)]
pub struct Message {
    pub subject: SubjectId,
    pub cell: Cell,
    pub template: Template,
    pub lang: Lang,
    /// What it is about: the same is said once.
    pub about: Vec<Vec<u8>>,
    pub not_before: Timestamp,
}

/// What a dispatch holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub subject: SubjectId,
    pub cell: Cell,
    pub matter: Matter,
    pub template: Template,
    pub lang: Lang,
    /// The left side of the Message-ID: random, and the same whenever it is sent again.
    pub message: String,
}

/// A message with the gate's answer, ready for a transaction.
pub struct Prepared {
    decision: gate::Sealed,
    verdict: Verdict,
    /// With the job that sends it, unless the team carries it.
    dispatch: Option<(NewDispatch, Option<queue::Prepared>)>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Queued(DispatchId),
    /// The same was queued before.
    SaidBefore,
    /// The gate has refused; its decision is stored.
    Refused(Refusal),
}

/// Asks the gate about a message and seals it, outside any transaction.
///
/// # Errors
/// [`Failure::Sealed`] when nobody can tell any more whom the subject belongs to.
pub async fn prepare(state: &AppState, message: Message) -> Result<Prepared, Failure> {
    let person = subjects::person_of(state, message.subject).await?.ok_or(Failure::Sealed)?;
    let matter = match message.template {
        Template::ConsentCode { .. } => Matter::ConsentCode,
        _ => Matter::Message,
    };
    prepare_for(state, person, message, matter).await
}

/// The same for the code of a contact point, which goes to that one and no other.
pub async fn prepare_contact_code(
    state: &AppState,
    person: PersonId,
    (contact, kind): (ContactId, ContactKind),
    template: Template,
    lang: Lang,
) -> Result<Prepared, Failure> {
    let subject = subjects::subject_of(state, person).await?;
    let cell = gate::security_by(kind.channel())?;
    let once: [u8; 16] = rng::bytes(&*state.rng)?;
    let about = vec![b"contact-code".to_vec(), once.to_vec()];
    let message = Message { subject, cell, template, lang, about, not_before: state.clock.now() };
    prepare_for(state, person, message, Matter::ContactCode { contact }).await
}

async fn prepare_for(
    state: &AppState,
    person: PersonId,
    message: Message,
    matter: Matter,
) -> Result<Prepared, Failure> {
    let Message { subject, cell, template, lang, about, not_before } = message;
    let now = state.clock.now();
    let question = Question { person, subject, cell: cell.clone(), matter };
    let decision = gate::may_send(state, question, now).await?;
    let due_at = match decision.verdict {
        Verdict::Allow(_) => Some(not_before.max(now)),
        Verdict::Later { until, .. } => Some(not_before.max(until)),
        Verdict::Refuse(_) => None,
    };
    let dispatch = match due_at {
        None => None,
        Some(due_at) => {
            let id = DispatchId::from_random(rng::bytes(&*state.rng)?);
            let (cell_hash, about_hash) =
                (whose::cell(&state.keys, subject, &cell), whose::about(&state.keys, subject, &about));
            let (channel, by_hand) = (cell.channel.as_str(), gate::is_carried_by_hand(cell.channel));
            let message = rng::crockford::<26>(&*state.rng)?.to_lowercase();
            let content = Content { subject, cell, matter, template, lang, message };
            let content_enc = content.seal(state, id)?;
            let new = NewDispatch { id, channel, cell_hash, about_hash, due_at, content_enc };
            let job = match by_hand {
                true => None,
                false => Some(queue::prepare(state, &Send { dispatch: id }, &[id.as_bytes()], None, due_at)?),
            };
            Some((new, job))
        }
    };
    let verdict = decision.verdict.clone();
    Ok(Prepared { decision: decision.seal(state).await?, verdict, dispatch })
}

/// Stores the decision, and the message if it may leave; a statement of the transaction that makes it necessary.
///
/// # Errors
/// [`Failure::Unavailable`] when somebody's consents have changed since the gate was asked: the caller begins anew.
pub async fn enqueue(tx: &mut Tx<'_>, prepared: &Prepared) -> Result<Outcome, Failure> {
    let decision = gate::record(tx, &prepared.decision).await?.ok_or(Failure::Unavailable)?;
    let Some((new, job)) = &prepared.dispatch else {
        let Verdict::Refuse(refusal) = prepared.verdict else { return Err(Failure::Unavailable) };
        return Ok(Outcome::Refused(refusal));
    };
    if !store::insert_dispatch(tx, new, decision).await? {
        return Ok(Outcome::SaidBefore);
    }
    if let Some(job) = job {
        queue::enqueue(tx, job).await?;
    }
    Ok(Outcome::Queued(new.id))
}

/// Calls off whatever waits, or is planned, for one purpose on one channel; gives how much it was.
pub async fn call_off(
    tx: &mut Tx<'_>,
    keys: &KeyRing,
    subject: SubjectId,
    cell: &Cell,
    now: Timestamp,
) -> Result<u64, Failure> {
    let hash = whose::cell(keys, subject, cell);
    Ok(store::cancel_cell(tx, &hash, now).await? + queue::call_off(tx, &hash).await?)
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub template: Template,
    pub due_at: Timestamp,
}

/// What waits for one purpose on one channel, the next first: what a withdrawal would call off.
pub async fn planned(state: &AppState, subject: SubjectId, cell: &Cell) -> Result<Vec<Planned>, Failure> {
    let hash = whose::cell(&state.keys, subject, cell);
    let rows = state.db.read(move |tx| Box::pin(async move { store::list_queued(tx, &hash).await })).await?;
    rows.into_iter()
        .map(|(id, due_at, sealed)| {
            let content = Content::open(state, id, &sealed)?;
            // What is found by a hash that was altered is somebody else's.
            let is_theirs = content.subject == subject && content.cell == *cell;
            let template = is_theirs.then(|| content.template.without_code()).ok_or(Failure::Sealed)?;
            Ok(Planned { template, due_at })
        })
        .collect()
}

impl Content {
    pub(super) fn seal(&self, state: &AppState, id: DispatchId) -> Result<Vec<u8>, Failure> {
        let plain = serde_json::to_vec(self).map_err(|_| Failure::Sealed)?;
        state.keys.seal(&*state.rng, Purpose::Session, &place(id), &plain)
    }

    /// As it is kept once it has left: without the code that it brought.
    pub(super) fn seal_without_code(self, state: &AppState, id: DispatchId) -> Result<Vec<u8>, Failure> {
        Content { template: self.template.without_code(), ..self }.seal(state, id)
    }

    pub(super) fn open(state: &AppState, id: DispatchId, sealed: &[u8]) -> Result<Self, Failure> {
        let plain = state.keys.open_sealed(Purpose::Session, &place(id), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)
    }
}

fn place(id: DispatchId) -> [Vec<u8>; 2] {
    [b"outbox".to_vec(), id.as_bytes().to_vec()]
}
