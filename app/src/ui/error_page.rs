//! What people see when something went wrong: the page frame, plain words, and a number to mention.

use super::{
    page::{self, Rendered},
    texts,
};
use crate::{
    backend::{context::RequestContext, failure::Failure, routes::RouteName},
    error::AppError,
    lang::Lang,
};
use axum::{
    Extension, Json,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

impl IntoResponse for AppError {
    /// Only status and code; the layer below makes a page of it in the reader's language.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        let retry_after = match &self {
            AppError::RateLimited { retry_after_seconds } => Some(*retry_after_seconds),
            // A queue that is full, or a database that restarts: soon is a good time.
            AppError::Unavailable => Some(5),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        AppError::from(self).into_response()
    }
}

/// Middleware: gives every failed response a body, a page for people and a code for islands.
pub async fn render(Extension(context): Extension<RequestContext>, request: Request, next: Next) -> Response {
    let wants_json = accepts_json_only(request.headers());
    let response = next.run(request).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if !failed || response.extensions().get::<Rendered>().is_some() {
        return response;
    }
    // Whose request it is was looked up behind this layer, if it came so far.
    let context = response.extensions().get::<RequestContext>().cloned().unwrap_or(context);
    let error = response.extensions().get::<AppError>().cloned();
    let mut error = error.unwrap_or_else(|| from_status(response.status()));
    if let AppError::Internal { incident } = &mut error
        && incident.is_empty()
    {
        // Nobody has logged this one under a number of its own, so the request's number finds it.
        incident.clone_from(&context.request_id.0);
    }
    let mut answer = if wants_json { json(&error) } else { error_page(&context, &error) };
    if let Some(route) = response.extensions().get::<RouteName>() {
        answer.extensions_mut().insert(*route);
    }
    for kept in [header::ALLOW, header::RETRY_AFTER, header::CONNECTION] {
        if let Some(value) = response.headers().get(&kept) {
            answer.headers_mut().insert(kept, value.clone());
        }
    }
    answer
}

fn json(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(error)).into_response()
}

fn accepts_json_only(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// The error behind a status that a library layer has set without saying more.
fn from_status(status: StatusCode) -> AppError {
    match status.as_u16() {
        401 => AppError::SignInRequired,
        403 => AppError::Forbidden,
        404 => AppError::NotFound,
        405 => AppError::MethodNotAllowed,
        408 => AppError::RequestTimeout,
        413 => AppError::PayloadTooLarge,
        421 => AppError::MisdirectedRequest,
        422 => AppError::Invalid { fields: Vec::new() },
        429 => AppError::RateLimited { retry_after_seconds: 60 },
        503 => AppError::Unavailable,
        400..=499 => AppError::BadRequest,
        _ => AppError::Internal { incident: String::new() },
    }
}

/// Title and explanation of an error.
fn sentences(error: &AppError, lang: Lang) -> (&'static str, &'static str) {
    match error {
        AppError::SignInRequired => (texts::sign_in_required_title(lang), texts::sign_in_required_text(lang)),
        AppError::StepUpRequired | AppError::Forbidden => {
            (texts::forbidden_title(lang), texts::forbidden_text(lang))
        }
        AppError::NotFound => (texts::not_found_title(lang), texts::not_found_text(lang)),
        AppError::MethodNotAllowed
        | AppError::BadRequest
        | AppError::RequestTimeout
        | AppError::MisdirectedRequest => (texts::request_title(lang), texts::request_text(lang)),
        AppError::PayloadTooLarge => (texts::too_large_title(lang), texts::too_large_text(lang)),
        AppError::Invalid { .. } => (texts::invalid_title(lang), texts::invalid_text(lang)),
        AppError::RateLimited { .. } => (texts::rate_limited_title(lang), texts::rate_limited_text(lang)),
        AppError::Unavailable => (texts::unavailable_title(lang), texts::unavailable_text(lang)),
        AppError::Internal { .. } => (texts::internal_title(lang), texts::internal_text(lang)),
    }
}

fn error_page(context: &RequestContext, error: &AppError) -> Response {
    let lang = context.lang;
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (title, text) = sentences(error, lang);
    let incident = match error {
        AppError::Internal { incident } => incident.clone(),
        _ => context.request_id.0.clone(),
    };
    // Nothing has gone wrong for somebody who only has to sign in.
    let numbered = !matches!(error, AppError::SignInRequired);
    let (href, link) = match error {
        AppError::SignInRequired => ("/sign-in", texts::sign_in(lang)),
        _ => ("/", texts::back_to_start(lang)),
    };
    let title_bar = format!("{} {title}", texts::error_title_prefix(lang));
    page::respond(context, status, &title_bar, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{text}</p>
            <p class="actions">
                <a class="button" href=href>{link}</a>
            </p>
            {numbered.then(|| view! {
                <p class="incident">{texts::incident(lang)} ": " <code>{incident}</code></p>
                <p>{texts::incident_hint(lang)}</p>
            })}
        }
    })
}

#[cfg(test)]
#[path = "error_page_tests.rs"]
mod tests;
