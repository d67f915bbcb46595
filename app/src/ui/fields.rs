//! The controls of a form: label, hint, error and control, tied together for screen readers.
//!
//! The id of a control is its name. Of a group (a date, radio buttons) the first control carries the group's name as
//! its id, so that a link from the error summary goes there. Radio buttons and checkboxes stand in [`super::choices`].

use super::{
    form::{FieldMessage, class_of, message_for},
    form_texts as texts,
};
use crate::lang::Lang;
use leptos::prelude::*;

/// What is typed into a [`TextField`]; it decides keyboard, corrections and direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// Words and names in any script.
    #[default]
    Text,
    Email,
    Phone,
    /// Never shown again, not even when the form comes back.
    Password,
    /// Digits, which are no quantity: a one-time code, a post code.
    Digits,
    /// Letters and digits of a code on paper.
    Code,
}

impl FieldKind {
    const fn input_type(self) -> &'static str {
        match self {
            FieldKind::Text | FieldKind::Digits | FieldKind::Code => "text",
            FieldKind::Email => "email",
            FieldKind::Phone => "tel",
            FieldKind::Password => "password",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            FieldKind::Digits => Some("numeric"),
            _ => None,
        }
    }

    const fn capitals(self) -> Option<&'static str> {
        match self {
            FieldKind::Text => None,
            FieldKind::Code => Some("characters"),
            _ => Some("none"),
        }
    }

    /// Some browsers send what they check to their maker, so only words are ever checked.
    const fn spellcheck(self) -> Option<&'static str> {
        match self {
            FieldKind::Text => None,
            _ => Some("false"),
        }
    }

    const fn direction(self) -> &'static str {
        match self {
            FieldKind::Text => "auto",
            _ => "ltr",
        }
    }
}

/// How wide an input looks, which says how much is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A few characters.
    Short,
    /// A word or a code.
    Medium,
    /// A sentence.
    Long,
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Width::Short => "input-short",
            Width::Medium => "input-medium",
            Width::Long => "input-long",
        }
    }
}

/// Hint and error of one control or group, and how it points at them.
pub(super) struct Wiring {
    pub(super) hint: Option<AnyView>,
    pub(super) error: Option<AnyView>,
    pub(super) described_by: Option<String>,
    pub(super) class: &'static str,
    pub(super) invalid: Option<&'static str>,
}

impl Wiring {
    /// Controls that belong together, under a legend, with what there is to say about all of them.
    pub(super) fn fieldset(
        self,
        lang: Lang,
        legend: String,
        optional: bool,
        controls: impl IntoView,
    ) -> impl IntoView {
        let Self { hint, error, described_by, class, .. } = self;
        view! {
            <fieldset class=class aria-describedby=described_by>
                <legend>{legend} {optional_mark(lang, optional)}</legend>
                {hint}
                {error}
                {controls}
            </fieldset>
        }
    }
}

/// What is wrong with a control or a group, as it stands above it.
pub fn field_error(lang: Lang, id: String, error: String) -> impl IntoView {
    view! {
        <p class="field-error" id=id>
            <span class="visually-hidden">{texts::error_prefix(lang)} " "</span>
            {error}
        </p>
    }
}

pub(super) fn wire(lang: Lang, name: &str, hint: Option<String>, error: Option<String>) -> Wiring {
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let ids: Vec<_> = [hint.as_ref().map(|_| hint_id.clone()), error.as_ref().map(|_| error_id.clone())]
        .into_iter()
        .flatten()
        .collect();
    let invalid = error.is_some();
    Wiring {
        hint: hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> }.into_any()),
        error: error.map(|error| field_error(lang, error_id, error).into_any()),
        described_by: (!ids.is_empty()).then(|| ids.join(" ")),
        class: if invalid { "field field-invalid" } else { "field" },
        invalid: invalid.then_some("true"),
    }
}

/// What is optional says so; everything else is asked for.
fn optional_mark(lang: Lang, optional: bool) -> Option<impl IntoView> {
    optional.then(|| view! { " " <span class="optional">{texts::optional(lang)}</span> })
}

/// One line of text; `children` stand below the input, for example the switch that shows a passphrase.
#[component]
pub fn TextField<'a>(
    lang: Lang,
    name: &'static str,
    #[prop(into)] label: String,
    messages: &'a [FieldMessage],
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] kind: FieldKind,
    #[prop(optional)] width: Option<Width>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u16>,
    /// Instead of what the kind says.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Instead of what the kind says.
    #[prop(optional)]
    autocapitalize: Option<&'static str>,
    /// No corrections, as for names.
    #[prop(optional)]
    verbatim: bool,
    #[prop(optional)] optional: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView + use<> {
    let Wiring { hint, error, described_by, class, invalid } =
        wire(lang, name, hint, message_for(messages, name));
    let value = (kind != FieldKind::Password && !value.is_empty()).then_some(value);
    let spellcheck = if verbatim { Some("false") } else { kind.spellcheck() };
    view! {
        <div class=class>
            <label for=name>{label} {optional_mark(lang, optional)}</label>
            {hint}
            {error}
            <input
                {..class_of(width.map(Width::class))}
                id=name
                name=name
                type=kind.input_type()
                value=value
                autocomplete=autocomplete
                inputmode=inputmode.or(kind.input_mode())
                maxlength=maxlength
                autocapitalize=autocapitalize.or(kind.capitals())
                spellcheck=spellcheck
                dir=kind.direction()
                aria-describedby=described_by
                aria-invalid=invalid
            />
            {children.map(|children| children())}
        </div>
    }
}

/// A date somebody knows by heart, typed in three parts: no calendar leads to a birth date quickly.
///
/// The inputs are named `{name}_day`, `{name}_month`, `{name}_year`. A message is about `name`, whose link goes to the
/// day, or about the month or the year alone.
#[component]
pub fn DateField<'a>(
    lang: Lang,
    name: &'static str,
    #[prop(into)] legend: String,
    messages: &'a [FieldMessage],
    #[prop(optional, into)] day: String,
    #[prop(optional, into)] month: String,
    #[prop(optional, into)] year: String,
    #[prop(optional, into)] hint: Option<String>,
    /// The reader's own birth date, which the browser may know.
    #[prop(optional)]
    own_birthday: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView + use<> {
    let parts = [
        ("day", texts::day(lang), day, "bday-day", 2, "input-date"),
        ("month", texts::month(lang), month, "bday-month", 2, "input-date"),
        ("year", texts::year(lang), year, "bday-year", 4, "input-date input-year"),
    ];
    let part_name = |part: &str| format!("{name}_{part}");
    let whole = message_for(messages, name);
    let error =
        whole.clone().or_else(|| parts.iter().find_map(|part| message_for(messages, &part_name(part.0))));
    let group = wire(lang, name, hint, error);
    let inputs: Vec<_> = parts
        .into_iter()
        .map(|(part, label, value, autocomplete, maxlength, class)| {
            let input_name = part_name(part);
            let wrong = whole.is_some() || message_for(messages, &input_name).is_some();
            let id = if part == "day" { name.to_owned() } else { input_name.clone() };
            view! {
                <div class="date-part">
                    <label for=id.clone()>{label}</label>
                    <input
                        id=id
                        name=input_name
                        type="text"
                        class=class
                        value=value
                        inputmode="numeric"
                        maxlength=maxlength
                        autocomplete=if own_birthday { autocomplete } else { "off" }
                        spellcheck="false"
                        aria-invalid=wrong.then_some("true")
                    />
                </div>
            }
        })
        .collect();
    group.fieldset(lang, legend, optional, view! { <div class="date-row">{inputs}</div> })
}
