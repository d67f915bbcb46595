//! `/staff/calls`.

use super::{
    pages::{CallPage, CallsPage},
    service::{self, Next, Opened, Outcome},
    texts,
};
use crate::{
    accounts::service::session,
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::{ContactId, DispatchId},
    ui::page,
};
use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

const HOME: &str = "/staff/calls";
const CALL: &str = "/staff/calls/{id}";

// What was done, as it is told to the page after it.
const NOTHING: &str = "calls-nothing";
const CALLED_OFF: &str = "calls-called-off";
const LATER: &str = "calls-later";
const IN_DOUBT: &str = "calls-in-doubt";
const REACHED: &str = "calls-reached";
const AGAIN: &str = "calls-again";
const GIVEN_UP: &str = "calls-given-up";
const WRONG: &str = "calls-wrong";

pub fn routes() -> Routes {
    let action = Action::CarryMessages;
    Routes::new()
        .get(HOME, action, show)
        .post(HOME, action, take)
        .get(CALL, action, open)
        .post(CALL, action, close)
}

async fn show(ctx: RequestContext) -> Result<Response, AppError> {
    let (waiting, lang) = (service::waiting(&ctx).await?, ctx.lang);
    let (done, not_now) = (texts::done(lang), texts::not_now(lang));
    let news = [
        (NOTHING, (not_now, texts::nothing(lang))),
        (CALLED_OFF, (not_now, texts::called_off(lang))),
        (LATER, (not_now, texts::later(lang))),
        (IN_DOUBT, (not_now, texts::in_doubt(lang))),
        (REACHED, (done, texts::was_reached(lang))),
        (AGAIN, (not_now, texts::was_again(lang))),
        (GIVEN_UP, (texts::ended(lang), texts::was_given_up(lang))),
        (WRONG, (done, texts::was_wrong(lang))),
    ];
    let news = session::told(&ctx, news).await?;
    let token = ctx.form_token();
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || {
        view! { <CallsPage lang waiting news token/> }
    }))
}

async fn take(ctx: RequestContext) -> Result<Response, AppError> {
    match service::take_next(&ctx).await? {
        Some(id) => Ok(Redirect::to(&format!("{HOME}/{id}")).into_response()),
        None => back(&ctx, NOTHING).await,
    }
}

async fn open(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = DispatchId::parse(&id).ok_or(AppError::NotFound)?;
    match service::open(&ctx, id).await? {
        Opened::Call(call) => {
            let (lang, token) = (ctx.lang, ctx.form_token());
            Ok(page::respond(&ctx, StatusCode::OK, texts::call_title(lang), || {
                view! { <CallPage lang call=&call token/> }
            }))
        }
        Opened::CalledOff => back(&ctx, CALLED_OFF).await,
        Opened::Later => back(&ctx, LATER).await,
        Opened::InDoubt => back(&ctx, IN_DOUBT).await,
    }
}

/// What became of a call, as it is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    outcome: String,
    /// The number that was shown.
    contact: String,
}

async fn close(
    ctx: RequestContext,
    Path(id): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, AppError> {
    let id = DispatchId::parse(&id).ok_or(AppError::NotFound)?;
    let outcome = Outcome::parse(&said.outcome).ok_or(AppError::BadRequest)?;
    let dialled = ContactId::parse(&said.contact).ok_or(AppError::BadRequest)?;
    let told = match (service::close(&ctx, id, outcome, dialled).await?, outcome) {
        (Next::Done, Outcome::WrongNumber) => WRONG,
        (Next::Done, _) => REACHED,
        (Next::Again, _) => AGAIN,
        (Next::GivenUp, _) => GIVEN_UP,
    };
    back(&ctx, told).await
}

async fn back(ctx: &RequestContext, news: &'static str) -> Result<Response, AppError> {
    session::tell(ctx, news).await?;
    Ok(Redirect::to(HOME).into_response())
}
