//! Entering the code that was sent to a contact point.

use super::{Refusal, Stopped, codes::WHAT_FOR, log, to_change};
use crate::{
    accounts::store::people,
    audit::{self, Act},
    backend::{context::RequestContext, failure::Failure},
    ids::{ContactId, PersonId},
    notices::codes::OneTimeCode,
    patients::contacts::{forms::CodeForm, reading, store},
};

/// Verifies a contact point with its code. The first verified of a kind is preferred by itself.
///
/// The try is counted, and that is durable, before the code is compared: of many at once no more are compared than there
/// are tries.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] for everybody else's, as for one that is not there.
pub async fn confirm(context: &RequestContext, id: ContactId, form: &CodeForm) -> Result<(), Stopped> {
    let (person, point) = to_change(context, id).await?;
    if point.verified_at.is_some() {
        return Err(Refusal::Verified.into());
    }
    if form.code.trim().is_empty() {
        return Err(Refusal::CodeMissing.into());
    }
    let code = OneTimeCode::read(&form.code).ok_or(Refusal::CodeMalformed)?;
    let (state, now, kind) = (&context.state, context.now(), point.kind);
    let hash = code.hash(&state.keys, WHAT_FOR, id.as_bytes());
    let counted = state
        .db
        .write(move |tx| Box::pin(async move { store::count_try(tx, person, id, now).await }))
        .await?;
    let Some((expected, left)) = counted else { return Err(why_none(context, person, id).await?.into()) };
    if hash != expected {
        let refusal = if left > 0 { Refusal::CodeWrong { left } } else { Refusal::CodeUsedUp };
        return Err(refusal.into());
    }
    let log = log(context, person, Act::ContactVerified, Some(id)).await?;
    let verified = state.db.write(move |tx| {
        Box::pin(async move {
            people::take_turns(tx, person).await?;
            if !store::take_code(tx, person, id, &hash).await? || !store::verify(tx, person, id, now).await? {
                return Ok(false);
            }
            let points = store::list(tx, person).await?;
            if !points.iter().any(|point| point.kind == kind && point.preferred) {
                store::prefer(tx, person, id).await?;
            }
            audit::record(tx, log).await?;
            Ok(true)
        })
    });
    if verified.await? { Ok(()) } else { Err(why_none(context, person, id).await?.into()) }
}

/// Why no code may be tried.
async fn why_none(context: &RequestContext, person: PersonId, id: ContactId) -> Result<Refusal, Failure> {
    if reading::find(&context.state, person, id).await?.is_some_and(|point| point.verified_at.is_some()) {
        return Ok(Refusal::Verified);
    }
    let read = context.state.db.read(move |tx| Box::pin(async move { store::list_codes(tx, person).await }));
    let code = read.await?.into_iter().find(|code| code.contact == id);
    Ok(match code {
        None => Refusal::NoCode,
        Some(code) if context.now() >= code.expires_at => Refusal::CodeExpired,
        Some(code) if code.tries_left == 0 => Refusal::CodeUsedUp,
        // Another code has come in between.
        Some(code) => Refusal::CodeWrong { left: code.tries_left },
    })
}
