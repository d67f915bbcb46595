//! `/staff/post`.

use super::{
    pages::{LettersPage, PostedPage},
    service, texts,
};
use crate::{
    accounts::service::session,
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::BatchId,
    ui::page,
};
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

const HOME: &str = "/staff/post";
const ENDED: &str = "/staff/post/{id}/posted";
/// What a browser may do with a file besides keeping it: nothing.
const FILE_POLICY: &str =
    "sandbox; default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// What was done, as it is told to the page after it.
const GATHERED: &str = "letters-gathered";
const NOTHING: &str = "letters-nothing";
const POSTED: &str = "letters-posted";

pub fn routes() -> Routes {
    Routes::new()
        .get(HOME, Action::CarryMessages, show)
        .post(HOME, Action::CarryMessages, gather)
        .get("/staff/post/{id}", Action::CarryMessages, print)
        .get(ENDED, Action::CarryMessages, ask_posted)
        .post(ENDED, Action::CarryMessages, post)
}

async fn show(ctx: RequestContext) -> Result<Response, AppError> {
    let overview = service::overview(&ctx).await?;
    let lang = ctx.lang;
    let news = [
        (GATHERED, (texts::done(lang), texts::gathered(lang))),
        (NOTHING, (texts::undone(lang), texts::nothing_gathered(lang))),
        (POSTED, (texts::done(lang), texts::was_posted(lang))),
    ];
    let news = session::told(&ctx, news).await?;
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || {
        view! { <LettersPage lang overview=&overview news token=ctx.form_token()/> }
    }))
}

async fn gather(ctx: RequestContext) -> Result<Response, AppError> {
    let told = if service::gather(&ctx).await?.is_some() { GATHERED } else { NOTHING };
    session::tell(&ctx, told).await?;
    Ok(Redirect::to(HOME).into_response())
}

async fn print(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = BatchId::parse(&id).ok_or(AppError::NotFound)?;
    let file = service::print(&ctx, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        // The name stays in a folder, so it says as little as the title.
        (header::CONTENT_DISPOSITION, "attachment; filename=\"letters.pdf\""),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}

async fn ask_posted(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = BatchId::parse(&id).ok_or(AppError::NotFound)?;
    let batch = service::batch(&ctx, id).await?;
    let (lang, token) = (ctx.lang, ctx.form_token());
    Ok(page::respond(&ctx, StatusCode::OK, texts::posted_title(lang), || {
        view! { <PostedPage lang batch=&batch token/> }
    }))
}

async fn post(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = BatchId::parse(&id).ok_or(AppError::NotFound)?;
    service::post(&ctx, id).await?;
    session::tell(&ctx, POSTED).await?;
    Ok(Redirect::to(HOME).into_response())
}
