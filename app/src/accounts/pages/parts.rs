//! Parts several pages share.

use crate::{
    accounts::{
        islands::{
            Ceremony, KeepCodes, KeepCodesTexts, PasskeyButton, PasskeyTexts, ShowPassphrase,
            ShowPassphraseTexts,
        },
        model::printed_recovery_code,
        texts::{enrol, shared as texts},
    },
    lang::Lang,
    ui::{
        fields::{FieldKind, TextField, Width},
        form::FieldMessage,
    },
};
use leptos::prelude::*;

/// The sentences of a passkey button.
pub fn passkey_texts(lang: Lang, button: &str, refused: &str) -> PasskeyTexts {
    PasskeyTexts {
        button: button.to_owned(),
        working: texts::passkey_working(lang).to_owned(),
        without_javascript: texts::passkey_without_javascript(lang).to_owned(),
        unsupported: texts::passkey_unsupported(lang).to_owned(),
        cancelled: texts::passkey_cancelled(lang).to_owned(),
        already_registered: texts::passkey_already(lang).to_owned(),
        rate_limited: texts::passkey_rate_limited(lang).to_owned(),
        unavailable: texts::passkey_unavailable(lang).to_owned(),
        refused: refused.to_owned(),
    }
}

/// The same where a passkey is the only way, so that nobody is sent to another.
pub fn only_passkey_texts(lang: Lang, button: &str, refused: &str) -> PasskeyTexts {
    PasskeyTexts {
        without_javascript: texts::only_passkey_without_javascript(lang).to_owned(),
        unsupported: texts::only_passkey_unsupported(lang).to_owned(),
        ..passkey_texts(lang, button, refused)
    }
}

/// Makes a passkey: what it shall be called, and the button; the ceremony has its two paths.
#[component]
pub fn NewPasskey(
    lang: Lang,
    /// What it is called unless somebody says otherwise.
    browser: String,
    texts: PasskeyTexts,
    start: &'static str,
    finish: &'static str,
    /// Whether the code of a link goes with it.
    #[prop(optional)]
    code_from_hash: bool,
) -> impl IntoView {
    view! {
        <TextField
            lang name="device_name" label=enrol::way_device(lang) hint=enrol::way_device_hint(lang)
            value=browser messages=&[] autocomplete="off" maxlength=40
        />
        <PasskeyButton
            texts ceremony=Ceremony::Create start=start.to_owned() finish=finish.to_owned()
            label_field="device_name".to_owned() code_from_hash
        />
    }
}

/// The name the portal has given somebody.
#[component]
pub fn SignInNameField<'a>(lang: Lang, messages: &'a [FieldMessage], value: String) -> impl IntoView + use<> {
    view! {
        <TextField
            lang name="sign_in_name" label=texts::sign_in_name(lang) hint=texts::sign_in_name_hint(lang)
            value=value messages=messages autocomplete="username" autocapitalize="none" verbatim=true
            width=Width::Medium
        />
    }
}

/// A passphrase, to be typed or pasted; never shown again.
#[component]
pub fn PassphraseField<'a>(
    lang: Lang,
    messages: &'a [FieldMessage],
    #[prop(optional, into)] hint: Option<String>,
    /// Whether a new one is chosen; then password managers offer to make one.
    #[prop(optional)]
    new: bool,
) -> impl IntoView + use<> {
    let show = ShowPassphraseTexts {
        show: texts::show_passphrase(lang).to_owned(),
        now_visible: texts::passphrase_visible(lang).to_owned(),
        now_hidden: texts::passphrase_hidden(lang).to_owned(),
    };
    let autocomplete = if new { "new-password" } else { "current-password" };
    let child = || view! { <ShowPassphrase texts=show target="passphrase".to_owned()/> };
    match hint {
        Some(hint) => view! {
            <TextField
                lang name="passphrase" label=texts::passphrase(lang) hint=hint messages=messages
                kind=FieldKind::Password autocomplete=autocomplete
            >
                {child()}
            </TextField>
        }
        .into_any(),
        None => view! {
            <TextField
                lang name="passphrase" label=texts::passphrase(lang) messages=messages
                kind=FieldKind::Password autocomplete=autocomplete
            >
                {child()}
            </TextField>
        }
        .into_any(),
    }
}

/// A time-based code.
#[component]
pub fn TotpField<'a>(lang: Lang, messages: &'a [FieldMessage]) -> impl IntoView + use<> {
    view! {
        <TextField
            lang name="code" label=texts::code(lang) hint=texts::code_hint(lang) messages=messages
            kind=FieldKind::Digits autocomplete="one-time-code" width=Width::Short
        />
    }
}

/// A recovery code.
#[component]
pub fn RecoveryCodeField<'a>(lang: Lang, messages: &'a [FieldMessage]) -> impl IntoView + use<> {
    view! {
        <TextField
            lang name="recovery_code" label=texts::recovery_code(lang) hint=texts::recovery_code_hint(lang)
            messages=messages kind=FieldKind::Code autocomplete="off" width=Width::Long
        />
    }
}

/// What an authenticator app needs: a drawing for its camera, the key for fingers, and a link for this very device.
#[component]
pub fn TotpSecret(lang: Lang, qr: String, secret: String, address: String) -> impl IntoView {
    let groups = secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    view! {
        <div class="qr" role="img" aria-label=texts::qr_label(lang) inner_html=qr></div>
        <p>{texts::totp_secret(lang)} ": " <code class="code" id="totp-secret">{groups}</code></p>
        <p><a href=address>{texts::totp_open(lang)}</a></p>
    }
}

/// Ten codes to put away.
#[component]
pub fn RecoveryCodes(lang: Lang, codes: Vec<String>) -> impl IntoView {
    let keep = KeepCodesTexts {
        print: texts::codes_print(lang).to_owned(),
        copy: texts::codes_copy(lang).to_owned(),
        copied: texts::codes_copied(lang).to_owned(),
        not_copied: texts::codes_not_copied(lang).to_owned(),
    };
    let items: Vec<_> = codes.iter().map(|code| view! { <li>{printed_recovery_code(code)}</li> }).collect();
    view! {
        <ul class="codes" id="recovery-codes">{items}</ul>
        <KeepCodes texts=keep codes_id="recovery-codes".to_owned()/>
    }
}
