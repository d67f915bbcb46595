//! The controls for what is known about a person, for whoever adds one or corrects one.

use super::{model::NewPatient, texts};
use crate::{
    lang::Lang,
    ui::{
        choices::RadioGroup,
        fields::{DateField, FieldKind, TextField, Width},
        form::FieldMessage,
    },
};
use leptos::prelude::*;

/// What is needed and what helps, with what was typed.
#[component]
pub(super) fn DetailFields<'a>(
    lang: Lang,
    typed: NewPatient,
    messages: &'a [FieldMessage],
) -> impl IntoView + use<> {
    let languages = Lang::ALL.map(|lang| (lang.tag().to_owned(), lang.own_name().to_owned(), None)).to_vec();
    view! {
        <h2>{texts::needed(lang)}</h2>
        <TextField
            lang name="family_name" label=texts::family_name(lang) hint=texts::family_name_hint(lang)
            value=typed.family_name verbatim=true autocomplete="off" messages
        />
        <TextField
            lang name="given_name" label=texts::given_name(lang) hint=texts::given_name_hint(lang)
            value=typed.given_name verbatim=true autocomplete="off" messages
        />
        <DateField
            lang name="birth_date" legend=texts::birth_date(lang) hint=texts::birth_date_hint(lang)
            day=typed.birth_date_day month=typed.birth_date_month year=typed.birth_date_year messages
        />
        <h2>{texts::helpful(lang)}</h2>
        <TextField
            lang name="email" label=texts::email(lang) hint=texts::email_hint(lang) optional=true
            value=typed.email kind=FieldKind::Email autocomplete="off" messages
        />
        <TextField
            lang name="phone" label=texts::phone(lang) hint=texts::phone_hint(lang) optional=true
            value=typed.phone kind=FieldKind::Phone width=Width::Medium autocomplete="off" messages
        />
        <TextField
            lang name="insurance_number" label=texts::insurance_number(lang) optional=true
            hint=texts::insurance_number_hint(lang) value=typed.insurance_number kind=FieldKind::Code
            width=Width::Medium autocomplete="off" messages
        />
        <RadioGroup
            lang name="language" legend=texts::language(lang) hint=texts::language_hint(lang) optional=true
            options=languages selected=typed.language messages
        />
    }
}

/// Everything typed, out of sight, for the second answer to the same form.
pub(super) fn hidden_fields(typed: &NewPatient) -> impl IntoView + use<> {
    [
        ("form_id", &typed.form_id),
        ("family_name", &typed.family_name),
        ("given_name", &typed.given_name),
        ("birth_date_day", &typed.birth_date_day),
        ("birth_date_month", &typed.birth_date_month),
        ("birth_date_year", &typed.birth_date_year),
        ("email", &typed.email),
        ("phone", &typed.phone),
        ("insurance_number", &typed.insurance_number),
        ("language", &typed.language),
    ]
    .map(|(name, value)| view! { <input type="hidden" name=name value=value.clone()/> })
    .collect_view()
}
