//! `/staff/templates` and what lies below.

use super::{
    edit_page::{Around, EditPage},
    kind_page::{KindPage, ListPage},
    model::{TemplateForm, TemplateKind, Verdict, Wordings},
    preview::{Preview, preview},
    service::{self, Decided, Written},
    texts,
    version_page::{Said, VersionPage},
};
use crate::{
    accounts::service::session,
    audit,
    backend::{
        context::RequestContext,
        kept_forms::{self, Keep, Kept},
        policy::{Action, authorise},
        routes::Routes,
    },
    error::AppError,
    lang::Lang,
    ui::{
        form::{FieldMessage, Keeps},
        page,
    },
};
use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

const EDIT: &str = "/staff/templates/{kind}/edit";
const VERSION: &str = "/staff/templates/{kind}/versions/{version}";

/// What of the editor may outlive a session: all of it.
const KEPT: Keep = Keep::only(&["base", "subject_de", "body_de", "subject_en", "body_en"]);

/// What saving tells the page after it; a decision tells its verdict.
const SAVED: &str = "template-saved";

pub fn routes() -> Routes {
    Routes::new()
        .get("/staff/templates", Action::ReleaseTemplates, list)
        .get("/staff/templates/{kind}", Action::ReleaseTemplates, show_kind)
        .get(EDIT, Action::WriteTemplates, edit)
        .post_keeping(EDIT, Action::WriteTemplates, KEPT, save)
        .get(VERSION, Action::ReleaseTemplates, show_version)
        .post(VERSION, Action::ReleaseTemplates, decide)
}

fn kind_of(name: &str) -> Result<TemplateKind, AppError> {
    TemplateKind::parse(name).ok_or(AppError::NotFound)
}

/// The number of a version in the one spelling we write.
fn number_of(typed: &str) -> Result<i64, AppError> {
    let number: i64 = typed.parse().map_err(|_| AppError::NotFound)?;
    if number > 0 && number.to_string() == typed { Ok(number) } else { Err(AppError::NotFound) }
}

async fn list(ctx: RequestContext) -> Result<Response, AppError> {
    let (all, lang) = (service::list(&ctx).await?, ctx.lang);
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || view! { <ListPage lang all=&all/> }))
}

async fn show_kind(ctx: RequestContext, Path(kind): Path<String>) -> Result<Response, AppError> {
    let history = service::history(&ctx, kind_of(&kind)?).await?;
    let lang = ctx.lang;
    let verdicts = [Verdict::Released, Verdict::Rejected, Verdict::Retired]
        .map(|verdict| (told(verdict), texts::done_with(lang, verdict)));
    let done = session::told(&ctx, verdicts.into_iter().chain([(SAVED, texts::saved(lang))])).await?;
    let may_write = authorise(Action::WriteTemplates, &ctx.actor).is_ok();
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || {
        view! { <KindPage lang history=&history may_write done/> }
    }))
}

const fn told(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Released => "template-released",
        Verdict::Rejected => "template-rejected",
        Verdict::Retired => "template-retired",
    }
}

/// The editor's form, and which of its buttons was pressed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Posted {
    #[serde(flatten)]
    form: TemplateForm,
    preview: String,
    /// The kept form it was filled from.
    kept: String,
}

async fn edit(ctx: RequestContext, Path(kind): Path<String>) -> Result<Response, AppError> {
    let kind = kind_of(&kind)?;
    let history = service::history(&ctx, kind).await?;
    let kept = kept_forms::find(&ctx, Action::WriteTemplates).await?;
    let form = kept.as_ref().map_or_else(|| history.to_edit(), |kept| kept.typed::<Posted>().form);
    let keeps = kept.map_or(Keeps::Nothing, |kept: Kept| Keeps::Kept(kept.id));
    let around = Around { problems: &[], elsewhere: None, previews: &[], keeps };
    Ok(editor(&ctx, StatusCode::OK, kind, &form, around))
}

