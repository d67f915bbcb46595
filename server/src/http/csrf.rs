//! Cross-site request forgery (SECURITY control 30).
//!
//! Two fences: tower-http's layer compares `Sec-Fetch-Site` and `Origin`; ours refuses a request that could change
//! something and carries neither, which that layer lets through for the sake of old clients.
//! Exceptions: none but `/csp-report`, which changes nothing and which browsers send in their own way.

use app::error::AppError;
use axum::{
    extract::Request,
    http::{HeaderName, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tower_http::csrf::CsrfLayer;

/// Paths where a request from elsewhere does no harm.
const EXCEPTIONS: [&str; 1] = ["/csp-report"];

/// The comparing fence.
pub fn layer() -> CsrfLayer {
    CsrfLayer::new().with_insecure_bypass(|_, uri| EXCEPTIONS.contains(&uri.path()))
}

/// Middleware: the fence for requests that say nothing about their origin.
pub async fn require_origin(request: Request, next: Next) -> Response {
    static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let says =
        request.headers().contains_key(&SEC_FETCH_SITE) || request.headers().contains_key(header::ORIGIN);
    if safe || says || EXCEPTIONS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    AppError::Forbidden.into_response()
}
