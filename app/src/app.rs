//! Joins the features into one route table.

use crate::{
    accounts,
    backend::{
        routes::{Endpoint, Routes},
        state::AppState,
    },
    practice, ui,
};
use axum::Router;

/// Every path of the portal, with the policy action that guards it.
pub fn routes() -> Routes {
    Routes::new()
        .merge(practice::routes::routes())
        .merge(accounts::routes::routes())
        .merge(ui::routes::routes())
}

/// The route table alone.
pub fn endpoints() -> Vec<Endpoint> {
    routes().into_parts().1
}

/// The router; the server wraps its layers around it.
pub fn router(state: AppState) -> Router {
    routes().into_parts().0.with_state(state)
}
