//! `/consents/history`: everything ever decided, the newest first.

use super::HOME;
use crate::{
    consents::{
        model::{By, Event, Method, What},
        service::{Past, Timeline},
        texts,
    },
    lang::Lang,
    ui::{date::at_in_words, form::BackLink},
};
use leptos::prelude::*;

/// Everything ever decided.
#[component]
pub fn HistoryPage<'a>(lang: Lang, timeline: &'a Timeline, is_first: bool) -> impl IntoView + use<> {
    let lines: Vec<_> = timeline.past.iter().map(|past| line(lang, past)).collect();
    let content = match (lines.is_empty(), is_first) {
        (true, true) => view! { <p>{texts::history_none(lang)}</p> }.into_any(),
        (true, false) => view! { <p>{texts::history_no_older(lang)}</p> }.into_any(),
        (false, _) => view! { <ol class="item-list" reversed>{lines}</ol> }.into_any(),
    };
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{texts::history_title(lang)}</h1>
        <p class="lead">{texts::history_lead(lang)}</p>
        {content}
        {(!is_first).then(|| view! { <p><a href="/consents/history">{texts::newest(lang)}</a></p> })}
        {timeline.older.map(|before| {
            let href = format!("/consents/history?before={before}");
            view! { <p><a href=href rel="next">{texts::older(lang)}</a></p> }
        })}
    }
}

fn line(lang: Lang, past: &Past) -> impl IntoView + use<> {
    let event = &past.event;
    let about = format!("{} {}", past.title, texts::by(lang, event.cell.channel));
    let text = format!("/consents/texts/{}/{}", event.cell.purpose.as_str(), event.text.version);
    let label = format!("{}: {about}", texts::text_as_it_stood(lang));
    view! {
        <li>
            <p><strong>{about}</strong> ": " {in_words(lang, event)}</p>
            <p class="item-detail">
                {at_in_words(event.at, lang)} " · " <a href=text aria-label=label>{texts::text_as_it_stood(lang)}</a>
            </p>
        </li>
    }
}

/// What happened, by whom and how.
fn in_words(lang: Lang, event: &Event) -> String {
    let de = lang == Lang::De;
    let what = match (&event.what, de) {
        (What::Requested { .. }, true) => "ausgewählt, Code angefordert",
        (What::Requested { .. }, false) => "chosen, code asked for",
        (What::Confirmed { .. }, true) => "bestätigt",
        (What::Confirmed { .. }, false) => "confirmed",
        (What::Granted { .. }, true) => "eingeschaltet",
        (What::Granted { .. }, false) => "switched on",
        (What::Renewed { .. }, true) => "verlängert",
        (What::Renewed { .. }, false) => "renewed",
        (What::Recorded { .. }, true) => "auf Papier erfasst",
        (What::Recorded { .. }, false) => "recorded from paper",
        (What::Withdrawn, true) => "widerrufen",
        (What::Withdrawn, false) => "taken back",
        (What::Expired, true) => "abgelaufen",
        (What::Expired, false) => "expired",
    };
    let how = match (event.method, de) {
        (Method::Portal, true) => "im Portal",
        (Method::Portal, false) => "in the portal",
        (Method::Code, true) => "mit dem Code",
        (Method::Code, false) => "with the code",
        (Method::Paper, true) => "auf Papier",
        (Method::Paper, false) => "on paper",
        (Method::OneClick, true) => "mit dem Link einer E-Mail",
        (Method::OneClick, false) => "with the link of an e-mail",
        (Method::Time, true) => "durch Zeitablauf",
        (Method::Time, false) => "because its time was over",
    };
    match (&event.by, de) {
        (By::Staff(name), true) => format!("{what}, {how}, von {name}"),
        (By::Staff(name), false) => format!("{what}, {how}, by {name}"),
        (By::Patient | By::System, _) => format!("{what}, {how}"),
    }
}
