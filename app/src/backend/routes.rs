//! [`Routes`]: how a feature registers its paths.
//!
//! There is no way to register one without naming its policy action, and the guard runs before the handler.

use super::{
    context::{Actor, RequestContext},
    kept_forms::{self, Keep, Sent},
    policy::{Action, Rule, authorise},
    state::AppState,
    uploads::Upload,
};
use crate::error::AppError;
use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::Request,
    handler::Handler,
    http::{Method, header},
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};

/// The name of the hidden field that carries [`RequestContext::form_token`].
pub const FORM_TOKEN: &str = "form_token";

/// One entry of the route table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub method: &'static str,
    pub path: &'static str,
    pub action: Action,
    /// What of its form may outlive the session.
    pub keep: Option<Keep>,
    /// How many bytes a file may have that its form brings along; such a body is not read before the guard.
    pub upload: Option<usize>,
}

/// The registered path of the route that answered, for the log; the requested path may hold what somebody typed.
#[derive(Clone, Copy)]
pub struct RouteName(pub &'static str);

/// A router together with the table of what is in it.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    table: Vec<Endpoint>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers a page.
    pub fn get<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Gate { path, action, keep: None, upload: None }, "GET", get(handler))
    }

    /// Registers something that changes state.
    pub fn post<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Gate { path, action, keep: None, upload: None }, "POST", post(handler))
    }

    /// Registers a form whose text may outlive its session; its page stands at the same path.
    pub fn post_keeping<H, T>(self, path: &'static str, action: Action, keep: Keep, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Gate { path, action, keep: Some(keep), upload: None }, "POST", post(handler))
    }

    /// Registers a form that brings a file of at most so many bytes along; its handler takes an [`Upload`] as an extension.
    pub fn post_upload<H, T>(self, path: &'static str, action: Action, most: usize, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Gate { path, action, keep: None, upload: Some(most) }, "POST", post(handler))
    }

    /// Takes in the routes of another feature.
    pub fn merge(mut self, other: Routes) -> Self {
        self.table.extend(other.table);
        Self { router: self.router.merge(other.router), table: self.table }
    }

    /// The router and its table.
    pub fn into_parts(self) -> (Router<AppState>, Vec<Endpoint>) {
        (self.router, self.table)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where a path meets its policy action")]
    fn add(mut self, gate: Gate, method: &'static str, handler: MethodRouter<AppState>) -> Self {
        let Gate { path, action, keep, upload } = gate;
        let guarded =
            handler.layer(from_fn(move |Extension(context): Extension<RequestContext>, request, next| {
                guard(gate, context, request, next)
            }));
        self.table.push(Endpoint { method, path, action, keep, upload });
        Self { router: self.router.route(path, guarded), table: self.table }
    }
}

/// What stands in front of a handler.
#[derive(Clone, Copy)]
struct Gate {
    path: &'static str,
    action: Action,
    keep: Option<Keep>,
    upload: Option<usize>,
}

async fn guard(gate: Gate, context: RequestContext, request: Request, next: Next) -> Response {
    let mut response = pass(gate, &context, request, next).await.unwrap_or_else(AppError::into_response);
    response.extensions_mut().insert(RouteName(gate.path));
    response
}

/// Who may come in: the policy's answer, and for forms of signed-in pages the token of this very session.
async fn pass(
    gate: Gate,
    context: &RequestContext,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    if context.session_unknown && gate.action.rule() != Rule::Everyone {
        return Err(AppError::Unavailable);
    }
    // Signing in may find an older session of the same browser; its forms are guarded by their origin. So may a form of
    // an enrolment that is completed already: its session, and the token with it, ended when it was. And whoever wants
    // to leave is let out from a page of any session: a refusal would leave them signed in.
    let exempt = matches!(
        gate.action,
        Action::LeaveQuickly | Action::ReportCsp | Action::EndOutreach | Action::SignIn | Action::SignOut
    ) || (gate.action == Action::Enrol && context.actor != Actor::Nobody);
    if let Some(most) = gate.upload {
        authorise(gate.action, &context.actor)?;
        let (mut parts, body) = request.into_parts();
        let upload = Upload::read(&parts.headers, body, most).await?;
        if !context.form_token_is_valid(&upload.field(FORM_TOKEN)) {
            return Err(AppError::Forbidden);
        }
        parts.extensions.insert(upload);
        return Ok(next.run(Request::from_parts(parts, Body::empty())).await);
    }
    let keep = gate.keep.filter(|_| is_urlencoded(&request));
    if keep.is_none() {
        authorise(gate.action, &context.actor)?;
        if exempt || context.signed.is_none() || !is_form(&request) {
            return Ok(next.run(request).await);
        }
    }
    // The body is in memory already and small: the layer of limits has seen to that.
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| AppError::BadRequest)?;
    let sent = Sent::read(&bytes);
    let request = Request::from_parts(parts, Body::from(bytes));
    match keep {
        Some(keep) => kept_forms::pass(context, gate.action, keep, sent, request, next).await,
        None if context.form_token_is_valid(sent.token()) => Ok(next.run(request).await),
        None => Err(AppError::Forbidden),
    }
}

fn is_urlencoded(request: &Request) -> bool {
    *request.method() == Method::POST
        && content_type(request).starts_with("application/x-www-form-urlencoded")
}

fn content_type(request: &Request) -> &str {
    request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether a form arrives, which a page of another site could send as well; JSON it could not (Fetch standard, CORS).
fn is_form(request: &Request) -> bool {
    *request.method() == Method::POST && !content_type(request).starts_with("application/json")
}
