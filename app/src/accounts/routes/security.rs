//! `/me/security`: one's own ways to sign in, and one's own sessions.

use super::parts::{
    Finish, UNPROCESSABLE, fields, next, passkey_name, see_other, signed_out_here, suggested_name,
};
use crate::{
    accounts::{
        model::{KeptForm, NameForm},
        pages::{
            factors::{KeepRecoveryCodes, Place},
            security::{AddPasskey, LastWay, RenamePasskey, RenewCodes, Security},
        },
        problems::messages,
        service::{
            events::{self, Cursor},
            security,
            step_up::{self, Deed},
        },
        texts::{enrol, security as texts},
        webauthn::Begun,
    },
    backend::{
        context::{Actor, RequestContext},
        policy::Action,
        routes::Routes,
    },
    error::AppError,
    ids::{PasskeyId, SessionId},
    ui::{form::FieldMessage, page},
};
use axum::{
    Form, Json,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    let action = Action::KeepOwnAccess;
    Routes::new()
        .get("/me/security", action, show)
        .post("/me/security/sessions/{id}/end", action, end_session)
        .post("/me/security/sessions/end-others", Action::EndOtherSessions, end_others)
        .post("/me/security/passkeys/{id}/name", action, rename)
        .post("/me/security/passkeys/{id}/remove", action, remove)
        .get("/me/security/passkey", action, add)
        .post("/me/security/passkey/start", action, start)
        .post("/me/security/passkey/finish", action, finish)
        .get("/me/security/codes", Action::KeepPassphrase, codes)
        .post("/me/security/codes", Action::KeepPassphrase, renew_codes)
        .post("/me/security/codes/kept", Action::KeepPassphrase, codes_kept)
}

/// Which page of the events.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    older: Option<String>,
}

async fn show(context: RequestContext, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let older = match wanted.older {
        Some(text) => Cursor::parse(&text).ok_or(AppError::NotFound)?,
        None => Cursor::newest(),
    };
    show_with(&context, StatusCode::OK, older, None).await
}

async fn show_with(
    context: &RequestContext,
    status: StatusCode,
    older: Cursor,
    last_way: Option<LastWay>,
) -> Result<Response, AppError> {
    let overview = security::overview(context).await?;
    let events = events::list(context, older).await?;
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(context, status, texts::title(lang), || {
        view! { <Security lang overview events token last_way/> }
    }))
}

/// The page again, with why something was not removed beside its button.
pub async fn last_way(context: &RequestContext, way: LastWay) -> Result<Response, AppError> {
    show_with(context, UNPROCESSABLE, Cursor::newest(), Some(way)).await
}

async fn end_session(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = SessionId::parse(&id).ok_or(AppError::NotFound)?;
    security::end_session(&context, id).await?;
    let own = context.signed.as_ref().is_some_and(|signed| signed.view.id == id);
    Ok(if own { signed_out_here() } else { see_other("/me/security") })
}

/// Whoever is not signed in any more has no session elsewhere to end from here, and nothing to stay for.
async fn end_others(context: RequestContext) -> Result<Response, AppError> {
    if context.signed.is_none() {
        return Ok(signed_out_here());
    }
    security::end_other_sessions(&context).await?;
    Ok(see_other("/me/security"))
}

async fn rename(
    context: RequestContext,
    Path(id): Path<String>,
    Form(form): Form<NameForm>,
) -> Result<Response, AppError> {
    let id = PasskeyId::parse(&id).ok_or(AppError::NotFound)?;
    match security::rename_passkey(&context, id, &form).await {
        Ok(()) => Ok(see_other("/me/security")),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            let (lang, token, typed) = (context.lang, context.form_token(), form.name);
            let action = format!("/me/security/passkeys/{id}/name");
            Ok(page::respond(&context, UNPROCESSABLE, texts::rename(lang), || {
                view! { <RenamePasskey lang action typed messages=&messages token/> }
            }))
        }
    }
}

async fn remove(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = PasskeyId::parse(&id).ok_or(AppError::NotFound)?;
    match security::remove_passkey(&context, id).await {
        Ok(()) => Ok(see_other("/me/security")),
        Err(AppError::StepUpRequired) => Ok(prove_first(Deed::RemovePasskey)),
        Err(AppError::Invalid { .. }) => last_way(&context, LastWay::Passkey(id)).await,
        Err(other) => Err(other),
    }
}

/// On to the fresh proof a deed needs.
pub fn prove_first(deed: Deed) -> Response {
    see_other(&format!("/step-up/{}", deed.as_str()))
}

async fn add(context: RequestContext) -> Result<Response, AppError> {
    if !step_up::is_granted(&context, Deed::AddPasskey).await? {
        return Ok(prove_first(Deed::AddPasskey));
    }
    let (lang, browser) = (context.lang, suggested_name(&context));
    let is_staff = matches!(context.actor, Actor::Staff(_));
    Ok(page::respond(&context, StatusCode::OK, texts::add_passkey_title(lang), || {
        view! { <AddPasskey lang browser is_staff/> }
    }))
}

async fn start(context: RequestContext) -> Result<Json<Begun>, AppError> {
    Ok(Json(security::begin_passkey(&context).await?))
}

async fn finish(context: RequestContext, Json(body): Json<Finish>) -> Result<Response, AppError> {
    let name = passkey_name(&context, body.label);
    security::finish_passkey(&context, &body.ceremony, body.credential, name).await?;
    Ok(next("/me/security"))
}

async fn codes(context: RequestContext) -> Result<Response, AppError> {
    if let Some(codes) = security::new_codes(&context).await? {
        return Ok(codes_page(&context, StatusCode::OK, codes, &[]));
    }
    if !step_up::is_granted(&context, Deed::RenewCodes).await? {
        return Ok(prove_first(Deed::RenewCodes));
    }
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(&context, StatusCode::OK, texts::renew_codes(lang), || {
        view! { <RenewCodes lang token/> }
    }))
}

async fn renew_codes(context: RequestContext) -> Result<Response, AppError> {
    match security::renew_codes(&context).await {
        Ok(()) => Ok(see_other("/me/security/codes")),
        Err(AppError::StepUpRequired) => Ok(prove_first(Deed::RenewCodes)),
        Err(other) => Err(other),
    }
}

async fn codes_kept(context: RequestContext, Form(form): Form<KeptForm>) -> Result<Response, AppError> {
    let Some(codes) = security::new_codes(&context).await? else { return Ok(see_other("/me/security")) };
    match security::put_codes_away(&context, &form).await {
        Ok(()) => Ok(see_other("/me/security")),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            Ok(codes_page(&context, UNPROCESSABLE, codes, &messages))
        }
    }
}

fn codes_page(
    context: &RequestContext,
    status: StatusCode,
    codes: Vec<String>,
    messages: &[FieldMessage],
) -> Response {
    let lang = context.lang;
    let place = Place {
        action: "/me/security/codes/kept",
        back: Some("/me/security"),
        step: None,
        token: context.form_token(),
    };
    let submit = texts::codes_done(lang);
    page::respond(context, status, enrol::codes_title(lang), || {
        view! { <KeepRecoveryCodes lang place codes submit messages/> }
    })
}
