//! The paths of consents.

use super::{
    model::{Cell, PurposeKey},
    pages::{
        ConfirmPage, ConsentsPage, HeldPage, RenewPage, TextPage, TimelinePage, WithdrawAllPage,
        WithdrawPage, words,
    },
    problems,
    service::{self, Asked, CellView, Confirmed, Renewed, Row, Seen, SwitchedOff},
    texts,
};
use crate::{
    accounts::service::session,
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    ui::{date::at_in_words, form::FieldMessage, page},
};
use axum::{
    Form, Json,
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub fn routes() -> Routes {
    let action = Action::DecideConsents;
    Routes::new()
        .get("/consents", action, table)
        .post("/consents/switch", action, switch)
        .post("/consents/toggle", action, toggle)
        .post("/consents/renew", action, renew)
        .get("/consents/renew/{purpose}/{channel}", action, ask_to_renew)
        .get("/consents/confirm/{purpose}/{channel}", action, code_form)
        .post("/consents/confirm/{purpose}/{channel}", action, confirm)
        .get("/consents/withdraw/{purpose}/{channel}", action, ask_once)
        .post("/consents/withdraw/{purpose}/{channel}", action, withdraw)
        .get("/consents/withdraw-all", action, ask_once_about_all)
        .post("/consents/withdraw-all", action, withdraw_all)
        .get("/consents/history", action, history)
        .get("/consents/texts/{purpose}/{version}", action, text)
}

/// That a text was replaced while somebody read it, as it is told to the page after it.
const OTHER_TEXT: &str = "consents-other-text";

/// Which cell somebody has just decided about.
#[derive(Default, Deserialize)]
#[serde(default)]
struct About {
    about: String,
}

async fn table(context: RequestContext, Query(asked): Query<About>) -> Result<Response, AppError> {
    let cell = asked.about.split_once('.').and_then(|(purpose, channel)| Cell::parse(purpose, channel));
    let other_text = session::is_told(&context, OTHER_TEXT).await?.then(|| texts::other_text(context.lang));
    let notice = other_text.map(|text| (texts::other_text_title(context.lang), text.to_owned()));
    table_page(&context, StatusCode::OK, cell, notice).await
}

/// The table; `cell` is said how it stands, `refusal` why nothing was done.
async fn table_page(
    context: &RequestContext,
    status: StatusCode,
    cell: Option<Cell>,
    refusal: Option<(&'static str, String)>,
) -> Result<Response, AppError> {
    let (lang, title, now) = (context.lang, texts::title(context.lang), context.now());
    let overview = match service::overview(context).await? {
        Seen::Open(overview) => overview,
        Seen::Held { until } => return Ok(held(context, until)),
    };
    let stands = cell.and_then(|cell| {
        let row = overview.rows.iter().find(|row| row.key == cell.purpose)?;
        let view = row.cells.iter().find(|view| view.cell == cell)?;
        Some((texts::saved_title(lang), said(context, row, view)))
    });
    let notice = refusal.or(stands);
    let token = context.form_token();
    Ok(page::respond(context, status, title, || {
        view! { <ConsentsPage lang overview=&overview token now notice/> }
    }))
}

fn held(context: &RequestContext, until: crate::time::Timestamp) -> Response {
    let lang = context.lang;
    page::respond(context, StatusCode::OK, texts::title(lang), || view! { <HeldPage lang until/> })
}

/// "Neuigkeiten aus der Praxis, E-Mail: Bestätigt am …".
fn said(context: &RequestContext, row: &Row, view: &CellView) -> String {
    let lang = context.lang;
    let name = texts::cell(lang, &row.text.title, view.cell.channel);
    format!("{name}: {}", words::state(lang, row.class, view))
}

/// One decision of the table, as a form sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    purpose: String,
    channel: String,
    decision: String,
    /// Which version of the text stood beside it.
    version: String,
}

impl Decision {
    fn cell(&self) -> Result<Cell, AppError> {
        Cell::parse(&self.purpose, &self.channel).ok_or(AppError::NotFound)
    }
}

/// Which version of a text a form was shown with; none that there is where nothing was said.
fn shown(version: &str) -> i64 {
    version.parse().unwrap_or_default()
}

async fn switch(context: RequestContext, Form(form): Form<Decision>) -> Result<Response, AppError> {
    let cell = form.cell()?;
    match form.decision.as_str() {
        "yes" => match service::switch_on(&context, &cell, shown(&form.version)).await? {
            Asked::OtherText => Ok(see_other(&tell_of_other_text(&context).await?)),
            Asked::CodeSent => Ok(see_other(&words::path("confirm", &cell))),
            Asked::On | Asked::Barred(_) => Ok(to_table(&cell)),
            Asked::TooMany { again_at } => {
                let text = texts::too_many(context.lang, &at_in_words(again_at, context.lang));
                let waits = service::confirmation(&context, &cell).await?;
                match waits {
                    Some(_) => {
                        code_page(&context, StatusCode::TOO_MANY_REQUESTS, &cell, &[problems::message(text)])
                            .await
                    }
                    None => {
                        let notice = (texts::too_many_title(context.lang), text);
                        table_page(&context, StatusCode::TOO_MANY_REQUESTS, None, Some(notice)).await
                    }
                }
            }
        },
        "no" => match service::switch_off(&context, &cell).await? {
            SwitchedOff::Off(_) => Ok(to_table(&cell)),
            SwitchedOff::Asks => Ok(see_other(&words::path("withdraw", &cell))),
        },
        _ => Err(AppError::NotFound),
    }
}

/// The same as the island sends it.
#[derive(Deserialize)]
struct Toggle {
    purpose: String,
    channel: String,
    #[serde(default)]
    version: String,
    on: bool,
}

/// Where it goes on, or how it stands.
#[derive(Default, Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    go: Option<String>,
    on: bool,
    /// The words of the cell, and the same with its name for those who listen.
    state: String,
    said: String,
}

