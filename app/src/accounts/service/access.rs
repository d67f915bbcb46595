//! What somebody's access is good for at the moment.

use crate::{
    accounts::store::people,
    backend::{context::RequestContext, failure::Failure},
    ids::PersonId,
    time::Timestamp,
};

/// Until when no content is shown, because a second invitation has just bound a new way to sign in.
pub async fn content_hold(context: &RequestContext, person: PersonId) -> Result<Option<Timestamp>, Failure> {
    let found =
        context.state.db.read(move |tx| Box::pin(async move { people::find(tx, person).await })).await?;
    Ok(found.and_then(|person| person.content_hold_until).filter(|until| context.now() < *until))
}
