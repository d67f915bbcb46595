//! One version: what will be sent, and the decision about it.

use super::{
    model::{Standing, TemplateKind, Verdict},
    preview::Preview,
    service::{Deed, Version},
    texts,
};
use crate::{
    backend::mail::Mail,
    lang::Lang,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        fields::TextField,
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// What is said above a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Own,
    Elsewhere,
    Refused,
}

/// `/staff/templates/{kind}/versions/{version}`.
#[component]
pub(super) fn VersionPage<'a>(
    lang: Lang,
    kind: TemplateKind,
    version: &'a Version,
    previews: &'a [Preview],
    said: Said,
    messages: &'a [FieldMessage],
    /// What was typed as the reason.
    reason: String,
    token: Option<String>,
) -> impl IntoView + use<> {
    let said = match said {
        Said::Nothing => None,
        Said::Own => Some((texts::own_title(lang), texts::own(lang))),
        Said::Elsewhere => Some((texts::elsewhere_decision_title(lang), texts::elsewhere_decision(lang))),
        Said::Refused => Some((texts::refused_title(lang), texts::refused(lang))),
    };
    let said = said.map(|(title, text)| view! { <Notice tone=Tone::Warning title><p>{text}</p></Notice> });
    let title = format!("{}, {}", texts::kind(lang, kind), texts::version(lang, version.number));
    view! {
        <BackLink href=format!("/staff/templates/{}", kind.as_str()) text=texts::back_kind(lang)/>
        <ErrorSummary lang messages/>
        <h1>{title}</h1>
        {said}
        <p class="lead">{texts::standing(lang, version.standing)}</p>
        {deeds(lang, version)}
        <Previews lang previews/>
        {decision(lang, kind, version, messages, reason, token)}
    }
}

/// Who did what with a version.
pub(super) fn deeds(lang: Lang, version: &Version) -> impl IntoView + use<> {
    let ended = match version.standing {
        Standing::Rejected => Verdict::Rejected,
        _ => Verdict::Retired,
    };
    let written =
        texts::written_by(lang, version.written.name.expose(), &at_in_words(version.written.at, lang));
    view! {
        <p class="item-detail"><bdi>{written}</bdi></p>
        {version.released.as_ref().map(|deed| decided(lang, Verdict::Released, deed))}
        {version.ended.as_ref().map(|deed| decided(lang, ended, deed))}
    }
}

fn decided(lang: Lang, verdict: Verdict, deed: &Deed) -> impl IntoView + use<> {
    let words = texts::decided_by(lang, verdict, deed.name.expose(), &at_in_words(deed.at, lang));
    let reason = deed.reason.as_ref().map(|reason| {
        let reason = reason.expose().clone();
        view! { <p class="item-detail">{texts::why(lang)} " " <bdi>{reason}</bdi></p> }
    });
    view! { <p class="item-detail"><bdi>{words}</bdi></p> {reason} }
}

/// What will be sent, in every language, to those who chose discretion and to those who did not.
#[component]
pub(super) fn Previews<'a>(lang: Lang, previews: &'a [Preview]) -> impl IntoView + use<> {
    let mails: Vec<_> = previews
        .iter()
        .map(|preview| {
            let title = match preview.lang {
                Lang::De => texts::german(lang),
                Lang::En => texts::english(lang),
            };
            let written_in = preview.lang;
            view! {
                <section>
                    <h3>{title}</h3>
                    {mail(lang, written_in, texts::ordinary(lang), &preview.ordinary)}
                    {mail(lang, written_in, texts::discreet(lang), &preview.discreet)}
                </section>
            }
        })
        .collect();
    view! {
        <h2 id="preview">{texts::preview_title(lang)}</h2>
        <p>{texts::preview_lead(lang)}</p>
        <div class="template-pair">{mails}</div>
    }
}

fn mail(lang: Lang, written_in: Lang, title: &'static str, mail: &Mail) -> impl IntoView + use<> {
    let foreign = (written_in != lang).then(|| written_in.tag());
    let (from, subject, text) = (mail.from_name.clone(), mail.subject.clone(), mail.text.clone());
    view! {
        <h4>{title}</h4>
        <dl class="summary">
            <div class="summary-row"><dt>{texts::from(lang)}</dt><dd>{from}</dd></div>
            <div class="summary-row"><dt>{texts::subject(lang)}</dt><dd lang=foreign>{subject}</dd></div>
        </dl>
        <p class="mail-text" lang=foreign>{text}</p>
    }
}

fn decision(
    lang: Lang,
    kind: TemplateKind,
    version: &Version,
    messages: &[FieldMessage],
    reason: String,
    token: Option<String>,
) -> AnyView {
    let action = format!("/staff/templates/{}/versions/{}", kind.as_str(), version.number);
    match version.standing {
        Standing::Draft => {
            let release = if version.is_own {
                view! { <p>{texts::own(lang)}</p> }.into_any()
            } else {
                view! {
                    <p>{texts::release_lead(lang)}</p>
                    <Form action=action.clone() token=token.clone()>
                        <SubmitButton text=texts::release(lang) name="verdict" value=Verdict::Released.as_str()/>
                    </Form>
                }
                .into_any()
            };
            view! {
                <h2>{texts::release_title(lang)}</h2>
                {release}
                {against(lang, Verdict::Rejected, texts::reject(lang), messages, reason, (action, token))}
            }
            .into_any()
        }
        Standing::InForce => view! {
            <h2>{texts::retire_title(lang)}</h2>
            <p>{texts::retire_lead(lang)}</p>
            {against(lang, Verdict::Retired, texts::retire(lang), messages, reason, (action, token))}
        }
        .into_any(),
        Standing::Overtaken | Standing::Rejected | Standing::Replaced | Standing::Retired => ().into_any(),
    }
}

/// A decision that wants a reason.
fn against(
    lang: Lang,
    verdict: Verdict,
    button: &'static str,
    messages: &[FieldMessage],
    reason: String,
    (action, token): (String, Option<String>),
) -> impl IntoView + use<> {
    let field = view! {
        <TextField lang name="reason" label=texts::reason(lang) hint=texts::reason_hint(lang) messages value=reason/>
    };
    view! {
        <Form action token>
            {field}
            <SubmitButton text=button danger=true name="verdict" value=verdict.as_str()/>
        </Form>
    }
}
