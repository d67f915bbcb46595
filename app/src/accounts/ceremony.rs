//! A passkey ceremony as the browser sees it: ask the server, ask the authenticator, tell the server.

use crate::ui::browser::{self, Refusal};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
    fn request_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
    fn creation_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = get)]
    async fn get_credential(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = create)]
    async fn create_credential(options: &JsValue) -> Result<JsValue, JsValue>;
}

/// What a passkey is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ceremony {
    /// To prove who somebody is.
    SignIn,
    /// To come into being.
    Create,
}

impl Ceremony {
    /// Whether this browser knows the functions the ceremony needs.
    pub fn is_supported(self) -> bool {
        let parse = match self {
            Ceremony::SignIn => "parseRequestOptionsFromJSON",
            Ceremony::Create => "parseCreationOptionsFromJSON",
        };
        browser::get(&js_sys::global(), "PublicKeyCredential")
            .and_then(|class| browser::get(&class, parse))
            .is_some()
    }
}

/// Why a ceremony did not succeed.
#[derive(Clone, Copy)]
pub enum Trouble {
    /// The person closed the browser's dialog, or let it time out; browsers do not tell which.
    Cancelled,
    /// This authenticator holds a passkey of the account already.
    AlreadyRegistered,
    /// The server said no, or could not be asked.
    Refusal(Refusal),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Trouble::Refusal(refusal)
    }
}

impl Trouble {
    /// Goes by the name of the exception (Web Authentication, level 3).
    fn from_exception(ceremony: Ceremony, exception: &JsValue) -> Self {
        match (browser::get_text(exception, "name").as_deref(), ceremony) {
            (Some("NotAllowedError" | "AbortError"), _) => Trouble::Cancelled,
            (Some("InvalidStateError"), Ceremony::Create) => Trouble::AlreadyRegistered,
            _ => Trouble::Refusal(Refusal::Refused),
        }
    }
}

/// Runs the whole ceremony; at its end the browser is on its way to the page the server named.
pub async fn run(
    ceremony: Ceremony,
    start: &str,
    finish: &str,
    code: Option<String>,
    label: Option<String>,
) -> Result<(), Trouble> {
    let code = code.map(|code| JsValue::from_str(&code));
    let begun = browser::post(start, &browser::object(&[("code", code.as_ref())])).await?;
    let id = browser::get(&begun, "ceremony").ok_or(Refusal::Refused)?;
    let options = browser::get(&begun, "options")
        .and_then(|options| browser::get(&options, "publicKey"))
        .ok_or(Refusal::Refused)?;

    let credential = ask_authenticator(ceremony, &options)
        .await
        .map_err(|exception| Trouble::from_exception(ceremony, &exception))?;

    let label = label.map(|label| JsValue::from_str(&label));
    // The credential knows how to become JSON (`toJSON`).
    let answer = browser::object(&[
        ("ceremony", Some(&id)),
        ("credential", Some(&credential)),
        ("label", label.as_ref()),
    ]);
    let ended = browser::post(finish, &answer).await?;
    let next = browser::get_text(&ended, "next").ok_or(Refusal::Refused)?;
    Ok(browser::go(&next)?)
}

async fn ask_authenticator(ceremony: Ceremony, options: &JsValue) -> Result<JsValue, JsValue> {
    let wrapped = |options: JsValue| browser::object(&[("publicKey", Some(&options))]);
    match ceremony {
        Ceremony::SignIn => get_credential(&wrapped(request_options(options)?)).await,
        Ceremony::Create => create_credential(&wrapped(creation_options(options)?)).await,
    }
}
