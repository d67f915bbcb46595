//! What the search shows: the form, and who fits.

use super::{model::Query, pages::who, problems::messages, service::Match, texts};
use crate::{
    audit::{self, pages::ReasonField, reason},
    error::FieldError,
    lang::Lang,
    ui::{
        components::{ActionLink, Notice, Tone},
        fields::{DateField, FieldKind, TextField, Width},
        form::{ErrorSummary, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// Who fits, once somebody has searched.
pub struct Hits {
    pub people: Vec<Match>,
    /// There are more than are shown.
    pub more: bool,
}

/// What whoever searches may do with it.
#[derive(Clone, Copy)]
pub struct May {
    /// They owe a reason for all they look at, and look at it only.
    pub against_reason: bool,
    /// Add somebody who was not found.
    pub add: bool,
}

/// `/staff/patients`.
#[component]
pub fn SearchPage<'a>(
    lang: Lang,
    typed: &'a Query,
    errors: &'a [FieldError],
    hits: Option<&'a Hits>,
    may: May,
    token: Option<String>,
) -> impl IntoView + use<> {
    let messages = messages(lang, errors);
    let summary = view! { <ErrorSummary lang messages=&messages/> };
    let results = hits.map(|hits| {
        let reason = may.against_reason.then(|| typed.reason.clone());
        view! { <Results lang hits reason token=token.clone()/> }
    });
    let typed = typed.clone();
    let reason = may.against_reason.then(|| {
        view! { <ReasonField lang typed=typed.reason messages=&messages/> }
    });
    let add = may.add.then(|| {
        let text = texts::add_person(lang);
        view! { <p class="actions"><ActionLink href="/staff/patients/new" text secondary=true/></p> }
    });
    view! {
        {summary}
        <h1>{texts::search_title(lang)}</h1>
        {results}
        <p class="lead">{texts::search_lead(lang)}</p>
        <Form action="/staff/patients" token>
            {reason}
            <h2>{texts::search_by_name(lang)}</h2>
            <TextField
                lang name="family_name" label=texts::family_name(lang) hint=texts::search_family_name_hint(lang)
                value=typed.family_name verbatim=true autocomplete="off" messages=&messages
            />
            <DateField
                lang name="birth_date" legend=texts::birth_date(lang) hint=texts::search_birth_date_hint(lang)
                day=typed.birth_date_day month=typed.birth_date_month year=typed.birth_date_year messages=&messages
            />
            <h2>{texts::search_by_other(lang)}</h2>
            <TextField
                lang name="email" label=texts::email(lang) value=typed.email kind=FieldKind::Email
                autocomplete="off" messages=&messages
            />
            <TextField
                lang name="phone" label=texts::phone(lang) value=typed.phone kind=FieldKind::Phone
                width=Width::Medium autocomplete="off" messages=&messages
            />
            <TextField
                lang name="insurance_number" label=texts::insurance_number(lang) value=typed.insurance_number
                kind=FieldKind::Code width=Width::Medium autocomplete="off" messages=&messages
            />
            <TextField
                lang name="patient_number" label=texts::patient_number(lang) value=typed.patient_number
                hint=texts::patient_number_hint(lang) kind=FieldKind::Code width=Width::Medium
                autocomplete="off" messages=&messages
            />
            <SubmitButton text=texts::search_submit(lang)/>
        </Form>
        {add}
    }
}

/// Who fits; with a `reason`, what may be looked at against it.
#[component]
fn Results<'a>(
    lang: Lang,
    hits: &'a Hits,
    reason: Option<String>,
    token: Option<String>,
) -> impl IntoView + use<> {
    if hits.people.is_empty() {
        return view! {
            <Notice tone=Tone::Info title=texts::no_hits_title(lang)>
                <p>{texts::no_hits_text(lang)}</p>
            </Notice>
        }
        .into_any();
    }
    let people: Vec<_> = hits
        .people
        .iter()
        .map(|found| {
            let href = format!("/staff/patients/{}", found.person);
            let ways = match &reason {
                None => view! {
                    <a class="button button-secondary" href=href>{texts::open_person(lang)}</a>
                }
                .into_any(),
                Some(reason) => [
                    (href.clone(), texts::show_details(lang)),
                    (format!("{href}/access-log"), audit::texts::show_log(lang)),
                ]
                .map(|(action, text)| view! { <Against action reason=reason.clone() text token=token.clone()/> })
                .collect_view()
                .into_any(),
            };
            view! { <li><div>{who(lang, found)}</div>{ways}</li> }
        })
        .collect();
    view! {
        <h2>{texts::hits_title(lang)}</h2>
        {hits.more.then(|| view! { <p>{texts::hits_more(lang)}</p> })}
        <ul class="item-list">{people}</ul>
    }
    .into_any()
}

/// One thing that is shown against the reason the search was made for.
#[component]
fn Against(
    #[prop(into)] action: String,
    reason: String,
    text: &'static str,
    token: Option<String>,
) -> impl IntoView {
    view! {
        <Form action token>
            <input type="hidden" name=reason::FIELD value=reason/>
            <SubmitButton text secondary=true/>
        </Form>
    }
}
