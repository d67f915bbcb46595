//! Limits of one request (SECURITY control 33).

use app::{app::endpoints, backend::uploads, error::AppError};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use std::{sync::Arc, time::Duration};

/// The largest body of a form, in bytes.
const BODY: usize = 64 * 1024;
/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);
/// How long a handler may take once it has everything.
const HANDLER_TIME: Duration = Duration::from_secs(15);

/// The paths whose forms bring a file along. Their bodies are larger, so they are read behind the guard, which knows who
/// sends them, and never into memory whole.
#[derive(Clone)]
pub struct Uploads(Arc<[&'static str]>);

impl Uploads {
    /// Those of the route table.
    pub fn of_routes() -> Self {
        let upload = endpoints().into_iter().filter(|endpoint| endpoint.upload.is_some());
        Self(upload.map(|endpoint| endpoint.path).collect())
    }

    fn takes(&self, request: &Request) -> bool {
        *request.method() == Method::POST
            && self.0.iter().any(|pattern| is_path(pattern, request.uri().path()))
    }
}

/// Whether a path is one of a pattern, in which `{…}` stands for any one part.
fn is_path(pattern: &str, path: &str) -> bool {
    let (mut expected, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (expected.next(), parts.next()) {
            (None, None) => return true,
            (Some(word), Some(part)) if word == part || (word.starts_with('{') && !part.is_empty()) => {}
            _ => return false,
        }
    }
}

/// Middleware: the body is read whole before a handler runs, so that no handler ever waits for a slow sender.
pub async fn enforce(State(uploads): State<Uploads>, request: Request, next: Next) -> Response {
    if uploads.takes(&request) {
        return within(uploads::TIME + HANDLER_TIME, request, next).await;
    }
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
    within(HANDLER_TIME, Request::from_parts(parts, Body::from(body)), next).await
}

async fn within(time: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("a handler took too long");
            AppError::Unavailable.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stands_for_its_paths_and_no_others() {
        let pattern = "/staff/patients/{id}/paper-consents";
        assert!(is_path(pattern, "/staff/patients/x/paper-consents"));
        for other in [
            "/staff/patients/x",
            "/staff/patients/x/paper-consents/",
            "/staff/patients//paper-consents",
            "/staff/patients/x/y/paper-consents",
            "/",
            "",
        ] {
            assert!(!is_path(pattern, other), "{other}");
        }
    }
}
