//! `/unsubscribe`, and what is put away on the start page.

use super::{
    calls, letters,
    pages::{Unsubscribe, Unsubscribed},
    portal, sending, templates, texts, unsubscribe,
};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes, state::AppState},
    error::AppError,
    ids::NoticeId,
    ui::page,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new()
        .merge(templates::routes::routes())
        .merge(sending::routes())
        .merge(letters::routes())
        .merge(calls::routes())
        .get("/unsubscribe/{token}", Action::EndOutreach, show)
        .post("/unsubscribe/{token}", Action::EndOutreach, end)
        .post("/home/news/{id}", Action::SeeHome, put_away)
}

async fn show(
    context: RequestContext,
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    if !unsubscribe::is_ours(&state, &token) {
        return Err(AppError::NotFound);
    }
    let (lang, action) = (context.lang, format!("/unsubscribe/{token}"));
    Ok(page::respond(&context, StatusCode::OK, texts::unsubscribe_title(lang), || {
        view! { <Unsubscribe lang action/> }
    }))
}

async fn end(
    context: RequestContext,
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    unsubscribe::end(&state, &token).await?;
    let lang = context.lang;
    Ok(page::respond(&context, StatusCode::OK, texts::unsubscribed_title(lang), || {
        view! { <Unsubscribed lang/> }
    }))
}

async fn put_away(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = NoticeId::parse(&id).ok_or(AppError::NotFound)?;
    portal::put_away(&context, id).await?;
    Ok(Redirect::to("/home").into_response())
}
