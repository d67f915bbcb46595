//! What reacts in the browser on the pages around signing in.
//!
//! Each island shows what works without JavaScript until it is awake; none of them knows a sentence by itself.

use super::ceremony::{self, Trouble};
use crate::ui::browser::{self, Refusal};
use leptos::{ev, prelude::*, task::spawn_local, web_sys};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast as _;

pub use super::ceremony::Ceremony;

/// The sentences of [`PasskeyButton`].
#[derive(Clone, Serialize, Deserialize)]
pub struct PasskeyTexts {
    pub button: String,
    pub working: String,
    pub without_javascript: String,
    pub unsupported: String,
    pub cancelled: String,
    pub already_registered: String,
    pub rate_limited: String,
    pub unavailable: String,
    pub refused: String,
}

impl PasskeyTexts {
    fn sentence(&self, trouble: Trouble) -> String {
        let sentence = match trouble {
            Trouble::Cancelled => &self.cancelled,
            Trouble::AlreadyRegistered => &self.already_registered,
            Trouble::Refusal(Refusal::RateLimited) => &self.rate_limited,
            Trouble::Refusal(Refusal::Unavailable) => &self.unavailable,
            Trouble::Refusal(Refusal::SignInRequired | Refusal::Refused) => &self.refused,
        };
        sentence.clone()
    }
}

/// A button that signs in with a passkey or makes a new one.
///
/// `start` and `finish` are the two paths of the ceremony; `label_field` is the id of an input whose value names the
/// new passkey; with `code_from_hash` the code behind `#` in the address goes along to `start`.
#[island]
pub fn PasskeyButton(
    texts: PasskeyTexts,
    ceremony: Ceremony,
    start: String,
    finish: String,
    #[prop(optional)] label_field: Option<String>,
    code_from_hash: bool,
) -> impl IntoView {
    // Unknown until the island is awake; then whether this browser can do it.
    let able = RwSignal::new(None::<bool>);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    Effect::new(move |_| able.set(Some(ceremony.is_supported())));

    let (button, working) = (texts.button.clone(), texts.working.clone());
    let (asleep, unable) = (texts.without_javascript.clone(), texts.unsupported.clone());
    let run = move |_| {
        // Not disabled meanwhile, because that would take the focus away.
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (texts, start, finish) = (texts.clone(), start.clone(), finish.clone());
        let label = label_field.as_deref().and_then(browser::input).map(|input| input.value());
        let code = code_from_hash.then(browser::take_code);
        spawn_local(async move {
            // After a success the button stays busy: the next page is on its way.
            if let Err(trouble) = ceremony::run(ceremony, &start, &finish, code, label).await {
                failure.set(Some(texts.sentence(trouble)));
                busy.set(false);
            }
        });
    };
    view! {
        <div class="passkey">
            <p class="until-awake" hidden=move || able.get() == Some(true)>
                {move || if able.get().is_none() { asleep.clone() } else { unable.clone() }}
            </p>
            <p class="field-error" role="alert">{move || failure.get()}</p>
            <button
                type="button"
                class="button"
                hidden=move || able.get() != Some(true)
                aria-busy=move || busy.get().then_some("true")
                on:click=run
            >
                {move || if busy.get() { working.clone() } else { button.clone() }}
            </button>
        </div>
    }
}

/// Puts the code behind `#` into the input with the id `target`, and out of the address and the history.
///
/// Without JavaScript the code is typed in; the server never sees what stands behind `#`.
#[island]
pub fn CodeFromAddress(target: String) -> impl IntoView {
    let fill = move || {
        let Some(input) = browser::input(&target) else { return };
        let code = browser::take_code();
        // A page that came back with what was typed keeps it.
        if !code.is_empty() && input.value().is_empty() {
            input.set_value(&code);
            focus_next(&input);
        }
    };
    Effect::new(move |_| {
        fill();
        // Whoever opens a second link on the same page only changes what stands behind `#`.
        let fill = fill.clone();
        let changed = window_event_listener(ev::hashchange, move |_| fill());
        on_cleanup(move || changed.remove());
    });
}

