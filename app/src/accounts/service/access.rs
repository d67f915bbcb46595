//! What somebody's access is good for at the moment, and what the start page tells them of it.

use super::events;
use crate::{
    accounts::store::people::{self, PersonRow},
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        policy::{Action, authorise},
    },
    error::AppError,
    ids::PersonId,
    notices::portal::{self, Notice},
    patients,
    redacted::Redacted,
    time::Timestamp,
};

/// Why somebody's record is closed to themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A second invitation has just bound a new way to sign in; its owner shall have time to notice.
    Held { until: Timestamp },
    /// Nobody of the team has confirmed yet that whoever enrolled is the person who was invited.
    Unconfirmed,
}

/// Everything `/home` shows.
pub struct Home {
    pub name: Redacted<String>,
    /// What was not put away yet, newest first.
    pub events: events::Page,
    /// What somebody is told besides, newest first.
    pub news: Vec<Notice>,
    /// Why the record is not open yet.
    pub closed: Option<Closed>,
}

/// The start page of the patient who asks.
pub async fn home(context: &RequestContext) -> Result<Home, AppError> {
    authorise(Action::SeeHome, &context.actor)?;
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    let person = patient.person();
    Ok(Home {
        name: patients::service::display_name(&context.state, person).await?,
        events: events::list_unseen(context).await?,
        news: portal::unseen(context).await?,
        closed: record_closed(context, person).await?,
    })
}

/// Until when no content is shown, because a second invitation has just bound a new way to sign in.
pub async fn content_hold(context: &RequestContext, person: PersonId) -> Result<Option<Timestamp>, Failure> {
    Ok(find(context, person).await?.and_then(|found| held(context, &found)))
}

/// Why a patient does not see their record and its documents; `None` when they do.
///
/// A confirmation is needed in every practice; `practice.identity_check` decides who may give it.
pub async fn record_closed(context: &RequestContext, person: PersonId) -> Result<Option<Closed>, Failure> {
    let Some(found) = find(context, person).await? else { return Ok(Some(Closed::Unconfirmed)) };
    let held = held(context, &found).map(|until| Closed::Held { until });
    Ok(held.or(found.identity_confirmed_at.is_none().then_some(Closed::Unconfirmed)))
}

async fn find(context: &RequestContext, person: PersonId) -> Result<Option<PersonRow>, Failure> {
    context.state.db.read(move |tx| Box::pin(async move { people::find(tx, person).await })).await
}

fn held(context: &RequestContext, found: &PersonRow) -> Option<Timestamp> {
    found.content_hold_until.filter(|until| context.now() < *until)
}
