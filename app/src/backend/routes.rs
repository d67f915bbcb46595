//! [`Routes`]: how a feature registers its paths.
//!
//! There is no way to register one without naming its policy action, and the guard runs before the handler.

use super::{
    context::{Actor, RequestContext},
    policy::{Action, Rule, authorise},
    state::AppState,
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
        self.add("GET", path, action, get(handler))
    }

    /// Registers something that changes state.
    pub fn post<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add("POST", path, action, post(handler))
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
    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        action: Action,
        handler: MethodRouter<AppState>,
    ) -> Self {
        let guarded =
            handler.layer(from_fn(move |Extension(context): Extension<RequestContext>, request, next| {
                guard(path, action, context, request, next)
            }));
        self.table.push(Endpoint { method, path, action });
        Self { router: self.router.route(path, guarded), table: self.table }
    }
}

async fn guard(
    path: &'static str,
    action: Action,
    context: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match admit(action, &context, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteName(path));
    response
}

/// Who may come in: the policy's answer, and for forms of signed-in pages the token of this very session.
async fn admit(action: Action, context: &RequestContext, request: Request) -> Result<Request, AppError> {
    if context.session_unknown && action.rule() != Rule::Everyone {
        return Err(AppError::Unavailable);
    }
    authorise(action, &context.actor)?;
    // Signing in may find an older session of the same browser; its forms are guarded by their origin. So may a form of
    // an enrolment that is completed already: its session, and the token with it, ended when it was.
    let exempt = matches!(action, Action::LeaveQuickly | Action::ReportCsp | Action::SignIn)
        || (action == Action::Enrol && context.actor != Actor::Nobody);
    if exempt || context.signed.is_none() || !is_form(&request) {
        return Ok(request);
    }
    // The body is in memory already and small: the layer of limits has seen to that.
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| AppError::BadRequest)?;
    let token = form_urlencoded::parse(&bytes).find(|(name, _)| name == FORM_TOKEN);
    if !token.is_some_and(|(_, token)| context.form_token_is_valid(&token)) {
        return Err(AppError::Forbidden);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Whether a form arrives, which a page of another site could send as well; JSON it could not (Fetch standard, CORS).
fn is_form(request: &Request) -> bool {
    let is_json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    *request.method() == Method::POST && !is_json
}
