//! The paths of the team.

use super::{home_page::HomePage, invitation_pages::InvitationsPage, pages::EnrolmentsPage, service, texts};
use crate::{
    accounts::service::{
        identity_checks, invitations, session,
        step_up::{self, Deed},
    },
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::{InvitationId, PersonId},
    ui::page,
};
use axum::{
    extract::Path,
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

/// What a deed tells the page after it.
const APPROVED: &str = "approved";
const CONFIRMED: &str = "confirmed";

async fn home(ctx: RequestContext) -> Result<Response, AppError> {
    let home = service::home(&ctx).await?;
    let lang = ctx.lang;
    Ok(page::respond(&ctx, StatusCode::OK, texts::home_title(lang), || view! { <HomePage lang home=&home/> }))
}

async fn list_invitations(ctx: RequestContext) -> Result<Response, AppError> {
    let overview = invitations::list(&ctx).await?;
    let lang = ctx.lang;
    let news = if session::is_told(&ctx, APPROVED).await? {
        Some((texts::done(lang), texts::approval_done(lang)))
    } else {
        step_up::may_approve(&ctx).await?.then(|| (texts::one_more_step(lang), texts::approval_proven(lang)))
    };
    Ok(page::respond(&ctx, StatusCode::OK, texts::invitations(lang), || {
        view! { <InvitationsPage lang overview=&overview news token=ctx.form_token()/> }
    }))
}

async fn approve(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = InvitationId::parse(&id).ok_or(AppError::NotFound)?;
    Ok(match invitations::approve(&ctx, id).await {
        Ok(()) => {
            session::tell(&ctx, APPROVED).await?;
            Redirect::to("/staff/invitations").into_response()
        }
        Err(AppError::StepUpRequired) => {
            Redirect::to(&format!("/step-up/{}", Deed::ApproveInvitation(id).as_str())).into_response()
        }
        Err(other) => return Err(other),
    })
}

async fn enrolments(ctx: RequestContext) -> Result<Response, AppError> {
    let list = identity_checks::list(&ctx).await?;
    let (lang, done) = (ctx.lang, session::is_told(&ctx, CONFIRMED).await?);
    Ok(page::respond(&ctx, StatusCode::OK, texts::enrolments(lang), || {
        view! { <EnrolmentsPage lang list=&list done token=ctx.form_token()/> }
    }))
}

async fn confirm(ctx: RequestContext, Path(person): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&person).ok_or(AppError::NotFound)?;
    identity_checks::confirm(&ctx, person).await?;
    session::tell(&ctx, CONFIRMED).await?;
    Ok(Redirect::to("/staff/enrolments").into_response())
}
