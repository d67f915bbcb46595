//! What reacts in the browser on every page.

use super::session_end;
use leptos::{ev, prelude::*, web_sys};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wasm_bindgen::JsCast as _;

/// Presses of the Shift key that leave the page.
const PRESSES: u8 = 3;
/// How long presses count together.
const FORGET: Duration = Duration::from_secs(5);

/// Milliseconds in which a form is not sent again, as long as the server remembers the first time.
const SEND_AGAIN: f64 = 10_000.0;

/// The sentences of [`QuickExit`], ready in the reader's language.
#[derive(Clone, Serialize, Deserialize)]
pub struct QuickExitTexts {
    pub button: String,
    pub hint: String,
    pub two_more: String,
    pub one_more: String,
    pub leaving: String,
}

/// Leaves the portal at once, by button or by pressing Shift three times.
///
/// Without JavaScript the button is an ordinary form, which the server answers with a forwarding page.
/// With it, the page is covered in the same instant and its entry in the history is replaced.
#[island]
pub fn QuickExit(texts: QuickExitTexts, url: String) -> impl IntoView {
    let presses = RwSignal::new(0_u8);
    let leaving = RwSignal::new(false);
    // The keys work only once the island is awake, so only then are they mentioned.
    let awake = RwSignal::new(false);
    let target = StoredValue::new(url);
    let leave = move || {
        leaving.set(true);
        leave_now(&target.get_value());
    };

    Effect::new(move |_| {
        awake.set(true);
        // Shift on its own counts when it is let go; as a part of Shift+Tab or of a capital letter it never does.
        let alone = StoredValue::new(false);
        let down = window_event_listener(ev::keydown, move |event| {
            let is_shift = event.key() == "Shift";
            alone.set_value(is_shift);
            if !is_shift {
                presses.set(0);
            }
        });
        let up = window_event_listener(ev::keyup, move |event| {
            if event.key() != "Shift" || !alone.get_value() {
                return;
            }
            presses.update(|count| *count += 1);
            let counted = presses.get_untracked();
            if counted >= PRESSES {
                leave();
                return;
            }
            // Only a pause ends the series: a press in the meantime has started a new one.
            let forget = move || {
                if presses.get_untracked() == counted {
                    presses.set(0);
                }
            };
            drop(set_timeout(forget, FORGET));
        });
        on_cleanup(move || {
            down.remove();
            up.remove();
        });
    });

    let status = {
        let texts = texts.clone();
        // `None` leaves the element really empty, so that no bubble is drawn around nothing.
        move || match (leaving.get(), presses.get()) {
            (true, _) => Some(texts.leaving.clone()),
            (false, 1) => Some(texts.two_more.clone()),
            (false, 2) => Some(texts.one_more.clone()),
            _ => None,
        }
    };

    view! {
        <div class="exit">
            <form
                method="post"
                action="/exit"
                on:submit=move |event| {
                    event.prevent_default();
                    leave();
                }
            >
                <button class="button button-exit" type="submit" aria-describedby="exit-hint">
                    {texts.button}
                </button>
            </form>
            <p class="exit-hint" id="exit-hint">{move || awake.get().then(|| texts.hint.clone())}</p>
            <p class="exit-steps" role="status">
                {status}
            </p>
            <div class="exit-cover" hidden=move || !leaving.get()></div>
        </div>
    }
}

/// Sends the form with the id `form` once: pressing again while the answer is on its way does nothing.
///
/// The server gives both the same answer anyway; this keeps the first one from being dropped.
#[island]
pub fn SendOnce(form: String) -> impl IntoView {
    Effect::new(move |_| {
        let (form, sent_at) = (form.clone(), StoredValue::new(f64::NEG_INFINITY));
        let sent = window_event_listener(ev::submit, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if event.default_prevented() || target.is_none_or(|target| target.id() != form) {
                return;
            }
            let now = js_sys::Date::now();
            if now - sent_at.get_value() < SEND_AGAIN {
                event.prevent_default();
            } else {
                sent_at.set_value(now);
            }
        });
        // A page that comes back from the browser's memory was answered.
        let back = window_event_listener(ev::pageshow, move |_| sent_at.set_value(f64::NEG_INFINITY));
        on_cleanup(move || {
            sent.remove();
            back.remove();
        });
    });
}

/// Tells the server to end the session, and replaces the page.
///
/// The beacon outlives the page; whether it arrives does not matter for leaving.
fn leave_now(url: &str) {
    let Some(window) = web_sys::window() else { return };
    session_end::announce_leaving();
    drop(window.navigator().send_beacon("/exit"));
    drop(window.location().replace(url));
}
