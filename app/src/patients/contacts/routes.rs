//! `/me/contact`: how somebody is reached.
//!
//! No address stands in a path, a query or a title; ids are random.

use super::{
    address::PostField,
    forms::{AddForm, CodeForm, DiscreetForm},
    kind_texts as of,
    model::ContactKind,
    pages::{AddPage, ConfirmPage, HOME, ListPage, PreferPage, RemovePage},
    service::{self, Refusal, Shown, Stopped},
    texts,
};
use crate::{
    accounts::service::step_up::{self, ContactChange, Deed},
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::ContactId,
    ui::{form::FieldMessage, page},
};
use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub(in crate::patients) fn routes() -> Routes {
    let action = Action::KeepOwnContacts;
    Routes::new()
        .get("/me/contact", action, list)
        .post("/me/contact/discreet", action, set_discreet)
        .get("/me/contact/add", action, add_form)
        .post("/me/contact/add", action, add)
        .get("/me/contact/{id}/confirm", action, confirm_form)
        .post("/me/contact/{id}/confirm", action, confirm)
        .post("/me/contact/{id}/code", action, send_code)
        .get("/me/contact/{id}/prefer", action, prefer_form)
        .post("/me/contact/{id}/prefer", action, prefer)
        .get("/me/contact/{id}/remove", action, remove_form)
        .post("/me/contact/{id}/remove", action, remove)
}

async fn list(context: RequestContext) -> Result<Response, AppError> {
    show_list(&context, StatusCode::OK).await
}

async fn show_list(context: &RequestContext, status: StatusCode) -> Result<Response, AppError> {
    let own = service::own(context).await?;
    let (lang, now, token) = (context.lang, context.now(), context.form_token());
    Ok(page::respond(context, status, texts::title(lang), || {
        view! { <ListPage lang own=&own now token/> }
    }))
}

async fn set_discreet(context: RequestContext, Form(form): Form<DiscreetForm>) -> Result<Response, AppError> {
    match service::set_discreet(&context, form.discreet == "yes").await {
        Ok(()) => Ok(see_other(HOME)),
        Err(stopped) => elsewhere(&context, stopped, None).await,
    }
}

async fn add_form(context: RequestContext) -> Result<Response, AppError> {
    let deed = Deed::ChangeContact(ContactChange::Add);
    if service::own(&context).await?.held_until.is_some() {
        return Ok(see_other(HOME));
    }
    if !step_up::is_granted(&context, deed).await? {
        return Ok(prove_first(deed));
    }
    show_add(&context, StatusCode::OK, AddForm::default(), &[]).await
}

async fn show_add(
    context: &RequestContext,
    status: StatusCode,
    typed: AddForm,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let own = service::own(context).await?;
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(context, status, texts::add_title(lang), || {
        view! { <AddPage lang noted=own.noted.as_ref() typed messages token/> }
    }))
}

async fn add(context: RequestContext, Form(form): Form<AddForm>) -> Result<Response, AppError> {
    match service::add(&context, &form).await {
        Ok(id) => Ok(see_other(&format!("{HOME}/{id}/confirm"))),
        Err(Stopped::Refused(refusal)) if !matches!(refusal, Refusal::Held { .. }) => {
            let field = match (refusal, form.kind()) {
                (Refusal::Post(field, _), _) => field.as_str(),
                (_, ContactKind::Post) => PostField::Street.as_str(),
                (_, ContactKind::Phone) => "phone",
                (_, ContactKind::Email) => "email",
            };
            let messages = message(&context, field, form.kind(), refusal);
            show_add(&context, UNPROCESSABLE, form, &messages).await
        }
        Err(stopped) => elsewhere(&context, stopped, Some(ContactChange::Add)).await,
    }
}

async fn confirm_form(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let shown = match service::one(&context, read(&id)?).await {
        Ok((_, shown)) => shown,
        Err(stopped) => return back(stopped),
    };
    // Whoever comes back to it later has nothing to do here any more.
    if shown.point.verified_at.is_some() {
        return Ok(see_other(HOME));
    }
    Ok(show_confirm(&context, StatusCode::OK, &shown, &[]))
}

fn show_confirm(
    context: &RequestContext,
    status: StatusCode,
    shown: &Shown,
    messages: &[FieldMessage],
) -> Response {
    let (lang, now, token) = (context.lang, context.now(), context.form_token());
    page::respond(context, status, texts::confirm_title(lang), || {
        view! { <ConfirmPage lang shown now messages token/> }
    })
}

