//! The path on which the desk corrects what is known about a patient.

use super::{
    correction::{self, Corrected, Present},
    correction_pages::{AlikePage, CorrectionPage, Typed},
    model::NewPatient,
    routes::title,
    texts,
};
use crate::{
    accounts::service::invitations,
    backend::{
        context::RequestContext,
        kept_forms::{self, Keep, Kept},
        policy::Action,
        routes::Routes,
    },
    error::{AppError, FieldError},
    ids::PersonId,
    ui::{form::Keeps, page},
};
use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

const PATH: &str = "/staff/patients/{id}/details";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, Action::ChangeMasterData, form).post_keeping(
        PATH,
        Action::ChangeMasterData,
        KEPT,
        correct,
    )
}

/// What of the form may outlive a session: all but the birth date.
const KEPT: Keep =
    Keep::only(&["version", "family_name", "given_name", "language", "email", "phone", "insurance_number"]);

/// The form, and which of its buttons was pressed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Posted {
    #[serde(flatten)]
    details: NewPatient,
    /// The state it was filled from.
    version: String,
    /// Somebody has seen who is alike and says it is another person.
    although: String,
    /// Back to the form, with everything in it.
    change: String,
    /// The kept form it was filled from.
    kept: String,
}

/// What a page of the form shows besides what is typed.
struct Around<'a> {
    status: StatusCode,
    errors: &'a [FieldError],
    elsewhere: Option<&'a Present>,
    keeps: Keeps,
}

/// The form with what is stored, or with what was typed when a session ended.
async fn form(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    let Present { known, version } = correction::present(&ctx, person).await?;
    let stored = correction::filled(&known);
    let kept = kept_forms::find(&ctx, Action::ChangeMasterData).await?;
    let typed = match kept.as_ref().map(Kept::typed::<Posted>) {
        None => Typed { details: stored, version },
        Some(Posted { details, version, .. }) => {
            let details = NewPatient {
                birth_date_day: stored.birth_date_day,
                birth_date_month: stored.birth_date_month,
                birth_date_year: stored.birth_date_year,
                ..details
            };
            Typed { details, version }
        }
    };
    let keeps = kept.map_or(Keeps::Nothing, |kept| Keeps::Kept(kept.id));
    show(&ctx, person, &typed, Around { status: StatusCode::OK, errors: &[], elsewhere: None, keeps }).await
}

async fn correct(
    ctx: RequestContext,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    let Posted { details, version, although, change, kept } = posted;
    let (keeps, typed) = (Keeps::typed(&kept), Typed { details, version });
    let around = |status, errors| Around { status, errors, elsewhere: None, keeps };
    if !change.is_empty() {
        return show(&ctx, person, &typed, around(StatusCode::OK, &[])).await;
    }
    match correction::correct(&ctx, person, &typed.details, &typed.version, although == "yes").await? {
        Corrected::Done => Ok(Redirect::to(&format!("/staff/patients/{person}")).into_response()),
        Corrected::Invalid(errors) => {
            show(&ctx, person, &typed, around(StatusCode::UNPROCESSABLE_ENTITY, &errors)).await
        }
        Corrected::Elsewhere => {
            let present = correction::present(&ctx, person).await?;
            let typed = Typed { version: present.version.clone(), ..typed };
            let around = Around { elsewhere: Some(&present), ..around(StatusCode::CONFLICT, &[]) };
            show(&ctx, person, &typed, around).await
        }
        Corrected::Probable(matches) => {
            let lang = ctx.lang;
            Ok(page::respond(&ctx, StatusCode::CONFLICT, texts::duplicates_title(lang), || {
                view! { <AlikePage lang person typed=&typed matches=&matches keeps token=ctx.form_token()/> }
            }))
        }
    }
}

async fn show(
    ctx: &RequestContext,
    person: PersonId,
    typed: &Typed,
    Around { status, errors, elsewhere, keeps }: Around<'_>,
) -> Result<Response, AppError> {
    let (lang, open) = (ctx.lang, invitations::open_of(ctx, person).await?);
    Ok(page::respond(ctx, status, &title(lang, texts::correction_title(lang), errors), || {
        let (open, token) = (open.as_ref(), ctx.form_token());
        view! { <CorrectionPage lang person typed errors elsewhere open keeps token/> }
    }))
}
