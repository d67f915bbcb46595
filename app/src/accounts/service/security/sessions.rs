//! Where somebody is signed in.

use super::whoami;
use crate::{
    accounts::service::session,
    audit::{self, Act},
    backend::{context::RequestContext, failure::Failure, sessions},
    error::AppError,
    ids::{PersonId, SessionId},
    time::Timestamp,
};

/// A session as its owner sees it.
pub struct ShownSession {
    pub id: SessionId,
    pub browser: String,
    pub since: Timestamp,
    pub last_seen_at: Timestamp,
    pub is_this_one: bool,
}

/// Where somebody is signed in, newest request first.
pub(super) async fn list(
    context: &RequestContext,
    person: PersonId,
    this: SessionId,
) -> Result<Vec<ShownSession>, Failure> {
    let live = session::list(context, person).await?.into_iter();
    let shown = live.map(|live| ShownSession {
        id: live.id,
        browser: live.holder.browser,
        since: live.holder.since,
        last_seen_at: live.last_seen_at,
        is_this_one: live.id == this,
    });
    Ok(shown.collect())
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`AppError::NotFound`] when there is none with this id, or it is somebody else's.
pub async fn end_session(context: &RequestContext, id: SessionId) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    if id == this {
        return session::end(context).await;
    }
    let now = context.now();
    let log = audit::own_deed(context, person, Act::SessionsEnded).await?;
    let ended = context
        .state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let ended = sessions::store::end(tx, person, id, now).await?;
                if ended {
                    audit::record(tx, log).await?;
                }
                Ok(ended)
            })
        })
        .await?;
    if ended { Ok(()) } else { Err(AppError::NotFound) }
}

/// Ends all of one's own sessions but this one.
pub async fn end_other_sessions(context: &RequestContext) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    let now = context.now();
    let log = audit::own_deed(context, person, Act::SessionsEnded).await?;
    let end = context.state.db.write(move |tx| {
        Box::pin(async move {
            match sessions::store::end_all(tx, person, Some(this), now).await? {
                0 => Ok(()),
                _ => audit::record(tx, log).await,
            }
        })
    });
    end.await?;
    Ok(())
}
