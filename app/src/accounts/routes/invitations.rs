//! An invitation is issued, and its letter shown until it is printed.

use super::parts::see_other;
use crate::{
    accounts::{
        pages::letter::{InvitationLetter, LetterGone},
        service::invitations::{self, Shown},
        texts::invitation as texts,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::{InvitationId, PersonId},
    ui::page,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    let action = Action::InvitePatient;
    Routes::new()
        .post("/staff/patients/{id}/invitation", action, issue)
        .get("/staff/letters/{id}", action, letter)
        .post("/staff/letters/{id}/done", action, done)
}

async fn issue(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    let letter = invitations::make_letter(&context, person).await?;
    Ok(see_other(&format!("/staff/letters/{letter}")))
}

async fn letter(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = InvitationId::parse(&id).ok_or(AppError::NotFound)?;
    let (lang, token) = (context.lang, context.form_token());
    Ok(match invitations::show_letter(&context, id).await? {
        Shown::Letter(letter) => page::respond(&context, StatusCode::OK, texts::title(lang), || {
            let practice = &context.state.settings.practice;
            view! { <InvitationLetter lang practice id letter=*letter token/> }
        }),
        Shown::Gone { person } => page::respond(&context, StatusCode::GONE, texts::gone_title(lang), || {
            view! { <LetterGone lang person/> }
        }),
    })
}

async fn done(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = InvitationId::parse(&id).ok_or(AppError::NotFound)?;
    Ok(match invitations::put_letter_away(&context, id).await? {
        Some(person) => see_other(&format!("/staff/patients/{person}")),
        None => see_other(&format!("/staff/letters/{id}")),
    })
}
