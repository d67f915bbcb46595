//! The recovery codes, and the end.

use super::{at_step, elsewhere, redeem_page};
use crate::{
    accounts::{
        model::{KeptForm, RedeemForm},
        pages::factors::{KeepRecoveryCodes, Place},
        problems::{message, messages},
        routes::parts::{UNPROCESSABLE, arrived},
        service::enrolment::{self, Enrolling, Over},
        texts::enrol as texts,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes, sessions::BroughtCookie},
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{Form, http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new().get("/enrol/codes", Action::Enrol, codes).post("/enrol/codes", Action::Enrol, finish)
}

async fn codes(context: RequestContext, cookie: BroughtCookie) -> Result<Response, AppError> {
    Ok(match at_step(&context, &cookie, &["/enrol/codes"]).await? {
        Ok(enrolling) => codes_page(&context, enrolling, StatusCode::OK, &[]),
        Err(elsewhere) => elsewhere,
    })
}

async fn finish(
    context: RequestContext,
    cookie: BroughtCookie,
    Form(form): Form<KeptForm>,
) -> Result<Response, AppError> {
    let enrolling = match at_step(&context, &cookie, &["/enrol/codes"]).await? {
        Ok(enrolling) => enrolling,
        Err(elsewhere) => return Ok(elsewhere),
    };
    match enrolment::finish(&context, &form).await {
        Ok(outcome) => arrived(outcome, false),
        Err(AppError::Invalid { fields }) if !fields.is_empty() => {
            let messages = messages(context.lang, &fields);
            Ok(codes_page(&context, enrolling, UNPROCESSABLE, &messages))
        }
        Err(AppError::Invalid { .. }) => match enrolment::over(&context, &cookie).await? {
            // The same form a second time, while the first was under way.
            Some(Over::Done) => elsewhere(&context, &cookie).await,
            Some(Over::TimeIsUp { .. } | Over::Void(_)) | None => {
                let refused = message("code", texts::refused(context.lang));
                Ok(redeem_page(&context, UNPROCESSABLE, RedeemForm::default(), &refused, None))
            }
        },
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
