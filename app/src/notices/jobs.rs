//! The work of sending.
//!
//! 1. The dispatch is read again; one that was called off is none, and that is no failure.
//! 2. The gate is asked again. Its decision is stored before anything leaves, and only if nobody has changed their consents
//!    in the meantime.
//! 3. It leaves. A crash from here on sends it once more, under the same Message-ID.
//! 4. That it has left, and that the job is done, is one transaction. Inside the portal the notice is part of it, so that it
//!    is there exactly once.

use super::{
    gate::{self, Question, Verdict},
    mail,
    model::Channel,
    outbox::{self, Content, Message},
    portal, store,
    template::Template,
};
use crate::{
    backend::{
        failure::Failure,
        mail::MailError,
        queue::{self, Claimed, Job, JobError},
        state::AppState,
    },
    ids::{DispatchId, PersonId, SecurityEventId},
    patients::{self, contacts::ContactPoint, subjects},
};
use serde::{Deserialize, Serialize};

/// Send what is queued under this id.
#[derive(Debug, Serialize, Deserialize)]
pub struct Send {
    pub dispatch: DispatchId,
}

impl Job for Send {
    const KIND: &'static str = "send";
}

/// Tell somebody, outside the portal, that something has happened to their access.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellSecurity {
    pub person: PersonId,
    /// What distinguishes this from other such messages to the same person.
    pub about: String,
}

impl Job for TellSecurity {
    const KIND: &'static str = "tell-security";
}

impl TellSecurity {
    /// Ready for the transaction in which it happens. As long as one such message waits, a second is none: it would say the
    /// same.
    pub fn prepare(
        state: &AppState,
        person: PersonId,
        event: SecurityEventId,
    ) -> Result<queue::Prepared, Failure> {
        let job = TellSecurity { person, about: event.to_string() };
        queue::prepare(state, &job, &[person.as_bytes()], None, state.clock.now())
    }
}

/// Does the work of a [`Send`].
pub async fn send(state: &AppState, job: &Claimed) -> Result<(), JobError> {
    let Send { dispatch } = job.job(state)?;
    let found = state.db.read(move |tx| Box::pin(store::find_queued(tx, dispatch))).await?;
    let Some(sealed) = found else { return queue::finish_alone(state, job).await };
    let content = Content::open(state, dispatch, &sealed)?;
    let Some(person) = subjects::person_of(state, content.subject).await? else {
        return refuse(state, job, dispatch).await;
    };
    let now = state.clock.now();
    let Content { subject, cell, matter, .. } = content.clone();
    let question = Question { person, subject, cell, matter };
    let decision = gate::may_send(state, question, now).await?;
    let (verdict, contact) = (decision.verdict.clone(), decision.contact.clone());
    let decision = decision.seal(state).await?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let Some(id) = gate::record(tx, &decision).await? else { return Ok(None) };
            store::set_decision(tx, dispatch, id).await.map(Some)
        })
    });
    match write.await? {
        None => return Err(JobError::Retry("consents-changed")),
        // It was called off meanwhile.
        Some(false) => return queue::finish_alone(state, job).await,
        Some(true) => {}
    }
    match verdict {
        Verdict::Allow(_) => leave(state, job, dispatch, content, (person, contact)).await,
        Verdict::Later { until, .. } => {
            state.db.write(move |tx| Box::pin(store::set_due(tx, dispatch, until))).await?;
            Err(JobError::NotBefore(until))
        }
        Verdict::Refuse(_) => refuse(state, job, dispatch).await,
    }
}

/// The message leaves, and it is noted that it has.
async fn leave(
    state: &AppState,
    job: &Claimed,
    dispatch: DispatchId,
    content: Content,
    (person, contact): (PersonId, Option<ContactPoint>),
) -> Result<(), JobError> {
    let now = state.clock.now();
    let notice = match content.cell.channel {
        Channel::Portal => Some(portal::prepare(state, person, &content)?),
        Channel::Email => {
            let contact = contact.ok_or(JobError::Retry("no-contact-point"))?;
            let mail = mail::render(state, person, &content, &contact).await?;
            state.mailer.send(&mail).await.map_err(|error| match error {
                MailError::Later(code) => JobError::Retry(code),
                MailError::Never(code) => JobError::Fail(code),
            })?;
            None
        }
        Channel::Sms | Channel::Phone | Channel::Letter => return Err(JobError::Fail("no-transport")),
    };
    let left = content.seal_without_code(state, dispatch)?;
    let job = job.receipt();
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            if let Some(notice) = notice {
                portal::tell(tx, notice).await?;
            }
            store::mark_sent(tx, dispatch, &left, now).await?;
            queue::finish(tx, &job).await
        })
    });
    Ok(write.await?)
}

async fn refuse(state: &AppState, job: &Claimed, dispatch: DispatchId) -> Result<(), JobError> {
    let (now, job) = (state.clock.now(), job.receipt());
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            store::mark_refused(tx, dispatch, now).await?;
            queue::finish(tx, &job).await
        })
    });
    Ok(write.await?)
}

/// Does the work of a [`TellSecurity`]: a mail to where the person is reached, if there is such a place.
pub async fn tell_security(state: &AppState, job: &Claimed) -> Result<(), JobError> {
    let TellSecurity { person, about } = job.job(state)?;
    let known = patients::service::known_patient(state, person).await?;
    if known.is_none() {
        return queue::finish_alone(state, job).await;
    }
    let subject = subjects::subject_of(state, person).await?;
    let message = Message {
        subject,
        cell: gate::security_by(Channel::Email)?,
        template: Template::Security,
        lang: patients::service::language_of(state, person).await?,
        about: vec![b"security".to_vec(), about.into_bytes()],
        not_before: state.clock.now(),
    };
    let (message, job) = (outbox::prepare(state, message).await?, job.receipt());
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            outbox::enqueue(tx, &message).await?;
            queue::finish(tx, &job).await
        })
    });
    Ok(write.await?)
}
