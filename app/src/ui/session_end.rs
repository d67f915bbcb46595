//! When a session ends, told to all tabs of a browser; and what a page does then.

use super::browser;
use leptos::{prelude::*, web_sys};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// The browser's other tabs hear about an extended session under this name.
const CHANNEL: &str = "obhut-session";
/// The id of the form on a page whose text the server would keep.
pub const KEPT_FORM: &str = "kept-form";

/// The moment so many seconds from now, in milliseconds of the device's clock.
pub fn moment_in(seconds: u32) -> f64 {
    js_sys::Date::now() + f64::from(seconds) * 1000.0
}

/// Whole seconds until a moment; 0 when it has passed.
pub fn seconds_until(moment: f64) -> u32 {
    // A cast from a float saturates, so the past is 0.
    ((moment - js_sys::Date::now()) / 1000.0).ceil() as u32
}

pub fn channel() -> Option<web_sys::BroadcastChannel> {
    web_sys::BroadcastChannel::new(CHANNEL).ok()
}

/// Tells the other tabs when the session ends, so that none of them warns or leaves too early.
pub fn announce(channel: Option<&web_sys::BroadcastChannel>, end: f64) {
    if let Some(channel) = channel {
        drop(channel.post_message(&JsValue::from_f64(end)));
    }
}

/// Follows what other tabs say about the end; a session is only ever made longer that way.
pub fn listen(end: RwSignal<f64>) -> Option<web_sys::BroadcastChannel> {
    let channel = channel()?;
    let heard = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        if let Some(moment) = event.data().as_f64() {
            end.update(|end| *end = end.max(moment));
        }
    });
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It lives as long as the page.
    heard.forget();
    Some(channel)
}

/// Whether the page has a form that the server would keep, and somebody has typed into it.
pub fn has_unsent_text() -> bool {
    let Some(form) = document().get_element_by_id(KEPT_FORM) else { return false };
    let Ok(form) = form.dyn_into::<web_sys::HtmlFormElement>() else { return false };
    let controls = form.elements();
    let mut controls = (0..controls.length()).filter_map(|index| controls.item(index));
    let differs = |control: &JsValue, now: &str, at_first: &str| {
        browser::get(control, at_first).is_some_and(|first| browser::get(control, now) != Some(first))
    };
    form.has_attribute("data-typed")
        || controls.any(|control| {
            differs(&control, "value", "defaultValue") || differs(&control, "checked", "defaultChecked")
        })
}

/// Takes what the page shows out of sight and reach; forms in it can still be sent.
pub fn hide_content() {
    if let Some(main) = document().get_element_by_id("main") {
        drop(main.set_attribute("hidden", ""));
    }
}
