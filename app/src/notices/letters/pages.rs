//! What the page of letters shows.

use super::{
    service::{Batch, MOST, Overview},
    texts,
};
use crate::{
    lang::Lang,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/staff/post`; `news` says what was just done.
#[component]
pub(super) fn LettersPage<'a>(
    lang: Lang,
    overview: &'a Overview,
    news: Option<&'static str>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let waiting = match overview.waiting {
        0 => view! { <p>{texts::waiting_none(lang)}</p> }.into_any(),
        count => view! {
            <p>{texts::waiting(lang, count)}</p>
            <p>{texts::audit_hint(lang)}</p>
            <Form action="/staff/post" token=token.clone()>
                <SubmitButton text=texts::print(lang, count.min(MOST))/>
            </Form>
        }
        .into_any(),
    };
    let batches: Vec<_> = overview.batches.iter().map(|batch| one(lang, batch, token.clone())).collect();
    let batches = match batches.is_empty() {
        true => view! { <p>{texts::batches_none(lang)}</p> }.into_any(),
        false => view! { <ul class="item-list">{batches}</ul> }.into_any(),
    };
    view! {
        <BackLink href="/staff" text=texts::back(lang)/>
        <h1>{texts::title(lang)}</h1>
        {news.map(|text| view! { <Notice tone=Tone::Info title=texts::done(lang)><p>{text}</p></Notice> })}
        <p class="lead">{texts::lead(lang)}</p>
        <h2>{texts::waiting_title(lang)}</h2>
        {waiting}
        <h2>{texts::batches_title(lang)}</h2>
        {batches}
    }
}

fn one(lang: Lang, batch: &Batch, token: Option<String>) -> impl IntoView + use<> {
    let path = format!("/staff/post/{}", batch.id);
    let posted = format!("{path}/posted");
    let about = texts::batch(lang, &at_in_words(batch.made_at, lang), batch.made_by.expose(), batch.letters);
    let called_off = (!batch.called_off.is_empty())
        .then(|| view! { <p><strong>{texts::called_off(lang, &batch.called_off)}</strong></p> });
    let end = match batch.is_printed {
        true => view! {
            <p class="hint">{texts::posted_hint(lang)}</p>
            <Form action=posted token><SubmitButton text=texts::posted(lang) secondary=true/></Form>
        }
        .into_any(),
        false => view! { <p>{texts::not_printed(lang)}</p> }.into_any(),
    };
    view! {
        <li>
            <div>
                <p><bdi>{about}</bdi></p>
                {called_off}
                <p><a href=path download="">{texts::download(lang)}</a></p>
                {end}
            </div>
        </li>
    }
}
