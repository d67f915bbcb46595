//! The paths of one's own consents. No path says what anybody has decided.

use super::{
    model::{Cell, PurposeKey},
    pages::{
        self, ConfirmPage, HeldPage, HistoryPage, NothingWaits, Problem, TablePage, TextPage,
        WithdrawAllPage, WithdrawPage,
    },
    service::{self, Asked, CODE_FIELD, CellView, Confirmed, Overview, Renewed, Seen, SwitchedOff},
    texts,
};
use crate::{
    backend::{context::RequestContext, policy::Action, routes::Routes},
    error::AppError,
    notices::model::Channel,
    ui::{form::FieldMessage, page},
};
use axum::{
    Form, Json,
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub fn routes() -> Routes {
    let action = Action::DecideConsents;
    Routes::new()
        .get("/consents", action, table)
        .post("/consents/purposes/{purpose}", action, save)
        .post("/consents/toggle/{purpose}/{channel}", action, toggle)
        .get("/consents/confirm/{purpose}/{channel}", action, confirm_form)
        .post("/consents/confirm/{purpose}/{channel}", action, confirm)
        .post("/consents/confirm/{purpose}/{channel}/again", action, again)
        .post("/consents/renew/{purpose}/{channel}", action, renew)
        .get("/consents/withdraw/{purpose}/{channel}", action, withdraw_form)
        .post("/consents/withdraw/{purpose}/{channel}", action, withdraw)
        .get("/consents/withdraw-all", action, withdraw_all_form)
        .post("/consents/withdraw-all", action, withdraw_all)
        .get("/consents/history", action, history)
        .get("/consents/texts/{purpose}/{version}", action, text)
        .merge(super::export::routes::routes())
}

fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

fn held(context: &RequestContext, title: &'static str, until: crate::time::Timestamp) -> Response {
    let lang = context.lang;
    page::respond(context, StatusCode::OK, title, || view! { <HeldPage lang title until/> })
}

/// A cell as a path names it.
fn cell((purpose, channel): (String, String)) -> Result<Cell, AppError> {
    let purpose = PurposeKey::parse(&purpose).ok_or(AppError::NotFound)?;
    Ok(Cell { purpose, channel: Channel::parse(&channel).ok_or(AppError::NotFound)? })
}

/// One cell of the table with the title of its purpose.
async fn about(context: &RequestContext, cell: &Cell) -> Result<(String, CellView), AppError> {
    service::about(context, cell).await?.ok_or(AppError::NotFound)
}

async fn table(context: RequestContext) -> Result<Response, AppError> {
    show(&context, StatusCode::OK, &[]).await
}

async fn show(
    context: &RequestContext,
    status: StatusCode,
    problems: &[Problem],
) -> Result<Response, AppError> {
    let (lang, now, token) = (context.lang, context.now(), context.form_token());
    Ok(match service::overview(context).await? {
        Seen::Held { until } => held(context, texts::title(lang), until),
        Seen::Open(overview) => page::respond(context, status, texts::title(lang), || {
            view! { <TablePage lang overview=&overview now problems token/> }
        }),
    })
}

/// Which boxes of a purpose are ticked.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Ticks {
    portal: String,
    email: String,
    sms: String,
    phone: String,
    letter: String,
}

impl Ticks {
    fn has(&self, channel: Channel) -> bool {
        let value = match channel {
            Channel::Portal => &self.portal,
            Channel::Email => &self.email,
            Channel::Sms => &self.sms,
            Channel::Phone => &self.phone,
            Channel::Letter => &self.letter,
        };
        value == "yes"
    }
}

/// The boxes of one purpose, as a form sends them without JavaScript: what differs from what holds is changed.
async fn save(
    context: RequestContext,
    Path(purpose): Path<String>,
    Form(ticks): Form<Ticks>,
) -> Result<Response, AppError> {
    let purpose = PurposeKey::parse(&purpose).ok_or(AppError::NotFound)?;
    let overview = match service::overview(&context).await? {
        Seen::Open(overview) => overview,
        Seen::Held { until } => return Ok(held(&context, texts::title(context.lang), until)),
    };
    let row = overview.rows.iter().find(|row| row.key == purpose).ok_or(AppError::NotFound)?;
    let (mut problems, mut code, mut asks) = (Vec::new(), None, None);
    for view in &row.cells {
        let wanted = ticks.has(view.cell.channel);
        if wanted && view.can_begin() {
            let asked = service::switch_on(&context, &view.cell).await?;
            if asked == Asked::CodeSent {
                code.get_or_insert_with(|| view.cell.clone());
            }
            let about = format!("{} {}", row.text.title, texts::by(context.lang, view.cell.channel));
            problems.extend(texts::not_on(context.lang, asked).map(|why| Problem { about, why }));
        } else if !wanted
            && view.is_on()
            && view.can_end()
            && service::switch_off(&context, &view.cell).await? == SwitchedOff::Asks
        {
            asks.get_or_insert_with(|| view.cell.clone());
        }
    }
    let path = |what: &str, cell: &Cell| {
        format!("/consents/{what}/{}/{}", cell.purpose.as_str(), cell.channel.as_str())
    };
    Ok(match (problems.is_empty(), asks, code) {
        (false, ..) => return show(&context, UNPROCESSABLE, &problems).await,
        (true, Some(cell), _) => see_other(&path("withdraw", &cell)),
        (true, None, Some(cell)) => see_other(&path("confirm", &cell)),
        (true, None, None) => see_other(&format!("/consents#purpose-{}", purpose.as_str())),
    })
}

