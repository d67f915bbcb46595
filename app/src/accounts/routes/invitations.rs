//! An invitation is issued, and its letter shown until it is printed.

use super::parts::see_other;
use crate::{
    accounts::{
        pages::{
            invitation::{AskReplace, TooMany},
            letter::{InvitationLetter, LetterGone},
        },
        service::invitations::{self, Made, Shown},
        texts::invitation as texts,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::{InvitationId, PersonId},
    ui::page,
};
use axum::{Form, extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    let action = Action::InvitePatient;
    Routes::new()
        .post("/staff/patients/{id}/invitation", action, issue)
        .get("/staff/letters/{id}", action, letter)
        .post("/staff/letters/{id}/done", action, done)
}

/// Which open invitation may become void, once somebody has said so.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Invite {
    replaces: String,
}

async fn issue(
    context: RequestContext,
    Path(id): Path<String>,
    Form(form): Form<Invite>,
) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    let made = invitations::make_letter(&context, person, InvitationId::parse(&form.replaces)).await?;
    let (lang, token) = (context.lang, context.form_token());
    Ok(match made {
        Made::Letter(letter) => see_other(&format!("/staff/letters/{letter}")),
        Made::Asks(open) => page::respond(&context, StatusCode::CONFLICT, texts::asks_title(lang), || {
            view! { <AskReplace lang person open=&open token/> }
        }),
        Made::TooMany { again_at } => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            page::respond(&context, status, texts::too_many_title(lang), || {
                view! { <TooMany lang person again_at/> }
            })
        }
    })
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
