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

use super::{model::Cell, texts};
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

/// What a form says about a cell, and with which version of its text it was shown.
fn cell_fields(cell: &Cell, version: Option<i64>) -> impl IntoView + use<> {
    let (purpose, channel) = (cell.purpose.as_str().to_owned(), cell.channel.as_str());
    view! {
        <input type="hidden" name="purpose" value=purpose/>
        <input type="hidden" name="channel" value=channel/>
        {version.map(version_field)}
    }
}

/// With which version of a text a form was shown.
fn version_field(version: i64) -> impl IntoView {
    view! { <input type="hidden" name="version" value=version.to_string()/> }
}
