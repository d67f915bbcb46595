//! What was signed: under each text the ways it offers, to be ticked as on the paper.
//!
//! The ways of a text depend on the text, and nothing here waits for a script: so every text has boxes of its own.

use super::{
    model::{PaperForm, Ticked},
    service::FormText,
    texts,
};
use crate::{
    consents::texts as consent_texts,
    lang::Lang,
    ui::{
        choices::{Tick, Ticks},
        fields::field_error,
        form::{FieldMessage, message_for},
    },
};
use leptos::prelude::*;

/// The boxes of every text; those of older versions stand folded away below the newest.
pub(super) fn boxes(
    lang: Lang,
    choices: &[FormText],
    form: &PaperForm,
    messages: &[FieldMessage],
) -> impl IntoView + use<> {
    let of_purpose = choices.chunk_by(|one, other| one.purpose.id == other.purpose.id);
    let groups: Vec<_> = of_purpose
        .enumerate()
        .map(|(index, versions)| {
            let (newest, older) = versions.split_at(versions.partition_point(is_newest));
            let newest: Vec<_> =
                newest.iter().map(|choice| ticks(lang, choice, form, messages, index == 0)).collect();
            view! { {newest} {folded(lang, older, form, messages)} }
        })
        .collect();
    let error = message_for(messages, "text");
    let class = if error.is_some() { "field field-invalid" } else { "field" };
    let described_by = if error.is_some() { "text-hint text-error" } else { "text-hint" };
    // Where there is no box left to lead to, a message leads here.
    let (id, tabindex) = choices.is_empty().then_some(("text", "-1")).unzip();
    view! {
        <fieldset id=id tabindex=tabindex class=class aria-describedby=described_by>
            <legend>{texts::text(lang)}</legend>
            <p class="hint" id="text-hint">{texts::text_hint(lang)}</p>
            {error.map(|error| field_error(lang, "text-error".to_owned(), error))}
            {groups}
        </fieldset>
    }
}

fn is_newest(choice: &FormText) -> bool {
    choice.version == choice.purpose.version
}

/// Older versions, unfolded where something of them is ticked.
fn folded(
    lang: Lang,
    older: &[FormText],
    form: &PaperForm,
    messages: &[FieldMessage],
) -> impl IntoView + use<> {
    let is_open = older.iter().any(|choice| form.ticked.iter().any(|ticked| ticked.text == name(choice)));
    let title = older.first().map(|choice| format!("{}: {}", texts::older_versions(lang), choice.title));
    let lists: Vec<_> = older.iter().map(|choice| ticks(lang, choice, form, messages, false)).collect();
    title.map(|title| view! { <details open=is_open><summary>{title}</summary>{lists}</details> })
}

/// The boxes of one text.
///
/// A message names a way and not a text, because the ways of one text only can be recorded; so the boxes of the text that is
/// ticked have the names of their ways as ids. The first box of all is where a message about the text leads to.
fn ticks(
    lang: Lang,
    choice: &FormText,
    form: &PaperForm,
    messages: &[FieldMessage],
    is_first: bool,
) -> impl IntoView + use<> {
    let text = name(choice);
    let is_ticked = form.ticked.iter().any(|ticked| ticked.text == text);
    let about_text = message_for(messages, "text").is_some();
    let stands = if is_newest(choice) { texts::newest(lang) } else { texts::older(lang) };
    let legend = format!("{}, {} ({stands})", choice.title, texts::version(lang, choice.version));
    let ticks = choice.ways.iter().enumerate().map(|(index, channel)| {
        let (channel, name) = (*channel, Ticked::name(&text, *channel));
        let id = match (about_text, is_ticked) {
            (true, _) if is_first && index == 0 => "text".to_owned(),
            (false, true) => channel.as_str().to_owned(),
            _ => name.clone(),
        };
        let error = message_for(messages, channel.as_str()).filter(|_| is_ticked);
        let checked = form.ticked.contains(&Ticked { text: text.clone(), channel });
        Tick { id, name, label: consent_texts::channel(lang, channel).to_owned(), checked, error }
    });
    view! { <Ticks lang legend ticks=ticks.collect()/> }
}

/// "practice-news.2".
fn name(FormText { purpose, version, .. }: &FormText) -> String {
    format!("{}.{version}", purpose.key.as_str())
}
