//! The access log: `/me/access-log`, and the same of a patient for whoever states a reason.

use super::{
    Entry, Reading,
    access_log::{AccessLog, Cursor},
    reason, texts,
};
use crate::{
    error::FieldError,
    ids::PersonId,
    lang::Lang,
    time::Timestamp,
    ui::{
        components::{Card, Notice, Tone},
        date::at_in_words,
        fields::{TextField, Width},
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// Who looked at one's data, newest first.
#[component]
pub fn AccessLogPage<'a>(lang: Lang, log: &'a AccessLog, cursor: Cursor) -> impl IntoView + use<> {
    let is_first = cursor == Cursor::NEWEST;
    view! {
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        <p>{texts::own_reading(lang)}</p>
        <p>{texts::lists(lang)}</p>
        <Lines lang log is_first/>
        {(!is_first).then(|| view! { <p><a href="/me/access-log">{texts::newest(lang)}</a></p> })}
        {log.older.map(|older| {
            let href = format!("/me/access-log?older={older}");
            view! { <p><a href=href rel="next">{texts::older(lang)}</a></p> }
        })}
        <Card title=texts::questions_title(lang)>
            <p>{texts::questions(lang)} " " <a href="/privacy">{crate::ui::texts::privacy(lang)}</a></p>
        </Card>
    }
}

/// What stands in its place in the first day after a second invitation.
#[component]
pub fn HeldPage(lang: Lang, until: Timestamp) -> impl IntoView {
    let text = texts::held_text(lang, &at_in_words(until, lang));
    view! {
        <h1>{texts::title(lang)}</h1>
        <Notice tone=Tone::Info title=texts::held_title(lang)>
            <p>{text}</p>
        </Notice>
    }
}

/// The same log for whoever has stated a reason; every further page is another reading, against the same reason.
#[component]
pub fn PatientsLogPage<'a>(
    lang: Lang,
    person: PersonId,
    log: &'a AccessLog,
    reason: String,
    token: Option<String>,
) -> impl IntoView + use<> {
    view! {
        <BackLink href="/staff/patients" text=texts::back_to_search(lang)/>
        <h1>{texts::of_patient_title(lang)}</h1>
        <p class="lead">{texts::of_patient_lead(lang)}</p>
        <Lines lang log is_first=true/>
        {log.older.map(|older| view! {
            <Form action=format!("/staff/patients/{person}/access-log") token>
                <input type="hidden" name=reason::FIELD value=reason/>
                <input type="hidden" name="older" value=older.to_string()/>
                <SubmitButton text=texts::older(lang) secondary=true/>
            </Form>
        })}
    }
}

/// Asks for the reason; `action` shows what it is needed for, and `submit` names that.
#[component]
pub fn ReasonPage<'a>(
    lang: Lang,
    #[prop(into)] action: String,
    submit: &'static str,
    typed: String,
    errors: &'a [FieldError],
    token: Option<String>,
) -> impl IntoView + use<> {
    let messages = reason_messages(lang, errors);
    view! {
        <ErrorSummary lang messages=&messages/>
        <BackLink href="/staff/patients" text=texts::back_to_search(lang)/>
        <h1>{texts::reason_title(lang)}</h1>
        <p class="lead">{texts::reason_lead(lang)}</p>
        <Form action token>
            <ReasonField lang typed messages=&messages/>
            <SubmitButton text=submit/>
        </Form>
    }
}

/// The field for the reason, for forms that need one beside other things.
#[component]
pub fn ReasonField<'a>(lang: Lang, typed: String, messages: &'a [FieldMessage]) -> impl IntoView + use<> {
    view! {
        <TextField
            lang name=reason::FIELD label=texts::reason_label(lang) hint=texts::reason_hint(lang) value=typed
            width=Width::Long autocomplete="off" messages
        />
    }
}

/// What is wrong with the reason, if that is what is wrong.
pub fn reason_messages(lang: Lang, errors: &[FieldError]) -> Vec<FieldMessage> {
    errors
        .iter()
        .filter(|error| error.field == reason::FIELD)
        .map(|error| FieldMessage {
            field: reason::FIELD,
            text: texts::reason_problem(error.code)(lang).to_owned(),
        })
        .collect()
}

/// The entries themselves, or that there are none.
#[component]
pub fn Lines<'a>(lang: Lang, log: &'a AccessLog, is_first: bool) -> impl IntoView + use<> {
    if log.readings.is_empty() {
        return match is_first {
            true => {
                view! { <Card title=texts::none_title(lang)><p>{texts::none(lang)}</p></Card> }.into_any()
            }
            false => view! { <p>{texts::no_older(lang)}</p> }.into_any(),
        };
    }
    let lines: Vec<_> = log.readings.iter().map(|reading| line(lang, reading)).collect();
    view! { <ol class="item-list">{lines}</ol> }.into_any()
}

fn line(lang: Lang, reading: &Reading) -> AnyView {
    match reading {
        Reading::Entry(entry) => entry_line(lang, entry).into_any(),
        Reading::Unreadable => {
            view! { <li><p class="item-detail">{texts::unreadable(lang)}</p></li> }.into_any()
        }
        Reading::Altered => view! { <li><p><strong>{texts::altered(lang)}</strong></p></li> }.into_any(),
    }
}

fn entry_line(lang: Lang, entry: &Entry) -> impl IntoView + use<> {
    let sentence = texts::sentence(lang, &entry.actor, entry.action);
    let category = texts::category(lang, entry.category);
    let when = at_in_words(entry.at, lang);
    let reason = entry.reason.as_ref().map(|reason| {
        let reason = reason.expose().clone();
        view! { <p>{texts::reason(lang)} " " <bdi>{reason}</bdi></p> }
    });
    let changed = (!entry.changed.is_empty()).then(|| {
        let details: Vec<_> = entry.changed.iter().map(|detail| texts::detail(lang, *detail)).collect();
        view! { <p>{texts::changed(lang)} " " {details.join(", ")}</p> }
    });
    view! {
        <li>
            <div>
                <p><bdi>{sentence}</bdi></p>
                {changed}
                {reason}
                <p class="item-detail">{when} " · " {category}</p>
            </div>
        </li>
    }
}
