//! A browser that keeps its cookies, so that a test is a row of requests like a person's.

use crate::backend::{
    context::{Client, DEVICE_COOKIE, RequestContext, RequestId},
    sessions::Sessions,
    state::AppState,
};
use axum::http::{Request, header};
use std::{net::IpAddr, sync::Arc};
use tower_sessions::{Session, session::Id};

/// The address of a [`Browser`] that was given no other.
const ADDRESS: &str = "192.0.2.1";

/// One browser of one person, without a socket.
#[derive(Clone)]
pub struct Browser {
    pub state: AppState,
    pub address: IpAddr,
    /// What it says it is.
    pub agent: &'static str,
    /// The session cookie.
    pub session: Option<Id>,
    /// The device cookie.
    pub device: Option<String>,
}

impl Browser {
    /// A browser without any cookie.
    pub fn new(state: &AppState) -> Self {
        Self {
            state: state.clone(),
            address: ADDRESS.parse().expect("an address"),
            agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
            session: None,
            device: None,
        }
    }

    /// The same at another address.
    pub fn at(self, address: &str) -> Self {
        Self { address: address.parse().expect("an address"), ..self }
    }

    /// A new browser at an address of its own.
    pub fn number(state: &AppState, number: u8) -> Self {
        Self::new(state).at(&format!("198.51.100.{number}"))
    }

    /// A request as the layers of the server would hand it on.
    pub async fn ask(&self) -> RequestContext {
        self.ask_at("/").await
    }

    /// The same for a page.
    pub async fn ask_at(&self, path: &str) -> RequestContext {
        let mut request = Request::get(path).header(header::USER_AGENT, self.agent);
        if let Some(device) = &self.device {
            request = request.header(header::COOKIE, format!("{DEVICE_COOKIE}={device}"));
        }
        let (mut request, ()) = request.body(()).expect("a request").into_parts();
        let session = Session::new(self.session, Arc::<Sessions>::new(self.state.sessions()), None);
        request.extensions.insert(session);
        request.extensions.insert(Client(self.address));
        request.extensions.insert(RequestId("test".to_owned()));
        RequestContext::of_request(self.state.clone(), &request).await
    }

    /// The answer to it: what the session layer does before it leaves (`tower-sessions`, service.rs).
    pub async fn answered(&mut self, context: &RequestContext) {
        let session = context.session.as_ref().expect("a session");
        if session.is_empty().await {
            self.session = None;
        } else if session.is_modified() {
            session.save().await.expect("saves");
            self.session = session.id();
        }
    }

    /// One request from beginning to end.
    pub async fn does<T>(&mut self, work: impl AsyncFnOnce(&RequestContext) -> T) -> T {
        let context = self.ask().await;
        let result = work(&context).await;
        self.answered(&context).await;
        result
    }

    /// Keeps the device cookie of a `Set-Cookie` header.
    pub fn keep_device(&mut self, set_cookie: Option<&str>) {
        let Some(set_cookie) = set_cookie else { return };
        let value = set_cookie.strip_prefix(DEVICE_COOKIE).and_then(|rest| rest.strip_prefix('='));
        self.device = value.and_then(|rest| rest.split(';').next()).map(str::to_owned);
    }

    /// Whether its session still is somebody's.
    pub async fn is_signed_in(&self) -> bool {
        self.ask().await.signed.is_some()
    }
}
