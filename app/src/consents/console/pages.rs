//! The list of purposes, and everything about one of them.

use super::{
    edit_page::{action, purpose_path},
    service::{Kept, Version},
    texts,
};
use crate::{
    consents::{
        catalogue::{Purpose, Wording},
        texts as consent_texts,
    },
    lang::Lang,
    notices::model::Channel,
    ui::{
        components::{Notice, Tone},
        date::{at_in_words, day_of},
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/staff/consents`.
#[component]
pub(super) fn ListPage<'a>(
    lang: Lang,
    purposes: &'a [Purpose],
    /// What has just been done.
    done: Option<&'static str>,
) -> impl IntoView + use<> {
    let entries: Vec<_> = purposes
        .iter()
        .map(|purpose| {
            let title = purpose.texts.iter().find(|text| text.lang == lang).map(|text| text.title.clone());
            let version = texts::version(lang, purpose.version);
            let retired = purpose.retired_at.map(|_| {
                view! { <p class="item-detail"><strong>{texts::is_retired(lang)}</strong></p> }
            });
            view! {
                <li>
                    <div>
                        <h2><a href=purpose_path(&purpose.key)>{title}</a></h2>
                        {retired}
                        <p>{texts::class_name(lang, purpose.class)}</p>
                        <p class="item-detail">
                            {channel_names(lang, &purpose.channels)} "; " {validity(lang, purpose.validity_months)} "; "
                            {version}
                        </p>
                    </div>
                </li>
            }
        })
        .collect();
    view! {
        <h1>{texts::title(lang)}</h1>
        {said(lang, done)}
        <p class="lead">{texts::lead(lang)}</p>
        <p><a class="button" href=action(None)>{texts::add(lang)}</a></p>
        <ul class="item-list">{entries}</ul>
    }
}

fn said(lang: Lang, done: Option<&'static str>) -> Option<impl IntoView + use<>> {
    done.map(
        |text| view! { <Notice tone=Tone::Info title=texts::done(lang)><p role="status">{text}</p></Notice> },
    )
}

/// "im Portal, E-Mail".
pub(super) fn channel_names(lang: Lang, channels: &[Channel]) -> String {
    let names: Vec<_> = channels.iter().map(|channel| consent_texts::channel(lang, *channel)).collect();
    names.join(", ")
}

/// "24 Monate".
pub(super) fn validity(lang: Lang, months: Option<i64>) -> String {
    months.map_or_else(|| texts::unlimited(lang).to_owned(), |months| texts::months_of(lang, months))
}

/// `/staff/consents/purposes/{purpose}`.
#[component]
pub(super) fn PurposePage<'a>(
    lang: Lang,
    kept: &'a Kept,
    /// What has just been done.
    done: Option<&'static str>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let purpose = &kept.purpose;
    let title = purpose.texts.iter().find(|text| text.lang == lang).map(|text| text.title.clone());
    let fate = match purpose.retired_at {
        None => {
            let href = format!("{}/retire", purpose_path(&purpose.key));
            view! { <p><a class="button button-secondary" href=href>{texts::retire(lang)}</a></p> }.into_any()
        }
        Some(at) => {
            let action = format!("{}/offer", purpose_path(&purpose.key));
            view! {
                <Notice tone=Tone::Warning title=texts::is_retired(lang)>
                    <p>{at_in_words(at, lang)}</p>
                    <p>{texts::offer_text(lang)}</p>
                    <Form action token><SubmitButton text=texts::offer(lang) secondary=true/></Form>
                </Notice>
            }
            .into_any()
        }
    };
    let rows: Vec<_> = [
        (texts::key(lang), purpose.key.as_str().to_owned()),
        (texts::class(lang), texts::class_name(lang, purpose.class).to_owned()),
        (texts::channels(lang), channel_names(lang, &purpose.channels)),
        (texts::validity(lang), validity(lang, purpose.validity_months)),
        (texts::legal_basis(lang), purpose.legal_basis.clone()),
        (texts::contact(lang), purpose.contact.clone()),
    ]
    .into_iter()
    .map(|(term, value)| view! { <div class="summary-row"><dt>{term}</dt><dd>{value}</dd></div> })
    .collect();
    let versions: Vec<_> = kept.versions.iter().map(|version| version_entry(lang, version)).collect();
    view! {
        <BackLink href="/staff/consents" text=texts::back_list(lang)/>
        <h1>{title}</h1>
        {said(lang, done)}
        <p><a class="button" href=action(Some(&purpose.key))>{texts::change(lang)}</a></p>
        <h2>{texts::now_title(lang)}</h2>
        <dl class="summary">{rows}</dl>
        {says(lang, &purpose.texts)}
        <h2>{texts::versions_title(lang)}</h2>
        <ul class="item-list">{versions}</ul>
        {fate}
    }
}

fn version_entry(lang: Lang, version: &Version) -> impl IntoView + use<> {
    let when = at_in_words(version.at, lang);
    let by = match &version.by {
        Some(name) => texts::published_by(lang, name.expose(), &when),
        None => format!("{}, {when}", texts::by_portal(lang)),
    };
    let ends = version.renew_by.map(|day| {
        view! { <p class="item-detail">{texts::ends_older(lang, &day_of(day, lang))}</p> }
    });
    view! {
        <li>
            <div>
                <h3>{texts::version(lang, version.number)}</h3>
                <p class="item-detail"><bdi>{by}</bdi></p>
                {ends}
                <details>
                    <summary>{texts::read(lang)}</summary>
                    {says(lang, &version.texts)}
                </details>
            </div>
        </li>
    }
}

/// Texts as they were published, side by side.
pub(super) fn says(lang: Lang, texts_of_it: &[Wording]) -> impl IntoView + use<> {
    let both: Vec<_> = texts_of_it
        .iter()
        .map(|text| {
            let foreign = (text.lang != lang).then(|| text.lang.tag());
            let paragraphs: Vec<_> =
                text.body.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect();
            view! {
                <section lang=foreign dir="auto">
                    <p><strong>{text.title.clone()}</strong></p>
                    {paragraphs}
                </section>
            }
        })
        .collect();
    view! { <div class="template-pair">{both}</div> }
}

/// `/staff/consents/purposes/{purpose}/retire`.
#[component]
pub(super) fn RetirePage<'a>(
    lang: Lang,
    purpose: &'a Purpose,
    token: Option<String>,
) -> impl IntoView + use<> {
    let title = purpose.texts.iter().find(|text| text.lang == lang).map(|text| text.title.clone());
    let back = purpose_path(&purpose.key);
    view! {
        <BackLink href=back.clone() text=texts::back_purpose(lang)/>
        <h1>{texts::retire_title(lang)} ": " {title}</h1>
        <p class="lead">{texts::retire_lead(lang)}</p>
        <Form action=format!("{back}/retire") token><SubmitButton text=texts::retire_sure(lang)/></Form>
    }
}