async fn save(
    ctx: RequestContext,
    Path(kind): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, AppError> {
    let kind = kind_of(&kind)?;
    let Posted { form, preview, kept } = posted;
    let around = Around { problems: &[], elsewhere: None, previews: &[], keeps: Keeps::typed(&kept) };
    if !preview.is_empty() {
        let checked = form.check(kind, ctx.state.settings.practice.name.as_deref());
        return Ok(match checked {
            Ok(wordings) => {
                let previews = &previews(&ctx, kind, &wordings)[..];
                editor(&ctx, StatusCode::OK, kind, &form, Around { previews, ..around })
            }
            Err(problems) => {
                let around = Around { problems: &problems, ..around };
                editor(&ctx, StatusCode::UNPROCESSABLE_ENTITY, kind, &form, around)
            }
        });
    }
    Ok(match service::write(&ctx, kind, &form).await? {
        Written::Done => {
            session::tell(&ctx, SAVED).await?;
            Redirect::to(&format!("/staff/templates/{}", kind.as_str())).into_response()
        }
        Written::Invalid(problems) => {
            let around = Around { problems: &problems, ..around };
            editor(&ctx, StatusCode::UNPROCESSABLE_ENTITY, kind, &form, around)
        }
        Written::Elsewhere => {
            let history = service::history(&ctx, kind).await?;
            // Sent once more, it follows what is shown beside it.
            let form = TemplateForm { base: history.newest().to_string(), ..form };
            let around = Around { elsewhere: Some(&history), ..around };
            editor(&ctx, StatusCode::CONFLICT, kind, &form, around)
        }
    })
}

fn editor(
    ctx: &RequestContext,
    status: StatusCode,
    kind: TemplateKind,
    form: &TemplateForm,
    around: Around<'_>,
) -> Response {
    let lang = ctx.lang;
    page::respond(ctx, status, texts::edit_title(lang), || {
        view! { <EditPage lang kind form around token=ctx.form_token()/> }
    })
}

/// The mails a text makes, in every language; what cannot be sent has none.
fn previews(ctx: &RequestContext, kind: TemplateKind, texts: &Wordings) -> Vec<Preview> {
    let one = |lang| preview(&ctx.state.settings, kind, lang, texts.get(lang), ctx.now());
    Lang::ALL.into_iter().filter_map(one).collect()
}

async fn show_version(
    ctx: RequestContext,
    Path((kind, version)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let place = (kind_of(&kind)?, number_of(&version)?);
    version_page(&ctx, StatusCode::OK, place, Said::Nothing, &[], String::new()).await
}

/// A decision as it is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    verdict: String,
    reason: String,
}

async fn decide(
    ctx: RequestContext,
    Path((kind, version)): Path<(String, String)>,
    Form(Decision { verdict, reason }): Form<Decision>,
) -> Result<Response, AppError> {
    let (kind, number) = (kind_of(&kind)?, number_of(&version)?);
    let verdict = Verdict::parse(&verdict).ok_or(AppError::BadRequest)?;
    let (conflict, place) = (StatusCode::CONFLICT, (kind, number));
    match service::decide(&ctx, kind, number, verdict, &reason).await? {
        Decided::Done => {
            session::tell(&ctx, told(verdict)).await?;
            Ok(Redirect::to(&format!("/staff/templates/{}", kind.as_str())).into_response())
        }
        Decided::Own => version_page(&ctx, conflict, place, Said::Own, &[], reason).await,
        Decided::Elsewhere => version_page(&ctx, conflict, place, Said::Elsewhere, &[], reason).await,
        Decided::Refused => version_page(&ctx, conflict, place, Said::Refused, &[], reason).await,
        Decided::Reason(error) => {
            let text = texts::reason_problem(ctx.lang, error.code).to_owned();
            let messages = [FieldMessage { field: audit::reason::FIELD, text }];
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            version_page(&ctx, status, place, Said::Nothing, &messages, reason).await
        }
    }
}

async fn version_page(
    ctx: &RequestContext,
    status: StatusCode,
    (kind, number): (TemplateKind, i64),
    said: Said,
    messages: &[FieldMessage],
    reason: String,
) -> Result<Response, AppError> {
    let history = service::history(ctx, kind).await?;
    let version = history.find(number).ok_or(AppError::NotFound)?;
    let previews = &previews(ctx, kind, &version.texts)[..];
    let lang = ctx.lang;
    Ok(page::respond(ctx, status, texts::title(lang), || {
        view! { <VersionPage lang kind version previews said messages reason token=ctx.form_token()/> }
    }))
}
