//! A form that is sent twice, by a double click or because nothing seemed to happen, is one try with one answer.
//!
//! The browser drops the first answer, and with it the cookie; without this the second would be refused, because its
//! code is used. The second waits for the first and gets the same session. What makes two submissions the same is the
//! page's form id, which only the browser that was given the page knows (130 bits, `no-store`), everything that was
//! typed, and the caller's address. A browser that is known by a device cookie other than the first one's is not the
//! same, whatever it sends.

use super::{Outcome, with_passphrase};
use crate::{
    accounts::{model::SignInForm, service::session},
    backend::{
        context::{DEVICE_COOKIE, RequestContext},
        failure::Failure,
        rng,
        sessions::Begun,
        state::SignIn,
    },
    error::AppError,
};

/// The id of a new form.
pub fn new_form(context: &RequestContext) -> Result<String, Failure> {
    rng::crockford::<26>(&*context.state.rng)
}

/// Path T, sent from a page: evaluated once, however often it is sent.
///
/// # Errors
/// As [`with_passphrase`].
pub async fn once(context: &RequestContext, form: &SignInForm) -> Result<Outcome, AppError> {
    let Some(name) = name(context, form) else { return with_passphrase(context, form).await };
    let (own, typed) = (context.detached(), form.clone());
    let work = async move { evaluate(&own, &typed).await };
    match context.state.sign_ins().run(name, work).await.ok_or(AppError::Unavailable)?? {
        None => Ok(Outcome::Refused),
        Some(begun) if is_same_browser(context, &begun) => {
            session::adopt(context, begun.id).await?;
            Ok(Outcome::SignedIn { next: begun.next, device_cookie: begun.device_cookie })
        }
        Some(_) => with_passphrase(context, form).await,
    }
}

async fn evaluate(context: &RequestContext, form: &SignInForm) -> SignIn {
    match with_passphrase(context, form).await? {
        Outcome::Refused => Ok(None),
        Outcome::SignedIn { next, device_cookie } => {
            let id = session::save(context).await?;
            Ok(Some(Begun { id, next, device_cookie, asked_from: context.device.clone() }))
        }
    }
}

/// What a submission is known again by; nothing for one that came without the id of a form.
fn name(context: &RequestContext, form: &SignInForm) -> Option<Vec<u8>> {
    let SignInForm { sign_in_name, passphrase, code, form_id } = form;
    if form_id.is_empty() {
        return None;
    }
    // As JSON, so that the parts cannot be shifted into each other.
    let address = context.client.map(|client| client.0);
    let whole = serde_json::to_vec(&(form_id, sign_in_name, passphrase, code, address)).ok()?;
    Some(context.state.keys.code_hash("sign-in-form", &zeroize::Zeroizing::new(whole)))
}

/// Whether a request may be told of a session: from the browser as it was, or with what the session's answer gave it.
fn is_same_browser(context: &RequestContext, begun: &Begun) -> bool {
    let given = context.device_cookie.as_ref().is_some_and(|token| {
        begun.device_cookie.starts_with(&format!("{DEVICE_COOKIE}={};", token.expose()))
    });
    given || context.device == begun.asked_from
}
