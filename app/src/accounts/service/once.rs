//! A form that is sent twice, by a double click or because nothing seemed to happen, is one try with one answer.
//!
//! The browser drops the first answer, and with it the cookie; without this the second would be refused, because its
//! code is used. The second waits for the first and gets the same session. What makes two submissions the same is the
//! page's form id, which only the browser that was given the page knows (130 bits, `no-store`), everything that was
//! typed, and the caller's address. A browser that is known by a device cookie other than the first one's is not the
//! same, whatever it sends.
//!
//! Outcomes are remembered by the process that worked them out: of several portals on one database each knows its own.

use super::{session, sign_in::Outcome};
use crate::{
    backend::{
        context::{DEVICE_COOKIE, RequestContext},
        failure::Failure,
        rng,
        sessions::Begun,
        state::SignIn,
    },
    error::AppError,
};

/// What was sent from a page that leads to a session.
pub(super) struct Sent<'f> {
    /// Which page.
    pub page: &'static str,
    /// Its id; empty where it came without one.
    pub form_id: &'f str,
    /// Everything that was typed.
    pub typed: [&'f str; 3],
}

/// The id of a new form.
pub fn new_form(context: &RequestContext) -> Result<String, Failure> {
    rng::crockford::<26>(&*context.state.rng)
}

/// Evaluates what was sent once, however often it is sent.
///
/// # Errors
/// As `evaluate`, and [`AppError::Unavailable`] when that has panicked.
pub(super) async fn once<E, F>(
    context: &RequestContext,
    sent: Sent<'_>,
    evaluate: E,
) -> Result<Outcome, AppError>
where
    E: Fn(RequestContext) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Outcome, AppError>> + Send,
{
    let Some(name) = name(context, &sent) else { return evaluate(context.clone()).await };
    let (own, first) = (context.detached(), evaluate.clone());
    let work = async move { begun(&own, first(own.clone()).await?).await };
    match context.state.sign_ins().run(name, work).await.ok_or(AppError::Unavailable)?? {
        None => Ok(Outcome::Refused),
        Some(begun) if is_same_browser(context, &begun) => {
            session::adopt(context, begun.id).await?;
            Ok(Outcome::SignedIn { next: begun.next, device_cookie: begun.device_cookie })
        }
        Some(_) => evaluate(context.clone()).await,
    }
}

/// The session of an outcome, written down so that another request can take it over.
async fn begun(context: &RequestContext, outcome: Outcome) -> SignIn {
    match outcome {
        Outcome::Refused => Ok(None),
        Outcome::SignedIn { next, device_cookie } => {
            let id = session::save(context).await?;
            Ok(Some(Begun { id, next, device_cookie, asked_from: context.device.clone() }))
        }
    }
}

/// What a submission is known again by; nothing for one that came without the id of a form.
fn name(context: &RequestContext, sent: &Sent<'_>) -> Option<Vec<u8>> {
    let Sent { page, form_id, typed } = sent;
    if form_id.is_empty() {
        return None;
    }
    // As JSON, so that the parts cannot be shifted into each other.
    let address = context.client.map(|client| client.0);
    let whole = serde_json::to_vec(&(page, form_id, typed, address)).ok()?;
    Some(context.state.keys.code_hash("sign-in-form", &zeroize::Zeroizing::new(whole)))
}

/// Whether a request may be told of a session: from the browser as it was, or with what the session's answer gave it.
fn is_same_browser(context: &RequestContext, begun: &Begun) -> bool {
    let given = context.device_cookie.as_ref().is_some_and(|token| {
        begun.device_cookie.starts_with(&format!("{DEVICE_COOKIE}={};", token.expose()))
    });
    given || context.device == begun.asked_from
}
