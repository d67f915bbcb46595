//! `/consents/withdraw/…` and `/consents/withdraw-all`: asks once, and says what will not be sent.

use super::HOME;
use crate::{
    consents::{service::WhatIf, texts},
    lang::Lang,
    notices::outbox::Planned,
    ui::{
        date::at_in_words,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// Asks once before one consent ends; `about` is what it is, in words.
#[component]
pub fn WithdrawPage<'a>(
    lang: Lang,
    action: String,
    about: String,
    what_if: &'a WhatIf,
    token: Option<String>,
) -> impl IntoView + use<> {
    let content = if what_if.ends.is_empty() {
        view! { <p>{texts::withdraw_nothing(lang)}</p> }.into_any()
    } else {
        view! { {effect(lang, &what_if.planned)} {choice(lang, action, token)} }.into_any()
    };
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{texts::withdraw_title(lang)}</h1>
        <p><strong>{about}</strong></p>
        {content}
    }
}

/// Asks once before everything ends; `ends` are what they are, in words.
#[component]
pub fn WithdrawAllPage<'a>(
    lang: Lang,
    ends: Vec<String>,
    what_if: &'a WhatIf,
    token: Option<String>,
) -> impl IntoView + use<> {
    let content = if ends.is_empty() {
        view! { <p>{texts::withdraw_nothing(lang)}</p> }.into_any()
    } else {
        let ends: Vec<_> = ends.into_iter().map(|words| view! { <li>{words}</li> }).collect();
        view! {
            <p>{texts::withdraw_ends(lang)}</p>
            <ul>{ends}</ul>
            {effect(lang, &what_if.planned)}
            {choice(lang, "/consents/withdraw-all".to_owned(), token)}
        }
        .into_any()
    };
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{texts::withdraw_all_title(lang)}</h1>
        {content}
    }
}

fn effect(lang: Lang, planned: &[Planned]) -> impl IntoView + use<> {
    let lines: Vec<_> =
        planned.iter().map(|planned| view! { <li>{at_in_words(planned.due_at, lang)}</li> }).collect();
    let lost = if lines.is_empty() {
        view! { <p>{texts::nothing_planned(lang)}</p> }.into_any()
    } else {
        view! { <p>{texts::planned(lang, lines.len())}</p><ul>{lines}</ul> }.into_any()
    };
    view! { {lost} <p>{texts::withdraw_effect(lang)}</p> }
}

/// Both answers weigh the same.
fn choice(lang: Lang, action: String, token: Option<String>) -> impl IntoView {
    view! {
        <div class="actions">
            <Form action token><SubmitButton text=texts::withdraw_submit(lang) secondary=true/></Form>
            <a class="button button-secondary" href=HOME>{texts::withdraw_keep(lang)}</a>
        </div>
    }
}
