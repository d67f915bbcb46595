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

/// Middleware: compares the one `Host` (or the authority of an absolute request target) with the origin.
pub async fn check(State(origin): State<Origin>, request: Request, next: Next) -> Response {
    match named(&request) {
        Some(named) if is_ours(named, &origin) => next.run(request).await,
        _ => AppError::MisdirectedRequest.into_response(),
    }
}

/// The host a request names; more than one is none (RFC 9112, section 3.2).
fn named(request: &Request) -> Option<&str> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().map(|host| host.to_str());
    if hosts.next().is_some() {
        return None;
    }
    match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => host?.ok(),
    }
}

/// Names are compared without case; the default port may be spelt out.
fn is_ours(named: &str, origin: &Origin) -> bool {
    let ours = origin.authority();
    let default_port = if origin.is_secure() { ":443" } else { ":80" };
    let spelt_out = named.strip_suffix(default_port).filter(|_| !ours.contains(':'));
    spelt_out.unwrap_or(named).eq_ignore_ascii_case(&ours)
}
