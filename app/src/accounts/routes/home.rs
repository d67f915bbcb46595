//! `/home`: the start page of signed-in patients.

use super::parts::see_other;
use crate::{
    accounts::{
        pages::home::Home,
        service::{
            access,
            events::{self, Cursor},
        },
        texts::home as texts,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ui::page,
};
use axum::{Form, http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new().get("/home", Action::SeeHome, home).post("/home/notices", Action::SeeHome, put_away)
}

async fn home(context: RequestContext) -> Result<Response, AppError> {
    let access::Home { name, events, news, closed } = access::home(&context).await?;
    let (lang, token, name) = (context.lang, context.form_token(), name.expose().clone());
    let phone = context.state.settings.practice.phone.clone();
    Ok(page::respond(&context, StatusCode::OK, texts::title(lang), || {
        view! { <Home lang name events=&events news=&news closed phone token/> }
    }))
}

/// The oldest and the newest event that was shown.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Seen {
    oldest: String,
    newest: String,
}

async fn put_away(context: RequestContext, Form(seen): Form<Seen>) -> Result<Response, AppError> {
    let ends = Cursor::parse(&seen.oldest).zip(Cursor::parse(&seen.newest)).ok_or(AppError::BadRequest)?;
    events::put_away(&context, ends).await?;
    Ok(see_other("/home"))
}
