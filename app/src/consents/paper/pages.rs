//! The pages of forms on paper: recording one, and the forms to print.

use super::{
    boxes::boxes,
    model::{PaperForm, Problem},
    problems::messages,
    service::{FormText, Whose},
    texts,
};
use crate::{
    accounts::islands::PrintButton,
    backend::settings::Practice,
    consents::{catalogue::Purpose, export::in_groups, texts as consent_texts},
    ids::PersonId,
    lang::Lang,
    notices::{gate::has_transport, model::Class},
    patients::words::spoken,
    ui::{
        choices::RadioGroup,
        components::{Notice, Tone},
        fields::{DateField, field_error},
        form::{BackLink, ErrorSummary, FieldMessage, SubmitButton, UploadForm},
        practice_name,
    },
};
use leptos::prelude::*;

/// `/staff/patients/{id}/paper-consents`.
#[component]
pub(super) fn RecordPage<'a>(
    lang: Lang,
    person: PersonId,
    whose: &'a Whose,
    choices: &'a [FormText],
    form: &'a PaperForm,
    problems: &'a [Problem],
    token: Option<String>,
) -> impl IntoView + use<> {
    let messages = messages(lang, problems);
    let back = format!("/staff/patients/{person}");
    let name = whose.name.as_ref().map(|name| name.expose().clone());
    let born = whose.born.map(|date| format!(", {} {}", texts::born(lang), spoken(lang, date)));
    let languages = Lang::ALL.map(|lang| (lang.tag().to_owned(), lang.own_name().to_owned(), None)).to_vec();
    let PaperForm { lang: form_lang, day, month, year, .. } = form.clone();
    let fields = view! {
        {boxes(lang, choices, form, &messages)}
        <RadioGroup
            lang name="lang" legend=texts::form_lang(lang) options=languages messages=&messages selected=form_lang
        />
        <DateField
            lang name="signed_on" legend=texts::signed_on(lang) messages=&messages day month year
            hint=texts::signed_hint(lang)
        />
        {scan(lang, &messages)}
    };
    view! {
        <BackLink href=back.clone() text=texts::back_person(lang)/>
        <ErrorSummary lang messages=&messages/>
        <h1>{texts::record_title(lang)}</h1>
        <p class="lead"><strong><bdi>{name}</bdi></strong>{born}</p>
        <p>{texts::record_lead(lang)} " " <a href="/staff/paper-forms">{texts::to_forms(lang)}</a></p>
        <UploadForm action=format!("{back}/paper-consents") token>
            {fields}
            <SubmitButton text=texts::submit(lang)/>
        </UploadForm>
    }
}

fn title(lang: Lang, purpose: &Purpose) -> String {
    let text = purpose.texts.iter().find(|text| text.lang == lang);
    text.map(|text| text.title.clone()).unwrap_or_default()
}

/// The control for the file; no page can fill it again.
fn scan(lang: Lang, messages: &[FieldMessage]) -> impl IntoView + use<> {
    let error = messages.iter().find(|message| message.field == "scan").map(|message| message.text.clone());
    let described_by = if error.is_some() { "scan-hint scan-error" } else { "scan-hint" };
    let invalid = error.is_some().then_some("true");
    let class = if error.is_some() { "field field-invalid" } else { "field" };
    view! {
        <div class=class>
            <label for="scan">{texts::scan(lang)}</label>
            <p class="hint" id="scan-hint">{texts::scan_hint(lang)}</p>
            {error.map(|error| field_error(lang, "scan-error".to_owned(), error))}
            <input
                type="file" id="scan" name="scan" accept="application/pdf,image/jpeg,image/png"
                aria-describedby=described_by aria-invalid=invalid
            />
        </div>
    }
}

/// What is said on the page of a person after a form of theirs was recorded.
#[component]
pub fn RecordedNotice(lang: Lang) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=texts::done(lang)><p role="status">{texts::recorded(lang)}</p></Notice>
    }
}

/// `/staff/paper-forms`.
#[component]
pub(super) fn FormsPage<'a>(lang: Lang, purposes: &'a [Purpose]) -> impl IntoView + use<> {
    let entries: Vec<_> = purposes
        .iter()
        .map(|purpose| {
            let links: Vec<_> = Lang::ALL
                .into_iter()
                .map(|written_in| {
                    let href = format!("/staff/paper-forms/{}/{}", purpose.key.as_str(), written_in.tag());
                    let label = format!("{}, {}", title(lang, purpose), written_in.own_name());
                    view! { <a href=href aria-label=label lang=written_in.tag()>{written_in.own_name()}</a> " " }
                })
                .collect();
            view! {
                <li>
                    <div>
                        <h2>{title(lang, purpose)}</h2>
                        <p class="item-detail">{texts::version(lang, purpose.version)}</p>
                        <p>{links}</p>
                    </div>
                </li>
            }
        })
        .collect();
    view! {
        <BackLink href="/staff" text=texts::back_home(lang)/>
        <h1>{texts::forms_title(lang)}</h1>
        <p class="lead">{texts::forms_lead(lang)}</p>
        <ul class="item-list">{entries}</ul>
    }
}

/// A form to be signed: the text word for word, in the language it is signed in.
#[component]
pub(super) fn FormPage<'a>(
    lang: Lang,
    /// The language of the form.
    written_in: Lang,
    practice: &'a Practice,
    purpose: &'a Purpose,
) -> impl IntoView + use<> {
    let text = purpose.texts.iter().find(|text| text.lang == written_in);
    let paragraphs: Vec<_> = text
        .map(|text| text.body.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect())
        .unwrap_or_default();
    let hash = text.map(|text| in_groups(&text.hash));
    let decides = match purpose.class {
        Class::Care => texts::choose(written_in),
        Class::Outreach => texts::agree(written_in),
    };
    // A way that nothing carries could be ticked, and not be recorded.
    let ways: Vec<_> = purpose
        .channels
        .iter()
        .filter(|channel| has_transport(**channel))
        .map(|channel| {
            let name = consent_texts::channel(written_in, *channel);
            view! { <li><span class="paper-box" aria-hidden="true"></span> " " {name}</li> }
        })
        .collect();
    let confirm =
        (purpose.class == Class::Outreach).then(|| view! { <p>{texts::confirm_note(written_in)}</p> });
    let lines = [texts::name_line(written_in), texts::birth_line(written_in), texts::sign_line(written_in)]
        .map(|line| view! { <p class="paper-line">{line}</p> });
    view! {
        <BackLink href="/staff/paper-forms" text=texts::back_forms(lang)/>
        <h1>{texts::title(lang)}</h1>
        <p>{texts::print_hint(lang)}</p>
        <PrintButton text=texts::print(lang).to_owned()/>
        <article class="letter paper-form" lang=written_in.tag()>
            <p class="item-detail">{practice_name(practice, written_in)}</p>
            <h2>{title(written_in, purpose)}</h2>
            {paragraphs}
            <p><strong>{decides}</strong></p>
            <ul class="paper-ways">{ways}</ul>
            {confirm}
            {lines}
            <p class="item-detail">
                {texts::version(written_in, purpose.version)} ". " {texts::fingerprint(written_in)} ": "
                <code class="fingerprint">{hash}</code>
            </p>
        </article>
    }
}
