//! A recovery code where access was lost, the choice of a way, and the passkey.

use super::at_step;
use crate::{
    accounts::{
        model::RecoverForm,
        pages::enrol::{ChooseWay, LostAccess},
        problems::messages,
        routes::parts::{Finish, UNPROCESSABLE, fields, next, passkey_name, see_other, suggested_name},
        service::enrolment,
        texts::enrol as texts,
        webauthn::Begun,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes, sessions::BroughtCookie},
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{Form, Json, http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new()
        .get("/enrol/recovery-code", Action::Enrol, lost)
        .post("/enrol/recovery-code", Action::Enrol, show_recovery_code)
        .get("/enrol/way", Action::Enrol, way)
        .post("/enrol/passkey/start", Action::Enrol, start)
        .post("/enrol/passkey/finish", Action::Enrol, finish)
}

async fn lost(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    Ok(match at_step(&context, &cookie, &["/enrol/recovery-code"]).await? {
        Ok(_) => lost_page(&context, StatusCode::OK, &[]),
        Err(elsewhere) => elsewhere,
    })
}

async fn show_recovery_code(
    context: RequestContext,
    cookie: BroughtCookie,
    Form(form): Form<RecoverForm>,
) -> Result<Response, AppError> {
    if let Err(elsewhere) = at_step(&context, &cookie, &["/enrol/recovery-code"]).await? {
        return Ok(elsewhere);
    }
    match enrolment::show_recovery_code(&context, &form.recovery_code).await {
        Ok(next) => Ok(see_other(next)),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            Ok(lost_page(&context, UNPROCESSABLE, &messages))
        }
    }
}

fn lost_page(context: &RequestContext, status: StatusCode, messages: &[FieldMessage]) -> Response {
    let (lang, token) = (context.lang, context.form_token());
    page::respond(context, status, texts::lost_title(lang), || view! { <LostAccess lang messages token/> })
}

async fn way(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    Ok(match at_step(&context, &cookie, &["/enrol/way"]).await? {
        Ok(_) => {
            let (lang, browser) = (context.lang, suggested_name(&context));
            page::respond(&context, StatusCode::OK, texts::way_title(lang), || {
                view! { <ChooseWay lang browser/> }
            })
        }
        Err(elsewhere) => elsewhere,
    })
}

async fn start(context: RequestContext) -> Result<Json<Begun>, AppError> {
    Ok(Json(enrolment::begin_passkey(&context).await?))
}

async fn finish(context: RequestContext, Json(body): Json<Finish>) -> Result<Response, AppError> {
    let name = passkey_name(&context, body.label);
    enrolment::finish_passkey(&context, &body.ceremony, body.credential, name).await?;
    Ok(next("/enrol/codes"))
}
