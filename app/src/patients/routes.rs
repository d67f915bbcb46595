//! The paths of master data, for staff and for the person they are about.
//!
//! Nothing personal ever stands in a path or a query: searches are posted, and ids are random.

use super::{
    contacts, correction_routes,
    me::me,
    me_page::MePage,
    me_texts,
    model::{NewPatient, Query},
    pages::{self, DuplicatesPage, NewPage, PersonPage},
    search_pages::{self, Hits, SearchPage},
    service::{self, Found, Outcome},
    texts,
};
use crate::{
    accounts::service::{invitations, session},
    audit::{self, pages::ReasonPage},
    backend::{
        context::RequestContext,
        kept_forms::{self, Keep, Kept},
        policy::{Action, Permit, authorise},
        routes::Routes,
    },
    consents::paper,
    error::{AppError, FieldError},
    ids::PersonId,
    lang::Lang,
    ui::{self, form::Keeps, page},
};
use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Routes {
    Routes::new()
        .get("/me", Action::ReadOwnMasterData, own)
        .get("/staff/patients", Action::FindPerson, search_form)
        .post("/staff/patients", Action::FindPerson, search)
        .get("/staff/patients/new", Action::InvitePatient, new_form)
        .post_keeping("/staff/patients/new", Action::InvitePatient, NEW_PATIENT, create)
        .get("/staff/patients/{id}", Action::ReadMasterData, show)
        .post("/staff/patients/{id}", Action::ReadMasterData, show_against)
        .merge(correction_routes::routes())
        .merge(contacts::routes::routes())
}

/// What of the form of a new person may outlive a session: all but the birth date.
const NEW_PATIENT: Keep =
    Keep::only(&["family_name", "given_name", "language", "email", "phone", "insurance_number"]);

/// The form of a new person, and which of its buttons was pressed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Posted {
    #[serde(flatten)]
    typed: NewPatient,
    /// Somebody has seen the probable duplicates and says it is another person.
    although: String,
    /// Back to the form, with everything in it.
    change: String,
    /// The kept form it was filled from.
    kept: String,
}

async fn own(ctx: RequestContext) -> Result<Response, AppError> {
    let me = me(&ctx).await?;
    let (lang, phone) = (ctx.lang, ctx.state.settings.practice.phone.clone());
    Ok(page::respond(&ctx, StatusCode::OK, me_texts::title(lang), || view! { <MePage lang me=&me phone/> }))
}

async fn search_form(ctx: RequestContext) -> Result<Response, AppError> {
    service::may_find(&ctx)?;
    Ok(search_page(&ctx, StatusCode::OK, &Query::default(), &[], None))
}

async fn search(ctx: RequestContext, Form(typed): Form<Query>) -> Result<Response, AppError> {
    Ok(match service::find(&ctx, &typed).await? {
        Found::Invalid(errors) => search_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, None),
        Found::Hits { hits, more } => {
            search_page(&ctx, StatusCode::OK, &typed, &[], Some(&Hits { people: hits, more }))
        }
    })
}

/// The form of a new person: empty, or with what was typed when a session ended.
async fn new_form(ctx: RequestContext) -> Result<Response, AppError> {
    let empty = service::new_form(&ctx)?;
    let kept = kept_forms::find(&ctx, Action::InvitePatient).await?;
    let typed = kept.as_ref().map(Kept::typed::<NewPatient>).unwrap_or_default();
    let typed = NewPatient { form_id: empty.form_id, ..typed };
    let keeps = kept.map_or(Keeps::Nothing, |kept| Keeps::Kept(kept.id));
    Ok(new_page(&ctx, StatusCode::OK, &typed, &[], keeps))
}

async fn create(ctx: RequestContext, Form(posted): Form<Posted>) -> Result<Response, AppError> {
    let Posted { typed, although, change, kept } = posted;
    let keeps = Keeps::typed(&kept);
    if !change.is_empty() {
        return Ok(new_page(&ctx, StatusCode::OK, &typed, &[], keeps));
    }
    let lang = ctx.lang;
    Ok(match service::create_patient(&ctx, &typed, although == "yes").await? {
        Outcome::Created(person) => Redirect::to(&format!("/staff/patients/{person}")).into_response(),
        Outcome::Invalid(errors) => new_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, keeps),
        Outcome::Probable(matches) => {
            page::respond(&ctx, StatusCode::CONFLICT, texts::duplicates_title(lang), || {
                view! { <DuplicatesPage lang typed=&typed matches=&matches keeps token=ctx.form_token()/> }
            })
        }
    })
}

