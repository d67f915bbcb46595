//! Pages that nobody has asked for yet are not made: opening some of them is written down as somebody's deed.
//!
//! Browsers say in `Sec-Purpose` that they load a page in case it will be wanted ("prefetch", "prefetch;prerender"; Fetch
//! Standard, "The `Sec-Purpose` header"), older ones in `Purpose` or `X-Moz`. A refused one is simply loaded later.

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

const NAMES: [&str; 3] = ["sec-purpose", "purpose", "x-moz"];

/// Built files may be loaded at any time.
const FILES: &str = "/pkg/";

/// Middleware: what is loaded on suspicion is turned away.
pub async fn refuse(request: Request, next: Next) -> Response {
    if is_speculative(request.headers()) && !request.uri().path().starts_with(FILES) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    next.run(request).await
}

fn is_speculative(headers: &HeaderMap) -> bool {
    let values = NAMES.iter().flat_map(|name| headers.get_all(*name));
    values
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.to_ascii_lowercase().contains("prefetch"))
}
