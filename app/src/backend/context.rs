//! [`RequestContext`]: who asks, in which language, under which number.
//!
//! It is the only source of actors: no other code can make a [`Patient`] or a [`Staff`].

use super::{policy::Role, state::AppState};
use crate::{
    ids::{PersonId, StaffId, SubjectId},
    lang::Lang,
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// The cookie that remembers a chosen language; it holds nothing else.
pub const LANG_COOKIE: &str = "__Host-lang";

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular: no session.
    Nobody,
    /// A patient, for their own data.
    Patient(Patient),
    /// A member of the practice team.
    Staff(Staff),
}

/// A signed-in patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    person: PersonId,
    subject: SubjectId,
}

impl Patient {
    /// The patient in the identity store.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// The same patient in the care store.
    pub fn subject(&self) -> SubjectId {
        self.subject
    }

    #[cfg(any(test, feature = "testing"))]
    pub(in crate::backend) fn for_tests(person: PersonId, subject: SubjectId) -> Self {
        Self { person, subject }
    }
}

/// A signed-in member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    id: StaffId,
    role: Role,
}

impl Staff {
    /// The member of staff.
    pub fn id(&self) -> StaffId {
        self.id
    }

    /// What they may do.
    pub fn role(&self) -> Role {
        self.role
    }

    #[cfg(any(test, feature = "testing"))]
    pub(in crate::backend) fn for_tests(id: StaffId, role: Role) -> Self {
        Self { id, role }
    }
}

/// The number under which a request stands in the log and on an error page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

/// What handlers and services know about the request.
#[derive(Clone)]
pub struct RequestContext(Arc<Inner>);

pub struct Inner {
    pub state: AppState,
    pub request_id: RequestId,
    pub actor: Actor,
    pub lang: Lang,
    /// The language was chosen in this very request, so a cookie shall remember it.
    pub lang_was_chosen: bool,
}

impl std::ops::Deref for RequestContext {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl RequestContext {
    fn new(state: AppState, request: &Request) -> Self {
        let chosen = chosen_lang(request.uri().query());
        let request_id = request.extensions().get::<RequestId>().cloned();
        Self(Arc::new(Inner {
            state,
            request_id: request_id.unwrap_or_else(|| RequestId("unnumbered".to_owned())),
            actor: Actor::Nobody,
            lang: chosen.unwrap_or_else(|| remembered_lang(request.headers())),
            lang_was_chosen: chosen.is_some(),
        }))
    }
}

/// Middleware: makes the context of a request, for every layer and handler behind it.
pub async fn attach(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let context = RequestContext::new(state, &request);
    request.extensions_mut().insert(context);
    next.run(request).await
}

impl<S: Sync> FromRequestParts<S> for RequestContext {
    type Rejection = crate::error::AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<RequestContext>().cloned().ok_or_else(|| {
            // Only a router assembled without `attach` comes here.
            tracing::error!("a route is served without its request context");
            crate::error::AppError::Unavailable
        })
    }
}

fn chosen_lang(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| Lang::from_tag(pair.strip_prefix("lang=")?))
}

fn remembered_lang(headers: &HeaderMap) -> Lang {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let cookie = text(header::COOKIE).and_then(|cookies| {
        cookies
            .split(';')
            .find_map(|pair| pair.trim().strip_prefix(LANG_COOKIE)?.strip_prefix('='))
            .and_then(Lang::from_tag)
    });
    cookie
        .unwrap_or_else(|| text(header::ACCEPT_LANGUAGE).map(Lang::from_accept_language).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_beats_the_browser_and_nonsense_is_passed_over() {
        let headers = |cookie: &str, accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().expect("header"));
            headers.insert(header::ACCEPT_LANGUAGE, accept.parse().expect("header"));
            headers
        };
        assert_eq!(remembered_lang(&headers("a=b; __Host-lang=en", "de")), Lang::En);
        assert_eq!(remembered_lang(&headers("__Host-lang=xx", "en")), Lang::En);
        assert_eq!(remembered_lang(&headers("__Host-language=en", "de")), Lang::De);
        assert_eq!(remembered_lang(&HeaderMap::new()), Lang::De);
    }

    #[test]
    fn a_language_in_the_query_counts_only_when_we_speak_it() {
        assert_eq!(chosen_lang(Some("a=1&lang=en")), Some(Lang::En));
        assert_eq!(chosen_lang(Some("lang=%3Cscript%3E")), None);
        assert_eq!(chosen_lang(Some("slang=en")), None);
        assert_eq!(chosen_lang(None), None);
    }
}
