//! The paths of records: one's own, and a patient's for whoever treats them.

use super::{
    page_texts as texts,
    pages::{ClosedPage, RecordPage, RecordView, StaffRecordPage},
    service::{self, OpenFile, Opened, Own, OwnFile},
};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ids::{PersonId, RecordFileId},
    ui::page,
};
use axum::{
    body::Body,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use futures::TryStreamExt as _;
use leptos::prelude::*;

const OWN: &str = "/me/record";

/// What a browser may do with a document besides keeping it: nothing. One that shows it all the same runs no script of
/// it, sends no form, and asks nobody for anything.
const DOCUMENT_POLICY: &str =
    "sandbox; default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

pub fn routes() -> Routes {
    Routes::new()
        .get(OWN, Action::ReadOwnRecord, own)
        .get("/me/record/documents/{file}", Action::ReadOwnRecord, own_file)
        .get("/staff/patients/{id}/record", Action::ReadRecord, of_patient)
        .get("/staff/patients/{id}/record/documents/{file}", Action::ReadRecord, file_of_patient)
}

async fn own(context: RequestContext) -> Result<Response, AppError> {
    let lang = context.lang;
    let title = texts::own_title(lang);
    Ok(match service::own(&context).await? {
        Own::Open(Opened { whose, record }) => {
            let view = RecordView::new(record, |file| format!("{OWN}/documents/{file}"));
            let now = context.now();
            page::respond(&context, StatusCode::OK, title, || {
                view! { <RecordPage lang whose=&whose now view=&view/> }
            })
        }
        Own::Closed(closed) => {
            let phone = context.state.settings.practice.phone.clone();
            page::respond(&context, StatusCode::OK, title, || view! { <ClosedPage lang closed phone/> })
        }
    })
}

async fn own_file(context: RequestContext, Path(file): Path<String>) -> Result<Response, AppError> {
    let file = RecordFileId::parse(&file).ok_or(AppError::NotFound)?;
    Ok(match service::own_file(&context, file).await? {
        OwnFile::Open(file) => attachment(&context, file),
        // The page of the record says why, whatever the id was.
        OwnFile::Closed => Redirect::to(OWN).into_response(),
    })
}

async fn of_patient(context: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    let Opened { whose, record } = service::open(&context, person).await?;
    let (lang, now, back) = (context.lang, context.now(), format!("/staff/patients/{person}"));
    let view = RecordView::new(record, |file| format!("{back}/record/documents/{file}"));
    Ok(page::respond(&context, StatusCode::OK, texts::staff_title(lang), || {
        view! { <StaffRecordPage lang whose=&whose now back view=&view/> }
    }))
}

async fn file_of_patient(
    context: RequestContext,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (person, file) = PersonId::parse(&id).zip(RecordFileId::parse(&file)).ok_or(AppError::NotFound)?;
    Ok(attachment(&context, service::open_file(&context, person, file).await?))
}

/// A document on its way: decrypted as it is sent, under a name that says nothing, because it stays in a folder.
///
/// The length is announced, so that one that breaks off is seen to be incomplete.
fn attachment(context: &RequestContext, file: OpenFile) -> Response {
    let request = context.request_id.0.clone();
    let content = file.content.inspect_err(move |failure| {
        // The head has left long ago: there is no page any more on which it could be said.
        tracing::error!(request.id = request, %failure, "a document broke off while it was sent");
    });
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_LENGTH, file.size.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", texts::file_name(context.lang))),
        (header::CONTENT_SECURITY_POLICY, DOCUMENT_POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(content)).into_response()
}
