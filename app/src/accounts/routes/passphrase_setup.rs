//! `/me/security/passphrase`: path T is added, changed or removed.

use super::{
    parts::{UNPROCESSABLE, app_secret, fields, see_other},
    security::{last_way, prove_first},
};
use crate::{
    accounts::{
        model::{CodeForm, PassphraseForm},
        pages::{
            factors::{ChoosePassphrase, ConnectApp, Place},
            security::LastWay,
        },
        problems::messages,
        service::{
            enrolment,
            security::{self, Adding},
            step_up::{self, Deed, signed},
        },
        texts::enrol as texts,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{Form, http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    let action = Action::KeepPassphrase;
    Routes::new()
        .get("/me/security/passphrase", action, passphrase)
        .post("/me/security/passphrase", action, choose)
        .get("/me/security/totp", action, totp)
        .post("/me/security/totp", action, confirm)
        .post("/me/security/passphrase/remove", action, remove)
}

async fn passphrase(context: RequestContext) -> Result<Response, AppError> {
    if !step_up::is_granted(&context, Deed::AddPassphrase).await? {
        return Ok(prove_first(Deed::AddPassphrase));
    }
    passphrase_page(&context, StatusCode::OK, &[]).await
}

async fn choose(context: RequestContext, Form(form): Form<PassphraseForm>) -> Result<Response, AppError> {
    match security::choose_passphrase(&context, &form.passphrase).await {
        Ok(()) => Ok(see_other("/me/security/totp")),
        Err(AppError::StepUpRequired) => Ok(prove_first(Deed::AddPassphrase)),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            passphrase_page(&context, UNPROCESSABLE, &messages).await
        }
    }
}

async fn passphrase_page(
    context: &RequestContext,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let lang = context.lang;
    let sign_in_name = enrolment::sign_in_name(context, signed(context)?.holder.person).await?;
    let place = Place {
        action: "/me/security/passphrase",
        back: Some("/me/security"),
        step: None,
        token: context.form_token(),
    };
    Ok(page::respond(context, status, texts::passphrase_title(lang), || {
        view! { <ChoosePassphrase lang place sign_in_name messages/> }
    }))
}

async fn totp(context: RequestContext) -> Result<Response, AppError> {
    match security::adding(&context).await? {
        Some(adding) => totp_page(&context, &adding, StatusCode::OK, &[]).await,
        None => Ok(see_other("/me/security/passphrase")),
    }
}

async fn confirm(context: RequestContext, Form(form): Form<CodeForm>) -> Result<Response, AppError> {
    let Some(adding) = security::adding(&context).await? else {
        return Ok(see_other("/me/security/passphrase"));
    };
    match security::confirm_totp(&context, &form.code).await {
        Ok(()) => Ok(see_other("/me/security")),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            totp_page(&context, &adding, UNPROCESSABLE, &messages).await
        }
    }
}

async fn totp_page(
    context: &RequestContext,
    adding: &Adding,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let lang = context.lang;
    let person = signed(context)?.holder.person;
    let app = app_secret(&adding.totp_secret, &enrolment::sign_in_name(context, person).await?)?;
    let place = Place {
        action: "/me/security/totp",
        back: Some("/me/security/passphrase"),
        step: None,
        token: context.form_token(),
    };
    let title = texts::totp_title(lang);
    Ok(page::respond(context, status, title, || view! { <ConnectApp lang place title app messages/> }))
}

async fn remove(context: RequestContext) -> Result<Response, AppError> {
    match security::remove_passphrase(&context).await {
        Ok(()) => Ok(see_other("/me/security")),
        Err(AppError::Invalid { .. }) => last_way(&context, LastWay::Passphrase).await,
        Err(AppError::StepUpRequired) => Ok(prove_first(Deed::RemovePassphrase)),
        Err(other) => Err(other),
    }
}
