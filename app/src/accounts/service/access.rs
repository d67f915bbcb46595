//! What the start page tells a patient of their access.

use super::events::{self, Event};
use crate::{
    accounts::store::people,
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        policy::{Action, authorise},
    },
    error::AppError,
    ids::PersonId,
    patients,
    redacted::Redacted,
    time::Timestamp,
};

/// Everything `/home` shows.
pub struct Home {
    pub name: Redacted<String>,
    /// What was not put away yet, oldest first.
    pub events: Vec<Event>,
    /// Until when no content is shown.
    pub hold_until: Option<Timestamp>,
}

/// The start page of the patient who asks.
pub async fn home(context: &RequestContext) -> Result<Home, AppError> {
    authorise(Action::SeeHome, &context.actor)?;
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    let person = patient.person();
    Ok(Home {
        name: patients::service::display_name(&context.state, person).await?,
        events: events::list_unseen(context).await?,
        hold_until: content_hold(context, person).await?,
    })
}

/// Until when no content is shown, because a second invitation has just bound a new way to sign in.
async fn content_hold(context: &RequestContext, person: PersonId) -> Result<Option<Timestamp>, Failure> {
    let found =
        context.state.db.read(move |tx| Box::pin(async move { people::find(tx, person).await })).await?;
    Ok(found.and_then(|person| person.content_hold_until).filter(|until| context.now() < *until))
}
