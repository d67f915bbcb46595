//! When a session ends, told to all tabs of a browser; and what a page does then.

use super::browser;
use leptos::{prelude::*, web_sys};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// The browser's other tabs hear about an extended or ended session under this name.
const CHANNEL: &str = "obhut-session";
/// What is announced in place of a moment when somebody has signed out.
pub const OVER: f64 = 0.0;
/// The id of the form that signs out, or breaks off.
pub const SIGN_OUT_FORM: &str = "sign-out-form";
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

thread_local! {
    /// The session this page belongs to, by its handle.
    static SESSION: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Whether this page is being left by signing out or by the quick exit.
    static LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// Tells the other tabs of this session when it ends, so that none of them warns or leaves too early.
///
/// Tabs of another session, which may be somebody else's, are not concerned.
pub fn announce(channel: Option<&web_sys::BroadcastChannel>, end: f64) {
    let session = SESSION.with_borrow(|session| session.as_deref().map(JsValue::from_str));
    if let Some((channel, session)) = channel.zip(session) {
        let told = browser::object(&[("session", Some(&session)), ("end", Some(&JsValue::from_f64(end)))]);
        drop(channel.post_message(&told));
    }
}

/// This page is being left for good: the other tabs of its session show nothing any more.
pub fn announce_leaving() {
    LEAVING.set(true);
    announce(channel().as_ref(), OVER);
}

/// Follows what other tabs say about the end of this session; `heard` gets the moment, or [`OVER`].
pub fn listen(session: String, heard: impl Fn(f64) + 'static) -> Option<web_sys::BroadcastChannel> {
    SESSION.set(Some(session));
    let channel = channel()?;
    let heard = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let told = event.data();
        let is_ours = SESSION.with_borrow(|session| *session == browser::get_text(&told, "session"));
        let end = browser::get(&told, "end").and_then(|end| end.as_f64());
        if let Some(end) = end.filter(|_| is_ours && !LEAVING.get()) {
            heard(end);
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
