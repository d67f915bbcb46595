//! `/staff/consents` and what lies below.

use super::{
    check_page::{CheckPage, Proposal},
    edit_page::{EditPage, Said, purpose_path},
    model::{Draft, Problem, PurposeForm},
    pages::{ListPage, PurposePage, RetirePage},
    service::{self, Fate, Published},
    texts,
};
use crate::{
    accounts::service::session,
    backend::{
        context::RequestContext,
        kept_forms::{self, Keep},
        policy::Action,
        routes::Routes,
    },
    consents::model::PurposeKey,
    error::AppError,
    notices::model::Class,
    ui::{form::Keeps, page},
};
use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

const NEW: &str = "/staff/consents/new";
const EDIT: &str = "/staff/consents/purposes/{purpose}/edit";
const RETIRE: &str = "/staff/consents/purposes/{purpose}/retire";

/// What of the form may outlive a session: all of it.
const KEPT: Keep = Keep::only(&[
    "base",
    "key",
    "class",
    "title_de",
    "body_de",
    "title_en",
    "body_en",
    "portal",
    "email",
    "sms",
    "phone",
    "letter",
    "validity_months",
    "legal_basis",
    "contact",
]);

// What is told to the page after it.
const PUBLISHED: &str = "purpose-published";
const RETIRED: &str = "purpose-retired";
const OFFERED: &str = "purpose-offered";

pub fn routes() -> Routes {
    let action = Action::KeepConsentCatalogue;
    Routes::new()
        .get("/staff/consents", action, list)
        .get(NEW, action, begin)
        .post_keeping(NEW, action, KEPT, add)
        .get("/staff/consents/purposes/{purpose}", action, show)
        .get(EDIT, action, edit)
        .post_keeping(EDIT, action, KEPT, change)
        .get(RETIRE, action, ask_to_retire)
        .post(RETIRE, action, retire)
        .post("/staff/consents/purposes/{purpose}/offer", action, offer)
}

fn key_of(name: &str) -> Result<PurposeKey, AppError> {
    PurposeKey::parse(name).ok_or(AppError::NotFound)
}

async fn list(ctx: RequestContext) -> Result<Response, AppError> {
    let (purposes, lang) = (service::list(&ctx).await?, ctx.lang);
    let done = session::is_told(&ctx, PUBLISHED).await?.then(|| texts::published(lang));
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || {
        view! { <ListPage lang purposes=&purposes done/> }
    }))
}

async fn show(ctx: RequestContext, Path(key): Path<String>) -> Result<Response, AppError> {
    let (kept, lang) = (service::find(&ctx, &key_of(&key)?).await?, ctx.lang);
    let news = [
        (PUBLISHED, texts::published(lang)),
        (RETIRED, texts::retired_now(lang)),
        (OFFERED, texts::offered_now(lang)),
    ];
    let done = session::told(&ctx, news).await?;
    let token = ctx.form_token();
    Ok(page::respond(&ctx, StatusCode::OK, texts::title(lang), || {
        view! { <PurposePage lang kept=&kept done token/> }
    }))
}

/// The form, and where it goes on.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Posted {
    #[serde(flatten)]
    form: PurposeForm,
    /// `edit`, `publish`, or empty for the page between.
    step: String,
    /// The kept form it was filled from.
    kept: String,
}

async fn begin(ctx: RequestContext) -> Result<Response, AppError> {
    let kept = kept_forms::find(&ctx, Action::KeepConsentCatalogue).await?;
    let form = match &kept {
        Some(kept) => kept.typed::<Posted>().form,
        None => {
            // Whom to ask is the same for most purposes.
            let purposes = service::list(&ctx).await?;
            PurposeForm::fresh(purposes.first().map_or("", |purpose| purpose.contact.as_str()))
        }
    };
    let keeps = kept.map_or(Keeps::Nothing, |kept| Keeps::Kept(kept.id));
    Ok(editor(&ctx, StatusCode::OK, None, &form, Back { keeps, ..Back::default() }))
}

async fn add(ctx: RequestContext, Form(posted): Form<Posted>) -> Result<Response, AppError> {
    let Posted { form, step, kept } = posted;
    let keeps = Keeps::typed(&kept);
    if step == "publish" {
        return Ok(match service::create(&ctx, &form).await? {
            Published::Done => {
                session::tell(&ctx, PUBLISHED).await?;
                Redirect::to("/staff/consents").into_response()
            }
            Published::Invalid(problems) => unprocessable(&ctx, None, &form, problems, keeps),
            Published::Unchanged | Published::Elsewhere => return Err(AppError::BadRequest),
        });
    }
    if step == "edit" {
        return Ok(editor(&ctx, StatusCode::OK, None, &form, Back { keeps, ..Back::default() }));
    }
    Ok(match service::checked(&form) {
        Err(problems) => unprocessable(&ctx, None, &form, problems, keeps),
        Ok((_, class, draft)) => {
            let proposal = Proposal { before: None, after: &draft, class, now: ctx.now() };
            checking(&ctx, StatusCode::OK, None, (&form, proposal), &[], keeps)
        }
    })
}

