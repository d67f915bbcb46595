//! What reacts on the table of consents.
//!
//! The table is a form that works without this island. Awake, it sends each tick at once, writes what has become of it
//! beside the box, and says so once to those who listen.

use crate::ui::browser::{self, Refusal};
use leptos::{
    ev,
    prelude::*,
    task::spawn_local,
    web_sys::{Element, HtmlInputElement},
};
use wasm_bindgen::{JsCast as _, JsValue};

/// The id of the table's surroundings, which say by the attribute `data-awake` that nothing needs to be saved.
pub const TABLE: &str = "consents";
/// The id of the place where it is said what has become of a tick.
pub const SAID: &str = "consents-said";
/// The attribute of a box with the path its tick is sent to.
pub const PATH: &str = "data-path";
/// What the id of the sentence beside a box ends with; it begins with the id of the box.
pub const STATE: &str = "-state";

/// Sends ticks at once.
#[island]
pub fn ConsentTable() -> impl IntoView {
    Effect::new(move |_| {
        if let Some(table) = document().get_element_by_id(TABLE) {
            let _ = table.set_attribute("data-awake", "");
        }
        let ticked = window_event_listener(ev::change, |event| {
            let Some(ticked) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            if let Some(path) = ticked.get_attribute(PATH) {
                spawn_local(async move { send(&ticked, &path).await });
            }
        });
        on_cleanup(move || ticked.remove());
    });
}

async fn send(ticked: &HtmlInputElement, path: &str) {
    // Not disabled meanwhile, because that would take the focus away.
    let wanted = ticked.checked();
    let _ = ticked.set_attribute("aria-busy", "true");
    let body = browser::object(&[("on", Some(&JsValue::from_bool(wanted)))]);
    let answer = browser::post(path, &body).await;
    let _ = ticked.remove_attribute("aria-busy");
    let Ok(answer) = answer else {
        // Whatever is in the way, the page itself knows what holds, and says it.
        if let Err(Refusal::SignInRequired | Refusal::RateLimited | Refusal::Unavailable | Refusal::Refused) =
            answer
        {
            browser::replace("/consents");
        }
        return;
    };
    if let Some(next) = browser::get_text(&answer, "next") {
        let _ = browser::go(&next);
        return;
    }
    let is_on = browser::get(&answer, "on").and_then(|on| on.as_bool()).unwrap_or(!wanted);
    ticked.set_checked(is_on);
    let state = browser::get_text(&answer, "state").unwrap_or_default();
    if let Some(beside) = document().get_element_by_id(&(ticked.id() + STATE)) {
        beside.set_text_content(Some(&state));
    }
    let said = browser::get_text(&answer, "said").unwrap_or_default();
    say(document().get_element_by_id(SAID), &said);
}

fn say(place: Option<Element>, text: &str) {
    if let Some(place) = place {
        place.set_text_content(Some(text));
    }
}
