//! `/home`.

use super::events::in_words;
use crate::{
    accounts::{service::events::Event, texts::home as texts},
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
    events: &'a [Event],
    hold_until: Option<Timestamp>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let until = events.last().map(|event| event.at.0);
    let sentences: Vec<_> = events
        .iter()
        .map(|event| {
            let when = at_in_words(event.at, lang);
            view! { <li>{in_words(lang, event)} " " <span class="item-detail">{when}</span></li> }
        })
        .collect();
    let notices = until.map(|until| {
        view! {
            <Notice tone=Tone::Info title=texts::notices_title(lang)>
                <ul>{sentences}</ul>
                <Form action="/home/notices" token>
                    <input type="hidden" name="until" value=until.to_string()/>
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
