//! The form of a purpose: German and English side by side, and what else there is to say.

use super::{
    model::{Problem, PurposeForm},
    pages::says,
    problems::messages,
    texts,
};
use crate::{
    consents::{catalogue::Wording, model::PurposeKey, texts as consent_texts},
    lang::Lang,
    notices::model::{Channel, Class},
    ui::{
        choices::{Checkbox, RadioGroup},
        components::{Notice, Tone},
        fields::{FieldKind, TextField, Width},
        form::{BackLink, ErrorSummary, FieldMessage, Form, Keeps, KeptNotice, SubmitButton},
        text_area::TextArea,
    },
};
use leptos::prelude::*;

/// What is said above the form besides what is wrong with it.
pub(super) enum Said {
    Nothing,
    Unchanged,
    /// What somebody else has published.
    Elsewhere(Vec<Wording>),
}

/// `/staff/consents/new`, or `/staff/consents/purposes/{purpose}/edit` where there is a purpose already.
#[component]
pub(super) fn EditPage<'a>(
    lang: Lang,
    /// Name and class of what is changed; none for a new purpose.
    known: Option<&'a (PurposeKey, Class)>,
    form: &'a PurposeForm,
    problems: &'a [Problem],
    said: Said,
    keeps: Keeps,
    token: Option<String>,
) -> impl IntoView + use<> {
    let messages = messages(lang, problems);
    let action = action(known.map(|(key, _)| key));
    let (back, back_text, title) = match known {
        Some((key, _)) => (purpose_path(key), texts::back_purpose(lang), texts::edit_title(lang)),
        None => ("/staff/consents".to_owned(), texts::back_list(lang), texts::new_title(lang)),
    };
    let kept = keeps.kept().map(|kept| {
        let (action, token) = (action.clone(), token.clone());
        view! { <KeptNotice lang kept action token again=texts::kept_again(lang)/> }
    });
    let said = match said {
        Said::Nothing => None,
        Said::Unchanged => Some(
            view! {
                <Notice tone=Tone::Warning title=texts::unchanged_title(lang)><p>{texts::unchanged(lang)}</p></Notice>
            }
            .into_any(),
        ),
        Said::Elsewhere(newer) => Some(
            view! {
                <Notice tone=Tone::Warning title=texts::elsewhere_title(lang)>
                    <p>{texts::elsewhere(lang)}</p>
                    {says(lang, &newer)}
                </Notice>
            }
            .into_any(),
        ),
    };
    let identity = known.is_none().then(|| identity(lang, form, &messages));
    let is_care = known.is_some_and(|(_, class)| *class == Class::Care);
    let validity = (!is_care).then(|| {
        view! {
            <TextField
                lang name="validity_months" label=texts::validity(lang) hint=texts::validity_hint(lang)
                messages=&messages value=form.validity_months.clone() kind=FieldKind::Digits width=Width::Short
                autocomplete="off"
            />
        }
    });
    let PurposeForm { base, legal_basis, contact, .. } = form.clone();
    let (wordings, channels) = (wordings(lang, form, &messages), channels(lang, form, &messages));
    let last = view! {
        <TextField
            lang name="legal_basis" label=texts::legal_basis(lang) messages=&messages value=legal_basis
            width=Width::Long
        />
        <TextField lang name="contact" label=texts::contact(lang) messages=&messages value=contact width=Width::Long/>
    };
    view! {
        <BackLink href=back text=back_text/>
        <ErrorSummary lang messages=&messages/>
        <h1>{title}</h1>
        {kept}
        {said}
        <p class="lead">{texts::edit_lead(lang)}</p>
        <Form action token keeps>
            <input type="hidden" name="base" value=base/>
            {identity}
            {wordings}
            {channels}
            {validity}
            {last}
            <p class="actions"><SubmitButton text=texts::go_on(lang)/></p>
        </Form>
    }
}

/// Where the form is sent.
pub(super) fn action(key: Option<&PurposeKey>) -> String {
    match key {
        Some(key) => format!("{}/edit", purpose_path(key)),
        None => "/staff/consents/new".to_owned(),
    }
}

/// The page of a purpose.
pub(super) fn purpose_path(key: &PurposeKey) -> String {
    format!("/staff/consents/purposes/{}", key.as_str())
}

/// What of a purpose cannot be changed later.
fn identity(lang: Lang, form: &PurposeForm, messages: &[FieldMessage]) -> impl IntoView + use<> {
    let option = |class: Class| (class.as_str().to_owned(), texts::class_name(lang, class).to_owned(), None);
    let options = vec![option(Class::Outreach), option(Class::Care)];
    view! {
        <RadioGroup
            lang name="class" legend=texts::class(lang) hint=texts::class_hint(lang) options messages
            selected=form.class.clone()
        />
        <TextField
            lang name="key" label=texts::key(lang) hint=texts::key_hint(lang) messages value=form.key.clone()
            width=Width::Medium autocomplete="off" autocapitalize="none" verbatim=true
        />
    }
}

fn wordings(lang: Lang, form: &PurposeForm, messages: &[FieldMessage]) -> impl IntoView + use<> {
    let PurposeForm { title_de, body_de, title_en, body_en, .. } = form.clone();
    view! {
        <div class="template-pair">
            <fieldset>
                <legend>{texts::german(lang)}</legend>
                <TextField
                    lang name="title_de" label=texts::title_de(lang) hint=texts::title_hint(lang) messages
                    value=title_de width=Width::Long
                />
                <TextArea
                    lang name="body_de" label=texts::body_de(lang) hint=texts::body_hint(lang) messages value=body_de
                    written_in=Lang::De rows=14
                />
            </fieldset>
            <fieldset>
                <legend>{texts::english(lang)}</legend>
                <TextField
                    lang name="title_en" label=texts::title_en(lang) hint=texts::title_hint(lang) messages
                    value=title_en width=Width::Long
                />
                <TextArea
                    lang name="body_en" label=texts::body_en(lang) hint=texts::body_hint(lang) messages value=body_en
                    written_in=Lang::En rows=14
                />
            </fieldset>
        </div>
    }
}

fn channels(lang: Lang, form: &PurposeForm, messages: &[FieldMessage]) -> impl IntoView + use<> {
    let boxes: Vec<_> = Channel::ALL
        .into_iter()
        .map(|channel| {
            let (name, label) = (channel.as_str(), consent_texts::channel(lang, channel));
            view! { <Checkbox lang name label messages checked=form.has(channel)/> }
        })
        .collect();
    view! {
        <fieldset aria-describedby="channels-hint">
            <legend>{texts::channels(lang)}</legend>
            <p class="hint" id="channels-hint">{texts::channels_hint(lang)}</p>
            {boxes}
        </fieldset>
    }
}