/// A tick as the island sends it.
#[derive(Deserialize)]
struct Tick {
    on: bool,
}

/// What has become of it.
#[derive(Serialize)]
struct Ticked {
    on: bool,
    /// What stands beside the box now.
    state: String,
    /// The same for those who do not see where it stands.
    said: String,
    /// The page to go to, where something is to be entered or asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

async fn toggle(
    context: RequestContext,
    Path(path): Path<(String, String)>,
    Json(tick): Json<Tick>,
) -> Result<Json<Ticked>, AppError> {
    let cell = cell(path)?;
    let (lang, place) = (context.lang, format!("{}/{}", cell.purpose.as_str(), cell.channel.as_str()));
    let (next, problem) = if tick.on {
        let asked = service::switch_on(&context, &cell).await?;
        ((asked == Asked::CodeSent).then(|| format!("/consents/confirm/{place}")), texts::not_on(lang, asked))
    } else {
        let off = service::switch_off(&context, &cell).await?;
        ((off == SwitchedOff::Asks).then(|| format!("/consents/withdraw/{place}")), None)
    };
    let overview = match service::overview(&context).await? {
        Seen::Open(overview) => overview,
        Seen::Held { .. } => return Err(AppError::NotFound),
    };
    let (title, class, view) = found(&overview, &cell).ok_or(AppError::NotFound)?;
    let state = pages::state(lang, class, view);
    let said = pages::said(lang, title, cell.channel, problem.as_deref().unwrap_or(&state));
    let on = matches!(view.standing, super::model::Standing::Active { .. });
    Ok(Json(Ticked { on, state: problem.unwrap_or(state), said, next }))
}

fn found<'a>(
    overview: &'a Overview,
    cell: &Cell,
) -> Option<(&'a str, crate::notices::model::Class, &'a CellView)> {
    let row = overview.rows.iter().find(|row| row.key == cell.purpose)?;
    let view = row.cells.iter().find(|view| view.cell == *cell)?;
    Some((row.text.title.as_str(), row.class, view))
}

async fn confirm_form(
    context: RequestContext,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    show_confirm(&context, &cell(path)?, StatusCode::OK, None).await
}

/// The code, or why there is none to enter.
async fn show_confirm(
    context: &RequestContext,
    cell: &Cell,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let (_, view) = about(context, cell).await?;
    let (lang, token) = (context.lang, context.form_token());
    let waiting = service::confirmation(context, cell).await?;
    Ok(match waiting.filter(|waiting| waiting.tries_left > 0) {
        Some(waiting) => {
            let messages: Vec<_> =
                problem.into_iter().map(|text| FieldMessage { field: CODE_FIELD, text }).collect();
            page::respond(context, status, texts::confirm_title(lang), || {
                view! { <ConfirmPage lang waiting=&waiting messages=&messages token/> }
            })
        }
        None => {
            let again = view.can_begin().then(|| {
                format!("/consents/confirm/{}/{}/again", cell.purpose.as_str(), cell.channel.as_str())
            });
            page::respond(context, status, texts::confirm_title(lang), || {
                view! { <NothingWaits lang again message=problem token/> }
            })
        }
    })
}

/// A code as typed; it never comes back.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    code: String,
}

async fn confirm(
    context: RequestContext,
    Path(path): Path<(String, String)>,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let cell = cell(path)?;
    let problem = match service::confirm(&context, &cell, &form.code).await {
        Ok(outcome @ (Confirmed::Given | Confirmed::GivenBefore)) => {
            debug_assert!(texts::wrong_code(context.lang, outcome).is_none());
            return Ok(see_other(&pages::place(&cell)));
        }
        Ok(outcome) => texts::wrong_code(context.lang, outcome),
        Err(AppError::Invalid { fields }) => {
            fields.first().map(|field| texts::code_problem(context.lang, field.code).to_owned())
        }
        Err(other) => return Err(other),
    };
    show_confirm(&context, &cell, UNPROCESSABLE, problem).await
}

