//! What the page of sending shows, and the start page of it.

use super::{
    service::{Brief, Overview},
    texts,
};
use crate::{
    backend::{mail::Way, queue::Dead},
    lang::Lang,
    notices::{model::Channel, texts as notice_texts},
    ui::{
        components::{Card, Notice, Tone},
        date::at_in_words,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/staff/sending`.
#[component]
pub(super) fn SendingPage<'a>(
    lang: Lang,
    overview: &'a Overview,
    done: bool,
    token: Option<String>,
) -> impl IntoView + use<> {
    let way = match overview.way {
        Way::Smtp => {
            view! { <Card title=texts::way_title(lang)><p>{texts::way_smtp(lang)}</p></Card> }.into_any()
        }
        Way::Folder => folder(lang).into_any(),
    };
    let done = done.then(|| {
        view! { <Notice tone=Tone::Info title=texts::done(lang)><p>{texts::retried(lang)}</p></Notice> }
    });
    view! {
        <BackLink href="/staff" text=texts::back(lang)/>
        <h1>{texts::title(lang)}</h1>
        {done}
        <p class="lead">{texts::lead(lang)}</p>
        {way}
        <Card title=texts::sms_title(lang)><p>{texts::sms_text(lang)}</p></Card>
        <h2>{texts::waiting_title(lang)}</h2>
        {waiting(lang, &overview.waiting)}
        <h2 id="given-up">{texts::dead_title(lang)}</h2>
        {given_up(lang, overview, token)}
    }
}

fn folder(lang: Lang) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warning title=texts::way_folder_title(lang)>
            <p>{texts::way_folder(lang)}</p>
        </Notice>
    }
}

fn waiting(lang: Lang, counts: &[(Channel, i64)]) -> AnyView {
    if counts.is_empty() {
        return view! { <p>{texts::waiting_none(lang)}</p> }.into_any();
    }
    let in_order = Channel::ALL.into_iter().filter_map(|channel| {
        counts.iter().find(|(counted, _)| *counted == channel).map(|(_, count)| (channel, *count))
    });
    let rows: Vec<_> = in_order
        .map(|(channel, count)| {
            let name = notice_texts::channel(lang, channel);
            view! { <div class="summary-row"><dt>{name}</dt><dd>{count}</dd></div> }
        })
        .collect();
    view! { <p>{texts::waiting_text(lang)}</p><dl class="summary" id="waiting">{rows}</dl> }.into_any()
}

fn given_up(lang: Lang, overview: &Overview, token: Option<String>) -> AnyView {
    if overview.dead.is_empty() {
        return view! { <p>{texts::dead_none(lang)}</p> }.into_any();
    }
    let more = usize::try_from(overview.given_up).is_ok_and(|count| count > overview.dead.len());
    let more = more.then(|| view! { <p>{texts::more(lang, overview.given_up)}</p> });
    let entries: Vec<_> = overview.dead.iter().map(|dead| entry(lang, dead, token.clone())).collect();
    view! { <p>{texts::dead_text(lang)}</p>{more}<ul class="item-list">{entries}</ul> }.into_any()
}

fn entry(lang: Lang, dead: &Dead, token: Option<String>) -> impl IntoView + use<> {
    let action = format!("/staff/sending/{}", dead.id);
    let when = texts::given_up_at(lang, &at_in_words(dead.failed_at, lang), dead.attempts);
    let code = dead.failure.clone();
    view! {
        <li>
            <div>
                <h3>{texts::kind(lang, &dead.kind)}</h3>
                <p>{texts::failure(lang, &dead.failure)} " " <code>{code}</code></p>
                <p class="item-detail">{when}</p>
            </div>
            <Form action token><SubmitButton text=texts::retry(lang) secondary=true/></Form>
        </li>
    }
}

/// On the start page: that something was given up, and that mails become files. Nothing when all is well.
#[component]
pub fn SendingNotice(lang: Lang, brief: Brief) -> impl IntoView {
    let lost = (brief.given_up > 0).then(|| {
        view! {
            <Notice tone=Tone::Warning title=texts::notice_title(lang)>
                <p>
                    {texts::given_up(lang, brief.given_up)} " "
                    <a href="/staff/sending#given-up">{texts::notice_link(lang)}</a>
                </p>
            </Notice>
        }
    });
    view! { {lost} {(brief.way == Way::Folder).then(|| folder(lang))} }
}
