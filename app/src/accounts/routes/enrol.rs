//! `/enrol`: from the code of the letter to the first session.

use super::parts::{
    Finish, UNPROCESSABLE, app_secret, arrived, fields, next, passkey_name, see_other, suggested_name,
};
use crate::{
    accounts::{
        model::{CodeForm, KeptForm, PassphraseForm, RecoverForm, RedeemForm},
        pages::{
            enrol::{ChooseWay, LostAccess, Redeem},
            factors::{ChoosePassphrase, ConnectApp, KeepRecoveryCodes, Place},
        },
        problems::{message, messages, redeem_messages},
        service::{
            enrolment::{self, Enrolling},
            invitations::{self, Redeemed},
        },
        texts::{enrol as texts, shared},
        webauthn::Begun,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{Form, Json, http::StatusCode, response::Response};
use leptos::prelude::*;

/// Where somebody goes whose enrolment has ended meanwhile; the same code takes them back in.
const BEGINNING: &str = "/enrol";

pub fn routes() -> Routes {
    Routes::new()
        .get("/enrol", Action::Enrol, show)
        .post("/enrol", Action::Enrol, redeem)
        .get("/enrol/recovery-code", Action::Enrol, lost)
        .post("/enrol/recovery-code", Action::Enrol, show_recovery_code)
        .get("/enrol/way", Action::Enrol, way)
        .post("/enrol/passkey/start", Action::Enrol, start)
        .post("/enrol/passkey/finish", Action::Enrol, finish_passkey)
        .get("/enrol/passphrase", Action::Enrol, passphrase)
        .post("/enrol/passphrase", Action::Enrol, choose_passphrase)
        .get("/enrol/totp", Action::Enrol, totp)
        .post("/enrol/totp", Action::Enrol, confirm_totp)
        .get("/enrol/codes", Action::Enrol, codes)
        .post("/enrol/codes", Action::Enrol, finish)
}

async fn show(context: RequestContext) -> Response {
    redeem_page(&context, StatusCode::OK, RedeemForm::default(), &[])
}

async fn redeem(context: RequestContext, Form(form): Form<RedeemForm>) -> Result<Response, AppError> {
    let redeemed = match invitations::redeem(&context, &form).await {
        Err(AppError::Invalid { fields }) => {
            let messages = redeem_messages(context.lang, &fields);
            return Ok(redeem_page(&context, UNPROCESSABLE, form, &messages));
        }
        redeemed => redeemed?,
    };
    match redeemed {
        Redeemed::Begun { next } => Ok(see_other(next)),
        Redeemed::Refused => {
            let refused = message("code", texts::refused(context.lang));
            Ok(redeem_page(&context, UNPROCESSABLE, form, &refused))
        }
    }
}

fn redeem_page(
    context: &RequestContext,
    status: StatusCode,
    typed: RedeemForm,
    messages: &[FieldMessage],
) -> Response {
    let (lang, token) = (context.lang, context.form_token());
    page::respond(context, status, texts::title(lang), || view! { <Redeem lang typed messages token/> })
}

/// The enrolment of this session, or the way back to its beginning; and on to the step that is due.
async fn at_step(context: &RequestContext, wanted: &[&str]) -> Result<Result<Enrolling, Response>, AppError> {
    let Some(enrolling) = enrolment::current(context).await? else { return Ok(Err(see_other(BEGINNING))) };
    let due = enrolling.draft.next();
    if wanted.contains(&due) { Ok(Ok(enrolling)) } else { Ok(Err(see_other(due))) }
}

async fn lost(context: RequestContext) -> Result<Response, AppError> {
    Ok(match at_step(&context, &["/enrol/recovery-code"]).await? {
        Ok(_) => lost_page(&context, StatusCode::OK, &[]),
        Err(elsewhere) => elsewhere,
    })
}

async fn show_recovery_code(
    context: RequestContext,
    Form(form): Form<RecoverForm>,
) -> Result<Response, AppError> {
    if enrolment::current(&context).await?.is_none() {
        return Ok(see_other(BEGINNING));
    }
    match enrolment::show_recovery_code(&context, &form.recovery_code).await {
        Ok(next) => Ok(see_other(next)),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            Ok(lost_page(&context, UNPROCESSABLE, &messages))
        }
    }
}

fn lost_page(context: &RequestContext, status: StatusCode, messages: &[FieldMessage]) -> Response {
    let (lang, token) = (context.lang, context.form_token());
    page::respond(context, status, texts::lost_title(lang), || view! { <LostAccess lang messages token/> })
}

async fn way(context: RequestContext) -> Result<Response, AppError> {
    Ok(match at_step(&context, &["/enrol/way"]).await? {
        Ok(_) => {
            let (lang, browser) = (context.lang, suggested_name(&context));
            page::respond(&context, StatusCode::OK, texts::way_title(lang), || {
                view! { <ChooseWay lang browser/> }
            })
        }
        Err(elsewhere) => elsewhere,
    })
}

async fn start(context: RequestContext) -> Result<Json<Begun>, AppError> {
    Ok(Json(enrolment::begin_passkey(&context).await?))
}

async fn finish_passkey(context: RequestContext, Json(body): Json<Finish>) -> Result<Response, AppError> {
    let name = passkey_name(&context, body.label);
    enrolment::finish_passkey(&context, &body.ceremony, body.credential, name).await?;
    Ok(next("/enrol/codes"))
}

async fn passphrase(context: RequestContext) -> Result<Response, AppError> {
    match at_step(&context, &["/enrol/way"]).await? {
        Ok(enrolling) => passphrase_page(&context, &enrolling, StatusCode::OK, &[]).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn choose_passphrase(
    context: RequestContext,
    Form(form): Form<PassphraseForm>,
) -> Result<Response, AppError> {
    let Some(enrolling) = enrolment::current(&context).await? else { return Ok(see_other(BEGINNING)) };
    match enrolment::choose_passphrase(&context, &form.passphrase).await {
        Ok(()) => Ok(see_other("/enrol/totp")),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            passphrase_page(&context, &enrolling, UNPROCESSABLE, &messages).await
        }
    }
}

async fn passphrase_page(
    context: &RequestContext,
    enrolling: &Enrolling,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let lang = context.lang;
    let sign_in_name = enrolment::sign_in_name(context, enrolling.person).await?;
    let place = Place {
        action: "/enrol/passphrase",
        back: Some("/enrol/way"),
        step: Some(2),
        token: context.form_token(),
    };
    Ok(page::respond(context, status, texts::passphrase_title(lang), || {
        view! { <ChoosePassphrase lang place sign_in_name messages/> }
    }))
}

async fn totp(context: RequestContext) -> Result<Response, AppError> {
    match at_step(&context, &["/enrol/way"]).await? {
        Ok(enrolling) => totp_page(&context, &enrolling, StatusCode::OK, &[]).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn confirm_totp(context: RequestContext, Form(form): Form<CodeForm>) -> Result<Response, AppError> {
    let Some(enrolling) = enrolment::current(&context).await? else { return Ok(see_other(BEGINNING)) };
    match enrolment::confirm_totp(&context, &form.code).await {
        Ok(()) => Ok(see_other("/enrol/codes")),
        Err(error) => {
            let messages = messages(context.lang, &fields(error)?);
            totp_page(&context, &enrolling, UNPROCESSABLE, &messages).await
        }
    }
}

async fn totp_page(
    context: &RequestContext,
    enrolling: &Enrolling,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let Some(secret) = enrolment::totp_secret(&enrolling.draft) else {
        return Ok(see_other("/enrol/passphrase"));
    };
    let lang = context.lang;
    let app = app_secret(secret, &enrolment::sign_in_name(context, enrolling.person).await?)?;
    let place = Place {
        action: "/enrol/totp",
        back: Some("/enrol/passphrase"),
        step: Some(2),
        token: context.form_token(),
    };
    let title = texts::totp_title(lang);
    Ok(page::respond(context, status, title, || view! { <ConnectApp lang place title app messages/> }))
}

async fn codes(context: RequestContext) -> Result<Response, AppError> {
    Ok(match at_step(&context, &["/enrol/codes"]).await? {
        Ok(enrolling) => codes_page(&context, enrolling, StatusCode::OK, &[]),
        Err(elsewhere) => elsewhere,
    })
}

async fn finish(context: RequestContext, Form(form): Form<KeptForm>) -> Result<Response, AppError> {
    let Some(enrolling) = enrolment::current(&context).await? else { return Ok(see_other(BEGINNING)) };
    if form.kept.is_empty() && enrolling.draft.codes.is_some() {
        let missing = message("kept", shared::kept_missing(context.lang));
        return Ok(codes_page(&context, enrolling, UNPROCESSABLE, &missing));
    }
    match enrolment::finish(&context).await {
        Ok(outcome) => arrived(outcome, false),
        Err(AppError::Invalid { .. }) => {
            let refused = message("code", texts::refused(context.lang));
            Ok(redeem_page(&context, UNPROCESSABLE, RedeemForm::default(), &refused))
        }
        Err(other) => Err(other),
    }
}

fn codes_page(
    context: &RequestContext,
    enrolling: Enrolling,
    status: StatusCode,
    messages: &[FieldMessage],
) -> Response {
    let lang = context.lang;
    let codes = enrolling.draft.codes.unwrap_or_default();
    let place = Place { action: "/enrol/codes", back: None, step: Some(3), token: context.form_token() };
    let submit = texts::finish(lang);
    page::respond(context, status, texts::codes_title(lang), || {
        view! { <KeepRecoveryCodes lang place codes submit messages/> }
    })
}
