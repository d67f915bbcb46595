//! Plain HTML forms: they work with JavaScript off, and come back with what was typed and what is missing.
//!
//! The controls themselves stand in [`super::fields`].

use super::{
    components::{Notice, Tone},
    form_texts as texts,
    session_end::KEPT_FORM,
};
use crate::{backend::kept_forms, ids::KeptFormId, lang::Lang};
use leptos::{
    attr::{Attribute, custom::custom_attribute},
    prelude::*,
};

/// What is wrong with one control, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMessage {
    /// The `name` of the control; a link to it goes to the element with this id.
    pub field: &'static str,
    /// A sentence that says what to do.
    pub text: String,
}

/// The first message about a control.
pub fn message_for(messages: &[FieldMessage], field: &str) -> Option<String> {
    messages.iter().find(|message| message.field == field).map(|message| message.text.clone())
}

/// The attribute `class`, or none at all; `class=None` would leave an empty one.
pub(super) fn class_of(class: Option<&'static str>) -> impl Attribute {
    custom_attribute("class", class)
}

/// The list of everything that needs correction, each entry a link to its control; nothing when all is well.
#[component]
pub fn ErrorSummary<'a>(lang: Lang, messages: &'a [FieldMessage]) -> impl IntoView + use<> {
    let links: Vec<_> = messages
        .iter()
        .map(|message| {
            let (href, text) = (format!("#{}", message.field), message.text.clone());
            view! { <li><a href=href>{text}</a></li> }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{texts::check_entries(lang)}</h2>
                <ul>{links}</ul>
            </div>
        }
    })
}

/// What a form would lose with its session; one that may be kept says so to the browser's half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// So far nothing was typed.
    Nothing,
    /// It came back with what was typed.
    Typed,
    /// It is filled with what was kept.
    Kept(KeptFormId),
    /// It was filled with what was kept, was sent, and came back with what was typed over it.
    TypedOver(KeptFormId),
}

impl Keeps {
    /// A form that came back, with the value of its field [`kept_forms::KEPT`].
    pub fn typed(kept: &str) -> Self {
        KeptFormId::parse(kept).map_or(Keeps::Typed, Keeps::TypedOver)
    }

    /// The kept form that is shown in it.
    pub fn kept(self) -> Option<KeptFormId> {
        match self {
            Keeps::Kept(kept) => Some(kept),
            Keeps::Nothing | Keeps::Typed | Keeps::TypedOver(_) => None,
        }
    }

    /// The kept form that has done its work when this one has.
    fn instead_of(self) -> Option<KeptFormId> {
        match self {
            Keeps::Kept(kept) | Keeps::TypedOver(kept) => Some(kept),
            Keeps::Nothing | Keeps::Typed => None,
        }
    }
}

/// A form that posts to `action`; `token` is the one-time proof that the form came from us.
///
/// `keeps` belongs to a form whose route may keep what was typed; a page has one such form, so its id is given.
#[component]
pub fn Form(
    #[prop(into)] action: String,
    token: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] class: Option<&'static str>,
    #[prop(optional, into)] keeps: Option<Keeps>,
    children: Children,
) -> impl IntoView {
    let id = id.or_else(|| keeps.map(|_| KEPT_FORM.to_owned()));
    let typed = keeps.filter(|keeps| *keeps != Keeps::Nothing).map(|_| "");
    let kept = keeps.and_then(Keeps::instead_of).map(hidden_kept);
    let token = token.map(|token| view! { <input type="hidden" name="form_token" value=token/> });
    view! {
        // The server judges what was typed and says so in our words, hence no judgement by the browser.
        <form
            {..class_of(class)} method="post" action=action id=id data-typed=typed novalidate
            accept-charset="utf-8"
        >
            {token}
            {kept}
            {children()}
        </form>
    }
}

/// The same for a form that brings a file along; what was chosen there has to be chosen again when it comes back.
#[component]
pub fn UploadForm(#[prop(into)] action: String, token: Option<String>, children: Children) -> impl IntoView {
    let token = token.map(|token| view! { <input type="hidden" name="form_token" value=token/> });
    view! {
        <form method="post" action=action enctype="multipart/form-data" novalidate accept-charset="utf-8">
            {token}
            {children()}
        </form>
    }
}

fn hidden_kept(kept: KeptFormId) -> impl IntoView {
    view! { <input type="hidden" name=kept_forms::KEPT value=kept.to_string()/> }
}

/// Says that a form is filled with what was typed before, and offers to forget that.
///
/// `again` is what has to be typed once more, because it is never kept.
#[component]
pub fn KeptNotice(
    lang: Lang,
    kept: KeptFormId,
    #[prop(into)] action: String,
    token: Option<String>,
    again: &'static str,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=texts::kept_title(lang)>
            <p>{texts::kept_text(lang)} " " {again}</p>
            <Form action token>
                {hidden_kept(kept)}
                <SubmitButton
                    text=texts::kept_discard(lang) secondary=true name=kept_forms::DISCARD value="yes"
                />
            </Form>
        </Notice>
    }
}

/// The button that sends a form; its text names the act.
///
/// `name` and `value` tell several buttons of one form apart.
#[component]
pub fn SubmitButton(
    #[prop(into)] text: String,
    #[prop(optional)] secondary: bool,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
) -> impl IntoView {
    let class = match (danger, secondary) {
        (true, _) => "button button-danger",
        (false, true) => "button button-secondary",
        (false, false) => "button",
    };
    view! { <button class=class type="submit" name=name value=value>{text}</button> }
}

/// The way back, above the heading of every step.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(into)] text: String) -> impl IntoView {
    view! { <a class="back-link" href=href>{text}</a> }
}

/// Where somebody is in a row of steps, above the heading.
#[component]
pub fn Steps(lang: Lang, step: u8, total: u8) -> impl IntoView {
    view! { <p class="steps">{texts::step_of(lang, step, total)}</p> }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
