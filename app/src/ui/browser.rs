//! What islands ask of the browser: sending JSON, reading the address, finding controls.
//!
//! Compiled for both worlds, because islands are; on the server none of it is ever called.

use js_sys::{JSON, Reflect};
use leptos::{
    prelude::{document, window},
    web_sys::{HtmlInputElement, Request, RequestCredentials, RequestInit, Response},
};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Puts a text on the clipboard; fails where the browser has none or the person said no.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    pub async fn copy(text: &str) -> Result<JsValue, JsValue>;
}

/// Why a request of an island came to nothing; each is answered with a sentence of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The session is over.
    SignInRequired,
    /// Too many tries.
    RateLimited,
    /// The portal, or the way to it, is down.
    Unavailable,
    /// Anything else.
    Refused,
}

impl Refusal {
    /// Goes by the status alone: it is one to one with the codes of `AppError`, and a proxy in between has no codes.
    const fn from_status(status: u16) -> Self {
        match status {
            401 => Refusal::SignInRequired,
            429 => Refusal::RateLimited,
            502..=504 => Refusal::Unavailable,
            _ => Refusal::Refused,
        }
    }
}

/// Posts a value as JSON to a path of this portal and gives the JSON of the answer.
pub async fn post(path: &str, body: &JsValue) -> Result<JsValue, Refusal> {
    let request = request(path, body).map_err(|_| Refusal::Refused)?;
    let answer = JsFuture::from(window().fetch_with_request(&request));
    // A request that never got through is no fault of what it said.
    let answer = answer.await.map_err(|_| Refusal::Unavailable)?;
    let answer: Response = answer.unchecked_into();
    if !answer.ok() {
        return Err(Refusal::from_status(answer.status()));
    }
    let json = answer.json().map_err(|_| Refusal::Refused)?;
    JsFuture::from(json).await.map_err(|_| Refusal::Refused)
}

fn request(path: &str, body: &JsValue) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_body(&JSON::stringify(body)?.into());
    let request = Request::new_with_str_and_init(path, &init)?;
    let headers = request.headers();
    headers.set("content-type", "application/json")?;
    headers.set("accept", "application/json")?;
    Ok(request)
}

/// A property of a JavaScript value; `None` when there is no such thing.
pub fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(value, &JsValue::from_str(name)).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// A text property of a JavaScript value.
pub fn get_text(value: &JsValue, name: &str) -> Option<String> {
    get(value, name)?.as_string()
}

/// A new JavaScript object with these properties, those without a value left out.
pub fn object(properties: &[(&str, Option<&JsValue>)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        if let Some(value) = value {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&object, &JsValue::from_str(name), value);
        }
    }
    object.into()
}

/// The input with this id.
pub fn input(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Goes to a path of this portal; a path that would lead elsewhere is refused.
pub fn go(path: &str) -> Result<(), Refusal> {
    if !is_own_path(path) {
        return Err(Refusal::Refused);
    }
    window().location().assign(path).map_err(|_| Refusal::Refused)
}

/// Goes to a path of this portal in place of the page that is there.
pub fn replace(path: &str) {
    if is_own_path(path) {
        drop(window().location().replace(path));
    }
}

/// Whether a path stays on this site, the way browsers read addresses: `//x` and `/\x` name a host,
/// and tabs and line breaks are passed over.
fn is_own_path(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && !path.bytes().any(|byte| byte.is_ascii_control())
}

thread_local! {
    /// The code that came with the address, for as long as the page lives.
    static CODE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Takes the code behind `#` out of the address and the history, and remembers it for the other islands of the page.
///
/// What names an element of the page is a jump within it (a skip link, an error summary) and no code.
pub fn take_code() -> String {
    let address = window().location();
    let hash = address.hash().unwrap_or_default();
    let code = hash.trim_start_matches('#');
    if !code.is_empty() && document().get_element_by_id(code).is_none() {
        let code = js_sys::decode_uri_component(code).map_or_else(|_| code.to_owned(), String::from);
        CODE.with_borrow_mut(|kept| *kept = code);
        let path = address.pathname().unwrap_or_default() + &address.search().unwrap_or_default();
        if let Ok(history) = window().history() {
            drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&path)));
        }
    }
    CODE.with_borrow(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for (path, own) in [
            ("/", true),
            ("/home", true),
            ("/me/security?lang=en#devices", true),
            ("", false),
            ("home", false),
            ("//example.org", false),
            ("/\\example.org", false),
            ("/\t/example.org", false),
            ("\t//example.org", false),
            ("https://example.org", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(is_own_path(path), own, "{path:?}");
        }
    }

    #[test]
    fn the_status_decides_what_people_are_told() {
        for (status, refusal) in [
            (401, Refusal::SignInRequired),
            (404, Refusal::Refused),
            (422, Refusal::Refused),
            (429, Refusal::RateLimited),
            (500, Refusal::Refused),
            (502, Refusal::Unavailable),
            (503, Refusal::Unavailable),
        ] {
            assert_eq!(Refusal::from_status(status), refusal, "{status}");
        }
    }
}
