//! `/consents`: the table, the code, taking back, and everything ever decided.

mod code;
mod past;
mod renewing;
mod table;
mod taking_back;
pub(super) mod words;

pub use code::ConfirmPage;
pub use past::{TextPage, TimelinePage};
pub use renewing::RenewPage;
pub use table::ConsentsPage;
pub use taking_back::{WithdrawAllPage, WithdrawPage};

use super::texts;
use crate::{
    lang::Lang,
    time::Timestamp,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
    },
};
use leptos::prelude::*;

/// What stands in their place in the first day after a second invitation.
#[component]
pub fn HeldPage(lang: Lang, until: Timestamp) -> impl IntoView {
    let text = texts::held_text(lang, &at_in_words(until, lang));
    view! {
        <h1>{texts::title(lang)}</h1>
        <Notice tone=Tone::Info title=texts::held_title(lang)>
            <p>{text}</p>
        </Notice>
    }
}

/// Words of the practice, a paragraph for each line.
fn paragraphs(body: &str) -> impl IntoView + use<> {
    body.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect::<Vec<_>>()
}