async fn confirm(
    context: RequestContext,
    Path(id): Path<String>,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let id = read(&id)?;
    match service::confirm(&context, id, &form).await {
        Ok(()) => Ok(see_other(HOME)),
        Err(stopped) => at_the_code(&context, id, stopped).await,
    }
}

async fn send_code(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = read(&id)?;
    match service::send_code(&context, id).await {
        Ok(()) => Ok(see_other(&format!("{HOME}/{id}/confirm"))),
        Err(stopped) => at_the_code(&context, id, stopped).await,
    }
}

/// The page of the code again, with what was wrong beside it.
async fn at_the_code(
    context: &RequestContext,
    id: ContactId,
    stopped: Stopped,
) -> Result<Response, AppError> {
    let Stopped::Refused(refusal) = stopped else { return elsewhere(context, stopped, None).await };
    match service::one(context, id).await {
        Ok((_, shown)) => {
            let messages = message(context, "code", shown.point.kind, refusal);
            Ok(show_confirm(context, UNPROCESSABLE, &shown, &messages))
        }
        Err(stopped) => elsewhere(context, stopped, None).await,
    }
}

async fn prefer_form(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let (_, shown) = match service::one(&context, read(&id)?).await {
        Ok(found) => found,
        Err(stopped) => return back(stopped),
    };
    let deed = Deed::ChangeContact(ContactChange::Prefer(shown.point.id));
    if shown.point.verified_at.is_none() {
        return Ok(see_other(HOME));
    }
    if !step_up::is_granted(&context, deed).await? {
        return Ok(prove_first(deed));
    }
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(&context, StatusCode::OK, of::prefer_title(lang, shown.point.kind), || {
        view! { <PreferPage lang shown=&shown token/> }
    }))
}

async fn prefer(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = read(&id)?;
    match service::prefer(&context, id).await {
        Ok(()) => Ok(see_other(HOME)),
        Err(Stopped::Refused(Refusal::NotVerified)) => {
            at_the_code(&context, id, Refusal::NotVerified.into()).await
        }
        Err(stopped) => elsewhere(&context, stopped, Some(ContactChange::Prefer(id))).await,
    }
}

async fn remove_form(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let (own, shown) = match service::one(&context, read(&id)?).await {
        Ok(found) => found,
        Err(stopped) => return back(stopped),
    };
    let deed = Deed::ChangeContact(ContactChange::Remove(shown.point.id));
    if !step_up::is_granted(&context, deed).await? {
        return Ok(prove_first(deed));
    }
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(&context, StatusCode::OK, of::remove_title(lang, shown.point.kind), || {
        view! { <RemovePage lang own=&own shown=&shown token/> }
    }))
}

async fn remove(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = read(&id)?;
    match service::remove(&context, id).await {
        Ok(()) => Ok(see_other(HOME)),
        Err(stopped) => elsewhere(&context, stopped, Some(ContactChange::Remove(id))).await,
    }
}

/// A page that is not there at the moment leads to where it says why.
fn back(stopped: Stopped) -> Result<Response, AppError> {
    match stopped {
        Stopped::Refused(_) => Ok(see_other(HOME)),
        Stopped::Failed(error) => Err(error),
    }
}

/// The answer to what did not work, where the form has no words of its own for it: on to the fresh proof, or the list, which
/// says until when nothing changes.
async fn elsewhere(
    context: &RequestContext,
    stopped: Stopped,
    change: Option<ContactChange>,
) -> Result<Response, AppError> {
    match (stopped, change) {
        (Stopped::Refused(_), _) => show_list(context, UNPROCESSABLE).await,
        (Stopped::Failed(AppError::StepUpRequired), Some(change)) => {
            Ok(prove_first(Deed::ChangeContact(change)))
        }
        (Stopped::Failed(error), _) => Err(error),
    }
}

fn message(
    context: &RequestContext,
    field: &'static str,
    kind: ContactKind,
    refusal: Refusal,
) -> [FieldMessage; 1] {
    [FieldMessage { field, text: texts::refusal(context.lang, kind, refusal) }]
}

fn read(id: &str) -> Result<ContactId, AppError> {
    ContactId::parse(id).ok_or(AppError::NotFound)
}

fn prove_first(deed: Deed) -> Response {
    see_other(&format!("/step-up/{}", deed.as_str()))
}

fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}
