//! A number for every request, under which it stands in the log and on an error page.

use app::backend::{
    context::RequestId,
    rng::{SystemRng, crockford},
};
use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};

static HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Middleware: always our own number, because one from outside could carry anything into the log.
pub async fn assign(mut request: Request, next: Next) -> Response {
    let id = crockford::<10>(&SystemRng).unwrap_or_else(|_| "NORANDOM".to_owned());
    let header = HeaderValue::from_str(&id);
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.run(request).await;
    if let Ok(value) = header {
        response.headers_mut().insert(&HEADER, value);
    }
    response
}
