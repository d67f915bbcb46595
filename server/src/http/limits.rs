//! Limits of one request (SECURITY control 33).

use app::error::AppError;
use axum::{
    body::Body,
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use std::time::Duration;

/// The largest body of a form, in bytes.
const BODY: usize = 64 * 1024;
/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);
/// How long a handler may take once it has everything.
const HANDLER_TIME: Duration = Duration::from_secs(15);

/// Middleware: the body is read whole before a handler runs, so that no handler ever waits for a slow sender.
pub async fn enforce(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let announced =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > BODY as u64) {
        return AppError::PayloadTooLarge.into_response();
    }
    let body = match tokio::time::timeout(BODY_TIME, Limited::new(body, BODY).collect()).await {
        Ok(Ok(collected)) => collected.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return AppError::PayloadTooLarge.into_response(),
        Ok(Err(_)) => return AppError::BadRequest.into_response(),
        Err(_) => return AppError::RequestTimeout.into_response(),
    };
    match tokio::time::timeout(HANDLER_TIME, next.run(Request::from_parts(parts, Body::from(body)))).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("a handler took too long");
            AppError::Unavailable.into_response()
        }
    }
}
