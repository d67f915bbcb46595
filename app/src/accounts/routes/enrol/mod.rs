//! `/enrol`: from the code of the letter to the first session.

mod end;
mod passphrase;
mod steps;
mod time;

use super::parts::{UNPROCESSABLE, see_other};
use crate::{
    accounts::{
        model::RedeemForm,
        pages::enrol::{AlreadySetUp, IssuerHint, Redeem},
        problems::{message, redeem_messages},
        service::{
            enrolment::{self, Enrolling, Over},
            invitations::{self, Redeemed},
        },
        texts::enrol as texts,
    },
    backend::{
        context::RequestContext, policy::Action, rates::Door, routes::Routes, sessions::BroughtCookie,
    },
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{
    Form,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

/// Where somebody goes whose enrolment has ended meanwhile; the same code takes them back in.
const BEGINNING: &str = "/enrol";

pub fn routes() -> Routes {
    Routes::new()
        .get("/enrol", Action::Enrol, show)
        .post("/enrol", Action::Enrol, redeem)
        .merge(steps::routes())
        .merge(passphrase::routes())
        .merge(end::routes())
        .merge(time::routes())
}

async fn show(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    let over = match enrolment::over(&context, &cookie).await? {
        // Whoever opens the page anew may hold another letter.
        Some(Over::Done) | None => None,
        over => over,
    };
    Ok(redeem_page(&context, StatusCode::OK, RedeemForm::default(), &[], over))
}

async fn redeem(context: RequestContext, Form(form): Form<RedeemForm>) -> Result<Response, AppError> {
    if let Err(early) = context.state.rates().pass(Door::Invitation, context.client, context.now()) {
        return Ok(too_early(&context, form, early));
    }
    let redeemed = match invitations::redeem(&context, &form).await {
        Err(AppError::Invalid { fields }) => {
            let messages = redeem_messages(context.lang, &fields);
            return Ok(redeem_page(&context, UNPROCESSABLE, form, &messages, None));
        }
        redeemed => redeemed?,
    };
    match redeemed {
        Redeemed::Begun { next } => Ok(see_other(next)),
        Redeemed::Refused => {
            let refused = message("code", texts::refused(context.lang));
            Ok(redeem_page(&context, UNPROCESSABLE, form, &refused, None))
        }
    }
}

/// The form with everything that was typed, for somebody at whose address too many have tried at once.
fn too_early(context: &RequestContext, form: RedeemForm, early: AppError) -> Response {
    let wait = message("code", texts::too_early(context.lang));
    let mut page = redeem_page(context, StatusCode::TOO_MANY_REQUESTS, form, &wait, None);
    if let Some(after) = early.into_response().headers_mut().remove(header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, after);
    }
    page
}

fn redeem_page(
    context: &RequestContext,
    status: StatusCode,
    typed: RedeemForm,
    messages: &[FieldMessage],
    over: Option<Over>,
) -> Response {
    let (lang, token) = (context.lang, context.form_token());
    let issuer = IssuerHint::of(context, !messages.is_empty());
    page::respond(context, status, texts::title(lang), || {
        view! { <Redeem lang typed messages token over issuer/> }
    })
}

/// The enrolment of this session, or what there is to say instead; and on to the step that is due.
async fn at_step(
    context: &RequestContext,
    cookie: &BroughtCookie,
    wanted: &[&str],
) -> Result<Result<Enrolling, Response>, AppError> {
    let Some(enrolling) = enrolment::current(context).await? else {
        return Ok(Err(elsewhere(context, cookie).await?));
    };
    let due = enrolling.draft.next();
    if wanted.contains(&due) { Ok(Ok(enrolling)) } else { Ok(Err(see_other(due))) }
}

/// For somebody who is not enrolling, or not any more.
async fn elsewhere(context: &RequestContext, cookie: &BroughtCookie) -> Result<Response, AppError> {
    Ok(match enrolment::over(context, cookie).await? {
        Some(Over::Done) => {
            let lang = context.lang;
            page::respond(context, StatusCode::OK, texts::already_title(lang), || {
                view! { <AlreadySetUp lang/> }
            })
        }
        None => see_other(BEGINNING),
        // Here and not at /enrol, because the answer takes the cookie away that tells until when the code is good.
        over => redeem_page(context, StatusCode::OK, RedeemForm::default(), &[], over),
    })
}
