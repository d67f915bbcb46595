//! Everything ever decided, and the texts as they stood.

use super::{paragraphs, words};
use crate::{
    consents::{
        export::in_groups,
        model::By,
        paper::texts as paper_texts,
        service::{Past, Timeline, Wordings},
        texts,
    },
    lang::Lang,
    ui::{
        components::{Fact, SummaryList},
        date::at_in_words,
        form::BackLink,
    },
};
use leptos::prelude::*;

/// The timeline, the newest first.
#[component]
pub fn TimelinePage<'a>(lang: Lang, timeline: &'a Timeline, is_first: bool) -> impl IntoView + use<> {
    let lines: Vec<_> = timeline.past.iter().map(|past| line(lang, past)).collect();
    let content = match (lines.is_empty(), is_first) {
        (true, true) => view! { <p>{texts::history_none(lang)}</p> }.into_any(),
        (true, false) => view! { <p>{texts::no_older(lang)}</p> }.into_any(),
        (false, _) => view! { <ol class="item-list">{lines}</ol> }.into_any(),
    };
    view! {
        <BackLink href="/consents" text=texts::back(lang)/>
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
    let (title, language) = (past.title.clone(), event.text.lang);
    let (channel, deed) = (texts::channel(lang, event.cell.channel), words::deed(lang, event));
    let (when, method) = (at_in_words(event.at, lang), texts::method(lang, event.method));
    // Who did it for the practice stands where the patient looks.
    let by = match &event.by {
        By::Staff(name) => Some(view! { ", " <bdi>{name.clone()}</bdi> }),
        By::Patient | By::System => None,
    };
    let paper = past.paper.map(|id| {
        let href = format!("/consents/papers/{id}");
        view! { <p class="item-detail"><a href=href download="">{paper_texts::open_scan(lang)}</a></p> }
    });
    let version = texts::version(lang, &event.text.version.to_string());
    let href =
        format!("/consents/texts/{}/{}#{}", event.cell.purpose.as_str(), event.text.version, language.tag());
    let label = format!("{}: {}, {version}", texts::read_text(lang), past.title);
    view! {
        <li>
            <div>
                <p><strong>{deed}</strong> " – " <span lang=language.tag()>{title}</span> ", " {channel}</p>
                <p class="item-detail">{when} ", " {method} {by}</p>
                {paper}
                <p class="item-detail">
                    <a href=href aria-label=label>{texts::read_text(lang)}</a> " (" {version} ", "
                    <span lang=language.tag()>{language.own_name()}</span> ")"
                </p>
            </div>
        </li>
    }
}

/// A text as it stood, in every language, that of the reader first.
#[component]
pub fn TextPage<'a>(lang: Lang, wordings: &'a Wordings) -> impl IntoView + use<> {
    let mut all: Vec<_> = wordings.texts.iter().collect();
    all.sort_by_key(|text| text.lang != lang);
    let title = all.first().map(|text| text.title.clone()).unwrap_or_default();
    let version = texts::version(lang, &wordings.version.to_string());
    let holds = if wordings.is_newest { texts::text_newest(lang) } else { texts::text_older(lang) };
    let parts: Vec<_> = all
        .into_iter()
        .map(|text| {
            let tag = text.lang.tag();
            let (title, body, hash) = (text.title.clone(), paragraphs(&text.body), in_groups(&text.hash));
            view! {
                <section class="card" id=tag lang=tag>
                    <h2>{title}</h2>
                    {body}
                    <p class="item-detail" lang=lang.tag()>
                        {texts::fingerprint(lang)} ": " <code class="fingerprint">{hash}</code>
                    </p>
                </section>
            }
        })
        .collect();
    let facts = vec![
        (texts::legal_basis(lang), Some(Fact::Text(wordings.legal_basis.clone()))),
        (texts::contact(lang), Some(Fact::Text(wordings.contact.clone()))),
    ];
    view! {
        <BackLink href="/consents" text=texts::back(lang)/>
        <h1>{title}</h1>
        <p class="lead">{version} ". " {holds}</p>
        {parts}
        <SummaryList lang rows=facts missing=""/>
    }
}
