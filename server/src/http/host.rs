//! The allow-list of host names: ours, and no other.
//!
//! A request for another name is answered 421 (RFC 9110, section 15.5.20), so that no link, cookie or cached page can
//! be made for a name an attacker chose.

use app::{backend::settings::Origin, error::AppError};
use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse as _, Response},
};

/// Middleware: compares `Host` (or the authority of an absolute request target) with the origin.
pub async fn check(State(origin): State<Origin>, request: Request, next: Next) -> Response {
    let named = match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => request.headers().get(header::HOST).and_then(|value| value.to_str().ok()),
    };
    match named.and_then(|named| without_default_port(named, origin.is_secure())) {
        Some(named) if named.eq_ignore_ascii_case(&origin.authority()) => next.run(request).await,
        _ => AppError::MisdirectedRequest.into_response(),
    }
}

fn without_default_port(authority: &str, secure: bool) -> Option<&str> {
    let default = if secure { ":443" } else { ":80" };
    (!authority.is_empty()).then(|| authority.strip_suffix(default).unwrap_or(authority))
}
