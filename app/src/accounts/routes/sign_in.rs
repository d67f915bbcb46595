//! `/sign-in`, `/sign-out`, and staying signed in.

use super::parts::{Finish, UNPROCESSABLE, arrived, see_other, signed_out_here};
use crate::{
    accounts::{
        model::SignInForm,
        pages::sign_in::{SignIn, SignedOut},
        problems::{message, messages},
        service::{once, session, sign_in, sign_in::Outcome},
        texts::sign_in as texts,
        webauthn::Begun,
    },
    backend::{
        context::{Actor, RequestContext},
        kept_forms,
        policy::Action,
        rates::Door,
        routes::Routes,
    },
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{
    Form, Json,
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use serde_json::json;

pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Action::SignIn, show)
        .post("/sign-in", Action::SignIn, with_passphrase)
        .post("/sign-in/passkey/start", Action::SignIn, start)
        .post("/sign-in/passkey/finish", Action::SignIn, finish)
        .post("/sign-out", Action::SignOut, sign_out)
        .get("/signed-out", Action::SignIn, signed_out)
        .post("/session/extend", Action::KeepOwnAccess, extend)
}

async fn show(context: RequestContext, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    match context.actor {
        Actor::Patient(_) => Ok(see_other("/home")),
        Actor::Staff(_) => Ok(see_other("/staff")),
        Actor::Nobody => render(&context, StatusCode::OK, is_kept(query), String::new(), &[]),
    }
}

async fn with_passphrase(
    context: RequestContext,
    RawQuery(query): RawQuery,
    Form(form): Form<SignInForm>,
) -> Result<Response, AppError> {
    let kept = is_kept(query);
    let missing = form.check();
    if !missing.is_empty() {
        let messages = messages(context.lang, &missing);
        return render(&context, UNPROCESSABLE, kept, form.sign_in_name, &messages);
    }
    match sign_in::once(&context, &form).await? {
        Outcome::Refused => {
            let refused = message("sign_in_name", texts::refused(context.lang));
            render(&context, UNPROCESSABLE, kept, form.sign_in_name, &refused)
        }
        signed_in @ Outcome::SignedIn { .. } => arrived(signed_in, false),
    }
}

/// Whether somebody was sent here with a form that is kept; the words on the page are the same for everybody.
fn is_kept(query: Option<String>) -> bool {
    query.is_some_and(|query| query.split('&').any(|entry| entry == kept_forms::KEPT))
}

fn render(
    context: &RequestContext,
    status: StatusCode,
    kept: bool,
    name: String,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let lang = context.lang;
    let form_id = once::new_form(context)?;
    Ok(page::respond(context, status, texts::title(lang), || {
        view! { <SignIn lang kept form_id name messages/> }
    }))
}

async fn start(context: RequestContext) -> Result<Json<Begun>, AppError> {
    context.state.rates().pass(Door::Passkey, context.client, context.now())?;
    Ok(Json(sign_in::begin_with_passkey(&context).await?))
}

async fn finish(context: RequestContext, Json(body): Json<Finish>) -> Result<Response, AppError> {
    let outcome = sign_in::finish_with_passkey(&context, &body.ceremony, body.credential).await?;
    arrived(outcome, true)
}

/// Ends the session, and asks the browser to forget what it kept of it.
///
/// Also from a page of an older session, or when there is none any more: whoever signs out is signed out.
async fn sign_out(context: RequestContext) -> Result<Response, AppError> {
    session::end(&context).await?;
    Ok(signed_out_here())
}

async fn signed_out(context: RequestContext) -> Response {
    let lang = context.lang;
    page::respond(&context, StatusCode::OK, texts::signed_out_title(lang), || view! { <SignedOut lang/> })
}

/// The request itself has moved the end of the session; the answer says where to.
async fn extend(context: RequestContext) -> Result<Response, AppError> {
    let left = session::seconds_left(&context)?;
    Ok(Json(json!({ "seconds_left": left })).into_response())
}
