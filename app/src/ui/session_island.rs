//! The warning before a session ends (WCAG 2.2, 2.2.1 Timing Adjustable).

use super::browser::{self, Refusal};
use leptos::{ev, html, prelude::*, task::spawn_local, web_sys};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// Seconds before the end at which the warning opens.
const WARN: u32 = 120;
/// The browser's other tabs hear about an extended session under this name.
const CHANNEL: &str = "obhut-session";

/// The sentences of [`SessionWarning`].
#[derive(Clone, Serialize, Deserialize)]
pub struct SessionWarningTexts {
    pub title: String,
    /// Said and shown from 120, 60 and 30 seconds on.
    pub two_minutes: String,
    pub one_minute: String,
    pub half_a_minute: String,
    /// Stands before the clock, which shows minutes and seconds (`1:45`).
    pub time_left: String,
    pub stay: String,
    pub leave: String,
    /// The session has reached its longest time, so staying is no longer offered.
    pub not_longer: String,
    /// Closes the dialog in that case.
    pub close: String,
    pub failed: String,
}

/// Asks two minutes before the session ends whether to stay, and goes to `sign_in` when it has ended.
///
/// The end is a moment of the device's clock and not a count of ticks: devices sleep, and tabs in the background tick
/// slowly. `extend` is posted `{}` and answers `{"seconds_left": n}`; leaving submits the form `sign-out-form`.
#[island]
pub fn SessionWarning(
    texts: SessionWarningTexts,
    seconds_left: u32,
    extend: String,
    sign_in: String,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let left = RwSignal::new(seconds_left);
    let end = RwSignal::new(0.0_f64);
    let busy = RwSignal::new(false);
    // The end cannot be moved any more, and the person has been told.
    let last = RwSignal::new(false);
    let told = RwSignal::new(false);
    let gone = StoredValue::new(false);
    let failure = RwSignal::new(None::<String>);

    let leave = sign_in.clone();
    let check = move || {
        let now_left = seconds_until(end.get_untracked());
        left.set(now_left);
        let Some(dialog) = dialog.get_untracked() else { return };
        if now_left == 0 {
            // Once only: asking again each second would start a slow journey anew each second.
            if !gone.get_value() {
                gone.set_value(true);
                let _ = browser::go(&leave);
            }
        } else if now_left > WARN {
            last.set(false);
            told.set(false);
            dialog.close();
        } else if !dialog.open() && !busy.get_untracked() && !told.get_untracked() {
            drop(dialog.show_modal());
        }
    };

    let recheck = check.clone();
    Effect::new(move |_| {
        end.set(moment_in(seconds_left));
        let others = listen(end);
        announce(others.as_ref(), end.get_untracked());
        recheck();
        let ticking = set_interval(recheck.clone(), Duration::from_secs(1));
        // Timers stand still while a laptop sleeps; this comes at once when somebody looks again.
        let recheck = recheck.clone();
        let seen = window_event_listener(ev::visibilitychange, move |_| recheck());
        on_cleanup(move || {
            ticking.map(|handle| handle.clear()).ok();
            seen.remove();
        });
    });

    let (failed, not_longer) = (texts.failed.clone(), texts.not_longer.clone());
    let stay = move || {
        if busy.get_untracked() {
            return;
        }
        if last.get_untracked() {
            told.set(true);
            if let Some(dialog) = dialog.get_untracked() {
                dialog.close();
            }
            return;
        }
        busy.set(true);
        failure.set(None);
        let (extend, sign_in, failed, not_longer, check) =
            (extend.clone(), sign_in.clone(), failed.clone(), not_longer.clone(), check.clone());
        spawn_local(async move {
            let answer = browser::post(&extend, &browser::object(&[])).await;
            busy.set(false);
            match answer.map(|answer| browser::get(&answer, "seconds_left").and_then(|n| n.as_f64())) {
                Ok(Some(seconds)) => {
                    end.set(moment_in(seconds as u32));
                    announce(channel().as_ref(), end.get_untracked());
                    if seconds <= f64::from(WARN) {
                        last.set(true);
                        failure.set(Some(not_longer));
                    }
                }
                Err(Refusal::SignInRequired) => {
                    let _ = browser::go(&sign_in);
                }
                _ => failure.set(Some(failed)),
            }
            check();
        });
    };

    let stay_by_key = stay.clone();
    let (stay_text, close_text) = (texts.stay, texts.close);
    let stage = Memo::new(move |_| match left.get() {
        0..=30 => 2,
        31..=60 => 1,
        _ => 0,
    });
    let stages = [texts.two_minutes, texts.one_minute, texts.half_a_minute];
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="session-warning-title"
            aria-describedby="session-warning-stage"
            // The Escape key: the dialog closes by itself, and opens again should staying fail.
            on:cancel=move |_: web_sys::Event| stay_by_key()
        >
            <h2 id="session-warning-title">{texts.title}</h2>
            <p id="session-warning-stage" role="status">{move || stages[stage.get()].clone()}</p>
            <p class="countdown" role="timer">
                {texts.time_left} " " <span class="countdown-time">{move || clock(left.get())}</span>
            </p>
            <p class="field-error" role="alert">{move || failure.get()}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    aria-busy=move || busy.get().then_some("true")
                    on:click=move |_| stay()
                >
                    {move || if last.get() { close_text.clone() } else { stay_text.clone() }}
                </button>
                <button type="submit" class="button button-secondary" form="sign-out-form">
                    {texts.leave}
                </button>
            </div>
        </dialog>
    }
}

/// Minutes and seconds.
fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The moment so many seconds from now, in milliseconds of the device's clock.
fn moment_in(seconds: u32) -> f64 {
    js_sys::Date::now() + f64::from(seconds) * 1000.0
}

/// Whole seconds until a moment; 0 when it has passed.
fn seconds_until(moment: f64) -> u32 {
    // A cast from a float saturates, so the past is 0.
    ((moment - js_sys::Date::now()) / 1000.0).ceil() as u32
}

fn channel() -> Option<web_sys::BroadcastChannel> {
    web_sys::BroadcastChannel::new(CHANNEL).ok()
}

/// Tells the other tabs when the session ends, so that none of them warns or leaves too early.
fn announce(channel: Option<&web_sys::BroadcastChannel>, end: f64) {
    if let Some(channel) = channel {
        drop(channel.post_message(&JsValue::from_f64(end)));
    }
}

/// Follows what other tabs say about the end; a session is only ever made longer that way.
fn listen(end: RwSignal<f64>) -> Option<web_sys::BroadcastChannel> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_shown_as_a_clock() {
        for (seconds, shown) in [(120, "2:00"), (61, "1:01"), (60, "1:00"), (9, "0:09"), (0, "0:00")] {
            assert_eq!(clock(seconds), shown);
        }
    }
}
