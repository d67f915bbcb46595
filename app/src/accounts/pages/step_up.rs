//! `/step-up`: a fresh proof before something that would outlast a stolen session.

use super::{
    invitation::issued_in_words,
    parts::{PassphraseField, TotpField, only_passkey_texts, passkey_texts},
};
use crate::{
    accounts::{
        islands::{Ceremony, PasskeyButton},
        service::{
            invitations::Listed,
            step_up::{ContactChange, Deed},
        },
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

/// What a proof is for that concerns one's own access.
pub fn purpose(lang: Lang, deed: Deed) -> &'static str {
    match deed {
        Deed::AddPasskey => texts::to_add_passkey(lang),
        Deed::RemovePasskey => texts::to_remove_passkey(lang),
        Deed::AddPassphrase => texts::to_add_passphrase(lang),
        Deed::RemovePassphrase => texts::to_remove_passphrase(lang),
        Deed::RenewCodes => texts::to_renew_codes(lang),
        Deed::ChangeContact(ContactChange::Add) => texts::to_add_contact(lang),
        Deed::ChangeContact(ContactChange::Remove(_)) => texts::to_remove_contact(lang),
        Deed::ChangeContact(ContactChange::Prefer(_)) => texts::to_prefer_contact(lang),
        Deed::ApproveInvitation(_) => texts::to_approve(lang),
    }
}

/// What a proof is for that concerns a patient's access: whose, and who issued the invitation.
pub fn approval(lang: Lang, listed: &Listed) -> Vec<String> {
    let whose = texts::to_approve_whose(lang, listed.name.expose(), &listed.patient_number);
    vec![
        purpose(lang, Deed::ApproveInvitation(listed.id)).to_owned(),
        format!("{whose}. {}.", issued_in_words(lang, &listed.issuance)),
    ]
}

#[component]
pub fn StepUp<'a>(
    lang: Lang,
    deed: Deed,
    /// What the proof is for, in sentences.
    purpose: Vec<String>,
    ways: Ways,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let (button, refused) = (texts::step_up_passkey(lang), texts::step_up_passkey_refused(lang));
    let passkey = match ways.passphrase {
        true => passkey_texts(lang, button, refused),
        false => only_passkey_texts(lang, button, refused),
    };
    let purpose: Vec<_> = purpose.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect();
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
        {purpose}
        <p>{texts::step_up_lead(lang)}</p>
        {with_passkey}
        {with_passphrase}
    }
}
