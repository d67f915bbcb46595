//! Which address comes first, which goes, and how discreet the practice is to be.

use super::{Refusal, Stopped, log, may_change, to_change};
use crate::{
    accounts::{
        service::step_up::{self, ContactChange, Deed, Done},
        store::people,
    },
    audit::{self, Act},
    backend::context::RequestContext,
    error::AppError,
    ids::ContactId,
    patients::contacts::store::{self, StoredPoint},
};

/// Makes a verified contact point the first of its kind.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof, [`AppError::NotFound`] for everybody else's, as for one that is not
/// there.
pub async fn prefer(context: &RequestContext, id: ContactId) -> Result<(), Stopped> {
    let (person, point) = to_change(context, id).await?;
    if point.verified_at.is_none() {
        return Err(Refusal::NotVerified.into());
    }
    let grant = step_up::granted(context, Deed::ChangeContact(ContactChange::Prefer(id))).await?;
    let log = log(context, person, Act::ContactPreferred, Some(id)).await?;
    let (kind, state) = (point.kind, &context.state);
    let done = state.db.write(move |tx| {
        Box::pin(async move {
            people::take_turns(tx, person).await?;
            let is_there = |point: &StoredPoint| point.id == id && point.verified_at.is_some();
            if !store::list(tx, person).await?.iter().any(is_there) {
                return Ok(None);
            }
            if !grant.use_up(tx).await? {
                return Ok(Some(Done::NotGranted));
            }
            store::prefer_none(tx, person, kind).await?;
            store::prefer(tx, person, id).await?;
            audit::record(tx, log).await?;
            Ok(Some(Done::Yes))
        })
    });
    Ok(done.await?.ok_or(AppError::NotFound)?.answer(context).await?)
}

/// Removes a contact point with its code. Of a kind whose preferred one goes, the one that has been verified longest is
/// preferred from now on.
///
/// # Errors
/// As [`prefer`].
pub async fn remove(context: &RequestContext, id: ContactId) -> Result<(), Stopped> {
    let (person, _) = to_change(context, id).await?;
    let grant = step_up::granted(context, Deed::ChangeContact(ContactChange::Remove(id))).await?;
    let log = log(context, person, Act::ContactRemoved, Some(id)).await?;
    let done = context.state.db.write(move |tx| {
        Box::pin(async move {
            people::take_turns(tx, person).await?;
            let points = store::list(tx, person).await?;
            let Some(gone) = points.iter().find(|point| point.id == id) else { return Ok(None) };
            if !grant.use_up(tx).await? {
                return Ok(Some(Done::NotGranted));
            }
            store::delete_code(tx, person, id).await?;
            store::delete(tx, person, id).await?;
            if let Some(heir) = heir(&points, gone) {
                store::prefer(tx, person, heir).await?;
            }
            audit::record(tx, log).await?;
            Ok(Some(Done::Yes))
        })
    });
    Ok(done.await?.ok_or(AppError::NotFound)?.answer(context).await?)
}

/// Who is preferred after the one that goes.
fn heir(points: &[StoredPoint], gone: &StoredPoint) -> Option<ContactId> {
    let candidates = points.iter().filter(|point| {
        gone.preferred && point.id != gone.id && point.kind == gone.kind && point.verified_at.is_some()
    });
    candidates.min_by_key(|point| (point.verified_at, point.id)).map(|point| point.id)
}

/// Says whether anything outside may name the practice. What is so already is not said again.
pub async fn set_discreet(context: &RequestContext, discreet: bool) -> Result<(), Stopped> {
    let person = may_change(context).await?;
    let act = if discreet { Act::DiscreetModeOn } else { Act::DiscreetModeOff };
    let log = log(context, person, act, None).await?;
    let set = context.state.db.write(move |tx| {
        Box::pin(async move {
            people::take_turns(tx, person).await?;
            if store::find_discreet(tx, person).await?.unwrap_or(false) == discreet {
                return Ok(());
            }
            store::set_discreet(tx, person, discreet).await?;
            audit::record(tx, log).await
        })
    });
    Ok(set.await?)
}
