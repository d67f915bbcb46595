//! `/me/record`, and the same for the team.

use super::{RecordView, facts::Record, said::Said, sections::sections};
use crate::{
    lang::Lang,
    patients::{model::BirthDate, words::spoken},
    records::page_texts as texts,
    redacted::Redacted,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        form::BackLink,
    },
};
use leptos::prelude::*;

/// `/me/record`: somebody's own record.
#[component]
pub fn RecordPage<'a>(lang: Lang, view: &'a RecordView) -> impl IntoView + use<> {
    let nothing = view.entries.is_empty().then(|| {
        view! {
            <Notice tone=Tone::Info title=texts::nothing_title(lang)>
                <p>{texts::nothing_text(lang)}</p>
            </Notice>
        }
    });
    view! {
        <div class="record">
            <h1>{texts::own_title(lang)}</h1>
            <p class="lead">{texts::own_lead(lang)}</p>
            <p>{texts::own_wording(lang)}</p>
            {origin(lang, view)}
            {nothing}
            {sections(&Record::new(lang, view), &view.series)}
        </div>
    }
}

/// A patient's record as the team sees it.
#[component]
pub fn StaffRecordPage<'a>(
    lang: Lang,
    name: &'a Redacted<String>,
    birth_date: Option<BirthDate>,
    /// Where the way back leads.
    back: String,
    view: &'a RecordView,
) -> impl IntoView + use<> {
    let born = birth_date
        .map(|date| view! { <p class="lead">{texts::staff_born(lang)} " " {spoken(lang, date)}</p> });
    let name = name.expose().clone();
    let nothing = view.entries.is_empty().then(|| view! { <p>{texts::staff_nothing_text(lang)}</p> });
    view! {
        <BackLink href=back text=texts::staff_back(lang)/>
        <div class="record">
            <h1><bdi>{name}</bdi></h1>
            {born}
            <Notice tone=Tone::Info title=texts::staff_logged_title(lang)>
                <p>{texts::staff_logged_text(lang)}</p>
            </Notice>
            {origin(lang, view)}
            {nothing}
            {sections(&Record::new(lang, view), &view.series)}
        </div>
    }
}

/// When the record was last taken over, and from which systems it is.
fn origin(lang: Lang, view: &RecordView) -> impl IntoView + use<> {
    let sources = Said::list(view.sources.iter().cloned().map(Said::theirs), ", ");
    view.taken_over.map(|at| {
        view! {
            <p>
                {texts::taken_over(lang)} " " {at_in_words(at, lang)} ", " {texts::out_of(lang)} " " {sources.view()}
            </p>
        }
    })
}
