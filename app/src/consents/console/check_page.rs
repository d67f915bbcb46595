//! What a version changes, and what becomes of consents to older ones.

use super::{
    edit_page::action,
    model::{Draft, Problem, PurposeForm, RENEW, STAY, days_allowed},
    pages::{channel_names, validity},
    problems::messages,
    texts,
};
use crate::{
    consents::model::PurposeKey,
    lang::Lang,
    notices::model::Class,
    time::Timestamp,
    ui::{
        choices::RadioGroup,
        date::date_in_words,
        diff::differences,
        fields::DateField,
        form::{ErrorSummary, FieldMessage, Form, Keeps, SubmitButton},
    },
};
use leptos::prelude::*;

/// What is about to be published.
pub(super) struct Proposal<'a> {
    /// What holds now; nothing for a new purpose.
    pub before: Option<&'a Draft>,
    pub after: &'a Draft,
    pub class: Class,
    pub now: Timestamp,
}

/// The second page of a change.
#[component]
pub(super) fn CheckPage<'a>(
    lang: Lang,
    /// The name of what is changed; none for a new purpose.
    key: Option<&'a PurposeKey>,
    proposal: Proposal<'a>,
    form: &'a PurposeForm,
    problems: &'a [Problem],
    keeps: Keeps,
    token: Option<String>,
) -> impl IntoView + use<> {
    let Proposal { before, after, class, now } = proposal;
    let messages = messages(lang, problems);
    let heading = if before.is_some() { texts::changes_title(lang) } else { texts::says_title(lang) };
    let nothing = Draft {
        channels: Vec::new(),
        validity_months: None,
        legal_basis: String::new(),
        contact: String::new(),
        de: Default::default(),
        en: Default::default(),
    };
    let old = before.unwrap_or(&nothing);
    let languages: Vec<_> = [(Lang::De, texts::german(lang)), (Lang::En, texts::english(lang))]
        .into_iter()
        .map(|(written_in, name)| {
            let ((old_title, old_body), (title, body)) = (old.text(written_in), after.text(written_in));
            view! {
                <section>
                    <h3>{name}</h3>
                    <h4>{texts::title_label(lang)}</h4>
                    {differences(lang, Some(written_in), old_title, title)}
                    <h4>{texts::body_label(lang)}</h4>
                    {differences(lang, Some(written_in), old_body, body)}
                </section>
            }
        })
        .collect();
    let words = |draft: &Draft| match draft.channels.is_empty() {
        true => [String::new(), String::new()],
        false => [channel_names(lang, &draft.channels), validity(lang, draft.validity_months)],
    };
    let ([old_channels, old_validity], [channels, validity]) = (words(old), words(after));
    let ends = (class == Class::Outreach).then(|| {
        view! {
            <h3>{texts::validity(lang)}</h3>
            {differences(lang, None, &old_validity, &validity)}
        }
    });
    let asks = (before.is_some() && class == Class::Outreach).then(|| question(lang, form, &messages, now));
    let (action, typed) = (action(key), hidden(form));
    view! {
        <ErrorSummary lang messages=&messages/>
        <h1>{texts::check_title(lang)}</h1>
        <p class="lead">{texts::check_lead(lang)}</p>
        <h2>{heading}</h2>
        <div class="template-pair">{languages}</div>
        <h3>{texts::channels(lang)}</h3>
        {differences(lang, None, &old_channels, &channels)}
        {ends}
        <h3>{texts::legal_basis(lang)}</h3>
        {differences(lang, None, &old.legal_basis, &after.legal_basis)}
        <h3>{texts::contact(lang)}</h3>
        {differences(lang, None, &old.contact, &after.contact)}
        <Form action token keeps>
            {typed}
            {asks}
            <p class="actions">
                <SubmitButton text=texts::publish(lang) name="step" value="publish"/>
                <SubmitButton text=texts::back_to_edit(lang) secondary=true name="step" value="edit"/>
            </p>
        </Form>
    }
}

/// Everything that was typed on the first page.
fn hidden(form: &PurposeForm) -> impl IntoView + use<> {
    let form = form.clone();
    [
        ("base", form.base),
        ("key", form.key),
        ("class", form.class),
        ("title_de", form.title_de),
        ("body_de", form.body_de),
        ("title_en", form.title_en),
        ("body_en", form.body_en),
        ("portal", form.portal),
        ("email", form.email),
        ("sms", form.sms),
        ("phone", form.phone),
        ("letter", form.letter),
        ("validity_months", form.validity_months),
        ("legal_basis", form.legal_basis),
        ("contact", form.contact),
    ]
    .into_iter()
    .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
    .collect::<Vec<_>>()
}

/// What becomes of consents to older versions.
fn question(
    lang: Lang,
    form: &PurposeForm,
    messages: &[FieldMessage],
    now: Timestamp,
) -> impl IntoView + use<> {
    let option =
        |value: &str, label: &str, hint: &str| (value.to_owned(), label.to_owned(), Some(hint.to_owned()));
    let options = vec![
        option(STAY, texts::existing_stay(lang), texts::existing_stay_hint(lang)),
        option(RENEW, texts::existing_renew(lang), texts::existing_renew_hint(lang)),
    ];
    let hint = days_allowed(now)
        .map(|(first, last)| texts::days_hint(lang, &date_in_words(first, lang), &date_in_words(last, lang)));
    let PurposeForm { existing, renew_by_day, renew_by_month, renew_by_year, .. } = form.clone();
    view! {
        <RadioGroup lang name="existing" legend=texts::existing(lang) options messages selected=existing/>
        <DateField
            lang name="renew_by" legend=texts::renew_by(lang) messages day=renew_by_day month=renew_by_month
            year=renew_by_year hint=hint.unwrap_or_default()
        />
    }
}
