//! `/recover`: a lost authenticator is replaced.

use super::parts::{UNPROCESSABLE, app_secret, arrived, fields, see_other};
use crate::{
    accounts::{
        model::{CodeForm, RecoverForm},
        pages::{
            factors::{ConnectApp, Place},
            recover::Recover,
        },
        problems::{message, messages},
        service::{
            enrolment, once,
            recovery::{self, Draft},
            sign_in::Outcome,
        },
        texts::sign_in as texts,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes, sessions::BroughtCookie},
    error::AppError,
    ids::PersonId,
    ui::{form::FieldMessage, page},
};
use axum::{Form, http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new()
        .get("/recover", Action::SignIn, show)
        .post("/recover", Action::SignIn, begin)
        .get("/recover/totp", Action::Enrol, totp)
        .post("/recover/totp", Action::Enrol, finish)
}

async fn show(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    let time_is_up = recovery::is_over(&context, &cookie).await?;
    recover_page(&context, StatusCode::OK, String::new(), &[], time_is_up)
}

async fn begin(context: RequestContext, Form(form): Form<RecoverForm>) -> Result<Response, AppError> {
    let missing = form.check();
    if !missing.is_empty() {
        let messages = messages(context.lang, &missing);
        return recover_page(&context, UNPROCESSABLE, form.sign_in_name, &messages, false);
    }
    match recovery::once(&context, &form).await? {
        Outcome::SignedIn { next, .. } => Ok(see_other(&next)),
        Outcome::Refused => {
            let refused = message("sign_in_name", texts::recover_refused(context.lang));
            recover_page(&context, UNPROCESSABLE, form.sign_in_name, &refused, false)
        }
    }
}

fn recover_page(
    context: &RequestContext,
    status: StatusCode,
    name: String,
    messages: &[FieldMessage],
    time_is_up: bool,
) -> Result<Response, AppError> {
    let lang = context.lang;
    let form_id = once::new_form(context)?;
    Ok(page::respond(context, status, texts::recover_title(lang), || {
        view! { <Recover lang form_id name messages time_is_up/> }
    }))
}

/// For somebody who is not recovering, or not any more.
async fn elsewhere(context: &RequestContext, cookie: &BroughtCookie) -> Result<Response, AppError> {
    match recovery::is_over(context, cookie).await? {
        true => recover_page(context, StatusCode::OK, String::new(), &[], true),
        false => Ok(see_other("/recover")),
    }
}

async fn totp(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    match recovery::current(&context).await? {
        Some((person, draft)) => totp_page(&context, person, &draft, StatusCode::OK, &[]).await,
        None => elsewhere(&context, &cookie).await,
    }
}

async fn finish(
    context: RequestContext,
    cookie: BroughtCookie,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let Some((person, draft)) = recovery::current(&context).await? else {
        return elsewhere(&context, &cookie).await;
    };
    match recovery::finish(&context, &form.code).await {
        Ok(outcome) => arrived(outcome, false),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            totp_page(&context, person, &draft, UNPROCESSABLE, &messages).await
        }
    }
}

async fn totp_page(
    context: &RequestContext,
    person: PersonId,
    draft: &Draft,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let lang = context.lang;
    let app = app_secret(&draft.totp_secret, &enrolment::sign_in_name(context, person).await?)?;
    let place = Place { action: "/recover/totp", back: None, step: None, token: context.form_token() };
    let (title, lead) = (texts::recover_totp_title(lang), texts::recover_totp_lead(lang));
    Ok(page::respond(context, status, title, || view! { <ConnectApp lang place title lead app messages/> }))
}
