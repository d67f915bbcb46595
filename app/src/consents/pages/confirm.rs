//! `/consents/confirm/…`: the code, beside the text that is agreed to.

use super::{HOME, paragraphs};
use crate::{
    consents::{
        service::{CODE_FIELD, Confirmation},
        texts,
    },
    lang::Lang,
    notices::model::Channel,
    ui::{
        components::{Card, Notice, Tone},
        date::at_in_words,
        fields::{FieldKind, TextField, Width},
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// The code, beside the text that is agreed to.
#[component]
pub fn ConfirmPage<'a>(
    lang: Lang,
    waiting: &'a Confirmation,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let cell = &waiting.cell;
    let action = format!("/consents/confirm/{}/{}", cell.purpose.as_str(), cell.channel.as_str());
    let again = format!("{action}/again");
    let where_it_is = match cell.channel {
        Channel::Portal => Some(texts::confirm_where_portal(lang)),
        Channel::Email => Some(texts::confirm_where_email(lang)),
        Channel::Sms | Channel::Phone | Channel::Letter => None,
    };
    let until = texts::pending(lang, &at_in_words(waiting.until, lang));
    let about = format!("{} {}", waiting.text.title, texts::by(lang, cell.channel));
    let (read_in, body) = (waiting.text.lang.tag(), paragraphs(&waiting.text.body));
    let field = view! {
        <TextField
            lang name=CODE_FIELD label=texts::code(lang) hint=texts::code_hint(lang) messages
            kind=FieldKind::Digits width=Width::Medium autocomplete="one-time-code" maxlength=20
        />
    };
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <ErrorSummary lang messages/>
        <h1>{texts::confirm_title(lang)}</h1>
        <p class="lead">{texts::confirm_lead(lang)}</p>
        <p><strong>{about}</strong></p>
        <p>{where_it_is} " " {until}</p>
        <Form action token=token.clone()>
            {field}
            <SubmitButton text=texts::confirm_submit(lang)/>
        </Form>
        <Card title=texts::agreed_to(lang)>
            <div lang=read_in>{body}</div>
        </Card>
        <Card title=texts::again_title(lang)>
            <p>{texts::again_text(lang)}</p>
            <Form action=again token>
                <SubmitButton text=texts::again_submit(lang) secondary=true/>
            </Form>
        </Card>
    }
}

/// What stands there when no code waits; `again` asks for one, where that can be done.
#[component]
pub fn NothingWaits(
    lang: Lang,
    again: Option<String>,
    /// What was wrong with the code that was entered.
    message: Option<String>,
    token: Option<String>,
) -> impl IntoView {
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{texts::nothing_waits_title(lang)}</h1>
        <Notice tone=Tone::Warning title=texts::nothing_waits_title(lang)>
            <p>{message.unwrap_or_else(|| texts::nothing_waits(lang).to_owned())}</p>
        </Notice>
        {again.map(|action| view! {
            <Form action token>
                <SubmitButton text=texts::again_submit(lang)/>
            </Form>
        })}
    }
}
