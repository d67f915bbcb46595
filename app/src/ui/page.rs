//! Turns what a page shows into a response: frame, status, headers.
//!
//! Pages are rendered in one go: every value is there before the first byte leaves, so the status can still change
//! and nothing is streamed that an audit entry should have preceded.

use super::{frame, texts};
use crate::backend::context::{LANG_COOKIE, RequestContext};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use hydration_context::SsrSharedContext;
use leptos::{
    nonce::{provide_nonce, use_nonce},
    prelude::*,
};
use std::sync::Arc;

/// Marks a response whose body is a page already, so that the error layer leaves it alone.
#[derive(Clone)]
pub struct Rendered;

/// Renders a page inside the frame.
///
/// `title` stands in the window's title bar and in the history, so it must be neutral.
pub fn respond<V: IntoView>(
    context: &RequestContext,
    status: StatusCode,
    title: &str,
    content: impl FnOnce() -> V,
) -> Response {
    let title = titled(context, status, title);
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let (html, nonce) = owner.with(|| {
        provide_nonce();
        let html = frame::document(context, &title, content()).to_html();
        (html, use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default())
    });
    owner.unset_with_forced_cleanup();

    let mut response = (status, Html(html)).into_response();
    response.extensions_mut().insert(Rendered);
    let headers = response.headers_mut();
    insert(headers, header::CONTENT_SECURITY_POLICY, &content_security_policy(&nonce));
    insert(headers, header::CONTENT_LANGUAGE, context.lang.tag());
    insert(headers, header::VARY, "accept-language, cookie");
    if context.lang_was_chosen {
        let cookie = format!(
            "{LANG_COOKIE}={}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax",
            context.lang.tag()
        );
        insert(headers, header::SET_COOKIE, &cookie);
    }
    response
}

/// A form that came back says so in the window's title, which screen readers say first (GOV.UK, "Error summary").
fn titled(context: &RequestContext, status: StatusCode, title: &str) -> String {
    let prefix = texts::error_title_prefix(context.lang);
    match status {
        StatusCode::UNPROCESSABLE_ENTITY if !title.starts_with(prefix) => format!("{prefix} {title}"),
        _ => title.to_owned(),
    }
}

/// The policy of SECURITY control 29: nothing but ourselves, scripts by nonce, no sink for injected markup.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; \
         report-uri /csp-report; report-to csp"
    )
}

fn insert(headers: &mut axum::http::HeaderMap, name: header::HeaderName, value: &str) {
    // Every value is ASCII of our own making; one that is not would be a fault worth seeing in the log.
    match HeaderValue::from_str(value) {
        Ok(value) => drop(headers.insert(name, value)),
        Err(_) => tracing::error!(header = %name, "a header value could not be set"),
    }
}
