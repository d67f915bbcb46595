//! `/staff/sending`.

use super::{pages::SendingPage, service, texts};
use crate::{
    accounts::service::session,
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::JobId,
    ui::page,
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new().get("/staff/sending", Action::KeepSending, show).post(
        "/staff/sending/{id}",
        Action::KeepSending,
        retry,
    )
}

/// What a retry tells the page after it.
const RETRIED: &str = "sending-retried";

async fn show(ctx: RequestContext) -> Result<Response, AppError> {
    let overview = service::overview(&ctx).await?;
    let (lang, done) = (ctx.lang, session::is_told(&ctx, RETRIED).await?);
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || {
        view! { <SendingPage lang overview=&overview done token=ctx.form_token()/> }
    }))
}

async fn retry(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = JobId::parse(&id).ok_or(AppError::NotFound)?;
    service::retry(&ctx, id).await?;
    session::tell(&ctx, RETRIED).await?;
    Ok(Redirect::to("/staff/sending").into_response())
}
