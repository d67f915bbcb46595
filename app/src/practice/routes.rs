//! The public pages' paths.

use super::{
    pages::{Accessibility, Imprint, Privacy, Start},
    texts,
};
use crate::{
    backend::{context::RequestContext, crypto::jwk_set, policy::Action, routes::Routes},
    ui::page,
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new()
        .get("/", Action::ReadPublicPage, start)
        .get("/privacy", Action::ReadPublicPage, privacy)
        .get("/privacy/keys.json", Action::ReadPublicPage, keys)
        .get("/accessibility", Action::ReadPublicPage, accessibility)
        .get("/imprint", Action::ReadPublicPage, imprint)
}

async fn start(context: RequestContext) -> Response {
    let lang = context.lang;
    page::respond(&context, StatusCode::OK, texts::start_title(lang), || view! { <Start lang/> })
}

async fn privacy(context: RequestContext) -> Response {
    let (lang, practice) = (context.lang, &context.state.settings.practice);
    let keys = context.state.keys.public_keys();
    page::respond(&context, StatusCode::OK, texts::privacy_title(lang), || {
        view! { <Privacy lang practice keys=&keys/> }
    })
}

/// The keys as a set that programs read (RFC 7517, section 8.5).
async fn keys(context: RequestContext) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/jwk-set+json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"keys.json\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, jwk_set(&context.state.keys.public_keys())).into_response()
}

async fn accessibility(context: RequestContext) -> Response {
    let (lang, practice) = (context.lang, &context.state.settings.practice);
    page::respond(&context, StatusCode::OK, texts::accessibility_title(lang), || {
        view! { <Accessibility lang practice/> }
    })
}

async fn imprint(context: RequestContext) -> Response {
    let (lang, practice) = (context.lang, &context.state.settings.practice);
    page::respond(&context, StatusCode::OK, texts::imprint_title(lang), || view! { <Imprint lang practice/> })
}
