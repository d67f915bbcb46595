//! What the guard of a route does where the text of a form may outlive its session.

use super::{
    DISCARD, KEEP_ONLY, KEPT, Keep, SIGN_IN,
    service::{forget, keep},
};
use crate::{
    backend::{
        actor::Actor,
        context::RequestContext,
        failure::Failure,
        form_token,
        policy::{Action, Permit, authorise},
        routes::FORM_TOKEN,
        sessions::Expired,
    },
    error::AppError,
    ids::{KeptFormId, PersonId},
};
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};

/// The fields of a form as it was sent.
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// Reads a body of the type `application/x-www-form-urlencoded`.
    pub fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// What was typed into a field, unless nothing was.
    pub fn value(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(field, _)| field == name)?;
        (!value.is_empty()).then_some(value.as_str())
    }

    /// The token that came with it, or none.
    pub fn token(&self) -> &str {
        self.value(FORM_TOKEN).unwrap_or_default()
    }

    /// The kept form it was filled from.
    pub(super) fn kept(&self) -> Option<KeptFormId> {
        KeptFormId::parse(self.value(KEPT)?)
    }
}

/// Lets a form through, or keeps what was typed into it.
///
/// - Nobody is signed in, and the form is of the session whose time ran out: it is kept, and sign-in follows.
/// - Somebody has signed in again elsewhere in this browser, and it is their own older form: it is kept and shown.
/// - The form asks to be kept only, or to be forgotten: that happens, and its page follows.
/// - Anything else is what it would be without this: refused, or handled. What has done what it was sent for is kept no
///   longer; what comes back for correction stays.
pub async fn pass(
    context: &RequestContext,
    action: Action,
    may_keep: Keep,
    sent: Sent,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    match authorise(action, &context.actor) {
        Err(AppError::SignInRequired) => {
            let owner = expired_owner(context, action, &sent).await?.filter(|owner| owner.is_named);
            let owner = owner.ok_or(AppError::SignInRequired)?;
            return match keep(context, owner.person, action, may_keep, &sent).await? {
                true => Ok(Redirect::to(SIGN_IN).into_response()),
                false => Err(AppError::SignInRequired),
            };
        }
        Err(refused) => return Err(refused),
        Ok(_) => {}
    }
    let here = || Ok(Redirect::to(&context.path).into_response());
    let person = context.actor.person();
    if !context.form_token_is_valid(sent.token()) {
        let owner = expired_owner(context, action, &sent).await?;
        let own = owner.map(|owner| owner.person).filter(|owner| person == Some(*owner));
        keep(context, own.ok_or(AppError::Forbidden)?, action, may_keep, &sent).await?;
        return here();
    }
    if let Some(person) = person.filter(|_| sent.value(KEEP_ONLY).is_some()) {
        keep(context, person, action, may_keep, &sent).await?;
        return here();
    }
    let kept = sent.kept();
    if sent.value(DISCARD).is_some() {
        if let Some(kept) = kept {
            forget(context, kept).await?;
        }
        return here();
    }
    let response = next.run(request).await;
    // A form that has done its work leads to another page; one that needs correction is shown again.
    if let Some(kept) = kept.filter(|_| response.status().is_redirection()) {
        forget(context, kept).await?;
    }
    Ok(response)
}

/// Whose form it is.
struct Owner {
    person: PersonId,
    /// Whether the request's cookie names the session the form came from.
    is_named: bool,
}

/// Whose form it is, if it came from a session whose time ran out, and its holder might have sent it.
async fn expired_owner(
    context: &RequestContext,
    action: Action,
    sent: &Sent,
) -> Result<Option<Owner>, Failure> {
    let Some(session) = form_token::read(&context.state.keys, sent.token()) else { return Ok(None) };
    let sessions = context.state.sessions();
    let Some(Expired { holder, token_hash, is_ended }) = sessions.expired(session).await? else {
        return Ok(None);
    };
    let cookie = context.session.as_ref().and_then(tower_sessions::Session::id);
    let is_named = !is_ended && cookie.is_some_and(|id| sessions.token_hash(&id) == token_hash);
    let may = authorise(action, &Actor::of(&holder)) == Ok(Permit::Given);
    Ok(may.then_some(Owner { person: holder.person, is_named }))
}
