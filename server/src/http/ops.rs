//! Health checks, on a loopback address of their own: no versions, no names, no numbers about people.

use super::listen::Stopping;
use app::backend::{readiness, state::AppState};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::any,
};
use std::time::Duration;
use tokio::net::TcpListener;

/// How long the database may take to write.
const PROBE_TIME: Duration = Duration::from_millis(250);

/// Serves `/livez` and `/readyz` until aborted.
pub async fn serve(listener: TcpListener, state: AppState, stopping: Stopping) {
    let router = any(answer).with_state((state, stopping));
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "health checks are no longer answered");
    }
}

async fn answer(State((state, stopping)): State<(AppState, Stopping)>, request: Request) -> Response {
    match request.uri().path() {
        "/livez" => "ok".into_response(),
        "/readyz" if stopping.has_begun() => (StatusCode::SERVICE_UNAVAILABLE, "stopping").into_response(),
        "/readyz" => readyz(&state).await.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Ready means that a write becomes durable in time.
async fn readyz(state: &AppState) -> (StatusCode, &'static str) {
    let probe = readiness::probe(&state.db, state.clock.as_ref());
    match tokio::time::timeout(PROBE_TIME, probe).await {
        Ok(Ok(())) => (StatusCode::OK, "ok"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not take writes"),
    }
}
