//! The session cookie (SECURITY control 6).

use app::backend::{
    sessions::{COOKIE, FORGOTTEN, Sessions},
    state::AppState,
};
use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// The layer that carries a session with each request and saves it before the answer leaves.
///
/// The cookie ends with the browser; when the session ends is decided by the store, on the server's clock.
pub fn layer(state: &AppState) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(state.sessions())
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

/// Middleware outside the layer: a session that is over takes its cookie along.
///
/// The library's removal lacks `Secure`, and browsers ignore it because of the cookie's prefix (RFC 6265bis, section
/// 5.7); ours takes its place.
pub async fn forget(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let removes = |cookie: &HeaderValue| {
        let rest = cookie.as_bytes().strip_prefix(COOKIE.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b"=;"))
    };
    let headers = response.headers_mut();
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    if cookies.iter().any(removes) {
        headers.remove(header::SET_COOKIE);
        let others = cookies.into_iter().filter(|cookie| !removes(cookie));
        for cookie in others.chain([HeaderValue::from_static(FORGOTTEN)]) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}
