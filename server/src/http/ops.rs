//! Health checks, on a loopback address of their own: no versions, no names, no numbers about people.

use app::backend::db::Db;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::any,
};
use std::time::Duration;
use tokio::net::TcpListener;

/// How long the database may take to start and end a write.
const PROBE_TIME: Duration = Duration::from_millis(250);

/// Serves `/livez` and `/readyz` until aborted.
pub async fn serve(listener: TcpListener, db: Db) {
    let router = any(answer).with_state(db);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "health checks are no longer answered");
    }
}

async fn answer(State(db): State<Db>, request: Request) -> Response {
    match request.uri().path() {
        "/livez" => "ok".into_response(),
        "/readyz" => readyz(db).await.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Ready means that a write can start and end.
async fn readyz(db: Db) -> (StatusCode, &'static str) {
    let probe = db.write(|_| Box::pin(async { Ok(()) }));
    match tokio::time::timeout(PROBE_TIME, probe).await {
        Ok(Ok(())) => (StatusCode::OK, "ok"),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not take writes",
        ),
    }
}
