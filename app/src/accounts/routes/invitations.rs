//! An invitation is issued, and its letter shown once.

use super::parts::see_other;
use crate::{
    accounts::{
        model::in_groups,
        pages::letter::{InvitationLetter, Letter, LetterGone},
        service::{
            invitations::{self, Issued},
            session,
        },
        texts::invitation as texts,
        totp,
    },
    backend::{context::RequestContext, policy::Action, routes::Routes, settings::Practice},
    error::AppError,
    ids::PersonId,
    lang::Lang,
    patients::{
        self,
        model::Item,
        service::{name_of, value_of},
    },
    ui::{
        date::{at_in_words, day_of},
        page,
    },
};
use axum::{extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;

/// The entry of the issuer's session that holds the letter until it is shown.
const LETTER: &str = "letter";

pub fn routes() -> Routes {
    Routes::new().post("/staff/patients/{id}/invitation", Action::InvitePatient, issue).get(
        "/staff/letter",
        Action::InvitePatient,
        letter,
    )
}

async fn issue(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    let issued = invitations::invite(&context, person).await?;
    session::keep(&context, LETTER, issued).await?;
    Ok(see_other("/staff/letter"))
}

async fn letter(context: RequestContext) -> Result<Response, AppError> {
    let lang = context.lang;
    let Some(issued) = session::take::<Issued>(&context, LETTER).await? else {
        return Ok(page::respond(&context, StatusCode::GONE, texts::gone_title(lang), || {
            view! { <LetterGone lang/> }
        }));
    };
    let letter = write(&context, &issued).await?;
    Ok(page::respond(&context, StatusCode::OK, texts::title(lang), || {
        view! { <InvitationLetter lang letter/> }
    }))
}

async fn write(context: &RequestContext, issued: &Issued) -> Result<Letter, AppError> {
    let state = &context.state;
    let known = patients::service::master_data(state, issued.person).await?;
    let text = |item| value_of(&known, item).map(|value| value.expose().clone());
    let lang = text(Item::Language).and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default();
    let practice = &state.settings.practice;
    let address = format!("{}/enrol", state.settings.origin);
    Ok(Letter {
        lang,
        practice: crate::ui::practice_name(practice, lang),
        practice_address: practice_address(practice),
        name: name_of(&known).map(|name| name.expose().clone()).unwrap_or_default(),
        sign_in_name: text(Item::SignInName).unwrap_or_default(),
        patient_number: text(Item::PatientNumber).unwrap_or_default(),
        code: in_groups(&issued.code),
        qr: totp::qr_code(&format!("{address}#{}", issued.code))?,
        address,
        date: day_of(context.now(), lang),
        valid_until: at_in_words(issued.expires_at, lang),
    })
}

fn practice_address(practice: &Practice) -> String {
    let city =
        [&practice.postal_code, &practice.city].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let street = practice.street.clone().unwrap_or_default();
    [street, city].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
