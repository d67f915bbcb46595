//! What the pages of calls show.

use super::{
    service::{Call, Outcome},
    texts,
};
use crate::{
    lang::Lang,
    notices::texts::good_until,
    ui::{
        components::{Card, Notice, Tone},
        date::at_in_words,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/staff/calls`; `news` says what was just done, with a title.
#[component]
pub(super) fn CallsPage(
    lang: Lang,
    waiting: i64,
    news: Option<(&'static str, &'static str)>,
    token: Option<String>,
) -> impl IntoView {
    let content = match waiting {
        0 => view! { <p>{texts::none(lang)}</p> }.into_any(),
        count => view! {
            <p>{texts::waiting(lang, count)}</p>
            <p>{texts::audit_hint(lang)}</p>
            <Form action="/staff/calls" token><SubmitButton text=texts::take(lang)/></Form>
        }
        .into_any(),
    };
    view! {
        <BackLink href="/staff" text=texts::back(lang)/>
        <h1>{texts::title(lang)}</h1>
        {news.map(|(title, text)| view! { <Notice tone=Tone::Info title><p role="status">{text}</p></Notice> })}
        <p class="lead">{texts::lead(lang)}</p>
        {content}
    }
}

/// `/staff/calls/{id}`: whom to call, what to say, and what came of it.
#[component]
pub(super) fn CallPage<'a>(lang: Lang, call: &'a Call, token: Option<String>) -> impl IntoView + use<> {
    let (name, number) = (call.name.expose().clone(), call.number.expose().clone());
    let dial =
        format!("tel:{}", number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>());
    let spoken = match call.lang {
        Lang::De => texts::speak_german(lang),
        Lang::En => texts::speak_english(lang),
    };
    let code = call.template.code().map(|code| {
        let (code, until) = (code.in_groups(), call.until.map(|until| at_in_words(until, lang)));
        view! {
            <p>{texts::code_label(lang)} ": " <strong class="code">{code}</strong></p>
            {until.map(|until| view! { <p>{good_until(lang, &until)}</p> })}
        }
    });
    let attempts = (call.attempts > 0)
        .then(|| view! { <p class="item-detail">{texts::attempts(lang, call.attempts)}</p> });
    let buttons: Vec<_> =
        [(Outcome::Reached, false), (Outcome::NotReached, true), (Outcome::WrongNumber, true)]
            .into_iter()
            .map(|(outcome, secondary)| {
                let (text, value) = (texts::outcome(lang, outcome), outcome.as_str());
                view! { <SubmitButton text secondary name="outcome" value/> " " }
            })
            .collect();
    let script = texts::script(call.lang, &call.template);
    let contact = call.contact.to_string();
    let foreign = (call.lang != lang).then(|| call.lang.tag());
    view! {
        <BackLink href="/staff/calls" text=texts::back_list(lang)/>
        <h1>{texts::call_title(lang)}</h1>
        <dl class="summary">
            <div class="summary-row"><dt>{texts::person(lang)}</dt><dd><bdi>{name}</bdi></dd></div>
            <div class="summary-row"><dt>{texts::number(lang)}</dt><dd><a href=dial><bdi>{number}</bdi></a></dd></div>
        </dl>
        {attempts}
        <p><strong>{spoken}</strong></p>
        <Card title=texts::first_title(lang)>
            <p>{texts::first(lang)}</p>
            <p>{texts::otherwise(lang)}</p>
        </Card>
        <Card title=texts::then_title(lang)>
            <p lang=foreign>{script}</p>
            {code}
        </Card>
        <h2>{texts::outcome_title(lang)}</h2>
        <Form action=format!("/staff/calls/{}", call.id) token>
            <input type="hidden" name="contact" value=contact/>
            <p class="actions">{buttons}</p>
        </Form>
    }
}
