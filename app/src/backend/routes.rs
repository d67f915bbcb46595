//! [`Routes`]: how a feature registers its paths.
//!
//! There is no way to register one without naming its policy action, and the guard runs before the handler.

use super::{
    context::RequestContext,
    policy::{Action, authorise},
    state::AppState,
};
use axum::{
    Extension, Router,
    extract::Request,
    handler::Handler,
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};

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
    let mut response = match authorise(action, &context.actor) {
        Ok(_) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteName(path));
    response
}
