//! What reacts on the table of consents: a box that is ticked is a decision, at once.

use crate::ui::browser::{self, Refusal};
use leptos::{ev, prelude::*, task::spawn_local, web_sys};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast as _, JsValue};

/// The sentences of [`ConsentBoxes`].
#[derive(Clone, Serialize, Deserialize)]
pub struct ConsentBoxesTexts {
    pub working: String,
    pub unavailable: String,
}

/// Makes the boxes of the table with the id `table` work, and says in one place what became of each.
///
/// A box carries `data-purpose`, `data-channel` and `data-version`, which is that of the text beside it; `aria-describedby` names the element with its state. A decision is
/// posted to `path` as JSON. The answer either names a page on which it goes on, or says how things stand. Whatever
/// fails leads back to `page`, which shows the truth.
#[island]
pub fn ConsentBoxes(texts: ConsentBoxesTexts, table: String, path: String, page: String) -> impl IntoView {
    let said = RwSignal::new(None::<String>);
    let busy = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(element) = document().get_element_by_id(&table) else { return };
        drop(element.set_attribute("data-awake", ""));
        let (texts, path, page) = (texts.clone(), path.clone(), page.clone());
        let changed = window_event_listener(ev::change, move |event| {
            let target =
                event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
            let Some((input, purpose, channel, version)) = target.and_then(decision) else { return };
            let wanted = input.checked();
            if busy.get_value() {
                input.set_checked(!wanted);
                return;
            }
            busy.set_value(true);
            said.set(Some(texts.working.clone()));
            let body = browser::object(&[
                ("purpose", Some(&JsValue::from_str(&purpose))),
                ("channel", Some(&JsValue::from_str(&channel))),
                ("version", Some(&JsValue::from_str(&version))),
                ("on", Some(&JsValue::from_bool(wanted))),
            ]);
            let (texts, path, page) = (texts.clone(), path.clone(), page.clone());
            spawn_local(async move {
                match browser::post(&path, &body).await {
                    Ok(answer) => match browser::get_text(&answer, "go") {
                        Some(next) => drop(browser::go(&next)),
                        None => {
                            let is_on = browser::get(&answer, "on").and_then(|on| on.as_bool());
                            input.set_checked(is_on.unwrap_or(!wanted));
                            show_state(&input, browser::get_text(&answer, "state"));
                            said.set(browser::get_text(&answer, "said"));
                        }
                    },
                    Err(Refusal::Unavailable) => {
                        input.set_checked(!wanted);
                        said.set(Some(texts.unavailable));
                    }
                    Err(_) => drop(browser::go(&page)),
                }
                busy.set_value(false);
            });
        });
        on_cleanup(move || changed.remove());
    });
    view! { <p class="consent-said" role="status">{move || said.get()}</p> }
}

/// What a box decides about; `None` for what is no box of the table.
fn decision(input: web_sys::HtmlInputElement) -> Option<(web_sys::HtmlInputElement, String, String, String)> {
    let purpose = input.get_attribute("data-purpose")?;
    let channel = input.get_attribute("data-channel")?;
    let version = input.get_attribute("data-version")?;
    Some((input, purpose, channel, version))
}

/// Puts the words beside a box.
fn show_state(input: &web_sys::HtmlInputElement, words: Option<String>) {
    let element = input.get_attribute("aria-describedby").and_then(|id| document().get_element_by_id(&id));
    if let Some((element, words)) = element.zip(words) {
        element.set_text_content(Some(&words));
    }
}
