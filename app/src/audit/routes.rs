//! The paths of the access log.

use super::{
    access_log::{self, Cursor, Own},
    pages::{AccessLogPage, HeldPage, PatientsLogPage, ReasonPage},
    texts,
};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::{AppError, FieldError},
    ids::PersonId,
    ui::page,
};
use axum::{
    Form,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new()
        .get("/me/access-log", Action::ReadOwnAccessLog, own)
        .get("/staff/patients/{id}/access-log", Action::ReadAccessLog, ask_why)
        .post("/staff/patients/{id}/access-log", Action::ReadAccessLog, of_patient)
}

/// Which page of the log.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    older: Option<String>,
}

impl Wanted {
    fn cursor(&self) -> Result<Cursor, AppError> {
        match &self.older {
            Some(text) => Cursor::parse(text).ok_or(AppError::NotFound),
            None => Ok(Cursor::NEWEST),
        }
    }
}

async fn own(context: RequestContext, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let cursor = wanted.cursor()?;
    let own = access_log::own(&context, cursor).await?;
    let (lang, title) = (context.lang, texts::title(context.lang));
    Ok(match own {
        Own::Open(log) => page::respond(&context, StatusCode::OK, title, || {
            view! { <AccessLogPage lang log=&log cursor/> }
        }),
        Own::Held { until } => page::respond(&context, StatusCode::OK, title, || {
            view! { <HeldPage lang until/> }
        }),
    })
}

/// Why somebody wants to see whose log, and which page of it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    reason: String,
    #[serde(flatten)]
    wanted: Wanted,
}

async fn ask_why(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    access_log::may_ask(&context, person).await?;
    Ok(reason_page(&context, StatusCode::OK, person, String::new(), &[]))
}

async fn of_patient(
    context: RequestContext,
    Path(id): Path<String>,
    Form(asked): Form<Asked>,
) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    let cursor = asked.wanted.cursor()?;
    let log = match access_log::of_patient(&context, person, &asked.reason, cursor).await {
        Err(AppError::Invalid { fields }) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(reason_page(&context, status, person, asked.reason, &fields));
        }
        other => other?,
    };
    let (lang, reason, token) = (context.lang, asked.reason, context.form_token());
    Ok(page::respond(&context, StatusCode::OK, texts::of_patient_title(lang), || {
        view! { <PatientsLogPage lang person log=&log reason token/> }
    }))
}

fn reason_page(
    context: &RequestContext,
    status: StatusCode,
    person: PersonId,
    typed: String,
    errors: &[FieldError],
) -> Response {
    let (lang, token) = (context.lang, context.form_token());
    let (action, submit) = (format!("/staff/patients/{person}/access-log"), texts::show_log(lang));
    page::respond(context, status, texts::reason_title(lang), || {
        view! { <ReasonPage lang action submit typed errors token/> }
    })
}
