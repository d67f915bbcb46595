//! The warning before a session ends (WCAG 2.2, 2.2.1 Timing Adjustable).

use super::{
    browser::{self, Refusal},
    session_end::{
        KEPT_FORM, OVER, SIGN_OUT_FORM, announce, announce_leaving, channel, has_unsent_text, hide_content,
        listen, moment_in, seconds_until,
    },
};
use leptos::{ev, html, prelude::*, task::spawn_local, web_sys};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wasm_bindgen::JsCast as _;

/// Seconds before the end at which the warning opens.
const WARN: u32 = 120;

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
    /// The session has ended, and there is a form that was not sent.
    pub ended_title: String,
    pub ended_text: String,
    pub sign_in_again: String,
}

/// Asks two minutes before the session ends whether to stay, and goes to `sign_in` when it has ended.
///
/// A form that somebody has typed into, and that the server would keep, is not thrown away: it stays on the page, out
/// of sight of whoever comes by, and a button sends it to be kept and nothing else.
///
/// The end is a moment of the device's clock and not a count of ticks: devices sleep, and tabs in the background tick
/// slowly. `session` is the handle by which the tabs of a session know each other; when another tab has ended it, this
/// one hides what it shows at once and goes to `signed_out`. `extend` is posted `{}` and answers `{"seconds_left": n}`; leaving submits the form [`SIGN_OUT_FORM`].
/// `keep_only` is the field that says to keep a form and do nothing else.
#[island]
pub fn SessionWarning(
    texts: SessionWarningTexts,
    session: String,
    seconds_left: u32,
    extend: String,
    sign_in: String,
    signed_out: String,
    keep_only: String,
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

    let ended = RwSignal::new(false);
    let end_here = move |sign_in: &str| {
        // Once only: asking again each second would start a slow journey anew each second.
        if gone.get_value() {
            return;
        }
        gone.set_value(true);
        if !has_unsent_text() {
            let _ = browser::go(sign_in);
            return;
        }
        hide_content();
        ended.set(true);
        failure.set(None);
        // Opened anew, so that the focus goes to what is to be seen now.
        let open = move || {
            if let Some(dialog) = dialog.get_untracked() {
                dialog.close();
                drop(dialog.show_modal());
            }
        };
        drop(set_timeout(open, Duration::ZERO));
    };

    let leave = sign_in.clone();
    let check = move || {
        let now_left = seconds_until(end.get_untracked());
        left.set(now_left);
        let Some(dialog) = dialog.get_untracked() else { return };
        if now_left == 0 {
            end_here(&leave);
        } else if gone.get_value() {
            // Another tab has signed in again; it may be somebody else, who must not see what is hidden here.
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
        let signed_out = signed_out.clone();
        let others = listen(session.clone(), move |moment| {
            if moment == OVER {
                gone.set_value(true);
                hide_content();
                browser::replace(&signed_out);
            } else {
                // A session is only ever made longer that way.
                end.update(|end| *end = end.max(moment));
            }
        });
        announce(others.as_ref(), end.get_untracked());
        recheck();
        let ticking = set_interval(recheck.clone(), Duration::from_secs(1));
        // Timers stand still while a laptop sleeps; this comes at once when somebody looks again.
        let recheck = recheck.clone();
        let seen = window_event_listener(ev::visibilitychange, move |_| recheck());
        let leaving = window_event_listener(ev::submit, move |event| {
            let form = event.target().and_then(|form| form.dyn_into::<web_sys::Element>().ok());
            if form.is_some_and(|form| form.id() == SIGN_OUT_FORM) && !event.default_prevented() {
                announce_leaving();
            }
        });
        on_cleanup(move || {
            ticking.map(|handle| handle.clear()).ok();
            seen.remove();
            leaving.remove();
        });
    });

    let (failed, not_longer) = (texts.failed.clone(), texts.not_longer.clone());
    let stay = move || {
        if busy.get_untracked() || gone.get_value() {
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
                Err(Refusal::SignInRequired) => end_here(&sign_in),
                _ => failure.set(Some(failed)),
            }
            check();
        });
    };

    let stay_by_key = stay.clone();
    // What is hidden has no other way on.
    let reopen = move |_: web_sys::Event| {
        if let Some(dialog) = dialog.get_untracked().filter(|_| ended.get_untracked()) {
            drop(dialog.show_modal());
        }
    };
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
            aria-describedby=move || if ended.get() { "session-ended" } else { "session-warning-stage" }
            // The Escape key: the dialog closes by itself, and opens again should staying fail.
            on:cancel=move |_: web_sys::Event| stay_by_key()
            on:close=reopen
        >
            <h2 id="session-warning-title">
                {move || if ended.get() { texts.ended_title.clone() } else { texts.title.clone() }}
            </h2>
            <p id="session-ended" hidden=move || !ended.get()>{texts.ended_text}</p>
            <p id="session-warning-stage" role="status" hidden=move || ended.get()>{move || stages[stage.get()].clone()}</p>
            <p class="countdown" role="timer" hidden=move || ended.get()>
                {texts.time_left} " " <span class="countdown-time">{move || clock(left.get())}</span>
            </p>
            <p class="field-error" role="alert">{move || failure.get()}</p>
            <div class="actions" hidden=move || !ended.get()>
                <button type="submit" class="button" form=KEPT_FORM name=keep_only value="yes">
                    {texts.sign_in_again}
                </button>
            </div>
            <div class="actions" hidden=move || ended.get()>
                <button
                    type="button"
                    class="button"
                    aria-busy=move || busy.get().then_some("true")
                    on:click=move |_| stay()
                >
                    {move || if last.get() { close_text.clone() } else { stay_text.clone() }}
                </button>
                <button type="submit" class="button button-secondary" form=SIGN_OUT_FORM>
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
