//! What the pages around signing in show.

use super::texts;
use crate::{
    lang::Lang,
    ui::components::{Notice, Tone},
};
use leptos::prelude::*;

/// `/sign-in`.
#[component]
pub fn SignIn(lang: Lang) -> impl IntoView {
    view! {
        <h1>{texts::sign_in_title(lang)}</h1>
        <Notice tone=Tone::Info title=texts::not_open_title(lang)>
            <p>{texts::not_open_text(lang)}</p>
            <p>{texts::meanwhile(lang)}</p>
        </Notice>
    }
}
