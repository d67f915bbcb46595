//! How long somebody who is setting up access still has: an enrolment, or a recovery.
//!
//! They are nobody for the policy, so the paths of signed-in people are not theirs.

use crate::{
    accounts::{
        routes::parts::{forget_session, see_other},
        service::session,
    },
    backend::{
        context::{Actor, RequestContext},
        policy::Action,
        routes::Routes,
    },
    error::AppError,
};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

pub fn routes() -> Routes {
    Routes::new().post("/enrol/extend", Action::Enrol, extend).post("/enrol/leave", Action::Enrol, leave)
}

/// The request itself has moved the end; the answer says where to. Whoever has no session has no time left.
async fn extend(context: RequestContext) -> Response {
    let left = session::seconds_left(&context).unwrap_or(0);
    Json(json!({ "seconds_left": left })).into_response()
}

/// Breaks off; with an invitation the same code begins again.
async fn leave(context: RequestContext) -> Result<Response, AppError> {
    // The form of an enrolment that is completed signs nobody out.
    if context.actor != Actor::Nobody {
        return Ok(see_other("/"));
    }
    session::end(&context).await?;
    Ok(forget_session(see_other("/")))
}
