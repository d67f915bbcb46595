//! The paths of forms on paper.

use super::{
    model::{PaperForm, Problem},
    pages::{FormPage, FormsPage, RecordPage},
    service::{self, Outcome, Scan},
    texts,
};
use crate::{
    accounts::service::session,
    backend::{context::RequestContext, policy::Action, routes::Routes, uploads::Upload},
    consents::{catalogue::Purpose, model::PurposeKey},
    error::AppError,
    ids::{ConsentPaperId, PersonId},
    lang::Lang,
    ui::page,
};
use axum::{
    Extension,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

const RECORD: &str = "/staff/patients/{id}/paper-consents";
/// What is told to the page after it.
pub const RECORDED: &str = "paper-consent-recorded";
/// What a browser may do with a scan besides keeping it: nothing.
const SCAN_POLICY: &str = "default-src 'none'; sandbox";

pub fn routes() -> Routes {
    let action = Action::RecordPaperConsent;
    Routes::new()
        .get(RECORD, action, form)
        .post_upload(RECORD, action, super::model::SCAN_MAX, record)
        .get("/staff/paper-forms", action, forms)
        .get("/staff/paper-forms/{purpose}/{lang}", action, paper)
        .get("/consents/papers/{id}", Action::DecideConsents, scan)
}

fn person_of(id: &str) -> Result<PersonId, AppError> {
    PersonId::parse(id).ok_or(AppError::NotFound)
}

async fn form(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let form = PaperForm { lang: ctx.lang.tag().to_owned(), ..PaperForm::default() };
    record_page(&ctx, StatusCode::OK, person_of(&id)?, &form, &[]).await
}

async fn record(
    ctx: RequestContext,
    Path(id): Path<String>,
    Extension(upload): Extension<Upload>,
) -> Result<Response, AppError> {
    let (person, form) = (person_of(&id)?, PaperForm::of(&upload));
    match service::record(&ctx, person, &form, upload.file()).await? {
        Outcome::Recorded => {
            session::tell(&ctx, RECORDED).await?;
            Ok(Redirect::to(&format!("/staff/patients/{person}")).into_response())
        }
        Outcome::Invalid(problems) => {
            record_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, person, &form, &problems).await
        }
    }
}

async fn record_page(
    ctx: &RequestContext,
    status: StatusCode,
    person: PersonId,
    form: &PaperForm,
    problems: &[Problem],
) -> Result<Response, AppError> {
    let (whose, choices) = (service::whose(ctx, person).await?, service::texts(ctx).await?);
    let (lang, token) = (ctx.lang, ctx.form_token());
    Ok(page::respond(ctx, status, texts::title(lang), || {
        view! { <RecordPage lang person whose=&whose choices=&choices form problems token/> }
    }))
}

/// The purposes there are forms for.
async fn printable(ctx: &RequestContext) -> Result<Vec<Purpose>, AppError> {
    let newest = |text: service::FormText| (text.version == text.purpose.version).then_some(text.purpose);
    Ok(service::texts(ctx).await?.into_iter().filter_map(newest).collect())
}

async fn forms(ctx: RequestContext) -> Result<Response, AppError> {
    let (purposes, lang) = (printable(&ctx).await?, ctx.lang);
    Ok(page::respond(&ctx, StatusCode::OK, texts::forms_title(lang), || {
        view! { <FormsPage lang purposes=&purposes/> }
    }))
}

async fn paper(
    ctx: RequestContext,
    Path((purpose, written_in)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let key = PurposeKey::parse(&purpose).ok_or(AppError::NotFound)?;
    let written_in = Lang::ALL.into_iter().find(|lang| lang.tag() == written_in).ok_or(AppError::NotFound)?;
    let purposes = printable(&ctx).await?;
    let purpose = purposes.iter().find(|purpose| purpose.key == key).ok_or(AppError::NotFound)?;
    let (lang, practice) = (ctx.lang, &ctx.state.settings.practice);
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || {
        view! { <FormPage lang written_in practice purpose/> }
    }))
}

/// A scan under a name that says nothing about a person, because it stays in a folder.
async fn scan(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let paper = ConsentPaperId::parse(&id).ok_or(AppError::NotFound)?;
    let Scan { kind, content } = service::scan(&ctx, paper).await?;
    let name = format!("{}.{}", texts::file_name(ctx.lang), kind.extension());
    let headers = [
        (header::CONTENT_TYPE, kind.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CONTENT_SECURITY_POLICY, SCAN_POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}
