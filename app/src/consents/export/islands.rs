//! The check in the browser: a file is read and verified where it is, and nothing of it is sent.

use super::{
    base64url,
    reading::{Plan, Question, Refused, plan},
};
use crate::ui::browser::{get, get_text, input, object};
use js_sys::{Array, Date, JSON, Object, Uint8Array};
use leptos::{
    prelude::*,
    task::spawn_local,
    web_sys::{CryptoKey, File, SubtleCrypto},
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The longest file that is read, in bytes.
const LONGEST: f64 = 64.0 * 1024.0 * 1024.0;

/// A key that counts.
#[derive(Clone, Serialize, Deserialize)]
pub struct TrustedKey {
    /// Its name (RFC 7638).
    pub kid: String,
    /// The key itself, in base64url (RFC 8037).
    pub x: String,
}

/// The sentences of [`ExportCheck`].
#[derive(Clone, Serialize, Deserialize)]
pub struct CheckTexts {
    pub label: String,
    pub hint: String,
    pub without_javascript: String,
    pub unsupported: String,
    pub working: String,
    pub valid: String,
    pub version: String,
    pub made: String,
    pub altered: String,
    pub other_key: String,
    pub brings_key: String,
    pub not_an_export: String,
    pub unreadable: String,
    /// The language of dates.
    pub lang: String,
}

impl CheckTexts {
    fn sentence(&self, trouble: Trouble) -> String {
        let sentence = match trouble {
            Trouble::Refused(Refused::Altered) => &self.altered,
            Trouble::Refused(Refused::OtherKey) => &self.other_key,
            Trouble::Refused(Refused::BringsKey) => &self.brings_key,
            Trouble::Refused(Refused::NotAnExport) => &self.not_an_export,
            Trouble::Unsupported => &self.unsupported,
            Trouble::Unreadable => &self.unreadable,
        };
        sentence.clone()
    }

    fn valid(&self, said: &Said) -> String {
        let Said { version, created_at } = said;
        let at = Date::new(&JsValue::from_str(created_at));
        let style = object(&[
            ("dateStyle", Some(&JsValue::from_str("full"))),
            ("timeStyle", Some(&JsValue::from_str("short"))),
        ]);
        let at = String::from(at.to_locale_string(&self.lang, &style));
        format!("{} {} {version}, {} {at}.", self.valid, self.version, self.made)
    }
}

/// What a valid file says about itself.
struct Said {
    version: f64,
    created_at: String,
}

/// Why a file is not valid, or could not be verified.
#[derive(Clone, Copy)]
enum Trouble {
    Refused(Refused),
    /// The browser does not know Ed25519.
    Unsupported,
    /// The file could not be read.
    Unreadable,
}

/// Verifies a chosen file with the keys that came with the page.
#[island]
pub fn ExportCheck(texts: CheckTexts, keys: Vec<TrustedKey>) -> impl IntoView {
    const FIELD: &str = "export-file";
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    // What was found out, and whether the file is valid; empty before a file was chosen.
    let outcome = RwSignal::new(None::<(bool, String)>);
    let (label, hint) = (texts.label.clone(), texts.hint.clone());
    let asleep = texts.without_javascript.clone();
    let run = move |_| {
        let Some(file) = input(FIELD).and_then(|input| input.files()?.get(0)) else {
            return outcome.set(None);
        };
        outcome.set(Some((false, texts.working.clone())));
        let (texts, keys) = (texts.clone(), keys.clone());
        spawn_local(async move {
            outcome.set(Some(match check(&file, &keys).await {
                Ok(said) => (true, texts.valid(&said)),
                Err(trouble) => (false, texts.sentence(trouble)),
            }));
        });
    };
    let class = move || match outcome.get() {
        Some((true, _)) => "verdict verdict-valid",
        _ => "verdict",
    };
    view! {
        <div class="export-check">
            <p class="until-awake" hidden=move || awake.get()>{asleep}</p>
            <div class="field" hidden=move || !awake.get()>
                <label for=FIELD>{label}</label>
                <p class="hint" id="export-file-hint">{hint}</p>
                <input type="file" id=FIELD accept=".jws" aria-describedby="export-file-hint" on:change=run/>
            </div>
            <p class=class role="status">{move || outcome.get().map(|(_, sentence)| sentence)}</p>
        </div>
    }
}

async fn check(file: &File, keys: &[TrustedKey]) -> Result<Said, Trouble> {
    if file.size() > LONGEST {
        return Err(Trouble::Refused(Refused::NotAnExport));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| Trouble::Unreadable)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let kids: Vec<String> = keys.iter().map(|key| key.kid.clone()).collect();
    match plan(&bytes, &kids) {
        Plan::Ask(question) => match has_signed(keys, &question).await? {
            true => said(&question.payload).ok_or(Trouble::Refused(Refused::NotAnExport)),
            false => Err(Trouble::Refused(Refused::Altered)),
        },
        Plan::Refuse { suspicions, otherwise } => {
            for question in &suspicions {
                if has_signed(keys, question).await? {
                    return Err(Trouble::Refused(Refused::Altered));
                }
            }
            Err(Trouble::Refused(otherwise))
        }
    }
}

/// Asks the browser (Web Cryptography, Ed25519): no bytes of ours for it, and nothing leaves the machine.
async fn has_signed(keys: &[TrustedKey], question: &Question) -> Result<bool, Trouble> {
    let unsupported = |_| Trouble::Unsupported;
    let crypto = window().crypto().map_err(unsupported)?;
    let subtle: SubtleCrypto = get(&crypto, "subtle").ok_or(Trouble::Unsupported)?.unchecked_into();
    let key = keys.get(question.key).and_then(|key| base64url::decode(key.x.as_bytes()));
    let key = Uint8Array::from(key.ok_or(Trouble::Unsupported)?.as_slice());
    let algorithm: Object = object(&[("name", Some(&JsValue::from_str("Ed25519")))]).unchecked_into();
    let usages = Array::of1(&JsValue::from_str("verify"));
    let key = subtle.import_key_with_object("raw", &key, &algorithm, false, &usages).map_err(unsupported)?;
    let key: CryptoKey = JsFuture::from(key).await.map_err(unsupported)?.unchecked_into();
    let answer = subtle.verify_with_object_and_u8_array_and_u8_array(
        &algorithm,
        &key,
        &question.signature,
        &question.input,
    );
    let answer = JsFuture::from(answer.map_err(unsupported)?).await.map_err(unsupported)?;
    Ok(answer.is_truthy())
}

fn said(payload: &[u8]) -> Option<Said> {
    let document = JSON::parse(str::from_utf8(payload).ok()?).ok()?;
    let version = get(&document, "version")?.as_f64()?;
    Some(Said { version, created_at: get_text(&document, "created_at")? })
}
