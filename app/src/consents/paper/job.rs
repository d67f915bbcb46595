//! [`TellPaper`]: the patient hears, inside the portal, that a form of theirs was recorded.

use crate::{
    backend::{
        failure::Failure,
        queue::{self, Claimed, Job, JobError},
        state::AppState,
    },
    ids::{ConsentPaperId, SubjectId},
    notices::{
        gate,
        model::Channel,
        outbox::{self, Message},
        template::Template,
    },
    patients,
};
use serde::{Deserialize, Serialize};

/// Tell somebody that a form was recorded.
#[derive(Serialize, Deserialize)]
pub struct TellPaper {
    subject: SubjectId,
    paper: ConsentPaperId,
}

impl Job for TellPaper {
    const KIND: &'static str = "tell-paper";
}

impl TellPaper {
    /// Ready for the transaction that records the form.
    pub(super) fn prepare(
        state: &AppState,
        subject: SubjectId,
        paper: ConsentPaperId,
    ) -> Result<queue::Prepared, Failure> {
        let job = TellPaper { subject, paper };
        queue::prepare(state, &job, &[paper.as_bytes()], None, state.clock.now())
    }
}

/// Does the work of a [`TellPaper`].
pub async fn tell(state: &AppState, job: &Claimed) -> Result<(), JobError> {
    let TellPaper { subject, paper } = job.job(state)?;
    let Some(person) = patients::subjects::person_of(state, subject).await? else {
        return queue::finish_alone(state, job).await;
    };
    let message = Message {
        subject,
        cell: gate::security_by(Channel::Portal)?,
        template: Template::PaperRecorded,
        lang: patients::service::language_of(state, person).await?,
        about: vec![b"consent-paper".to_vec(), paper.as_bytes().to_vec()],
        not_before: state.clock.now(),
    };
    let (message, receipt) = (outbox::prepare(state, message).await?, job.receipt());
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            outbox::enqueue(tx, &message).await?;
            queue::finish(tx, &receipt).await
        })
    });
    write.await?;
    state.work().notify_one();
    Ok(())
}
