//! The session cookie (SECURITY control 6).

use app::backend::{
    sessions::{COOKIE, Sessions},
    state::AppState,
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
