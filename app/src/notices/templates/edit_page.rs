//! The editor: German and English side by side.

use super::{
    kind_page::wordings,
    model::{Problem, TemplateForm, TemplateKind},
    preview::Preview,
    problems::{marked, messages},
    service::{History, Version},
    texts,
    version_page::{Previews, deeds},
};
use crate::{
    lang::Lang,
    ui::{
        components::{Card, Notice, Tone},
        fields::{TextField, Width},
        form::{BackLink, ErrorSummary, Form, Keeps, KeptNotice, SubmitButton},
        text_area::TextArea,
    },
};
use leptos::prelude::*;

/// What the editor shows besides what is typed.
pub(super) struct Around<'a> {
    pub problems: &'a [Problem],
    /// What somebody else has saved in the meantime.
    pub elsewhere: Option<&'a History>,
    pub previews: &'a [Preview],
    pub keeps: Keeps,
}

/// `/staff/templates/{kind}/edit`.
#[component]
pub(super) fn EditPage<'a>(
    lang: Lang,
    kind: TemplateKind,
    form: &'a TemplateForm,
    around: Around<'a>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let Around { problems, elsewhere, previews, keeps } = around;
    let messages = messages(lang, problems);
    let action = format!("/staff/templates/{}/edit", kind.as_str());
    let kept = keeps.kept().map(|kept| {
        let (action, token) = (action.clone(), token.clone());
        view! { <KeptNotice lang kept action token again=texts::kept_again(lang)/> }
    });
    let newer = elsewhere.and_then(|history| history.versions.first()).map(|version| newer(lang, version));
    let words: Vec<_> =
        kind.placeholders().iter().map(|placeholder| format!("{{{}}}", placeholder.word())).collect();
    let hint = texts::placeholders(lang, &words.join(", "));
    let TemplateForm { base, subject_de, body_de, subject_en, body_en } = form.clone();
    let mark = |field| marked(lang, problems, field);
    let (mark_subject_de, mark_body_de) = (mark("subject_de"), mark("body_de"));
    let (mark_subject_en, mark_body_en) = (mark("subject_en"), mark("body_en"));
    let fields = view! {
        <div class="template-pair">
            <fieldset>
                <legend>{texts::german(lang)}</legend>
                {mark_subject_de}
                <TextField
                    lang name="subject_de" label=texts::subject_de(lang) hint=texts::subject_hint(lang)
                    messages=&messages value=subject_de width=Width::Long
                />
                <TextArea
                    lang name="body_de" label=texts::body_de(lang) hint=hint.clone() messages=&messages value=body_de
                    written_in=Lang::De rows=14
                >
                    {mark_body_de}
                </TextArea>
            </fieldset>
            <fieldset>
                <legend>{texts::english(lang)}</legend>
                {mark_subject_en}
                <TextField
                    lang name="subject_en" label=texts::subject_en(lang) hint=texts::subject_hint(lang)
                    messages=&messages value=subject_en width=Width::Long
                />
                <TextArea
                    lang name="body_en" label=texts::body_en(lang) hint=hint messages=&messages value=body_en
                    written_in=Lang::En rows=14
                >
                    {mark_body_en}
                </TextArea>
            </fieldset>
        </div>
    };
    let previews = (!previews.is_empty()).then(|| view! { <Previews lang previews/> });
    view! {
        <BackLink href=format!("/staff/templates/{}", kind.as_str()) text=texts::back_kind(lang)/>
        <ErrorSummary lang messages=&messages/>
        <h1>{texts::edit_title(lang)} ": " {texts::kind(lang, kind)}</h1>
        {kept}
        {newer}
        <p class="lead">{texts::edit_lead(lang)}</p>
        <Card title=texts::rules_title(lang)><p>{texts::rules(lang)}</p></Card>
        <Form action token keeps>
            <input type="hidden" name="base" value=base/>
            {fields}
            <p class="actions">
                <SubmitButton text=texts::save(lang)/>
                <SubmitButton text=texts::preview(lang) secondary=true name="preview" value="yes"/>
            </p>
        </Form>
        {previews}
    }
}

/// What somebody else has saved while this was typed.
fn newer(lang: Lang, version: &Version) -> impl IntoView + use<> {
    let (who, what) = (deeds(lang, version), wordings(lang, &version.texts));
    view! {
        <Notice tone=Tone::Warning title=texts::elsewhere_title(lang)>
            <p>{texts::elsewhere(lang)}</p>
            {who}
            {what}
        </Notice>
    }
}
