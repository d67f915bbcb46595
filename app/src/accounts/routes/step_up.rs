//! `/step-up/{deed}`: a fresh proof.

use super::parts::{Finish, UNPROCESSABLE, next, see_other};
use crate::{
    accounts::{
        model::ProofForm,
        pages::step_up::{StepUp, Ways, approval, purpose},
        problems::{message, messages},
        service::{
            invitations, security,
            step_up::{self, Deed},
        },
        texts::sign_in as texts,
        webauthn::Begun,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ui::{form::FieldMessage, page},
};
use axum::{Form, Json, extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;

pub fn routes() -> Routes {
    let action = Action::KeepOwnAccess;
    Routes::new()
        .get("/step-up/{deed}", action, show)
        .post("/step-up", action, with_passphrase)
        .post("/step-up/passkey/start", action, start)
        .post("/step-up/passkey/finish/{deed}", action, finish)
}

async fn show(context: RequestContext, Path(deed): Path<String>) -> Result<Response, AppError> {
    let deed = Deed::parse(&deed).ok_or(AppError::NotFound)?;
    step_up::permitted(&context, deed)?;
    render(&context, StatusCode::OK, deed, &[]).await
}

async fn with_passphrase(context: RequestContext, Form(form): Form<ProofForm>) -> Result<Response, AppError> {
    let deed = Deed::parse(&form.deed).ok_or(AppError::NotFound)?;
    step_up::permitted(&context, deed)?;
    let missing = form.check();
    if !missing.is_empty() {
        return render(&context, UNPROCESSABLE, deed, &messages(context.lang, &missing)).await;
    }
    if step_up::with_passphrase(&context, deed, &form.passphrase, &form.code).await? {
        return Ok(see_other(&deed.page()));
    }
    let refused = message("passphrase", texts::step_up_refused(context.lang));
    render(&context, UNPROCESSABLE, deed, &refused).await
}

async fn render(
    context: &RequestContext,
    status: StatusCode,
    deed: Deed,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let overview = security::overview(context).await?;
    let ways = Ways {
        passkey: overview.passkeys.iter().any(|passkey| !passkey.suspended),
        passphrase: overview.passphrase_since.is_some(),
    };
    let (lang, token) = (context.lang, context.form_token());
    let purpose = match deed {
        Deed::ApproveInvitation(id) => approval(lang, &invitations::to_approve(context, id).await?),
        other => vec![purpose(lang, other).to_owned()],
    };
    Ok(page::respond(context, status, texts::step_up_title(lang), || {
        view! { <StepUp lang deed purpose ways messages token/> }
    }))
}

async fn start(context: RequestContext) -> Result<Json<Begun>, AppError> {
    Ok(Json(step_up::begin_with_passkey(&context).await?))
}

async fn finish(
    context: RequestContext,
    Path(deed): Path<String>,
    Json(body): Json<Finish>,
) -> Result<Response, AppError> {
    let deed = Deed::parse(&deed).ok_or(AppError::NotFound)?;
    step_up::finish_with_passkey(&context, deed, &body.ceremony, body.credential).await?;
    Ok(next(deed.page()))
}
