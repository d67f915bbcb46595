//! `/staff/enrol`: the link from the command line becomes a passkey.

use super::parts::{Finish, arrived, passkey_name, suggested_name};
use crate::{
    accounts::{pages::enrol::StaffEnrol, service::staff_enrolment, texts::enrol as texts, webauthn::Begun},
    backend::{context::RequestContext, policy::Action, rates::Door, routes::Routes},
    error::AppError,
    ui::page,
};
use axum::{Json, http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/enrol", Action::Enrol, show)
        .post("/staff/enrol/start", Action::Enrol, start)
        .post("/staff/enrol/finish", Action::Enrol, finish)
}

/// The code of the link, which stood behind `#`.
#[derive(Default, Deserialize)]
struct Start {
    #[serde(default)]
    code: String,
}

async fn show(context: RequestContext) -> Response {
    let (lang, browser) = (context.lang, suggested_name(&context));
    page::respond(&context, StatusCode::OK, texts::staff_title(lang), || {
        view! { <StaffEnrol lang browser/> }
    })
}

async fn start(context: RequestContext, Json(body): Json<Start>) -> Result<Json<Begun>, AppError> {
    context.state.rates().pass(Door::StaffLink, context.client, context.now())?;
    Ok(Json(staff_enrolment::begin(&context, &body.code).await?))
}

async fn finish(context: RequestContext, Json(body): Json<Finish>) -> Result<Response, AppError> {
    let name = passkey_name(&context, body.label);
    let outcome = staff_enrolment::finish(&context, &body.ceremony, body.credential, name).await?;
    arrived(outcome, true)
}
