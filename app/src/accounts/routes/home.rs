//! `/home`: the start page of signed-in patients.

use super::parts::see_other;
use crate::{
    accounts::{
        pages::home::Home,
        service::{access, events},
        texts::home as texts,
    },
    backend::{
        context::{Actor, RequestContext},
        policy::Action,
        routes::Routes,
    },
    error::AppError,
    patients,
    time::Timestamp,
    ui::page,
};
use axum::{Form, http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new().get("/home", Action::SeeHome, home).post("/home/notices", Action::SeeHome, put_away)
}

async fn home(context: RequestContext) -> Result<Response, AppError> {
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    let (state, person, lang) = (&context.state, patient.person(), context.lang);
    let hold_until = access::content_hold(&context, person).await?;
    let name = patients::service::display_name(state, person).await?.expose().clone();
    let events = events::list_unseen(state, person).await?;
    let token = context.form_token();
    Ok(page::respond(&context, StatusCode::OK, texts::title(lang), || {
        view! { <Home lang name events=&events hold_until token/> }
    }))
}

/// Everything up to the newest event that was shown.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Seen {
    until: String,
}

async fn put_away(context: RequestContext, Form(seen): Form<Seen>) -> Result<Response, AppError> {
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    let until = seen.until.parse().map(Timestamp).map_err(|_| AppError::BadRequest)?;
    events::put_away(&context.state, patient.person(), until).await?;
    Ok(see_other("/home"))
}
