//! Cross-site request forgery (SECURITY control 30).
//!
//! Two fences: tower-http's layer compares `Sec-Fetch-Site` and `Origin` with the request's own host; ours knows the one
//! origin there is, and refuses a request that could change something and does not clearly come from there.
//! Two exceptions:
//! - `/csp-report`, which changes nothing and which browsers send in their own way;
//! - `/unsubscribe/…`, where a mail provider posts for its reader, without cookies and without an origin (RFC 8058,
//!   section 3.1). The path itself is the proof, and nothing but an end of mails can come of it.

use app::{backend::settings::Origin, error::AppError};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tower_http::csrf::CsrfLayer;

/// Where reports about refused content go.
const REPORTS: &str = "/csp-report";
/// Where the way out of a mail begins.
const UNSUBSCRIBE: &str = "/unsubscribe/";

/// Whether a request from elsewhere may arrive there.
fn is_exception(method: &Method, path: &str) -> bool {
    path == REPORTS || (method == Method::POST && path.starts_with(UNSUBSCRIBE))
}

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The comparing fence.
pub fn layer() -> CsrfLayer {
    CsrfLayer::new().with_insecure_bypass(|method, uri| is_exception(method, uri.path()))
}

/// Middleware: the fence that knows our origin.
pub async fn require_origin(State(origin): State<Origin>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_exception(request.method(), request.uri().path()) || comes_from(&origin, request.headers())
    {
        return next.run(request).await;
    }
    AppError::Forbidden.into_response()
}

/// Whether exactly one `Origin` names ours; or, without any, the browser says that the request is no other site's.
fn comes_from(origin: &Origin, headers: &HeaderMap) -> bool {
    match only(headers, &header::ORIGIN) {
        Some(named) => named == origin.to_string(),
        None if headers.contains_key(header::ORIGIN) => false,
        // "none" is a request the visitor made by hand.
        None => matches!(only(headers, &SEC_FETCH_SITE), Some("same-origin" | "none")),
    }
}

/// The value of a header that is there exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}
