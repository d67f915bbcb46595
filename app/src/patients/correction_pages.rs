//! What the desk sees while it corrects what is known about a patient.

use super::{
    correction::{ITEMS, Present, filled},
    details_form::{DetailFields, hidden_fields},
    model::{Item, NewPatient},
    pages::who_and_why,
    problems::messages,
    service::{Match, value_of},
    texts,
    words::{in_words, label},
};
use crate::{
    accounts::service::invitations::Open,
    error::FieldError,
    ids::PersonId,
    lang::Lang,
    ui::{
        components::{Card, Notice, Tone},
        date::at_in_words,
        form::{BackLink, ErrorSummary, Form, Keeps, KeptNotice, SubmitButton},
    },
};
use leptos::prelude::*;

/// What is typed into the form, and what it was filled from.
#[derive(Clone)]
pub(super) struct Typed {
    pub details: NewPatient,
    pub version: String,
}

/// `/staff/patients/{id}/details`: the form, filled.
#[component]
pub(super) fn CorrectionPage<'a>(
    lang: Lang,
    person: PersonId,
    typed: &'a Typed,
    errors: &'a [FieldError],
    /// What somebody else has stored in the meantime.
    elsewhere: Option<&'a Present>,
    /// The invitation that asks for the birth date.
    open: Option<&'a Open>,
    keeps: Keeps,
    token: Option<String>,
) -> impl IntoView + use<> {
    let messages = messages(lang, errors);
    let summary = view! { <ErrorSummary lang messages=&messages/> };
    let path = path(person);
    let notice = keeps.kept().map(|kept| {
        let (action, token) = (path.clone(), token.clone());
        view! { <KeptNotice lang kept action token again=texts::birth_date_stored(lang)/> }
    });
    let elsewhere = elsewhere.map(|present| view! { <Elsewhere lang typed present/> });
    let invitation = open.map(|open| {
        let until = texts::invitation_until(lang, &at_in_words(open.until, lang));
        view! {
            <Notice tone=Tone::Info title=texts::invitation_open_title(lang)>
                <p>{until} " " {texts::invitation_open(lang)}</p>
            </Notice>
        }
    });
    let Typed { details, version } = typed.clone();
    let fields = view! { <DetailFields lang typed=details messages=&messages/> };
    view! {
        <BackLink href=back(person) text=texts::to_person(lang)/>
        {summary}
        <h1>{texts::correction_title(lang)}</h1>
        <p class="lead">{texts::correction_lead(lang)}</p>
        {notice}
        {elsewhere}
        {invitation}
        <Form action=path token keeps>
            <input type="hidden" name="version" value=version/>
            {fields}
            <SubmitButton text=texts::correction_submit(lang)/>
        </Form>
    }
}

/// Says that somebody was faster, and what stands there now where it differs from what was typed.
#[component]
fn Elsewhere<'a>(lang: Lang, typed: &'a Typed, present: &'a Present) -> impl IntoView + use<> {
    let stored = filled(&present.known);
    let differs = |item| in_form(&stored, item) != in_form(&typed.details, item);
    let rows: Vec<_> = ITEMS
        .into_iter()
        .filter(|item| differs(*item))
        .map(|item| {
            let value = match value_of(&present.known, item) {
                Some(value) => in_words(lang, item, value.expose()),
                None => texts::not_given(lang).to_owned(),
            };
            view! { <li>{label(lang, item)} ": " <bdi>{value}</bdi></li> }
        })
        .collect();
    let list = (!rows.is_empty()).then(|| view! { <p>{texts::elsewhere_now(lang)}</p><ul>{rows}</ul> });
    view! {
        <Notice tone=Tone::Warning title=texts::elsewhere_title(lang)>
            <p>{texts::elsewhere(lang)}</p>
            {list}
        </Notice>
    }
}

/// What stands in the controls of an item.
fn in_form(form: &NewPatient, item: Item) -> Vec<&str> {
    let controls: &[&String] = match item {
        Item::FamilyName => &[&form.family_name],
        Item::GivenName => &[&form.given_name],
        Item::BirthDate => &[&form.birth_date_day, &form.birth_date_month, &form.birth_date_year],
        Item::Language => &[&form.language],
        Item::Email => &[&form.email],
        Item::Phone => &[&form.phone],
        Item::InsuranceNumber => &[&form.insurance_number],
        Item::PatientNumber | Item::SignInName => &[],
    };
    controls.iter().map(|typed| typed.trim()).collect()
}

/// Who might be the same person with what was typed, and the way to say that it is not so.
#[component]
pub(super) fn AlikePage<'a>(
    lang: Lang,
    person: PersonId,
    typed: &'a Typed,
    matches: &'a [Match],
    keeps: Keeps,
    token: Option<String>,
) -> impl IntoView + use<> {
    let people: Vec<_> = matches
        .iter()
        .map(|found| {
            view! {
                <li>
                    <div>{who_and_why(lang, found)}</div>
                    <a class="button button-secondary" href=back(found.person)>{texts::open_person(lang)}</a>
                </li>
            }
        })
        .collect();
    let name = format!("{} {}", typed.details.given_name.trim(), typed.details.family_name.trim());
    let (hidden, version) = (hidden_fields(&typed.details), typed.version.clone());
    view! {
        <h1>{texts::duplicates_title(lang)}</h1>
        <p class="lead">{texts::alike_lead(lang)}</p>
        <Card title=texts::typed_title(lang)>
            <p><bdi>{name}</bdi></p>
        </Card>
        <h2>{texts::known_title(lang)}</h2>
        <ul class="item-list">{people}</ul>
        <h2>{texts::somebody_else_title(lang)}</h2>
        <Form action=path(person) token keeps>
            <input type="hidden" name="version" value=version/>
            {hidden}
            <p class="actions">
                <SubmitButton text=texts::alike_store(lang) name="although" value="yes"/>
                <SubmitButton text=texts::change(lang) secondary=true name="change" value="yes"/>
            </p>
        </Form>
    }
}

/// Where the form stands, and is posted to.
fn path(person: PersonId) -> String {
    format!("/staff/patients/{person}/details")
}

fn back(person: PersonId) -> String {
    format!("/staff/patients/{person}")
}
