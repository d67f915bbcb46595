//! Entering a code.

use super::{cell_fields, paragraphs, version_field, words};
use crate::{
    consents::{
        model::Cell,
        service::{CODE_FIELD, Confirmation},
        texts,
    },
    lang::Lang,
    notices::model::Channel,
    ui::{
        components::Card,
        date::at_in_words,
        fields::{FieldKind, TextField, Width},
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// The code of one cell, with the text that is agreed to. `waits` is empty where none can be entered; then a new one can be
/// asked for.
#[component]
pub fn ConfirmPage<'a>(
    lang: Lang,
    cell: &'a Cell,
    /// What the purpose is called.
    title: &'a str,
    waits: Option<&'a Confirmation>,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let name = texts::cell(lang, title, cell.channel);
    let (confirm, withdraw) = (words::path("confirm", cell), words::path("withdraw", cell));
    let (sent, hint) = match cell.channel {
        Channel::Letter => (texts::sent_by_post(lang).to_owned(), texts::send_again_by_post_hint(lang)),
        Channel::Phone => (texts::read_out(lang).to_owned(), texts::read_out_again_hint(lang)),
        channel => (texts::sent_to(lang, texts::channel(lang, channel)), texts::send_again_hint(lang)),
    };
    let fields = cell_fields(cell, None);
    let version = waits.map(|waits| version_field(waits.version));
    let again = view! {
        <Form action="/consents/switch" token=token.clone()>
            {fields}
            <p class="hint">{hint}</p>
            <SubmitButton text=texts::send_again(lang) secondary=true name="decision" value="yes"/>
        </Form>
    };
    let text = waits.map(|waits| {
        let (foreign, wording) = ((waits.text.lang != lang).then(|| waits.text.lang.tag()), &waits.text);
        let (title, body) = (wording.title.clone(), paragraphs(&wording.body));
        view! {
            <Card title=texts::agreeing_to(lang)>
                <div lang=foreign><h3>{title}</h3>{body}</div>
            </Card>
        }
    });
    let until = waits.map(|waits| {
        view! { <p>{sent} " " {texts::good_until(lang, &at_in_words(waits.until, lang))}</p> }
    });
    let field = view! {
        <TextField
            lang name=CODE_FIELD label=texts::code_label(lang) hint=texts::code_hint(lang) messages
            kind=FieldKind::Digits autocomplete="one-time-code" width=Width::Short
        />
    };
    view! {
        <ErrorSummary lang messages/>
        <BackLink href="/consents" text=texts::back(lang)/>
        <h1>{texts::confirm_title(lang)}</h1>
        <p class="lead">{name}</p>
        {until}
        {text}
        <Form action=confirm token=token.clone()>
            {version}
            {field}
            <SubmitButton text=texts::confirm_submit(lang)/>
        </Form>
        {again}
        <p><a href=withdraw>{texts::rather_not(lang)}</a></p>
    }
}
