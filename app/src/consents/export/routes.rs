//! The paths of one's own exports.

use super::{
    fhir,
    pages::{CheckPage, ExportsPage, HeldPage},
    print,
    service::{self, Opened, Own},
    texts,
};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ui::page,
};
use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

const LIST: &str = "/consents/exports";

/// What a browser may do with a file besides keeping it: nothing.
const FILE_POLICY: &str =
    "sandbox; default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

pub fn routes() -> Routes {
    Routes::new()
        .get(LIST, Action::DecideConsents, list)
        .get("/consents/verify", Action::ReadPublicPage, check)
        .get("/consents/exports/{version}", Action::DecideConsents, signed)
        .get("/consents/exports/{version}/pdf", Action::DecideConsents, as_pdf)
        .get("/consents/exports/{version}/json", Action::DecideConsents, json)
        .get("/consents/exports/{version}/fhir", Action::DecideConsents, as_fhir)
}

/// Which page of the list.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    before: Option<String>,
}

async fn list(context: RequestContext, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let before = match &wanted.before {
        Some(text) => number(text)?,
        None => i64::MAX,
    };
    let own = service::list(&context, before).await?;
    let (lang, title) = (context.lang, texts::title(context.lang));
    Ok(match own {
        Own::Open(list) => page::respond(&context, StatusCode::OK, title, || {
            view! { <ExportsPage lang list=&list is_first={before == i64::MAX}/> }
        }),
        Own::Held { until } => page::respond(&context, StatusCode::OK, title, || {
            view! { <HeldPage lang until/> }
        }),
    })
}

async fn check(context: RequestContext) -> Response {
    let (lang, keys) = (context.lang, context.state.keys.public_keys());
    page::respond(&context, StatusCode::OK, texts::check_title(lang), || {
        view! { <CheckPage lang keys=&keys/> }
    })
}

async fn signed(context: RequestContext, Path(version): Path<String>) -> Result<Response, AppError> {
    download(&context, &version, "application/jose", "jws", |opened| Ok(opened.file)).await
}

async fn as_pdf(context: RequestContext, Path(version): Path<String>) -> Result<Response, AppError> {
    let lang = context.lang;
    let sheet = |opened: Opened| Ok(print::sheet(&opened.document, opened.file, lang)?);
    download(&context, &version, "application/pdf", "pdf", sheet).await
}

async fn json(context: RequestContext, Path(version): Path<String>) -> Result<Response, AppError> {
    let readable = |opened: Opened| Ok(opened.document.to_readable().into_bytes());
    download(&context, &version, "application/json", "json", readable).await
}

async fn as_fhir(context: RequestContext, Path(version): Path<String>) -> Result<Response, AppError> {
    let consent =
        |opened: Opened| Ok(format!("{:#}\n", fhir::consent(&opened.document, &opened.file)).into_bytes());
    download(&context, &version, fhir::MEDIA_TYPE, "fhir.json", consent).await
}

/// A version in one of its forms, under a name that says little, because it stays in a folder.
async fn download(
    context: &RequestContext,
    version: &str,
    media_type: &str,
    extension: &str,
    form: impl FnOnce(Opened) -> Result<Vec<u8>, AppError>,
) -> Result<Response, AppError> {
    let version = number(version)?;
    let opened = match service::one(context, version).await? {
        Own::Open(opened) => opened,
        // The page says until when, whatever the number was.
        Own::Held { .. } => return Ok(Redirect::to(LIST).into_response()),
    };
    let name = texts::file_name(context.lang);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}-v{version}.{extension}\"")),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, form(opened)?).into_response())
}

/// A number in the one spelling we write; anything else is a page that is not there.
fn number(text: &str) -> Result<i64, AppError> {
    let number = text.parse().ok().filter(|number: &i64| *number > 0 && number.to_string() == text);
    number.ok_or(AppError::NotFound)
}
