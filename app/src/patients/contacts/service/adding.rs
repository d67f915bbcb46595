//! A new address, and codes for one that is not verified yet.

use super::{
    Refusal, Stopped,
    codes::{Limits, NewCode},
    log, may_change, noted, to_change,
};
use crate::{
    accounts::{
        service::{
            caps,
            enrolment::identity_key,
            step_up::{self, ContactChange, Deed, Done},
        },
        store::people,
    },
    audit::{self, Act},
    backend::{context::RequestContext, rng},
    error::AppError,
    ids::ContactId,
    patients::contacts::{forms::AddForm, model::MOST, sealed, store},
};

/// Adds an address and sends it its code.
///
/// The gate answers about what is there, so the address is stored first. If sending fails after that, it stands in the list
/// and says that no code is in force for it.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof, [`AppError::NotFound`] for a noted address that is none.
pub async fn add(context: &RequestContext, form: &AddForm) -> Result<ContactId, Stopped> {
    let person = may_change(context).await?;
    let value = match form.noted.as_str() {
        "yes" => noted(context, person).await?.ok_or(AppError::NotFound)?.expose().clone(),
        _ => form.check()?,
    };
    let (state, now, kind) = (&context.state, context.now(), form.kind());
    let id = ContactId::from_random(rng::bytes(&*state.rng).map_err(AppError::from)?);
    let key = identity_key(context, person).await?;
    let value_enc = sealed::seal(state, &key, id, &value)?;
    let value_hash = sealed::value_hash(&state.keys, person, kind, &value);
    let limits = Limits::new(state, person, &value_hash)?;
    let grant = step_up::granted(context, Deed::ChangeContact(ContactChange::Add)).await?;
    let log = log(context, person, Act::ContactAdded, Some(id)).await?;
    let done = state.db.write(move |tx| {
        Box::pin(async move {
            people::take_turns(tx, person).await?;
            if store::find_by_hash(tx, person, &value_hash).await?.is_some() {
                return Ok(Err(Refusal::Known));
            }
            if store::list(tx, person).await?.len() >= MOST {
                return Ok(Err(Refusal::TooMany));
            }
            if let Some(refusal) = limits.refusal(tx, now).await? {
                return Ok(Err(refusal));
            }
            if !grant.use_up(tx).await? {
                return Ok(Ok(Done::NotGranted));
            }
            store::insert(tx, person, (id, kind), &value_enc, &value_hash, now).await?;
            audit::record(tx, log).await?;
            Ok(Ok(Done::Yes))
        })
    });
    done.await??.answer(context).await?;
    send_code(context, id).await?;
    Ok(id)
}

/// Sends a contact point a new code; the one before is void.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else's, as for one that is not there.
pub async fn send_code(context: &RequestContext, id: ContactId) -> Result<(), Stopped> {
    let (person, point) = to_change(context, id).await?;
    if point.verified_at.is_some() {
        return Err(Refusal::Verified.into());
    }
    let (state, now) = (&context.state, context.now());
    let value_hash = sealed::value_hash(&state.keys, person, point.kind, point.value.expose());
    caps::prune(state).await;
    let limits = Limits::new(state, person, &value_hash)?;
    let code = NewCode::new(context, person, (id, point.kind)).await?;
    let sent = state.db.write(move |tx| {
        Box::pin(async move {
            people::take_turns(tx, person).await?;
            // Looked at again where it counts: it may have been verified or removed in the meantime.
            match store::list(tx, person).await?.into_iter().find(|point| point.id == id) {
                None => return Ok(Err(Stopped::Failed(AppError::NotFound))),
                Some(point) if point.verified_at.is_some() => return Ok(Err(Refusal::Verified.into())),
                Some(_) => {}
            }
            if let Some(refusal) = limits.refusal(tx, now).await? {
                return Ok(Err(refusal.into()));
            }
            code.send(tx, &limits, now).await?;
            Ok(Ok(()))
        })
    });
    sent.await??;
    state.work().notify_one();
    Ok(())
}
