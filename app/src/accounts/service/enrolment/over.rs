//! What is left to say about an enrolment that is over.

use crate::{
    accounts::{
        service::{
            invitations::{Because, State},
            session,
        },
        store::invitations,
    },
    backend::{
        context::{Actor, RequestContext},
        sessions::{BroughtCookie, Kind},
    },
    error::AppError,
    ids::InvitationId,
    time::Timestamp,
};

/// Why somebody who was enrolling on this browser cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// It was completed: they have access now.
    Done,
    /// Its session has ended; until when the same code takes them back in.
    TimeIsUp { code_until: Timestamp },
    /// The invitation is not good any more.
    Void(Because),
}

/// What became of the enrolment whose cookie this browser brought; `None` when there was none, or it goes on.
///
/// Only whoever holds that cookie, and so has shown the code before, is told.
pub async fn over(context: &RequestContext, cookie: &BroughtCookie) -> Result<Option<Over>, AppError> {
    if matches!(context.actor, Actor::Patient(_)) {
        return Ok(Some(Over::Done));
    }
    let Some((invitation, goes_on)) = invitation_of(context, cookie).await? else { return Ok(None) };
    let now = context.now();
    let found = context
        .state
        .db
        .read(move |tx| Box::pin(async move { invitations::find(tx, invitation).await }))
        .await?;
    let Some(found) = found else { return Ok(Some(Over::Void(Because::Withdrawn))) };
    if goes_on && found.is_in_force(now) {
        return Ok(None);
    }
    Ok(Some(match State::of(&found, now)? {
        State::Redeemed { .. } => Over::Done,
        State::Open { until } => Over::TimeIsUp { code_until: until },
        State::Void { because, .. } => Over::Void(because),
    }))
}

/// The invitation this browser was enrolling with, and whether its session still stands.
async fn invitation_of(
    context: &RequestContext,
    cookie: &BroughtCookie,
) -> Result<Option<(InvitationId, bool)>, AppError> {
    let holder = match &context.signed {
        Some(signed) => Some((signed.holder.clone(), true)),
        None => session::former_holder(context, cookie).await?.map(|holder| (holder, false)),
    };
    Ok(holder.and_then(|(holder, goes_on)| match holder.kind {
        Kind::Enrolment { invitation } => Some((invitation, goes_on)),
        Kind::Recovery | Kind::Patient { .. } | Kind::Staff { .. } => None,
    }))
}