/// Why somebody looks who owes a reason.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Stated {
    reason: String,
}

/// The page of a person, or the question why somebody needs it.
async fn show(ctx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    match authorise(Action::ReadMasterData, &ctx.actor)? {
        Permit::Given => person_page(&ctx, person, "").await,
        Permit::AgainstReason => {
            service::known_patient(&ctx.state, person).await?.ok_or(AppError::NotFound)?;
            Ok(reason_page(&ctx, StatusCode::OK, person, String::new(), &[]))
        }
    }
}

async fn show_against(
    ctx: RequestContext,
    Path(id): Path<String>,
    Form(stated): Form<Stated>,
) -> Result<Response, AppError> {
    let person = PersonId::parse(&id).ok_or(AppError::NotFound)?;
    match person_page(&ctx, person, &stated.reason).await {
        Err(AppError::Invalid { fields }) => {
            Ok(reason_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, person, stated.reason, &fields))
        }
        other => other,
    }
}

async fn person_page(
    ctx: &RequestContext,
    person: PersonId,
    typed_reason: &str,
) -> Result<Response, AppError> {
    let patient = service::patient(ctx, person, typed_reason).await?;
    let lang = ctx.lang;
    let may = pages::May {
        open_record: may(ctx, Action::ReadRecord),
        correct: may(ctx, Action::ChangeMasterData),
        invite: may(ctx, Action::InvitePatient),
        record_paper: may(ctx, Action::RecordPaperConsent),
    };
    let recorded = session::is_told(ctx, paper::RECORDED).await?;
    let open = if may.invite { invitations::open_of(ctx, person).await? } else { None };
    Ok(page::respond(ctx, StatusCode::OK, texts::person_title(lang), || {
        view! { <PersonPage lang person patient=&patient open=open.as_ref() may recorded token=ctx.form_token()/> }
    }))
}

fn reason_page(
    ctx: &RequestContext,
    status: StatusCode,
    person: PersonId,
    typed: String,
    errors: &[FieldError],
) -> Response {
    let (lang, token) = (ctx.lang, ctx.form_token());
    let (action, submit) = (format!("/staff/patients/{person}"), texts::show_details(lang));
    page::respond(ctx, status, &title(lang, audit::texts::reason_title(lang), errors), || {
        view! { <ReasonPage lang action submit typed errors token/> }
    })
}

/// Whether this may be done without a reason.
fn may(ctx: &RequestContext, action: Action) -> bool {
    authorise(action, &ctx.actor) == Ok(Permit::Given)
}

fn new_page(
    ctx: &RequestContext,
    status: StatusCode,
    typed: &NewPatient,
    errors: &[FieldError],
    keeps: Keeps,
) -> Response {
    let lang = ctx.lang;
    page::respond(ctx, status, &title(lang, texts::new_title(lang), errors), || {
        view! { <NewPage lang typed errors keeps token=ctx.form_token()/> }
    })
}

fn search_page(
    ctx: &RequestContext,
    status: StatusCode,
    typed: &Query,
    errors: &[FieldError],
    hits: Option<&Hits>,
) -> Response {
    let lang = ctx.lang;
    let against_reason = service::may_find(ctx) == Ok(Permit::AgainstReason);
    let may = search_pages::May { against_reason, add: may(ctx, Action::InvitePatient) };
    page::respond(ctx, status, &title(lang, texts::search_title(lang), errors), || {
        view! { <SearchPage lang typed errors hits may token=ctx.form_token()/> }
    })
}

/// A screen reader says the title first, so it says that something is wrong.
pub(super) fn title(lang: Lang, title: &str, errors: &[FieldError]) -> String {
    if errors.is_empty() {
        title.to_owned()
    } else {
        format!("{} {title}", ui::texts::error_title_prefix(lang))
    }
}
