//! Several lines of text, with what is wrong in them.

use super::{
    fields::{Wiring, wire},
    form::{FieldMessage, message_for},
};
use crate::lang::Lang;
use leptos::prelude::*;

/// Several lines of text; `children` stand between the error and the control, such as the lines with their mistakes marked.
///
/// `written_in` is the language of the text where it is another than the reader's.
#[component]
pub fn TextArea<'a>(
    lang: Lang,
    name: &'static str,
    #[prop(into)] label: String,
    messages: &'a [FieldMessage],
    #[prop(into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] written_in: Option<Lang>,
    #[prop(default = 8)] rows: u8,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView + use<> {
    let Wiring { hint, error, described_by, class, invalid } =
        wire(lang, name, hint, message_for(messages, name));
    let written_in = written_in.filter(|written_in| *written_in != lang).map(Lang::tag);
    // HTML drops a line feed right after the tag (HTML standard, 13.1.2.5), so one of ours is what it drops.
    view! {
        <div class=class>
            <label for=name>{label}</label>
            {hint}
            {error}
            {children.map(|children| children())}
            <textarea
                id=name
                name=name
                rows=rows
                dir="auto"
                lang=written_in
                aria-describedby=described_by
                aria-invalid=invalid
            >
                {format!("\n{value}")}
            </textarea>
        </div>
    }
}
