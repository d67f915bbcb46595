//! `/sign-in` and `/signed-out`.

use super::parts::{PassphraseField, SignInNameField, TotpField, passkey_texts};
use crate::{
    accounts::{
        islands::{Ceremony, PasskeyButton},
        texts::sign_in as texts,
    },
    backend::kept_forms,
    lang::Lang,
    ui::{
        components::{ActionLink, Card, Notice, Tone},
        form::{ErrorSummary, FieldMessage, Form, SubmitButton},
        islands::SendOnce,
    },
};
use leptos::prelude::*;

/// The id of the form of path T.
const SIGN_IN_FORM: &str = "sign-in-form";

/// `/sign-in`: both paths, the way in for new people, and the way back for those who have lost something.
#[component]
pub fn SignIn<'a>(
    lang: Lang,
    /// Somebody's form waits for them.
    kept: bool,
    form_id: String,
    name: String,
    messages: &'a [FieldMessage],
) -> impl IntoView + use<> {
    let waiting = kept.then(|| {
        view! {
            <Notice tone=Tone::Info title=texts::kept_title(lang)>
                <p>{texts::kept_text(lang)}</p>
            </Notice>
        }
    });
    // A page that comes back says it again.
    let action = if kept { kept_forms::SIGN_IN } else { "/sign-in" };
    let passkey = passkey_texts(lang, texts::passkey_button(lang), texts::passkey_refused(lang));
    let summary = view! { <ErrorSummary lang messages/> };
    let name_field = view! { <SignInNameField lang messages value=name/> };
    let passphrase = view! { <PassphraseField lang messages/> };
    let code = view! { <TotpField lang messages/> };
    view! {
        {summary}
        <h1>{texts::title(lang)}</h1>
        {waiting}
        <p class="lead">{texts::lead(lang)}</p>
        <Card title=texts::passkey_title(lang)>
            <p>{texts::passkey_text(lang)}</p>
            <PasskeyButton
                texts=passkey ceremony=Ceremony::SignIn start="/sign-in/passkey/start".to_owned()
                finish="/sign-in/passkey/finish".to_owned() code_from_hash=false
            />
        </Card>
        <Card title=texts::passphrase_title(lang)>
            <Form action token=None id=SIGN_IN_FORM>
                <input type="hidden" name="form_id" value=form_id/>
                {name_field}
                {passphrase}
                {code}
                <SubmitButton text=texts::submit(lang)/>
            </Form>
            <SendOnce form=SIGN_IN_FORM.to_owned()/>
            <p class="after-form"><a href="/recover">{texts::lost_link(lang)}</a></p>
        </Card>
        <Card title=texts::new_title(lang)>
            <p>{texts::new_text(lang)}</p>
            <p><a href="/enrol">{texts::new_link(lang)}</a></p>
        </Card>
    }
}

/// `/signed-out`.
#[component]
pub fn SignedOut(lang: Lang) -> impl IntoView {
    view! {
        <h1>{texts::signed_out_title(lang)}</h1>
        <p class="lead">{texts::signed_out_text(lang)}</p>
        <p class="actions"><ActionLink href="/sign-in" text=texts::sign_in_again(lang)/></p>
    }
}
