//! The list of texts, and everything about one of them.

use super::{
    model::{Standing, TemplateKind, Wordings},
    service::{History, Version},
    texts,
    version_page::deeds,
};
use crate::{
    lang::Lang,
    ui::{
        components::{Notice, Tone},
        diff::differences,
        form::BackLink,
    },
};
use leptos::prelude::*;

/// `/staff/templates`.
#[component]
pub(super) fn ListPage<'a>(lang: Lang, all: &'a [History]) -> impl IntoView + use<> {
    let entries: Vec<_> = all
        .iter()
        .map(|history| {
            let href = path(history.kind);
            let sent = match history.in_force() {
                Some(version) => stands(lang, version),
                None => texts::sends_shipped(lang).to_owned(),
            };
            let draft = history
                .draft()
                .map_or_else(|| texts::nothing_waits(lang).to_owned(), |version| stands(lang, version));
            view! {
                <li>
                    <div>
                        <h2><a href=href>{texts::kind(lang, history.kind)}</a></h2>
                        <p>{texts::about(lang, history.kind)}</p>
                        <p class="item-detail">{sent}</p>
                        <p class="item-detail">{draft}</p>
                    </div>
                </li>
            }
        })
        .collect();
    view! {
        <BackLink href="/staff" text=texts::back_home(lang)/>
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        <ul class="item-list">{entries}</ul>
        <p>{texts::codes(lang)}</p>
    }
}

fn stands(lang: Lang, version: &Version) -> String {
    format!("{}: {}", texts::version(lang, version.number), texts::standing(lang, version.standing))
}

fn path(kind: TemplateKind) -> String {
    format!("/staff/templates/{}", kind.as_str())
}

/// `/staff/templates/{kind}`.
#[component]
pub(super) fn KindPage<'a>(
    lang: Lang,
    history: &'a History,
    may_write: bool,
    /// What has just been done.
    done: Option<&'static str>,
) -> impl IntoView + use<> {
    let done = done.map(|text| {
        view! { <Notice tone=Tone::Info title=texts::done(lang)><p>{text}</p></Notice> }
    });
    let edit = format!("{}/edit", path(history.kind));
    let write = may_write.then(|| view! { <p><a class="button" href=edit>{texts::write(lang)}</a></p> });
    let sent = history.sent();
    let now = match history.in_force() {
        Some(version) => stands(lang, version),
        None => texts::sends_shipped(lang).to_owned(),
    };
    let draft = history.draft().map(|draft| {
        let href = format!("{}/versions/{}", path(history.kind), draft.number);
        view! {
            <h2>{texts::draft_title(lang)}</h2>
            <p>{texts::draft_lead(lang)}</p>
            <Differences lang before=&sent after=&draft.texts/>
            <p><a class="button" href=href>{texts::view_and_decide(lang)}</a></p>
        }
    });
    view! {
        <BackLink href="/staff/templates" text=texts::back_list(lang)/>
        <h1>{texts::kind(lang, history.kind)}</h1>
        {done}
        <p class="lead">{texts::about(lang, history.kind)}</p>
        {write}
        {draft}
        <h2>{texts::now_title(lang)}</h2>
        <p>{now}</p>
        {wordings(lang, &sent)}
        <h2>{texts::versions_title(lang)}</h2>
        {versions(lang, history)}
    }
}

fn versions(lang: Lang, history: &History) -> AnyView {
    if history.versions.is_empty() {
        return view! { <p>{texts::no_versions(lang)}</p> }.into_any();
    }
    let entries: Vec<_> = history
        .versions
        .iter()
        .map(|version| {
            let href = format!("{}/versions/{}", path(history.kind), version.number);
            let link = match version.standing {
                Standing::Draft => texts::view_and_decide(lang),
                _ => texts::view(lang),
            };
            let label = format!("{link}: {}", texts::version(lang, version.number));
            view! {
                <li>
                    <div>
                        <h3>{texts::version(lang, version.number)}</h3>
                        <p>{texts::standing(lang, version.standing)}</p>
                        {deeds(lang, version)}
                    </div>
                    <a class="button button-secondary" href=href aria-label=label>{link}</a>
                </li>
            }
        })
        .collect();
    view! { <ul class="item-list">{entries}</ul> }.into_any()
}

/// Texts as they were written, side by side.
pub(super) fn wordings(lang: Lang, texts: &Wordings) -> impl IntoView + use<> {
    let both: Vec<_> = Lang::ALL
        .into_iter()
        .map(|written_in| {
            let foreign = (written_in != lang).then(|| written_in.tag());
            let text = texts.get(written_in).clone();
            view! {
                <section>
                    <h3>{name(lang, written_in)}</h3>
                    <div lang=foreign>
                        <p><strong>{text.subject}</strong></p>
                        <p class="mail-text">{text.body}</p>
                    </div>
                </section>
            }
        })
        .collect();
    view! { <div class="template-pair">{both}</div> }
}

const fn name(lang: Lang, written_in: Lang) -> &'static str {
    match written_in {
        Lang::De => texts::german(lang),
        Lang::En => texts::english(lang),
    }
}

/// What becomes of each line, in words beside it.
#[component]
fn Differences<'a>(lang: Lang, before: &'a Wordings, after: &'a Wordings) -> impl IntoView + use<> {
    let both: Vec<_> = Lang::ALL
        .into_iter()
        .map(|written_in| {
            let (old, new) = (before.get(written_in), after.get(written_in));
            view! {
                <section>
                    <h3>{name(lang, written_in)}</h3>
                    <h4>{texts::subject(lang)}</h4>
                    {differences(lang, Some(written_in), &old.subject, &new.subject)}
                    <h4>{texts::body(lang)}</h4>
                    {differences(lang, Some(written_in), &old.body, &new.body)}
                </section>
            }
        })
        .collect();
    view! { <div class="template-pair">{both}</div> }
}
