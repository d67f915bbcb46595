//! `/me/access-log`.

use super::{
    Entry, Reading,
    access_log::{AccessLog, Cursor},
    texts,
};
use crate::{
    lang::Lang,
    ui::{components::Card, date::at_in_words},
};
use leptos::prelude::*;

/// Who looked at one's data, newest first.
#[component]
pub fn AccessLogPage<'a>(lang: Lang, log: &'a AccessLog, cursor: Cursor) -> impl IntoView + use<> {
    let is_first = cursor == Cursor::NEWEST;
    view! {
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        <p>{texts::own_reading(lang)}</p>
        <Lines lang log is_first/>
        {(!is_first).then(|| view! { <p><a href="/me/access-log">{texts::newest(lang)}</a></p> })}
        {log.older.map(|older| {
            let href = format!("/me/access-log?older={older}");
            view! { <p><a href=href rel="next">{texts::older(lang)}</a></p> }
        })}
        <Card title=texts::questions_title(lang)>
            <p>{texts::questions(lang)} " " <a href="/privacy">{crate::ui::texts::privacy(lang)}</a></p>
        </Card>
    }
}

/// The entries themselves, or that there are none.
#[component]
pub fn Lines<'a>(lang: Lang, log: &'a AccessLog, is_first: bool) -> impl IntoView + use<> {
    if log.readings.is_empty() {
        return match is_first {
            true => {
                view! { <Card title=texts::none_title(lang)><p>{texts::none(lang)}</p></Card> }.into_any()
            }
            false => view! { <p>{texts::no_older(lang)}</p> }.into_any(),
        };
    }
    let lines: Vec<_> = log.readings.iter().map(|reading| line(lang, reading)).collect();
    view! { <ol class="item-list">{lines}</ol> }.into_any()
}

fn line(lang: Lang, reading: &Reading) -> AnyView {
    match reading {
        Reading::Entry(entry) => entry_line(lang, entry).into_any(),
        Reading::Unreadable => {
            view! { <li><p class="item-detail">{texts::unreadable(lang)}</p></li> }.into_any()
        }
        Reading::Altered => view! { <li><p><strong>{texts::altered(lang)}</strong></p></li> }.into_any(),
    }
}

fn entry_line(lang: Lang, entry: &Entry) -> impl IntoView + use<> {
    let sentence = texts::sentence(lang, &entry.actor, entry.action);
    let category = texts::category(lang, entry.category);
    let when = at_in_words(entry.at, lang);
    let reason = entry.reason.as_ref().map(|reason| {
        let reason = reason.expose().clone();
        view! { <p>{texts::reason(lang)} " " <bdi>{reason}</bdi></p> }
    });
    view! {
        <li>
            <div>
                <p><bdi>{sentence}</bdi></p>
                {reason}
                <p class="item-detail">{when} " · " {category}</p>
            </div>
        </li>
    }
}
