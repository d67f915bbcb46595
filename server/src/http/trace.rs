//! One log line per request: number, method, route, status, time. No path, no query, no address, no person.

use app::backend::{context::RequestId, routes::RouteName};
use axum::{extract::Request, http::Method, middleware::Next, response::Response};
use std::time::Instant;
use tracing::Instrument as _;

/// Middleware: opens a span with the request's number, and writes its line.
pub async fn record(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let method = known_method(request.method());
    // At the highest level, so that the number stands beside a fault whatever the log is set to.
    let span = tracing::error_span!("request", request.id = id);
    let began = Instant::now();
    async move {
        let response = next.run(request).await;
        // The route as it was registered; the path itself may hold what somebody typed by mistake.
        let route = response.extensions().get::<RouteName>().map_or("-", |name| name.0);
        let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(method, route, status = response.status().as_u16(), milliseconds, "answered");
        response
    }
    .instrument(span)
    .await
}

/// The method, unless somebody has made one up.
fn known_method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}
