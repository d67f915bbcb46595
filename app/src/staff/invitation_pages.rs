//! What the team's list of invitations shows.

use super::{pages::notice, texts};
use crate::{
    accounts::{
        pages::invitation::issued_in_words,
        service::invitations::{Because, Listed, Overview, State},
    },
    lang::Lang,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/staff/invitations`: what is open, what a second member of the team has to approve, and what became of the rest.
#[component]
pub fn InvitationsPage<'a>(
    lang: Lang,
    overview: &'a Overview,
    /// What has just happened on it: a heading and a sentence.
    news: Option<(&'static str, &'static str)>,
    token: Option<String>,
) -> impl IntoView + use<> {
    let open = if overview.open.is_empty() {
        view! {
            <Notice tone=Tone::Info title=texts::invitations_empty_title(lang)>
                <p>{texts::invitations_empty(lang)}</p>
            </Notice>
        }
        .into_any()
    } else {
        let entries: Vec<_> = overview
            .open
            .iter()
            .map(|listed| one_open(lang, listed, overview.is_alone, token.clone()))
            .collect();
        view! { <ul class="item-list" id="open-invitations">{entries}</ul> }.into_any()
    };
    let ended: Vec<_> = overview.ended.iter().map(|listed| one_ended(lang, listed)).collect();
    let ended = (!ended.is_empty()).then(|| {
        view! {
            <h2>{texts::invitations_ended(lang)}</h2>
            <p>{texts::invitations_ended_lead(lang)}</p>
            <ul class="item-list" id="ended-invitations">{ended}</ul>
        }
    });
    view! {
        <BackLink href="/staff" text=texts::back(lang)/>
        <h1>{texts::invitations(lang)}</h1>
        {news.map(|(title, text)| notice(title, text))}
        <p class="lead">{texts::invitations_lead(lang)}</p>
        <h2>{texts::invitations_open(lang)}</h2>
        {open}
        {ended}
    }
}

/// One that may be used; with the button for whoever may approve it.
fn one_open(lang: Lang, listed: &Listed, is_alone: bool, token: Option<String>) -> impl IntoView + use<> {
    let purpose = if listed.replaces { texts::replaces(lang) } else { texts::first_access(lang) };
    let remark = match (listed.replaces, listed.approved, listed.may_approve) {
        (false, ..) => None,
        (true, true, _) => Some(texts::approved(lang)),
        (true, false, true) => Some(texts::approve_hint(lang)),
        (true, false, false) => Some(texts::approve_by_another(lang)),
    };
    let remark = remark.map(|remark| view! { <p class="item-detail">{remark}</p> });
    let on_server = (is_alone && listed.replaces && !listed.approved && !listed.may_approve).then(|| {
        let command = format!("obhut invitation approve {}", listed.id);
        view! { <p class="item-detail">{texts::approve_on_server(lang)} " " <code>{command}</code></p> }
    });
    let form = (listed.replaces && !listed.approved && listed.may_approve).then(|| {
        let action = format!("/staff/invitations/{}/approval", listed.id);
        view! { <Form action token><SubmitButton text=texts::approve(lang)/></Form> }
    });
    view! {
        <li>
            <div>
                {whose(lang, listed)}
                <p>{purpose}</p>
                {when(lang, listed)}
                {remark}
                {on_server}
            </div>
            {form}
        </li>
    }
}

/// One that was used or is void.
fn one_ended(lang: Lang, listed: &Listed) -> impl IntoView + use<> {
    view! { <li><div>{whose(lang, listed)} {when(lang, listed)}</div></li> }
}

fn whose(lang: Lang, listed: &Listed) -> impl IntoView + use<> {
    let (name, number) = (listed.name.expose().clone(), listed.patient_number.clone());
    let href = format!("/staff/patients/{}", listed.person);
    view! {
        <h3><a href=href><bdi>{name}</bdi></a></h3>
        <p class="item-detail">{texts::patient_number(lang)} " " {number}</p>
    }
}

fn when(lang: Lang, listed: &Listed) -> impl IntoView + use<> {
    let issued = issued_in_words(lang, &listed.issuance);
    view! {
        <p class="item-detail">{issued}</p>
        <p class="item-detail">{state_in_words(lang, listed.state)}</p>
    }
}

/// "offen bis …", "eingelöst am …", "ungültig seit …, weil …".
fn state_in_words(lang: Lang, state: State) -> String {
    match state {
        State::Open { until } => texts::open_until(lang, &at_in_words(until, lang)),
        State::Redeemed { at } => texts::redeemed_at(lang, &at_in_words(at, lang)),
        State::Void { since, because } => {
            let why = match because {
                Because::Replaced => texts::void_replaced(lang),
                Because::Withdrawn => texts::void_withdrawn(lang),
                Because::WrongTries => texts::void_wrong_tries(lang),
                Because::Expired => texts::void_expired(lang),
            };
            texts::void_since(lang, &at_in_words(since, lang), why)
        }
    }
}
