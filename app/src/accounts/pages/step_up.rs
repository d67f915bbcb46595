//! `/step-up`: a fresh proof before something that would outlast a stolen session.

use super::parts::{PassphraseField, TotpField, passkey_texts};
use crate::{
    accounts::{
        islands::{Ceremony, PasskeyButton},
        service::step_up::Deed,
        texts::{shared, sign_in as texts},
    },
    lang::Lang,
    ui::{
        components::Card,
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// Which proofs somebody can give.
#[derive(Clone, Copy)]
pub struct Ways {
    pub passkey: bool,
    pub passphrase: bool,
}

#[component]
pub fn StepUp<'a>(
    lang: Lang,
    deed: Deed,
    ways: Ways,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let passkey = passkey_texts(lang, texts::step_up_passkey(lang), texts::passkey_refused(lang));
    let summary = view! { <ErrorSummary lang messages/> };
    let passphrase = view! { <PassphraseField lang messages/> };
    let code = view! { <TotpField lang messages/> };
    let finish = format!("/step-up/passkey/finish/{}", deed.as_str());
    let with_passkey = ways.passkey.then(|| {
        view! {
            <Card title=texts::passkey_title(lang)>
                <PasskeyButton
                    texts=passkey ceremony=Ceremony::SignIn start="/step-up/passkey/start".to_owned()
                    finish=finish code_from_hash=false
                />
            </Card>
        }
    });
    let with_passphrase = ways.passphrase.then(|| {
        view! {
            <Card title=texts::passphrase_title(lang)>
                <Form action="/step-up" token>
                    <input type="hidden" name="deed" value=deed.as_str()/>
                    {passphrase}
                    {code}
                    <SubmitButton text=texts::step_up_submit(lang)/>
                </Form>
            </Card>
        }
    });
    view! {
        <BackLink href=deed.way_back() text=shared::back(lang)/>
        {summary}
        <h1>{texts::step_up_title(lang)}</h1>
        <p class="lead">{texts::step_up_lead(lang)}</p>
        {with_passkey}
        {with_passphrase}
    }
}
