//! [`RequestContext`]: who asks, in which language, under which number.
//!
//! It is the only source of actors: they come from the session of a request.

pub use super::{
    actor::{Actor, Patient, Staff},
    cookies::{DEVICE_COOKIE, DEVICE_TOKEN, LANG_COOKIE},
};
use super::{
    cookies::{chosen_lang, cookie, remembered_lang},
    failure::Failure,
    form_token, news,
    sessions::{HOLDER, Holder, SessionView, Sessions, VIEW},
    state::AppState,
    user_agent,
};
use crate::{lang::Lang, redacted::Redacted, time::Timestamp};
use axum::{
    Extension,
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::Next,
    response::Response,
};
use std::{net::IpAddr, sync::Arc};
use tower_sessions::Session;

/// The number under which a request stands in the log and on an error page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

/// The caller's address, as far as the network tells; used for throttling and never written to a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Client(pub IpAddr);

/// A session together with whom it belongs to.
#[derive(Clone, Debug)]
pub struct Signed {
    pub holder: Holder,
    pub view: SessionView,
}

/// What handlers and services know about the request.
#[derive(Clone)]
pub struct RequestContext(Arc<Inner>);

#[derive(Clone)]
pub struct Inner {
    pub state: AppState,
    pub request_id: RequestId,
    /// The path that was asked for: for comparing with our own, never for the log.
    pub path: String,
    pub actor: Actor,
    /// The session of the request, also of somebody who is still enrolling.
    pub signed: Option<Signed>,
    /// Whether the session could not be looked up; then nobody is anybody, and protected pages answer 503.
    pub session_unknown: bool,
    /// Whether a patient has something to read that they have not put away.
    pub has_news: bool,
    /// The session as the library carries it, to be begun, changed and ended.
    pub session: Option<Session>,
    pub client: Option<Client>,
    /// The browser's device cookie, which must not be stored or logged.
    pub device_cookie: Option<Redacted<String>>,
    /// Its keyed hash.
    pub device: Option<Vec<u8>>,
    /// The browser in words that need no translation; empty when it does not say.
    pub browser: String,
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
    /// What can be said without asking the database: everything but who it is.
    fn new(state: AppState, request: &Parts) -> Self {
        // Only what we could have given out: it is sent back, and lasts another year.
        let device_cookie = cookie(&request.headers, DEVICE_COOKIE)
            .filter(|value| {
                value.len() == DEVICE_TOKEN && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
            .map(|value| Redacted::new(value.to_owned()));
        let device =
            device_cookie.as_ref().map(|token| state.keys.code_hash("device", token.expose().as_bytes()));
        let chosen = chosen_lang(request.uri.query());
        let request_id = request.extensions.get::<RequestId>().cloned();
        Self(Arc::new(Inner {
            state,
            request_id: request_id.unwrap_or_else(|| RequestId("unnumbered".to_owned())),
            path: request.uri.path().to_owned(),
            actor: Actor::Nobody,
            signed: None,
            session_unknown: false,
            has_news: false,
            session: request.extensions.get::<Session>().cloned(),
            client: request.extensions.get::<Client>().copied(),
            device_cookie,
            device,
            browser: user_agent::in_words(&request.headers),
            lang: chosen.unwrap_or_else(|| remembered_lang(&request.headers)),
            lang_was_chosen: chosen.is_some(),
        }))
    }
}

impl RequestContext {
    /// The same request of whom its session says.
    async fn looked_up(&self) -> Self {
        let (signed, session_unknown) = match find_session(&self.path, self.session.as_ref()).await {
            Ok(signed) => (signed, false),
            Err(Failure::Unavailable) => (None, true),
            Err(failure) => {
                tracing::error!(failure = %failure, "a session could not be looked up");
                (None, true)
            }
        };
        let actor = signed.as_ref().map_or(Actor::Nobody, |signed| Actor::of(&signed.holder));
        let has_news = match &actor {
            // A page without the mark is better than none.
            Actor::Patient(patient) => {
                news::are_there(&self.state, patient.person()).await.unwrap_or_default()
            }
            Actor::Nobody | Actor::Staff(_) => false,
        };
        Self(Arc::new(Inner { actor, signed, session_unknown, has_news, ..Inner::clone(&self.0) }))
    }
}

#[cfg(any(test, feature = "testing"))]
impl RequestContext {
    /// The context of a request that came without a socket, but with what the layers in front add to it.
    pub async fn of_request(state: AppState, request: &Parts) -> Self {
        Self::new(state, request).looked_up().await
    }

    /// A request of somebody, without a socket and without a session.
    pub fn for_tests(state: AppState, actor: Actor) -> Self {
        Self(Arc::new(Inner {
            state,
            request_id: RequestId("test".to_owned()),
            path: String::new(),
            actor,
            signed: None,
            session_unknown: false,
            has_news: false,
            session: None,
            client: None,
            device_cookie: None,
            device: None,
            browser: String::new(),
            lang: Lang::De,
            lang_was_chosen: false,
        }))
    }
}

impl RequestContext {
    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.state.clock.now()
    }

    /// The same request with a session of its own, for work that goes on when nobody waits for its answer any more.
    pub fn detached(&self) -> Self {
        let apart = |session: &Session| {
            Session::new(session.id(), Arc::<Sessions>::new(self.state.sessions()), session.expiry())
        };
        Self(Arc::new(Inner { session: self.session.as_ref().map(apart), ..Inner::clone(&self.0) }))
    }

    /// The hidden value every form of a signed-in page carries, so that only our own pages can send it.
    pub fn form_token(&self) -> Option<String> {
        Some(form_token::issue(&self.state.keys, self.signed.as_ref()?.view.id))
    }

    /// Whether a form carries the token of this session.
    pub fn form_token_is_valid(&self, token: &str) -> bool {
        let Some(signed) = &self.signed else { return true };
        form_token::read(&self.state.keys, token) == Some(signed.view.id)
    }
}

/// Whose session the request brings; built files are the same for everybody and cost no look-up.
async fn find_session(path: &str, session: Option<&Session>) -> Result<Option<Signed>, Failure> {
    let Some(session) = session.filter(|_| !path.starts_with("/pkg/")) else {
        return Ok(None);
    };
    if session.id().is_none() {
        return Ok(None);
    }
    let holder = session.get::<Holder>(HOLDER).await.map_err(|_| Failure::Unavailable)?;
    let view = session.get::<SessionView>(VIEW).await.map_err(|_| Failure::Unavailable)?;
    Ok(holder.zip(view).map(|(holder, view)| Signed { holder, view }))
}

/// Middleware: makes the context of a request, for every layer and handler behind it.
pub async fn attach(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    head.extensions.insert(RequestContext::new(state, &head));
    next.run(Request::from_parts(head, body)).await
}

/// Middleware behind all that may turn a request away: looks up whose it is.
///
/// The answer carries what was found, for the layer that makes error pages.
pub async fn look_up(
    Extension(context): Extension<RequestContext>,
    mut request: Request,
    next: Next,
) -> Response {
    let context = context.looked_up().await;
    request.extensions_mut().insert(context.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(context);
    response
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