/// Another code for the same.
async fn again(context: RequestContext, Path(path): Path<(String, String)>) -> Result<Response, AppError> {
    let cell = cell(path)?;
    let asked = service::switch_on(&context, &cell).await?;
    let problem = texts::not_on(context.lang, asked);
    Ok(match (asked, problem) {
        (Asked::CodeSent, _) => {
            see_other(&format!("/consents/confirm/{}/{}", cell.purpose.as_str(), cell.channel.as_str()))
        }
        (_, None) => see_other(&pages::place(&cell)),
        (_, problem) => return show_confirm(&context, &cell, UNPROCESSABLE, problem).await,
    })
}

async fn renew(context: RequestContext, Path(path): Path<(String, String)>) -> Result<Response, AppError> {
    let cell = cell(path)?;
    // Whatever became of it, the table says what holds.
    let (Renewed::Now | Renewed::TooEarly | Renewed::Nothing) = service::renew(&context, &cell).await?;
    Ok(see_other(&pages::place(&cell)))
}

async fn withdraw_form(
    context: RequestContext,
    Path(path): Path<(String, String)>,
) -> Result<Response, AppError> {
    let cell = cell(path)?;
    let (title, _) = about(&context, &cell).await?;
    let what_if = service::what_if(&context, &cell).await?;
    let (lang, token) = (context.lang, context.form_token());
    let action = format!("/consents/withdraw/{}/{}", cell.purpose.as_str(), cell.channel.as_str());
    let about = format!("{title} {}", texts::by(lang, cell.channel));
    Ok(page::respond(&context, StatusCode::OK, texts::withdraw_title(lang), || {
        view! { <WithdrawPage lang action about what_if=&what_if token/> }
    }))
}

async fn withdraw(context: RequestContext, Path(path): Path<(String, String)>) -> Result<Response, AppError> {
    let cell = cell(path)?;
    service::withdraw(&context, &cell).await?;
    Ok(see_other(&pages::place(&cell)))
}

async fn withdraw_all_form(context: RequestContext) -> Result<Response, AppError> {
    let (lang, token) = (context.lang, context.form_token());
    let overview = match service::overview(&context).await? {
        Seen::Open(overview) => overview,
        Seen::Held { until } => return Ok(held(&context, texts::withdraw_all_title(lang), until)),
    };
    let what_if = service::what_if_all(&context).await?;
    let words = |cell: &Cell| {
        let (title, ..) = found(&overview, cell)?;
        Some(format!("{title} {}", texts::by(lang, cell.channel)))
    };
    let ends = what_if.ends.iter().filter_map(words).collect();
    Ok(page::respond(&context, StatusCode::OK, texts::withdraw_all_title(lang), || {
        view! { <WithdrawAllPage lang ends what_if=&what_if token/> }
    }))
}

async fn withdraw_all(context: RequestContext) -> Result<Response, AppError> {
    service::withdraw_all(&context).await?;
    Ok(see_other("/consents"))
}

/// Which page of the history.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    before: Option<String>,
}

async fn history(context: RequestContext, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let before = wanted.before.map(|text| number(&text)).transpose()?;
    let lang = context.lang;
    Ok(match service::timeline(&context, before).await? {
        Seen::Held { until } => held(&context, texts::history_title(lang), until),
        Seen::Open(timeline) => page::respond(&context, StatusCode::OK, texts::history_title(lang), || {
            view! { <HistoryPage lang timeline=&timeline is_first={before.is_none()}/> }
        }),
    })
}

async fn text(
    context: RequestContext,
    Path((purpose, version)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let purpose = PurposeKey::parse(&purpose).ok_or(AppError::NotFound)?;
    let of = service::wordings(&context, &purpose, number(&version)?).await?;
    let lang = context.lang;
    let wording = of.texts.iter().find(|text| text.lang == lang).ok_or(AppError::NotFound)?;
    // The title of the window is neutral: it stands in the history.
    Ok(page::respond(&context, StatusCode::OK, texts::title(lang), || {
        view! { <TextPage lang wording of=&of/> }
    }))
}

/// A number as we write it; anything else names nothing.
fn number(text: &str) -> Result<i64, AppError> {
    let number: i64 = text.parse().map_err(|_| AppError::NotFound)?;
    (number > 0 && number.to_string() == text).then_some(number).ok_or(AppError::NotFound)
}
