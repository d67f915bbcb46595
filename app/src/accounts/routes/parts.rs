//! What several handlers share.

use crate::{
    accounts::{model::PASSKEY_NAME_MAX, pages::factors::AppSecret, service::sign_in::Outcome, totp},
    backend::{context::RequestContext, failure::Failure, sessions::FORGOTTEN},
    error::{AppError, FieldError},
    visible::visible,
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// What an island posts to finish a ceremony.
#[derive(Deserialize)]
pub struct Finish {
    pub ceremony: String,
    pub credential: Value,
    /// What the new passkey shall be called.
    #[serde(default)]
    pub label: Option<String>,
}

/// What an island is answered: the page to go to.
#[derive(Serialize)]
struct Next {
    next: Cow<'static, str>,
}

/// On to the next page; a reload there repeats nothing (RFC 9110, section 15.4.4).
pub fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// An island is told where to go.
pub fn next(path: impl Into<Cow<'static, str>>) -> Response {
    Json(Next { next: path.into() }).into_response()
}

/// Somebody has signed in; the browser gets the cookie by which it is known again.
pub fn arrived(outcome: Outcome, json: bool) -> Result<Response, AppError> {
    let Outcome::SignedIn { next: path, device_cookie } = outcome else {
        return Err(AppError::Invalid { fields: Vec::new() });
    };
    let mut response = if json { next(path) } else { see_other(&path) };
    if let Ok(cookie) = HeaderValue::from_str(&device_cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Nobody is signed in on this browser any more, and it forgets what it kept.
pub fn signed_out_here() -> Response {
    forget_session(see_other("/signed-out"))
}

/// An answer with which the browser forgets the session, and what it kept of it.
pub fn forget_session(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    headers.append(header::SET_COOKIE, HeaderValue::from_static(FORGOTTEN));
    response
}

/// The fields of an answer that asks for correction; every other answer is passed on.
pub fn fields(error: AppError) -> Result<Vec<FieldError>, AppError> {
    match error {
        AppError::Invalid { fields } => Ok(fields),
        other => Err(other),
    }
}

/// What an app is shown for a secret.
pub fn app_secret(secret: &str, sign_in_name: &str) -> Result<AppSecret, Failure> {
    let address = totp::address(secret, sign_in_name)?;
    Ok(AppSecret { qr: totp::qr_code(&address)?, secret: secret.to_owned(), address })
}

/// What a new passkey is called when nobody says, and never more than fits.
pub fn passkey_name(context: &RequestContext, label: Option<String>) -> String {
    let label = visible(&label.unwrap_or_default());
    let label: String = label.trim().chars().filter(|c| !c.is_control()).take(PASSKEY_NAME_MAX).collect();
    if label.is_empty() { suggested_name(context) } else { label }
}

/// A name for the device in front of somebody.
pub fn suggested_name(context: &RequestContext) -> String {
    if context.browser.is_empty() { "Passkey".to_owned() } else { context.browser.clone() }
}

/// 422: what was typed needs correction.
pub const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
