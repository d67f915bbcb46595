//! `/home`.

use super::events::{in_words, when};
use crate::{
    accounts::{service::events::Page, texts::home as texts},
    lang::Lang,
    time::Timestamp,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        form::{Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/home`: what is next, and nothing else.
#[component]
pub fn Home<'a>(
    lang: Lang,
    name: String,
    events: &'a Page,
    hold_until: Option<Timestamp>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let sentences: Vec<_> = events
        .events
        .iter()
        .map(|event| {
            let when = when(lang, event);
            view! { <li>{in_words(lang, event)} " " <span class="item-detail">{when}</span></li> }
        })
        .collect();
    let more = events.older.map(|_| view! { <p>{texts::notices_more(lang)}</p> });
    let notices = events.ends.filter(|_| !sentences.is_empty()).map(|(oldest, newest)| {
        view! {
            <Notice tone=Tone::Info title=texts::notices_title(lang)>
                <ul>{sentences}</ul>
                {more}
                <Form action="/home/notices" token>
                    <input type="hidden" name="oldest" value=oldest.to_string()/>
                    <input type="hidden" name="newest" value=newest.to_string()/>
                    <SubmitButton text=texts::notices_seen(lang) secondary=true/>
                </Form>
            </Notice>
        }
    });
    let hold = hold_until.map(|until| {
        let until = at_in_words(until, lang);
        view! {
            <Notice tone=Tone::Warning title=texts::hold_title(lang)>
                <p>{texts::hold_text(lang, &until)}</p>
            </Notice>
        }
    });
    view! {
        <h1>{texts::greeting(lang, &name)}</h1>
        {hold}
        {notices}
        <section class="card">
            <h2>{texts::nothing_title(lang)}</h2>
            <p>{texts::nothing_text(lang)}</p>
        </section>
    }
}
