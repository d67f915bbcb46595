//! What patients see of their consents.

mod confirm;
mod history;
mod table;
mod text;
mod withdraw;
mod words;

pub use confirm::{ConfirmPage, NothingWaits};
pub use history::HistoryPage;
pub(super) use table::place;
pub use table::{Problem, TablePage};
pub use text::TextPage;
pub use withdraw::{WithdrawAllPage, WithdrawPage};
pub use words::{said, state};

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

/// The page all others lead back to.
pub(super) const HOME: &str = "/consents";

/// What stands in its place in the first day after a second invitation.
#[component]
pub fn HeldPage(lang: Lang, title: &'static str, until: Timestamp) -> impl IntoView {
    let text = texts::held_text(lang, &at_in_words(until, lang));
    view! {
        <h1>{title}</h1>
        <Notice tone=Tone::Warning title=texts::held_title(lang)>
            <p>{text}</p>
        </Notice>
    }
}

/// The paragraphs of a text, one a line.
fn paragraphs(body: &str) -> Vec<AnyView> {
    body.lines().map(|line| view! { <p>{line.to_owned()}</p> }.into_any()).collect()
}