/// Moves the focus to the control that follows in the same form.
fn focus_next(input: &web_sys::HtmlInputElement) {
    let Some(form) = input.form() else { return };
    let controls = form.elements();
    let mut all = (0..controls.length()).filter_map(|index| controls.item(index));
    all.by_ref().find(|control| control.is_same_node(Some(input)));
    // A fieldset is among them too, and a hidden input; neither takes the focus.
    let usable = |control: &web_sys::Element| {
        control.matches("input:not([type=hidden]), select, textarea, button").unwrap_or_default()
    };
    if let Some(next) = all.find(usable) {
        drop(next.unchecked_into::<web_sys::HtmlElement>().focus());
    }
}

/// The sentences of [`KeepCodes`].
#[derive(Clone, Serialize, Deserialize)]
pub struct KeepCodesTexts {
    pub print: String,
    pub copy: String,
    pub copied: String,
    pub not_copied: String,
}

/// Two buttons that print the page, and copy the codes in the element with the id `codes_id`, one a line.
#[island]
pub fn KeepCodes(texts: KeepCodesTexts, codes_id: String) -> impl IntoView {
    let awake = RwSignal::new(false);
    let said = RwSignal::new(None::<String>);
    Effect::new(move |_| awake.set(true));
    let print = |_| drop(window().print());
    let copy = move |_| {
        let (codes, copied, not_copied) =
            (lines_of(&codes_id), texts.copied.clone(), texts.not_copied.clone());
        said.set(None);
        spawn_local(async move {
            let done = browser::copy(&codes).await.is_ok();
            said.set(Some(if done { copied } else { not_copied }));
        });
    };
    view! {
        <div class="actions" hidden=move || !awake.get()>
            <button type="button" class="button button-secondary" on:click=print>{texts.print}</button>
            <button type="button" class="button button-secondary" on:click=copy>{texts.copy}</button>
        </div>
        <p class="island-status" role="status">{move || said.get()}</p>
    }
}

/// The texts of an element's children, one a line.
fn lines_of(id: &str) -> String {
    let Some(element) = document().get_element_by_id(id) else { return String::new() };
    let children = element.children();
    let texts = (0..children.length()).filter_map(|index| children.item(index)?.text_content());
    texts.map(|text| text.trim().to_owned()).collect::<Vec<_>>().join("\n")
}

/// The sentences of [`ShowPassphrase`].
#[derive(Clone, Serialize, Deserialize)]
pub struct ShowPassphraseTexts {
    /// The label, which stays the same; whether the button is pressed says the rest.
    pub show: String,
    pub now_visible: String,
    pub now_hidden: String,
}

/// A switch that makes the passphrase in the input with the id `target` readable.
#[island]
pub fn ShowPassphrase(texts: ShowPassphraseTexts, target: String) -> impl IntoView {
    let awake = RwSignal::new(false);
    let visible = RwSignal::new(false);
    let said = RwSignal::new(None::<String>);
    let controls = target.clone();
    let show = move |show: bool| {
        visible.set(show);
        if let Some(input) = browser::input(&target) {
            input.set_type(if show { "text" } else { "password" });
        }
    };
    let hide = show.clone();
    Effect::new(move |_| {
        awake.set(true);
        // Sent as a password again: else the browser would remember it as it remembers names.
        let hide = hide.clone();
        let sent = window_event_listener(ev::submit, move |_| hide(false));
        on_cleanup(move || sent.remove());
    });
    let toggle = move |_| {
        show(!visible.get_untracked());
        let sentence = if visible.get_untracked() { &texts.now_visible } else { &texts.now_hidden };
        said.set(Some(sentence.clone()));
    };
    view! {
        <button
            type="button"
            class="button button-secondary show-passphrase"
            hidden=move || !awake.get()
            aria-pressed=move || if visible.get() { "true" } else { "false" }
            aria-controls=controls
            on:click=toggle
        >
            {texts.show}
        </button>
        <p class="visually-hidden" role="status">{move || said.get()}</p>
    }
}

/// A button that prints the page; there is none without JavaScript, where the browser's own does it.
#[island]
pub fn PrintButton(text: String) -> impl IntoView {
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let print = move |_| {
        if let Some(window) = web_sys::window() {
            drop(window.print());
        }
    };
    view! {
        <p class="actions no-print" hidden=move || !awake.get()>
            <button class="button" type="button" on:click=print>{text}</button>
        </p>
    }
}
