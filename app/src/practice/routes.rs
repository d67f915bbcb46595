//! The public pages' paths.

use super::{
    pages::{Accessibility, Imprint, Privacy, Start},
    texts,
};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes},
    ui::page,
};
use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new()
        .get("/", Action::ReadPublicPage, start)
        .get("/privacy", Action::ReadPublicPage, privacy)
        .get("/accessibility", Action::ReadPublicPage, accessibility)
        .get("/imprint", Action::ReadPublicPage, imprint)
}

async fn start(context: RequestContext) -> Response {
    let lang = context.lang;
    page::respond(&context, StatusCode::OK, texts::start_title(lang), || view! { <Start lang/> })
}

async fn privacy(context: RequestContext) -> Response {
    let (lang, practice) = (context.lang, &context.state.settings.practice);
    page::respond(&context, StatusCode::OK, texts::privacy_title(lang), || view! { <Privacy lang practice/> })
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
