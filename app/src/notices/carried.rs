//! What the team carries, letters and calls: whose work it is, and what is read of a dispatch before anybody sees it.

use super::{codes, gate::Matter, outbox::Content};
use crate::{
    backend::{
        context::RequestContext,
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    consents,
    error::AppError,
    ids::{DispatchId, PersonId},
    patients::{contacts, subjects},
    time::Timestamp,
};

/// How often something begins anew because somebody has changed their consents meanwhile.
pub(super) const ROUNDS: usize = 5;

/// Whoever of the team asks, if carrying messages is their work.
pub(super) fn carrier(context: &RequestContext) -> Result<PersonId, AppError> {
    authorise(Action::CarryMessages, &context.actor)?;
    context.actor.person().ok_or(AppError::NotFound)
}

/// A message, and whom it is for.
pub(super) struct Carried {
    pub person: PersonId,
    pub content: Content,
    /// Until when the code that it brings can be entered; empty when it brings none.
    pub until: Option<Timestamp>,
}

impl Carried {
    /// Reads a dispatch; `None` when nobody is left whom it is for, or when it was altered or moved, which the log of the
    /// installation says.
    pub async fn open(
        state: &AppState,
        id: DispatchId,
        due_at: Timestamp,
        sealed: &[u8],
    ) -> Result<Option<Self>, Failure> {
        Ok(unless_broken(id, Self::read(state, id, due_at, sealed).await)?.flatten())
    }

    async fn read(
        state: &AppState,
        id: DispatchId,
        due_at: Timestamp,
        sealed: &[u8],
    ) -> Result<Option<Self>, Failure> {
        let content = Content::open(state, id, sealed)?;
        let Some(person) = subjects::person_of(state, content.subject).await? else { return Ok(None) };
        let lifetime = codes::lifetime(content.cell.channel);
        let until = content.template.code().map(|_| Timestamp(due_at.0.saturating_add(lifetime)));
        Ok(Some(Self { person, content, until }))
    }

    /// Whether what it brings is good for nothing any more: a code that was used, replaced or mistyped too often, or is
    /// over.
    pub async fn is_void(&self, state: &AppState, now: Timestamp) -> Result<bool, Failure> {
        let Some(code) = self.content.template.code() else { return Ok(false) };
        if self.until.is_some_and(|until| now >= until) {
            return Ok(true);
        }
        let Content { subject, cell, .. } = &self.content;
        let is_in_force = match self.content.matter {
            Matter::ContactCode { contact } => {
                contacts::is_in_force(state, self.person, contact, code, now).await?
            }
            Matter::ConsentCode => consents::service::is_in_force(state, *subject, cell, code).await?,
            Matter::Message => true,
        };
        Ok(!is_in_force)
    }
}

/// What is broken is passed over with a line in the log of the installation, so that it holds nothing else up; `None` then.
/// Only a dispatch that itself cannot be read is given up for that: where anything else cannot, it waits.
///
/// # Errors
/// Whatever else went wrong.
pub(super) fn unless_broken<T>(id: DispatchId, found: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(failure @ (Failure::Sealed | Failure::Inconsistent { .. })) => {
            tracing::error!(dispatch.id = %id, %failure, "a message that cannot be read is not carried");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}
