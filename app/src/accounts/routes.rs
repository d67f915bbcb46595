//! The paths around signing in.

use super::{pages::SignIn, texts};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes},
    ui::page,
};
use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new().get("/sign-in", Action::SignIn, sign_in)
}

async fn sign_in(context: RequestContext) -> Response {
    let lang = context.lang;
    page::respond(&context, StatusCode::OK, texts::sign_in_title(lang), || view! { <SignIn lang/> })
}
