//! The paths of the team.

use super::{home_page::HomePage, invitation_pages::InvitationsPage, pages::EnrolmentsPage, service, texts};
use crate::{
    accounts::service::{identity_checks, invitations, step_up::Deed},
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::{InvitationId, PersonId},
    ui::page,
};
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

pub fn routes() -> Routes {
    Routes::new()
        .get("/staff", Action::SeeStaffHome, home)
        .get("/staff/invitations", Action::InvitePatient, list_invitations)
        .post("/staff/invitations/{id}/approval", Action::InvitePatient, approve)
        .get("/staff/enrolments", Action::ConfirmIdentity, enrolments)
        .post("/staff/enrolments/{person}", Action::ConfirmIdentity, confirm)
}

/// Whether the page comes after something that its address names.
fn is_after(what: &str, query: Option<&String>) -> bool {
    query.is_some_and(|query| query.split('&').any(|entry| entry == what))
}

async fn home(ctx: RequestContext) -> Result<Response, AppError> {
    let home = service::home(&ctx).await?;
    let lang = ctx.lang;
    Ok(page::respond(&ctx, StatusCode::OK, texts::home_title(lang), || view! { <HomePage lang home=&home/> }))
}

async fn list_invitations(ctx: RequestContext, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    let overview = invitations::list(&ctx).await?;
    let lang = ctx.lang;
    let news = match query.as_ref() {
        query if is_after("done", query) => Some((texts::done(lang), texts::approval_done(lang))),
        query if is_after("proven", query) => {
            Some((texts::one_more_step(lang), texts::approval_proven(lang)))
        }
        _ => None,
    };
    Ok(page::respond(&ctx, StatusCode::OK, texts::invitations(lang), || {
        view! { <InvitationsPage lang overview=&overview news token=ctx.form_token()/> }
    }))
}

async fn approve(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = InvitationId::parse(&id).ok_or(AppError::NotFound)?;
    Ok(match invitations::approve(&ctx, id).await {
        Ok(()) => Redirect::to("/staff/invitations?done").into_response(),
        Err(AppError::StepUpRequired) => {
            Redirect::to(&format!("/step-up/{}", Deed::ApproveInvitation(id).as_str())).into_response()
        }
        Err(other) => return Err(other),
    })
}

async fn enrolments(ctx: RequestContext, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    let list = identity_checks::list(&ctx).await?;
    let (lang, done) = (ctx.lang, is_after("done", query.as_ref()));
    Ok(page::respond(&ctx, StatusCode::OK, texts::enrolments(lang), || {
        view! { <EnrolmentsPage lang list=&list done token=ctx.form_token()/> }
    }))
}

async fn confirm(ctx: RequestContext, Path(person): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&person).ok_or(AppError::NotFound)?;
    identity_checks::confirm(&ctx, person).await?;
    Ok(Redirect::to("/staff/enrolments?done").into_response())
}
