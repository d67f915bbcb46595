//! The check in the browser: a file is read and verified where it is, and nothing of it is sent.
//!
//! Everything that is shown is part of the page already: the keys and the sentences stand in attributes, so that this half
//! stays small.

use super::reading::{Plan, Question, Refused, plan};
use crate::ui::browser::{get, get_text, input, object};
use js_sys::{Array, Date, JSON, Object, Uint8Array};
use leptos::{
    ev,
    prelude::*,
    task::spawn_local,
    web_sys::{CryptoKey, Element, File, SubtleCrypto},
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The id of the part that needs this island, which is hidden until it is awake.
pub const FIELD: &str = "check-field";
/// The id of what is said as long as this island is not awake.
pub const ASLEEP: &str = "check-asleep";
/// The id of the control for the file.
pub const FILE: &str = "export-file";
/// The id of the place for the outcome. Its attributes `data-…` hold a sentence for each, the language, and the keys that
/// count: header and key by turns, separated by spaces.
pub const VERDICT: &str = "check-verdict";

/// The longest file that is read, in bytes.
const LONGEST: f64 = 64.0 * 1024.0 * 1024.0;

/// Verifies the file that somebody chooses, with the keys that came with the page.
#[island]
pub fn ExportCheck() -> impl IntoView {
    Effect::new(move |_| {
        if let Some(field) = document().get_element_by_id(FIELD) {
            let _ = field.remove_attribute("hidden");
        }
        if let Some(asleep) = document().get_element_by_id(ASLEEP) {
            let _ = asleep.set_attribute("hidden", "");
        }
        let chosen = window_event_listener(ev::change, |_| {
            let Some(verdict) = document().get_element_by_id(VERDICT) else { return };
            verdict.set_text_content(None);
            let Some(file) = input(FILE).and_then(|input| input.files()?.get(0)) else { return };
            spawn_local(async move { show(&verdict, check(&file, &verdict).await) });
        });
        on_cleanup(move || chosen.remove());
    });
}

/// What a valid file says about itself.
struct Said {
    /// Written as JSON writes it.
    version: String,
    created_at: String,
}

/// The attribute with the sentence of why a file is not valid, or could not be verified.
type Trouble = &'static str;

const UNSUPPORTED: Trouble = "data-unsupported";

fn show(verdict: &Element, outcome: Result<Said, Trouble>) {
    let text = |name| verdict.get_attribute(name).unwrap_or_default();
    let sentence = match outcome {
        Err(trouble) => text(trouble),
        Ok(Said { version, created_at }) => {
            let style = [("dateStyle", "full"), ("timeStyle", "short")];
            let style = style.map(|(name, value)| (name, JsValue::from_str(value)));
            let style = object(&[(style[0].0, Some(&style[0].1)), (style[1].0, Some(&style[1].1))]);
            let at = Date::new(&JsValue::from_str(&created_at)).to_locale_string(&text("data-lang"), &style);
            [&text("data-valid"), " ", &version, ", ", &text("data-made"), " ", &String::from(at), "."]
                .concat()
        }
    };
    verdict.set_text_content(Some(&sentence));
}

async fn check(file: &File, verdict: &Element) -> Result<Said, Trouble> {
    if file.size() > LONGEST {
        return Err(word(Refused::NotAnExport));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| "data-unreadable")?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let (mut headers, mut keys) = (Vec::new(), Vec::new());
    let listed = verdict.get_attribute("data-keys").unwrap_or_default();
    for (place, word) in listed.split(' ').enumerate() {
        if place % 2 == 0 { &mut headers } else { &mut keys }.push(word.to_owned());
    }
    match plan(&bytes, &headers) {
        Plan::Ask(question) => match has_signed(&keys, &question).await? {
            true => said(&question.payload).ok_or(word(Refused::NotAnExport)),
            false => Err(word(Refused::Altered)),
        },
        Plan::Refuse { suspicions, otherwise } => {
            for question in &suspicions {
                if has_signed(&keys, question).await? {
                    return Err(word(Refused::Altered));
                }
            }
            Err(word(otherwise))
        }
    }
}

const fn word(refused: Refused) -> Trouble {
    match refused {
        Refused::Altered => "data-altered",
        Refused::OtherKey => "data-other-key",
        Refused::BringsKey => "data-brings-key",
        Refused::NotAnExport => "data-not-an-export",
    }
}

/// Asks the browser (Web Cryptography, Ed25519): no bytes of ours for it, and nothing leaves the machine.
async fn has_signed(keys: &[String], question: &Question) -> Result<bool, Trouble> {
    let unsupported = |_| UNSUPPORTED;
    let crypto = window().crypto().map_err(unsupported)?;
    let subtle: SubtleCrypto = get(&crypto, "subtle").ok_or(UNSUPPORTED)?.unchecked_into();
    let name = JsValue::from_str("Ed25519");
    let algorithm: Object = object(&[("name", Some(&name))]).unchecked_into();
    // The browser reads the key as it is published (RFC 8037, section 2).
    let x = keys.get(question.key).map(|x| JsValue::from_str(x));
    let (kind, curve) = (JsValue::from_str("OKP"), &name);
    let jwk = object(&[("kty", Some(&kind)), ("crv", Some(curve)), ("x", x.as_ref())]).unchecked_into();
    let usages = Array::of1(&JsValue::from_str("verify"));
    let key = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &usages).map_err(unsupported)?;
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
    let version = JSON::stringify(&get(&document, "version")?).ok()?.into();
    Some(Said { version, created_at: get_text(&document, "created_at")? })
}