impl Answer {
    fn to(path: String) -> Self {
        Self { go: Some(path), ..Self::default() }
    }
}

async fn toggle(context: RequestContext, Json(toggle): Json<Toggle>) -> Result<Response, AppError> {
    let cell = Cell::parse(&toggle.purpose, &toggle.channel).ok_or(AppError::NotFound)?;
    let lang = context.lang;
    let mut refusal = None;
    if toggle.on {
        match service::switch_on(&context, &cell, shown(&toggle.version)).await? {
            Asked::On => {}
            Asked::OtherText => {
                return Ok(Json(Answer::to(tell_of_other_text(&context).await?)).into_response());
            }
            Asked::CodeSent => return Ok(Json(Answer::to(words::path("confirm", &cell))).into_response()),
            Asked::Barred(barrier) => refusal = Some(words::barred(lang, barrier, cell.channel).to_owned()),
            Asked::TooMany { again_at } => {
                refusal = Some(texts::too_many(lang, &at_in_words(again_at, lang)));
            }
        }
    } else if service::switch_off(&context, &cell).await? == SwitchedOff::Asks {
        return Ok(Json(Answer::to(words::path("withdraw", &cell))).into_response());
    }
    let Seen::Open(overview) = service::overview(&context).await? else { return Err(AppError::NotFound) };
    let row = overview.rows.iter().find(|row| row.key == cell.purpose);
    let found = row.and_then(|row| Some((row, row.cells.iter().find(|view| view.cell == cell)?)));
    // What is not offered any more leaves the table with the last thing to take back.
    let Some((row, view)) = found else {
        return Ok(Json(Answer::to("/consents".to_owned())).into_response());
    };
    let state = words::state(lang, row.class, view);
    let said = refusal.unwrap_or_else(|| said(&context, row, view));
    Ok(Json(Answer { go: None, on: view.is_on(), state, said }).into_response())
}

/// Has the table say that a text was replaced; gives its address.
async fn tell_of_other_text(context: &RequestContext) -> Result<String, AppError> {
    session::tell(context, OTHER_TEXT).await?;
    Ok("/consents".to_owned())
}

async fn renew(context: RequestContext, Form(form): Form<Decision>) -> Result<Response, AppError> {
    let cell = form.cell()?;
    match service::renew(&context, &cell, shown(&form.version)).await? {
        // A newer text was published: it is shown before anybody agrees to it.
        Renewed::OtherText => Ok(see_other(&words::path("renew", &cell))),
        Renewed::Now | Renewed::TooEarly | Renewed::Nothing => Ok(to_table(&cell)),
    }
}

async fn ask_to_renew(
    context: RequestContext,
    Path((purpose, channel)): Named,
) -> Result<Response, AppError> {
    let cell = Cell::parse(&purpose, &channel).ok_or(AppError::NotFound)?;
    let Seen::Open(overview) = service::overview(&context).await? else { return Ok(to_table(&cell)) };
    let row = overview.rows.iter().find(|row| row.key == cell.purpose).ok_or(AppError::NotFound)?;
    if !overview.find(&cell).is_some_and(|view| view.can_renew(context.now())) {
        return Ok(to_table(&cell));
    }
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(&context, StatusCode::OK, texts::title(lang), || {
        view! { <RenewPage lang cell=&cell row token/> }
    }))
}

type Named = Path<(String, String)>;

async fn code_form(context: RequestContext, Path((purpose, channel)): Named) -> Result<Response, AppError> {
    let cell = Cell::parse(&purpose, &channel).ok_or(AppError::NotFound)?;
    match service::confirmation(&context, &cell).await? {
        Some(_) => code_page(&context, StatusCode::OK, &cell, &[]).await,
        // There is nothing to enter; the table says why.
        None => Ok(to_table(&cell)),
    }
}

