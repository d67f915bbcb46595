//! An open invitation on the page of its person, and what is asked before a new one makes it void.

use crate::{
    accounts::{
        service::invitations::{By, Issuance, MOST, Open},
        texts::invitation as texts,
    },
    ids::PersonId,
    lang::Lang,
    time::Timestamp,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// "Ausgestellt am Dienstag, 24. November 2026, 09:00 Uhr von Petra Lindner".
pub fn issued_in_words(lang: Lang, issuance: &Issuance) -> String {
    let at = at_in_words(issuance.at, lang);
    match &issuance.by {
        By::Member(name) => texts::issued_by(lang, name.expose(), &at),
        By::Erased => texts::issued_by_erased(lang, &at),
        By::CommandLine => texts::issued_on_server(lang, &at),
    }
}

/// Who issued it and when, until when it is good, and whether it was approved where that is needed.
#[component]
pub fn OpenInvitation<'a>(lang: Lang, open: &'a Open) -> impl IntoView + use<> {
    let until = texts::open_until(lang, &at_in_words(open.until, lang));
    let approval = open.approved.map(|approved| match approved {
        true => texts::approved(lang),
        false => texts::not_approved(lang),
    });
    let facts: Vec<_> = [issued_in_words(lang, &open.issuance), until]
        .into_iter()
        .chain(approval.map(str::to_owned))
        .collect();
    view! {
        <Notice tone=Tone::Info title=texts::open_title(lang)>
            <p>{facts.join(", ")} "."</p>
        </Notice>
    }
}

/// Instead of a letter: there is an invitation, and somebody has to say that it may become void.
#[component]
pub fn AskReplace<'a>(
    lang: Lang,
    person: PersonId,
    open: &'a Open,
    token: Option<String>,
) -> impl IntoView + use<> {
    let back = format!("/staff/patients/{person}");
    let loses_approval = (open.approved == Some(true)).then(|| view! { <p>{texts::asks_approval(lang)}</p> });
    let (action, id) = (format!("{back}/invitation"), open.id.to_string());
    let facts = view! { <OpenInvitation lang open/> };
    view! {
        <BackLink href=back.clone() text=texts::to_person(lang)/>
        <h1>{texts::asks_title(lang)}</h1>
        <p class="lead">{texts::asks_lead(lang)}</p>
        {facts}
        {loses_approval}
        <Form action token>
            <input type="hidden" name="replaces" value=id/>
            <p class="actions">
                <SubmitButton text=texts::replace(lang) danger=true/>
                <a class="button button-secondary" href=back>{texts::keep(lang)}</a>
            </p>
        </Form>
    }
}

/// Instead of a letter: there were too many of late.
#[component]
pub fn TooMany(lang: Lang, person: PersonId, again_at: Timestamp) -> impl IntoView {
    let back = format!("/staff/patients/{person}");
    view! {
        <BackLink href=back text=texts::to_person(lang)/>
        <h1>{texts::too_many_title(lang)}</h1>
        <p class="lead">{texts::too_many_lead(lang, MOST, &at_in_words(again_at, lang))}</p>
        <p>{texts::too_many_instead(lang)}</p>
    }
}
