//! `/consents/exports`: every version of one's own consents, and how anybody checks one.

use super::{
    islands::{ASLEEP, ExportCheck, FIELD, FILE, VERDICT},
    reading::header,
    service::{About, Line, List},
    texts,
};
use crate::{
    backend::crypto::PublicKey,
    lang::Lang,
    time::Timestamp,
    ui::{
        components::{Card, Notice, Tone, Verbatim},
        date::at_in_words,
    },
};
use leptos::prelude::*;

/// The list, newest first.
#[component]
pub fn ExportsPage<'a>(lang: Lang, list: &'a List, is_first: bool) -> impl IntoView + use<> {
    let lines: Vec<_> = list.lines.iter().map(|line| row(lang, line)).collect();
    let content = match (lines.is_empty(), is_first) {
        (true, true) => {
            view! { <Notice tone=Tone::Info title=texts::none_title(lang)><p>{texts::none(lang)}</p></Notice> }
                .into_any()
        }
        (true, false) => view! { <p>{texts::no_older(lang)}</p> }.into_any(),
        (false, _) => view! {
            <h2>{texts::versions(lang)}</h2>
            <ul class="exports">{lines}</ul>
        }
        .into_any(),
    };
    view! {
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        {content}
        {(!is_first).then(|| view! { <p><a href="/consents/exports">{texts::newest(lang)}</a></p> })}
        {list.older.map(|before| {
            let href = format!("/consents/exports?before={before}");
            view! { <p><a href=href rel="next">{texts::older(lang)}</a></p> }
        })}
        <How lang/>
    }
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let version = line.version;
    let Some(About { created_at, hash }) = &line.about else {
        return view! {
            <li class="card">
                <h3>{texts::version(lang)} " " {version}</h3>
                <p>{texts::damaged(lang)}</p>
            </li>
        }
        .into_any();
    };
    let made = created_at.parse::<jiff::Timestamp>().map(|at| Timestamp(at.as_millisecond()));
    let made = made.map(|at| at_in_words(at, lang)).unwrap_or_default();
    let signed = format!("/consents/exports/{version}");
    let forms = [
        (texts::signed_file(lang), signed.clone()),
        (texts::for_print(lang), format!("{signed}/pdf")),
        (texts::readable(lang), format!("{signed}/json")),
        (texts::for_systems(lang), format!("{signed}/fhir")),
    ];
    let links: Vec<_> = forms
        .into_iter()
        .map(|(what, href)| {
            let label = texts::of_version(lang, what, version);
            view! { <li><a href=href download="" aria-label=label>{what}</a></li> }
        })
        .collect();
    view! {
        <li class="card">
            <h3>{texts::version(lang)} " " {version}</h3>
            <dl class="summary">
                <div class="summary-row"><dt>{texts::made(lang)}</dt><dd>{made}</dd></div>
                <div class="summary-row">
                    <dt>{texts::fingerprint(lang)}</dt>
                    <dd><code class="fingerprint">{in_groups(hash)}</code></dd>
                </div>
                <div class="summary-row"><dt>{texts::download(lang)}</dt><dd><ul>{links}</ul></dd></div>
            </dl>
        </li>
    }
    .into_any()
}

/// How anybody checks a file, in plain words.
#[component]
fn How(lang: Lang) -> impl IntoView {
    let command = format!("obhut consents verify {}-v1.jws --key keys.json", texts::file_name(lang));
    view! {
        <Card title=texts::how_title(lang)>
            <p>{texts::how_why(lang)}</p>
            <p>
                {texts::how_keys(lang)} " "
                <a href="/privacy#keys">{texts::privacy_page(lang)}</a>
            </p>
            <p>{texts::how_command(lang)}</p>
            <p><code class="fingerprint">{command}</code></p>
            <p>{texts::how_browser(lang)} " " <a href="/consents/verify">{texts::to_check(lang)}</a></p>
            <p>{texts::how_other(lang)}</p>
            <p>{texts::how_chain(lang)}</p>
        </Card>
    }
}

/// `/consents/verify`: the check in the browser, and what to do without JavaScript.
#[component]
pub fn CheckPage<'a>(lang: Lang, keys: &'a [PublicKey]) -> impl IntoView + use<> {
    let command = format!("obhut consents verify {}-v1.jws --key keys.json", texts::file_name(lang));
    let names: Vec<_> = keys
        .iter()
        .map(|key| view! { <li><code class="fingerprint"><Verbatim text=key.thumbprint()/></code></li> })
        .collect();
    let valid = format!("{} {}", texts::check_valid(lang), texts::version(lang));
    let listed: Vec<String> = keys.iter().flat_map(|key| [header(&key.thumbprint()), key.x()]).collect();
    view! {
        <h1>{texts::check_title(lang)}</h1>
        <p class="lead">{texts::check_lead(lang)}</p>
        <p class="until-awake" id=ASLEEP>{texts::check_without_javascript(lang)}</p>
        <div class="field" id=FIELD hidden>
            <label for=FILE>{texts::check_label(lang)}</label>
            <p class="hint" id="export-file-hint">{texts::check_hint(lang)}</p>
            <input type="file" id=FILE accept=".jws" aria-describedby="export-file-hint"/>
        </div>
        <p
            class="verdict"
            id=VERDICT
            role="status"
            data-keys=listed.join(" ")
            data-lang=lang.tag()
            data-valid=valid
            data-made=texts::check_made(lang)
            data-altered=texts::check_altered(lang)
            data-other-key=texts::check_other_key(lang)
            data-brings-key=texts::check_brings_key(lang)
            data-not-an-export=texts::check_not_an_export(lang)
            data-unsupported=texts::check_unsupported(lang)
            data-unreadable=texts::check_unreadable(lang)
        ></p>
        <ExportCheck/>
        <p>{texts::check_keys(lang)}</p>
        <ul>{names}</ul>
        <p><a href="/privacy#keys">{texts::privacy_page(lang)}</a></p>
        <Card title=texts::how_title(lang)>
            <p>{texts::how_command(lang)}</p>
            <p><code class="fingerprint">{command}</code></p>
            <p>{texts::how_other(lang)}</p>
        </Card>
    }
}

/// What stands in its place in the first day after a second invitation.
#[component]
pub fn HeldPage(lang: Lang, until: Timestamp) -> impl IntoView {
    let text = texts::held_text(lang, &at_in_words(until, lang));
    view! {
        <h1>{texts::title(lang)}</h1>
        <Notice tone=Tone::Warning title=texts::held_title(lang)><p>{text}</p></Notice>
    }
}

/// Digits in groups of four, as people compare them.
pub(in crate::consents) fn in_groups(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