async fn edit(ctx: RequestContext, Path(key): Path<String>) -> Result<Response, AppError> {
    let purpose = service::find(&ctx, &key_of(&key)?).await?.purpose;
    let kept = kept_forms::find(&ctx, Action::KeepConsentCatalogue).await?;
    let form =
        kept.as_ref().map_or_else(|| PurposeForm::filled(&purpose), |kept| kept.typed::<Posted>().form);
    let keeps = kept.map_or(Keeps::Nothing, |kept| Keeps::Kept(kept.id));
    let known = (purpose.key, purpose.class);
    Ok(editor(&ctx, StatusCode::OK, Some(&known), &form, Back { keeps, ..Back::default() }))
}

async fn change(
    ctx: RequestContext,
    Path(key): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, AppError> {
    let kept_purpose = service::find(&ctx, &key_of(&key)?).await?;
    let Posted { form, step, kept } = posted;
    let keeps = Keeps::typed(&kept);
    let known = (kept_purpose.purpose.key.clone(), kept_purpose.purpose.class);
    if step == "edit" {
        return Ok(editor(&ctx, StatusCode::OK, Some(&known), &form, Back { keeps, ..Back::default() }));
    }
    let draft = match form.check(known.1) {
        Ok(draft) => draft,
        Err(problems) => return Ok(unprocessable(&ctx, Some(&known), &form, problems, keeps)),
    };
    let before = Draft::of(&kept_purpose.purpose);
    let asked = match step.as_str() {
        "publish" => service::publish(&ctx, &known.0, &form).await?,
        _ if form.base() != kept_purpose.purpose.version => Published::Elsewhere,
        _ if draft == before => Published::Unchanged,
        _ => Published::Invalid(Vec::new()),
    };
    Ok(match asked {
        Published::Done => {
            session::tell(&ctx, PUBLISHED).await?;
            Redirect::to(&purpose_path(&known.0)).into_response()
        }
        Published::Unchanged => {
            let back = Back { said: Said::Unchanged, keeps, ..Back::default() };
            editor(&ctx, StatusCode::UNPROCESSABLE_ENTITY, Some(&known), &form, back)
        }
        Published::Elsewhere => {
            let newer = service::find(&ctx, &known.0).await?.purpose;
            // Sent once more, it follows what is shown beside it.
            let form = PurposeForm { base: newer.version.to_string(), ..form };
            let back = Back { said: Said::Elsewhere(newer.texts), keeps, ..Back::default() };
            editor(&ctx, StatusCode::CONFLICT, Some(&known), &form, back)
        }
        Published::Invalid(problems) => {
            let status = match problems.is_empty() {
                true => StatusCode::OK,
                false => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let proposal = Proposal { before: Some(&before), after: &draft, class: known.1, now: ctx.now() };
            checking(&ctx, status, Some(&known.0), (&form, proposal), &problems, keeps)
        }
    })
}

/// What the first page comes back with.
struct Back {
    problems: Vec<Problem>,
    said: Said,
    keeps: Keeps,
}

impl Default for Back {
    fn default() -> Self {
        Self { problems: Vec::new(), said: Said::Nothing, keeps: Keeps::Nothing }
    }
}

fn unprocessable(
    ctx: &RequestContext,
    known: Option<&(PurposeKey, Class)>,
    form: &PurposeForm,
    problems: Vec<Problem>,
    keeps: Keeps,
) -> Response {
    let back = Back { problems, keeps, ..Back::default() };
    editor(ctx, StatusCode::UNPROCESSABLE_ENTITY, known, form, back)
}

fn editor(
    ctx: &RequestContext,
    status: StatusCode,
    known: Option<&(PurposeKey, Class)>,
    form: &PurposeForm,
    Back { problems, said, keeps }: Back,
) -> Response {
    let lang = ctx.lang;
    let title = if known.is_some() { texts::edit_title(lang) } else { texts::new_title(lang) };
    page::respond(ctx, status, title, || {
        view! { <EditPage lang known form problems=&problems said keeps token=ctx.form_token()/> }
    })
}

fn checking(
    ctx: &RequestContext,
    status: StatusCode,
    key: Option<&PurposeKey>,
    (form, proposal): (&PurposeForm, Proposal<'_>),
    problems: &[Problem],
    keeps: Keeps,
) -> Response {
    let lang = ctx.lang;
    page::respond(ctx, status, texts::check_title(lang), || {
        view! { <CheckPage lang key proposal form problems keeps token=ctx.form_token()/> }
    })
}

async fn ask_to_retire(ctx: RequestContext, Path(key): Path<String>) -> Result<Response, AppError> {
    let (purpose, lang) = (service::find(&ctx, &key_of(&key)?).await?.purpose, ctx.lang);
    Ok(page::respond(&ctx, StatusCode::OK, texts::retire_title(lang), || {
        view! { <RetirePage lang purpose=&purpose token=ctx.form_token()/> }
    }))
}

async fn retire(ctx: RequestContext, Path(key): Path<String>) -> Result<Response, AppError> {
    decide(&ctx, &key, Fate::Retired, RETIRED).await
}

async fn offer(ctx: RequestContext, Path(key): Path<String>) -> Result<Response, AppError> {
    decide(&ctx, &key, Fate::Offered, OFFERED).await
}

async fn decide(
    ctx: &RequestContext,
    key: &str,
    fate: Fate,
    news: &'static str,
) -> Result<Response, AppError> {
    let key = key_of(key)?;
    if service::decide(ctx, &key, fate).await? {
        session::tell(ctx, news).await?;
    }
    Ok(Redirect::to(&purpose_path(&key)).into_response())
}
