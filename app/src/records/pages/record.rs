//! `/me/record`, and the same for the team.

use super::{FileLink, facts::Record, sections::sections};
use crate::{
    lang::Lang,
    patients::{model::BirthDate, words::spoken},
    records::{
        model::Entry,
        page_texts as texts,
        series::{Series, newest_first},
    },
    redacted::Redacted,
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
    entries: &'a [Entry],
    /// Of the same entries, as [`series`](crate::records::series::series) finds them.
    series: &'a [Series],
    /// One for each file that can be fetched; a file without one is said not to be available.
    files: Vec<FileLink>,
    /// When the record was last taken over.
    taken_over: Option<Timestamp>,
) -> impl IntoView + use<> {
    let nothing = entries.is_empty().then(|| {
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
            {since(lang, taken_over)}
            {nothing}
            {whole(lang, entries, series, files)}
        </div>
    }
}

/// A patient's record as the team sees it.
#[component]
pub fn StaffRecordPage<'a>(
    lang: Lang,
    name: &'a Redacted<String>,
    birth_date: Option<BirthDate>,
    /// Where the way back leads, and what it is called.
    back: (String, String),
    entries: &'a [Entry],
    series: &'a [Series],
    files: Vec<FileLink>,
    taken_over: Option<Timestamp>,
) -> impl IntoView + use<> {
    let born = birth_date
        .map(|date| view! { <p class="lead">{texts::staff_born(lang)} " " {spoken(lang, date)}</p> });
    let name = name.expose().clone();
    let nothing = entries.is_empty().then(|| view! { <p>{texts::staff_nothing_text(lang)}</p> });
    let (href, text) = back;
    view! {
        <BackLink href=href text=text/>
        <div class="record">
            <h1><bdi>{name}</bdi></h1>
            {born}
            <Notice tone=Tone::Info title=texts::staff_logged_title(lang)>
                <p>{texts::staff_logged_text(lang)}</p>
            </Notice>
            {since(lang, taken_over)}
            {nothing}
            {whole(lang, entries, series, files)}
        </div>
    }
}

fn since(lang: Lang, taken_over: Option<Timestamp>) -> impl IntoView {
    taken_over.map(|at| view! { <p>{texts::taken_over(lang)} " " {at_in_words(at, lang)}</p> })
}

fn whole(lang: Lang, entries: &[Entry], series: &[Series], files: Vec<FileLink>) -> impl IntoView + use<> {
    let mut entries = entries.to_vec();
    newest_first(&mut entries);
    sections(&Record::new(lang, &entries, &files), series)
}
