//! Asking once before something is taken back.

use super::words;
use crate::{
    consents::{model::Cell, service::WhatIf, texts},
    lang::Lang,
    notices::outbox::Planned,
    ui::{
        components::ActionLink,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// One cell, and what would not be sent.
#[component]
pub fn WithdrawPage<'a>(
    lang: Lang,
    cell: &'a Cell,
    title: &'a str,
    what_if: &'a WhatIf,
    token: Option<String>,
) -> impl IntoView + use<> {
    let name = texts::cell(lang, title, cell.channel);
    let action = words::path("withdraw", cell);
    let (planned, is_on) = (planned_view(lang, &what_if.planned), !what_if.ends.is_empty());
    view! {
        <BackLink href="/consents" text=texts::back(lang)/>
        <h1>{texts::withdraw_title(lang)}</h1>
        <p class="lead">{name}</p>
        {ask(lang, is_on, planned, action, texts::withdraw_submit(lang), token)}
    }
}

/// Everything, and what would not be sent. `titles` says what each cell is called that would end.
#[component]
pub fn WithdrawAllPage<'a>(
    lang: Lang,
    titles: Vec<String>,
    what_if: &'a WhatIf,
    token: Option<String>,
) -> impl IntoView + use<> {
    let (planned, is_on) = (planned_view(lang, &what_if.planned), !what_if.ends.is_empty());
    let ends: Vec<_> = titles.into_iter().map(|title| view! { <li>{title}</li> }).collect();
    let ends = is_on.then(|| {
        view! {
            <p class="lead">{texts::withdraw_all_lead(lang)}</p>
            <h2>{texts::ends_title(lang)}</h2>
            <ul>{ends}</ul>
        }
    });
    let action = "/consents/withdraw-all".to_owned();
    view! {
        <BackLink href="/consents" text=texts::back(lang)/>
        <h1>{texts::withdraw_all_title(lang)}</h1>
        {ends}
        {ask(lang, is_on, planned, action, texts::withdraw_all_submit(lang), token)}
    }
}

fn ask(
    lang: Lang,
    is_on: bool,
    planned: impl IntoView + 'static,
    action: String,
    submit: &'static str,
    token: Option<String>,
) -> AnyView {
    if !is_on {
        return view! { <p>{texts::nothing_on(lang)}</p> }.into_any();
    }
    view! {
        {planned}
        <Form action token>
            <div class="actions">
                <SubmitButton text=submit secondary=true/>
                <ActionLink href="/consents" text=texts::keep(lang) secondary=true/>
            </div>
        </Form>
    }
    .into_any()
}

fn planned_view(lang: Lang, planned: &[Planned]) -> impl IntoView + use<> {
    let lines: Vec<_> =
        planned.iter().map(|planned| view! { <li>{words::planned(lang, planned)}</li> }).collect();
    let sentence = texts::falls_away(lang, lines.len());
    view! {
        <p>{sentence}</p>
        {(!lines.is_empty()).then(|| view! { <ul>{lines}</ul> })}
    }
}
