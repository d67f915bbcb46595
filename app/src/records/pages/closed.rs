//! What stands in place of a record that is not shown yet: why, and what to do.

use crate::{
    accounts::service::access::Closed,
    lang::Lang,
    records::page_texts as texts,
    ui::{
        components::{ActionLink, Notice, PhoneLink, Tone},
        date::at_in_words,
    },
};
use leptos::prelude::*;

/// `/me/record` as long as it is closed.
#[component]
pub fn ClosedPage(
    lang: Lang,
    closed: Closed,
    /// The practice's number, if it has given one.
    phone: Option<String>,
) -> impl IntoView {
    let (why, what) = match closed {
        Closed::Held { until } => (texts::held_text(lang, &at_in_words(until, lang)), texts::held_do(lang)),
        Closed::Unconfirmed => (texts::unconfirmed_text(lang).to_owned(), texts::unconfirmed_do(lang)),
    };
    let call = phone.map(|number| view! { <p>{texts::call(lang)} " " <PhoneLink number/></p> });
    view! {
        <h1>{texts::own_title(lang)}</h1>
        <Notice tone=Tone::Info title=texts::closed_title(lang)>
            <p>{why}</p>
            <p>{what}</p>
            {call}
        </Notice>
        <p class="actions">
            <ActionLink href="/me" text=texts::meanwhile(lang) secondary=true/>
        </p>
    }
}
