//! The paths of the access log.

use super::{
    access_log::{self, Cursor},
    pages::AccessLogPage,
    texts,
};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ui::page,
};
use axum::{extract::Query, http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new().get("/me/access-log", Action::ReadOwnAccessLog, own)
}

/// Which page of the log.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    older: Option<String>,
}

async fn own(context: RequestContext, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let cursor = match wanted.older {
        Some(text) => Cursor::parse(&text).ok_or(AppError::NotFound)?,
        None => Cursor::NEWEST,
    };
    let log = access_log::own(&context, cursor).await?;
    let lang = context.lang;
    Ok(page::respond(&context, StatusCode::OK, texts::title(lang), || {
        view! { <AccessLogPage lang log=&log cursor/> }
    }))
}
