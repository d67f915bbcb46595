//! [`BroughtCookie`]: the session cookie of a request, also when it opens nothing any more.

use super::COOKIE;
use crate::backend::cookies::cookie;
use axum::{extract::FromRequestParts, http::request::Parts};
use std::convert::Infallible;
use tower_sessions::session::Id;

/// The id in the session cookie of a request; it proves nothing about a session that has ended, except that this
/// browser was given it.
pub struct BroughtCookie(Option<Id>);

impl BroughtCookie {
    /// The id, if the cookie holds one.
    pub fn id(&self) -> Option<Id> {
        self.0
    }

    #[cfg(any(test, feature = "testing"))]
    pub fn for_tests(id: Option<Id>) -> Self {
        Self(id)
    }
}

impl<S: Sync> FromRequestParts<S> for BroughtCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(cookie(&parts.headers, COOKIE).and_then(|value| value.parse().ok())))
    }
}
