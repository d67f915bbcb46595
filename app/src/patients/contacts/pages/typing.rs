//! The pages with something to type: an address, a code.

use super::HOME;
use crate::{
    lang::Lang,
    patients::contacts::{forms::AddForm, kind_texts as of, service::Shown, texts},
    redacted::Redacted,
    time::Timestamp,
    ui::{
        components::Card,
        date::at_in_words,
        fields::{FieldKind, TextField, Width},
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/me/contact/add`: an address, after a fresh proof; or the one the practice has noted, with one button.
#[component]
pub(in super::super) fn AddPage<'a>(
    lang: Lang,
    noted: Option<&'a Redacted<String>>,
    typed: AddForm,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let noted = noted.map(|noted| {
        let (value, token) = (noted.expose().clone(), token.clone());
        view! {
            <Card title=texts::noted_title(lang)>
                <p><strong><bdi>{value}</bdi></strong></p>
                <Form action="/me/contact/add" token>
                    <input type="hidden" name="noted" value="yes"/>
                    <SubmitButton text=texts::noted_submit(lang) secondary=true/>
                </Form>
            </Card>
        }
    });
    let field = view! {
        <TextField
            lang name="email" label=texts::email(lang) hint=texts::email_hint(lang) value=typed.email
            kind=FieldKind::Email autocomplete="email" messages
        />
    };
    let phone_token = token.clone();
    let phone = view! {
        <TextField
            lang name="phone" label=texts::phone(lang) hint=texts::phone_hint(lang) value=typed.phone
            kind=FieldKind::Phone width=Width::Medium autocomplete="tel" messages
        />
    };
    let street = view! {
        <TextField
            lang name="street" label=texts::street(lang) hint=texts::street_hint(lang) value=typed.street
            autocomplete="street-address" messages
        />
    };
    let postal_code = view! {
        <TextField
            lang name="postal_code" label=texts::postal_code(lang) value=typed.postal_code kind=FieldKind::Digits
            width=Width::Short autocomplete="postal-code" messages
        />
    };
    let city = view! {
        <TextField
            lang name="city" label=texts::city(lang) value=typed.city autocomplete="address-level2" messages
        />
    };
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        {summary}
        <h1>{texts::add_title(lang)}</h1>
        <p class="lead">{texts::add_lead(lang)}</p>
        <Form action="/me/contact/add" token=token.clone()>
            {field}
            <SubmitButton text=texts::add_submit(lang)/>
        </Form>
        {noted}
        <Card title=texts::phone_title(lang)>
            <p>{texts::phone_lead(lang)}</p>
            <Form action="/me/contact/add" token=phone_token>
                <input type="hidden" name="kind" value="phone"/>
                {phone}
                <SubmitButton text=texts::phone_submit(lang) secondary=true/>
            </Form>
        </Card>
        <Card title=texts::post_title(lang)>
            <p>{texts::post_lead(lang)}</p>
            <Form action="/me/contact/add" token>
                <input type="hidden" name="kind" value="post"/>
                {street}
                {postal_code}
                {city}
                <SubmitButton text=texts::post_submit(lang) secondary=true/>
            </Form>
        </Card>
    }
}

/// `/me/contact/{id}/confirm`: the code that was sent there, and the way to another one.
#[component]
pub(in super::super) fn ConfirmPage<'a>(
    lang: Lang,
    shown: &'a Shown,
    now: Timestamp,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let path = format!("{HOME}/{}", shown.point.id);
    let value = shown.point.value.expose().clone();
    let open_until = shown.open_until(now);
    let kind = shown.point.kind;
    let about = match open_until {
        Some(_) => of::code_is_sent_to(lang, kind),
        None => of::code_for(lang, kind),
    };
    let state = match (shown.point.verified_at, open_until) {
        (Some(_), _) => of::already_verified(lang, kind).to_owned(),
        (None, Some(until)) => texts::good_until(lang, &at_in_words(until, lang)),
        (None, None) => of::no_code_text(lang, kind).to_owned(),
    };
    // A message needs its control, also where no code is in force any more.
    let typing = (open_until.is_some() || !messages.is_empty()).then(|| {
        let field = view! {
            <TextField
                lang name="code" label=texts::code(lang) hint=texts::code_hint(lang) kind=FieldKind::Digits
                width=Width::Medium autocomplete="one-time-code" messages
            />
        };
        let (action, token) = (format!("{path}/confirm"), token.clone());
        view! {
            <Form action token>
                {field}
                <SubmitButton text=of::confirm_submit(lang, kind)/>
            </Form>
        }
    });
    let again = shown.point.verified_at.is_none().then(|| {
        let action = format!("{path}/code");
        view! {
            <Card title=of::again_title(lang, kind)>
                <p>{of::again_text(lang, kind)}</p>
                <Form action token>
                    <SubmitButton text=of::again_submit(lang, kind) secondary=true/>
                </Form>
            </Card>
        }
    });
    let summary = view! { <ErrorSummary lang messages/> };
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        {summary}
        <h1>{texts::confirm_title(lang)}</h1>
        <p>{about} " " <strong><bdi>{value}</bdi></strong></p>
        <p>{state}</p>
        {typing}
        {again}
    }
}
