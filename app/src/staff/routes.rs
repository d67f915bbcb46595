//! The paths of the team.

use super::{
    invitation_pages::InvitationsPage,
    pages::{EnrolmentsPage, HomePage},
    service, texts,
};
use crate::{
    accounts::service::{identity_checks, invitations},
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

/// Whether the page comes after something was done on it.
fn is_after(query: Option<String>) -> bool {
    query.is_some_and(|query| query.split('&').any(|entry| entry == "done"))
}

async fn home(ctx: RequestContext) -> Result<Response, AppError> {
    let home = service::home(&ctx).await?;
    let lang = ctx.lang;
    Ok(page::respond(&ctx, StatusCode::OK, texts::home_title(lang), || view! { <HomePage lang home=&home/> }))
}

async fn list_invitations(ctx: RequestContext, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    let overview = invitations::list(&ctx).await?;
    let (lang, done) = (ctx.lang, is_after(query));
    Ok(page::respond(&ctx, StatusCode::OK, texts::invitations(lang), || {
        view! { <InvitationsPage lang overview=&overview done token=ctx.form_token()/> }
    }))
}

async fn approve(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = InvitationId::parse(&id).ok_or(AppError::NotFound)?;
    invitations::approve(&ctx, id).await?;
    Ok(Redirect::to("/staff/invitations?done").into_response())
}

async fn enrolments(ctx: RequestContext, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    let list = identity_checks::list(&ctx).await?;
    let (lang, done) = (ctx.lang, is_after(query));
    Ok(page::respond(&ctx, StatusCode::OK, texts::enrolments(lang), || {
        view! { <EnrolmentsPage lang list=&list done token=ctx.form_token()/> }
    }))
}

async fn confirm(ctx: RequestContext, Path(person): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&person).ok_or(AppError::NotFound)?;
    identity_checks::confirm(&ctx, person).await?;
    Ok(Redirect::to("/staff/enrolments?done").into_response())
}
