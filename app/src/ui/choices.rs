//! Controls to choose with: radio buttons and checkboxes.

use super::{
    fields::{Wiring, wire},
    form::{FieldMessage, message_for},
};
use crate::lang::Lang;
use leptos::prelude::*;

/// One round or square box with its label.
struct Choice {
    kind: &'static str,
    id: String,
    name: String,
    value: String,
    label: String,
    hint: Option<String>,
    checked: bool,
    /// Ids of what belongs to the whole group, where the group is this one box.
    described_by: Option<String>,
    invalid: Option<&'static str>,
}

impl Choice {
    fn view(self) -> impl IntoView {
        let Self { kind, id, name, value, label, hint, checked, described_by, invalid } = self;
        // Not "-hint": the first radio button has the id of its group, whose hint is called that.
        let hint_id = hint.as_ref().map(|_| format!("{id}-choice-hint"));
        let ids: Vec<_> = hint_id.iter().cloned().chain(described_by).collect();
        let described_by = (!ids.is_empty()).then(|| ids.join(" "));
        view! {
            <div class="choice">
                <input
                    id=id.clone()
                    name=name
                    type=kind
                    value=value
                    checked=checked
                    aria-describedby=described_by
                    aria-invalid=invalid
                />
                <label for=id>{label}</label>
                {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            </div>
        }
    }
}

/// One choice of several: `options` are value, label and an optional hint. Nothing is chosen unless `selected` says so.
#[component]
pub fn RadioGroup<'a>(
    lang: Lang,
    name: &'static str,
    #[prop(into)] legend: String,
    options: Vec<(String, String, Option<String>)>,
    messages: &'a [FieldMessage],
    #[prop(optional, into)] selected: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] optional: bool,
) -> impl IntoView + use<> {
    // A radio button cannot be invalid by itself; the group's error stands in the group's description.
    let group = wire(lang, name, hint, message_for(messages, name));
    let choices: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(index, (value, label, hint))| {
            let id = if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) };
            let checked = value == selected;
            let (kind, name, described_by, invalid) = ("radio", name.to_owned(), None, None);
            Choice { kind, id, name, value, label, hint, checked, described_by, invalid }.view()
        })
        .collect();
    group.fieldset(lang, legend, optional, view! { <div class="choices">{choices}</div> })
}

/// One thing to agree to or to switch on.
#[component]
pub fn Checkbox<'a>(
    lang: Lang,
    name: &'static str,
    #[prop(into)] label: String,
    messages: &'a [FieldMessage],
    #[prop(default = "yes".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView + use<> {
    let Wiring { error, described_by, class, invalid, .. } =
        wire(lang, name, None, message_for(messages, name));
    let (kind, id) = ("checkbox", name.to_owned());
    let control =
        Choice { kind, id: id.clone(), name: id, value, label, hint, checked, described_by, invalid }.view();
    view! { <div class=class>{error} {control}</div> }
}

/// One box of a list whose length the page does not know beforehand.
pub struct Tick {
    pub id: String,
    pub name: String,
    pub label: String,
    pub checked: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Boxes to tick under one legend, each with a name of its own.
#[component]
pub fn Ticks(lang: Lang, #[prop(into)] legend: String, ticks: Vec<Tick>) -> impl IntoView {
    let boxes: Vec<_> = ticks.into_iter().map(|tick| one_tick(lang, tick)).collect();
    view! { <fieldset><legend>{legend}</legend>{boxes}</fieldset> }
}

fn one_tick(lang: Lang, Tick { id, name, label, checked, error }: Tick) -> impl IntoView {
    let Wiring { error, described_by, class, invalid, .. } = wire(lang, &id, None, error);
    let (kind, value, hint) = ("checkbox", "yes".to_owned(), None);
    let control = Choice { kind, id, name, value, label, hint, checked, described_by, invalid }.view();
    view! { <div class=class>{error} {control}</div> }
}