/// The code, as a form sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    code: String,
    /// Which version of the text stood above it.
    version: String,
}

async fn confirm(
    context: RequestContext,
    Path((purpose, channel)): Named,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let cell = Cell::parse(&purpose, &channel).ok_or(AppError::NotFound)?;
    let messages = match service::confirm(&context, &cell, &typed.code, shown(&typed.version)).await {
        Ok(Confirmed::Given | Confirmed::GivenBefore) => return Ok(to_table(&cell)),
        Ok(refused) => problems::refused(context.lang, refused),
        Err(AppError::Invalid { fields }) => problems::typed(context.lang, &fields),
        Err(error) => return Err(error),
    };
    code_page(&context, StatusCode::UNPROCESSABLE_ENTITY, &cell, &messages).await
}

async fn code_page(
    context: &RequestContext,
    status: StatusCode,
    cell: &Cell,
    messages: &[FieldMessage],
) -> Result<Response, AppError> {
    let (title, _) = service::about(context, cell).await?.ok_or(AppError::NotFound)?;
    let waits = service::confirmation(context, cell).await?;
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(context, status, texts::confirm_title(lang), || {
        view! { <ConfirmPage lang cell title=&title waits=waits.as_ref() messages token/> }
    }))
}

async fn ask_once(context: RequestContext, Path((purpose, channel)): Named) -> Result<Response, AppError> {
    let cell = Cell::parse(&purpose, &channel).ok_or(AppError::NotFound)?;
    let (title, _) = service::about(&context, &cell).await?.ok_or(AppError::NotFound)?;
    let what_if = service::what_if(&context, &cell).await?;
    let (lang, token) = (context.lang, context.form_token());
    Ok(page::respond(&context, StatusCode::OK, texts::withdraw_title(lang), || {
        view! { <WithdrawPage lang cell=&cell title=&title what_if=&what_if token/> }
    }))
}

async fn withdraw(context: RequestContext, Path((purpose, channel)): Named) -> Result<Response, AppError> {
    let cell = Cell::parse(&purpose, &channel).ok_or(AppError::NotFound)?;
    service::withdraw(&context, &cell).await?;
    Ok(to_table(&cell))
}

async fn ask_once_about_all(context: RequestContext) -> Result<Response, AppError> {
    let overview = match service::overview(&context).await? {
        Seen::Open(overview) => overview,
        Seen::Held { until } => return Ok(held(&context, until)),
    };
    let what_if = service::what_if_all(&context).await?;
    let (lang, token) = (context.lang, context.form_token());
    let title = |cell: &Cell| {
        let row = overview.rows.iter().find(|row| row.key == cell.purpose)?;
        Some(texts::cell(lang, &row.text.title, cell.channel))
    };
    let titles = what_if.ends.iter().filter_map(title).collect();
    Ok(page::respond(&context, StatusCode::OK, texts::withdraw_all_title(lang), || {
        view! { <WithdrawAllPage lang titles what_if=&what_if token/> }
    }))
}

async fn withdraw_all(context: RequestContext) -> Result<Response, AppError> {
    service::withdraw_all(&context).await?;
    Ok(see_other("/consents"))
}

/// Which page of the timeline.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    before: Option<String>,
}

async fn history(context: RequestContext, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let number = |text: &String| text.parse().ok().filter(|number: &i64| *number >= 1);
    let before = wanted.before.as_ref().map(|text| number(text).ok_or(AppError::NotFound)).transpose()?;
    let timeline = match service::timeline(&context, before).await? {
        Seen::Open(timeline) => timeline,
        Seen::Held { until } => return Ok(held(&context, until)),
    };
    let (lang, is_first) = (context.lang, before.is_none());
    Ok(page::respond(&context, StatusCode::OK, texts::history_title(lang), || {
        view! { <TimelinePage lang timeline=&timeline is_first/> }
    }))
}

async fn text(context: RequestContext, Path((purpose, version)): Named) -> Result<Response, AppError> {
    let purpose = PurposeKey::parse(&purpose).ok_or(AppError::NotFound)?;
    let number: i64 = version.parse().map_err(|_| AppError::NotFound)?;
    // One spelling, so that nothing has two addresses.
    if number.to_string() != version {
        return Err(AppError::NotFound);
    }
    let wordings = service::wordings(&context, &purpose, number).await?;
    let lang = context.lang;
    // The title of the window is neutral: it stands in the history.
    Ok(page::respond(&context, StatusCode::OK, texts::title(lang), || {
        view! { <TextPage lang wordings=&wordings/> }
    }))
}

fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Back to the table, which says how a cell stands.
fn to_table(cell: &Cell) -> Response {
    see_other(&words::back_to(cell))
}
