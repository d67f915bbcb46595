//! What patients do with their consents, each as one use case.
//!
//! Whoever decides reads the history, prepares everything, and writes it in one transaction ([`change`]). If somebody else
//! has added to the history meanwhile, all begins anew, a few times. Giving and taking back need no fresh proof: taking back
//! must be as easy as giving (GDPR Art. 7(3)), and giving has its code.

#[cfg(feature = "testing")]
pub mod arranged;
mod ask;
mod cells;
mod change;
mod codes;
mod confirm;
mod deadline;
mod overview;
mod renew;
mod renewal;
mod timeline;
mod withdraw;

pub(super) use ask::noted;
pub use ask::{Asked, switch_on};
pub use cells::{Barrier, CellView, Reach};
pub(super) use change::{Change, change};
pub use confirm::{CODE_FIELD, Confirmation, Confirmed, confirm, confirmation, is_in_force};
pub(super) use deadline::plan as plan_deadline;
pub use deadline::{ConsentDeadline, meet as meet_deadline};
pub use overview::{Overview, Row, about, overview};
pub use renew::{Renewed, renew};
pub use renewal::{ConsentEnd, ConsentReminder, REMINDERS, end as note_end, remind};
pub use timeline::{Past, Timeline, Wordings, timeline, wordings};
pub use withdraw::{
    Ended, SwitchedOff, WhatIf, switch_off, what_if, what_if_all, withdraw, withdraw_all,
    withdraw_without_session,
};

use crate::{
    accounts::service::access,
    backend::{
        context::{Actor, RequestContext},
        policy::{Action, authorise},
    },
    error::AppError,
    ids::{PersonId, SubjectId},
    patients::subjects,
    time::Timestamp,
};

/// How often somebody begins anew because others have decided at the same moment.
pub(super) const ROUNDS: usize = 5;

/// The patient who asks.
#[derive(Clone, Copy)]
pub(super) struct Patient {
    pub person: PersonId,
    pub subject: SubjectId,
}

/// What somebody may see, or until when it is held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen<T> {
    Open(T),
    /// A second invitation has just bound a new way to sign in; its owner shall have time to notice.
    Held {
        until: Timestamp,
    },
}

/// Who asks, or until when nothing is shown to them.
pub(super) async fn reader(context: &RequestContext) -> Result<Seen<Patient>, AppError> {
    authorise(Action::DecideConsents, &context.actor)?;
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    let person = patient.person();
    if let Some(until) = access::content_hold(context, person).await? {
        return Ok(Seen::Held { until });
    }
    let subject = subjects::subject_of(&context.state, person).await?;
    Ok(Seen::Open(Patient { person, subject }))
}

/// Who decides. While content is held back nothing can be decided: the page shows nothing to decide about.
async fn decider(context: &RequestContext) -> Result<Patient, AppError> {
    match reader(context).await? {
        Seen::Open(patient) => Ok(patient),
        Seen::Held { .. } => Err(AppError::NotFound),
    }
}
