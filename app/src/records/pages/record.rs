//! `/me/record`, and the same for the team.

use super::{RecordView, facts::Record, said::Said, sections::sections};
use crate::{
    lang::Lang,
    patients::words::spoken,
    records::{page_texts as texts, service::Whose},
    time::Timestamp,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        form::BackLink,
    },
};
use leptos::prelude::*;

/// `/me/record`: somebody's own record.
#[component]
pub fn RecordPage<'a>(
    lang: Lang,
    whose: &'a Whose,
    now: Timestamp,
    view: &'a RecordView,
) -> impl IntoView + use<> {
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
            <p class="only-print"><bdi>{whose.name.expose().clone()}</bdi> ", " {born_and_number(lang, whose)}</p>
            {printed(lang, now)}
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
    whose: &'a Whose,
    now: Timestamp,
    /// Where the way back leads.
    back: String,
    view: &'a RecordView,
) -> impl IntoView + use<> {
    let name = whose.name.expose().clone();
    let nothing = view.entries.is_empty().then(|| view! { <p>{texts::staff_nothing_text(lang)}</p> });
    view! {
        <BackLink href=back text=texts::staff_back(lang)/>
        <div class="record">
            <h1><bdi>{name}</bdi></h1>
            <p class="lead">{born_and_number(lang, whose)}</p>
            {printed(lang, now)}
            <Notice tone=Tone::Info title=texts::staff_logged_title(lang)>
                <p>{texts::staff_logged_text(lang)}</p>
            </Notice>
            {origin(lang, view)}
            {nothing}
            {sections(&Record::new(lang, view), &view.series)}
        </div>
    }
}

/// "geboren am 3. Mai 1980, Patientennummer 4711-0815": two people may share a name, and even a birth date.
fn born_and_number(lang: Lang, whose: &Whose) -> String {
    let born = whose.birth_date.map(|date| format!("{} {}", texts::staff_born(lang), spoken(lang, date)));
    let number = whose.number.as_ref().map(|number| format!("{} {}", texts::number(lang), number.expose()));
    born.into_iter().chain(number).collect::<Vec<_>>().join(", ")
}

/// On paper it has to be seen how old the sheet is.
fn printed(lang: Lang, now: Timestamp) -> impl IntoView + use<> {
    view! { <p class="only-print">{texts::printed(lang)} " " {at_in_words(now, lang)}</p> }
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
