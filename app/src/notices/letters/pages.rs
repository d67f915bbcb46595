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

/// `/staff/post`; `news` says what was just done, with a title.
#[component]
pub(super) fn LettersPage<'a>(
    lang: Lang,
    overview: &'a Overview,
    news: Option<(&'static str, &'static str)>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let waiting = match overview.waiting {
        0 => view! { <p>{texts::waiting_none(lang)}</p> }.into_any(),
        count => view! {
            <p>{texts::waiting(lang, count)}</p>
            <p>{texts::audit_hint(lang)}</p>
            <Form action="/staff/post" token>
                <SubmitButton text=texts::print(lang, count.min(MOST))/>
            </Form>
        }
        .into_any(),
    };
    let batches: Vec<_> = overview.batches.iter().map(|batch| one(lang, batch)).collect();
    let batches = match batches.is_empty() {
        true => view! { <p>{texts::batches_none(lang)}</p> }.into_any(),
        false => view! { <ul class="item-list">{batches}</ul> }.into_any(),
    };
    view! {
        <BackLink href="/staff" text=texts::back(lang)/>
        <h1>{texts::title(lang)}</h1>
        {news.map(|(title, text)| view! { <Notice tone=Tone::Info title><p role="status">{text}</p></Notice> })}
        <p class="lead">{texts::lead(lang)}</p>
        <h2>{texts::waiting_title(lang)}</h2>
        {waiting}
        <h2>{texts::batches_title(lang)}</h2>
        {batches}
    }
}

/// `/staff/post/{id}/posted`: asks before a batch counts as sent.
#[component]
pub(super) fn PostedPage<'a>(lang: Lang, batch: &'a Batch, token: Option<String>) -> impl IntoView + use<> {
    view! {
        <BackLink href="/staff/post" text=texts::back_list(lang)/>
        <h1>{texts::posted_title(lang)}</h1>
        <p class="lead"><bdi>{about(lang, batch)}</bdi></p>
        {warning(lang, batch)}
        <p>{texts::posted_hint(lang)}</p>
        <Form action=posted(batch) token><SubmitButton text=texts::posted(lang)/></Form>
    }
}

fn one(lang: Lang, batch: &Batch) -> impl IntoView + use<> {
    let path = format!("/staff/post/{}", batch.id);
    // Several batches have the same links; which one is meant stands in the sentence above them.
    let name = format!("batch-{}", batch.id);
    let end = match batch.is_printed {
        true => view! {
            <p><a href=posted(batch) aria-describedby=name.clone()>{texts::ask_posted(lang)}</a></p>
        }
        .into_any(),
        false => view! { <p>{texts::not_printed(lang)}</p> }.into_any(),
    };
    view! {
        <li>
            <div>
                <p id=name.clone()><bdi>{about(lang, batch)}</bdi></p>
                {warning(lang, batch)}
                <p><a href=path download="" aria-describedby=name>{texts::download(lang)}</a></p>
                {end}
            </div>
        </li>
    }
}

fn about(lang: Lang, batch: &Batch) -> String {
    texts::batch(lang, &at_in_words(batch.made_at, lang), batch.made_by.expose(), batch.letters)
}

fn warning(lang: Lang, batch: &Batch) -> Option<impl IntoView + use<>> {
    (!batch.called_off.is_empty())
        .then(|| view! { <p><strong>{texts::called_off(lang, &batch.called_off)}</strong></p> })
}

fn posted(batch: &Batch) -> String {
    format!("/staff/post/{}/posted", batch.id)
}
