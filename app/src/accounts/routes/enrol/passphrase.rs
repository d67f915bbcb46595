//! Path T: passphrase and app.

use super::at_step;
use crate::{
    accounts::{
        model::{CodeForm, PassphraseForm},
        pages::factors::{ChoosePassphrase, ConnectApp, Place},
        problems::messages,
        routes::parts::{UNPROCESSABLE, app_secret, fields, see_other},
        service::enrolment::{self, Enrolling},
        texts::enrol as texts,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes, sessions::BroughtCookie},
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{Form, http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new()
        .get("/enrol/passphrase", Action::Enrol, passphrase)
        .post("/enrol/passphrase", Action::Enrol, choose_passphrase)
        .get("/enrol/totp", Action::Enrol, totp)
        .post("/enrol/totp", Action::Enrol, confirm_totp)
}

async fn passphrase(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    match at_step(&context, &cookie, &["/enrol/way"]).await? {
        Ok(enrolling) => passphrase_page(&context, &enrolling, StatusCode::OK, &[]).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn choose_passphrase(
    context: RequestContext,
    cookie: BroughtCookie,
    Form(form): Form<PassphraseForm>,
) -> Result<Response, AppError> {
    let enrolling = match at_step(&context, &cookie, &["/enrol/way"]).await? {
        Ok(enrolling) => enrolling,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match enrolment::choose_passphrase(&context, &form.passphrase).await {
        Ok(()) => Ok(see_other("/enrol/totp")),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            passphrase_page(&context, &enrolling, UNPROCESSABLE, &messages).await
        }
    }
}

async fn passphrase_page(
    context: &RequestContext,
    enrolling: &Enrolling,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let lang = context.lang;
    let sign_in_name = enrolment::sign_in_name(context, enrolling.person).await?;
    let place = Place {
        action: "/enrol/passphrase",
        back: Some("/enrol/way"),
        step: Some(2),
        token: context.form_token(),
    };
    Ok(page::respond(context, status, texts::passphrase_title(lang), || {
        view! { <ChoosePassphrase lang place sign_in_name messages/> }
    }))
}

async fn totp(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    match at_step(&context, &cookie, &["/enrol/way"]).await? {
        Ok(enrolling) => totp_page(&context, &enrolling, StatusCode::OK, &[]).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn confirm_totp(
    context: RequestContext,
    cookie: BroughtCookie,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let enrolling = match at_step(&context, &cookie, &["/enrol/way"]).await? {
        Ok(enrolling) => enrolling,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match enrolment::confirm_totp(&context, &form.code).await {
        Ok(()) => Ok(see_other("/enrol/codes")),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            totp_page(&context, &enrolling, UNPROCESSABLE, &messages).await
        }
    }
}

async fn totp_page(
    context: &RequestContext,
    enrolling: &Enrolling,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let Some(secret) = enrolment::totp_secret(&enrolling.draft) else {
        return Ok(see_other("/enrol/passphrase"));
    };
    let lang = context.lang;
    let app = app_secret(secret, &enrolment::sign_in_name(context, enrolling.person).await?)?;
    let place = Place {
        action: "/enrol/totp",
        back: Some("/enrol/passphrase"),
        step: Some(2),
        token: context.form_token(),
    };
    let title = texts::totp_title(lang);
    Ok(page::respond(context, status, title, || view! { <ConnectApp lang place title app messages/> }))
}
