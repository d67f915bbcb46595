//! Setting up a passphrase, an app and recovery codes; the same pages during and after an enrolment.

use super::{
    enrol::STEPS,
    parts::{PassphraseField, RecoveryCodes, TotpField, TotpSecret},
};
use crate::{
    accounts::texts::{enrol as texts, shared},
    lang::Lang,
    ui::{
        choices::Checkbox,
        form::{BackLink, ErrorSummary, FieldMessage, Form, Steps, SubmitButton},
    },
};
use leptos::prelude::*;

/// Where a page of this module stands.
pub struct Place {
    /// Where its form goes.
    pub action: &'static str,
    /// The page before, if going back undoes nothing.
    pub back: Option<&'static str>,
    /// Which step of an enrolment it is.
    pub step: Option<u8>,
    /// The hidden token of the session.
    pub token: Option<String>,
}

fn way_back(lang: Lang, place: &Place) -> Option<impl IntoView + use<>> {
    place.back.map(|back| view! { <BackLink href=back text=shared::back(lang)/> })
}

fn step(lang: Lang, place: &Place) -> Option<impl IntoView + use<>> {
    place.step.map(|step| view! { <Steps lang step total=STEPS/> })
}

/// A passphrase is chosen.
#[component]
pub fn ChoosePassphrase<'a>(
    lang: Lang,
    place: Place,
    sign_in_name: String,
    messages: &'a [FieldMessage],
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let field = view! { <PassphraseField lang messages hint=texts::passphrase_hint(lang) new=true/> };
    view! {
        {way_back(lang, &place)}
        {summary}
        {step(lang, &place)}
        <h1>{texts::passphrase_title(lang)}</h1>
        <Form action=place.action token=place.token>
            <p>
                {texts::your_name(lang)} ": " <strong class="code">{sign_in_name.clone()}</strong> <br/>
                <span class="hint">{texts::your_name_hint(lang)}</span>
            </p>
            // Tells password managers what the passphrase belongs to.
            <input type="text" name="username" value=sign_in_name autocomplete="username" hidden/>
            {field}
            <SubmitButton text=texts::submit(lang)/>
        </Form>
    }
}

/// What an app is shown.
pub struct AppSecret {
    pub qr: String,
    pub secret: String,
    pub address: String,
}

/// An app is connected, and its first code typed.
#[component]
pub fn ConnectApp<'a>(
    lang: Lang,
    place: Place,
    title: &'static str,
    #[prop(optional)] lead: Option<&'static str>,
    app: AppSecret,
    messages: &'a [FieldMessage],
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let field = view! { <TotpField lang messages/> };
    let AppSecret { qr, secret, address } = app;
    view! {
        {way_back(lang, &place)}
        {summary}
        {step(lang, &place)}
        <h1>{title}</h1>
        {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
        <ol>
            <li>{texts::totp_1(lang)}</li>
            <li>
                <p>{texts::totp_2(lang)}</p>
                <TotpSecret lang qr secret address/>
            </li>
            <li>{texts::totp_3(lang)}</li>
        </ol>
        <Form action=place.action token=place.token>
            {field}
            <SubmitButton text=texts::submit(lang)/>
        </Form>
    }
}

/// Ten recovery codes, and the tick that they were put away.
#[component]
pub fn KeepRecoveryCodes<'a>(
    lang: Lang,
    place: Place,
    codes: Vec<String>,
    submit: &'static str,
    messages: &'a [FieldMessage],
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let kept = view! { <Checkbox lang name="kept" label=shared::codes_kept(lang) messages/> };
    view! {
        {summary}
        {step(lang, &place)}
        <h1>{texts::codes_title(lang)}</h1>
        <p class="lead">{texts::codes_lead(lang)}</p>
        <RecoveryCodes lang codes/>
        <Form action=place.action token=place.token>
            {kept}
            <SubmitButton text=submit/>
        </Form>
    }
}
