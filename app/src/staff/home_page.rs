//! What the team's start page shows.

use super::{
    service::{Home, Member},
    texts,
};
use crate::{
    backend::policy::Role,
    consents::{console::texts as purpose_texts, paper::texts as paper_texts},
    lang::Lang,
    notices::{
        calls, letters,
        sending::{self, SendingNotice},
        templates::texts as template_texts,
    },
    ui::{
        components::{Notice, Tone},
        date::day_of,
    },
};
use leptos::prelude::*;

/// `/staff`: who is signed in, and where their work lies.
#[component]
pub fn HomePage<'a>(lang: Lang, home: &'a Home) -> impl IntoView + use<> {
    let mut tasks = Vec::new();
    if let Some(count) = home.to_confirm {
        tasks.extend([
            ("/staff/patients", texts::find(lang), texts::find_text(lang).to_owned()),
            ("/staff/patients/new", texts::add(lang), texts::add_text(lang).to_owned()),
            ("/staff/invitations", texts::invitations(lang), texts::invitations_text(lang).to_owned()),
            ("/staff/enrolments", texts::enrolments(lang), texts::enrolments_text(lang, count)),
        ]);
    }
    if home.role == Role::Reception {
        tasks.push((
            "/staff/paper-forms",
            paper_texts::forms_title(lang),
            paper_texts::forms_task(lang).to_owned(),
        ));
    }
    if home.role == Role::PrivacyOfficer {
        tasks.push(("/staff/patients", texts::look_into(lang), texts::look_into_text(lang).to_owned()));
        tasks.push((
            "/staff/consents",
            purpose_texts::title(lang),
            purpose_texts::task_text(lang).to_owned(),
        ));
    }
    if home.keeps_texts {
        tasks.push((
            "/staff/templates",
            template_texts::title(lang),
            template_texts::task_text(lang).to_owned(),
        ));
    }
    if home.carries_letters {
        tasks.push(("/staff/calls", calls::texts::title(lang), calls::texts::task_text(lang).to_owned()));
        tasks.push(("/staff/post", letters::texts::title(lang), letters::texts::task_text(lang).to_owned()));
    }
    if home.sending.is_some() {
        tasks.push((
            "/staff/sending",
            sending::texts::title(lang),
            sending::texts::task_text(lang).to_owned(),
        ));
    }
    if home.team.is_some() {
        tasks.push(("/privacy", texts::privacy(lang), texts::privacy_text(lang).to_owned()));
    }
    tasks.push(("/me/security", texts::own_access(lang), texts::own_access_text(lang).to_owned()));
    let tasks: Vec<_> = tasks
        .into_iter()
        .map(|(href, title, text)| {
            view! {
                <li>
                    <div>
                        <h3><a href=href>{title}</a></h3>
                        <p class="item-detail">{text}</p>
                    </div>
                </li>
            }
        })
        .collect();
    let greeting = texts::greeting(lang, home.name.expose());
    view! {
        <h1><bdi>{greeting}</bdi></h1>
        <p class="lead">{texts::signed_in_as(lang, texts::role(lang, home.role))}</p>
        {about(lang, home.role)}
        {home.sending.map(|brief| view! { <SendingNotice lang brief/> })}
        <h2>{texts::tasks_title(lang)}</h2>
        <ul class="item-list">{tasks}</ul>
        {team(lang, home.team.as_deref())}
        {added_lately(lang, &home.added_lately)}
    }
}

/// What two of the roles are for so far; the others see it in their tasks.
fn about(lang: Lang, role: Role) -> Option<impl IntoView + use<>> {
    let sentences = match role {
        Role::PrivacyOfficer => texts::about_privacy_officer(lang),
        Role::Administrator => texts::about_administrator(lang),
        Role::Reception | Role::Clinician | Role::TeamLead => return None,
    };
    Some(view! { <p>{sentences}</p> })
}

/// Every account of the team, and whether it can be used.
fn team(lang: Lang, members: Option<&[Member]>) -> Option<impl IntoView + use<>> {
    let members: Vec<_> = members?
        .iter()
        .map(|member| {
            let state = match (member.disabled, member.enrolled) {
                (true, _) => texts::account_disabled(lang),
                (false, false) => texts::account_without_passkey(lang),
                (false, true) => texts::account_in_use(lang),
            };
            let added = texts::added_on(lang, texts::role(lang, member.role), &day_of(member.added_at, lang));
            view! {
                <li>
                    <div>
                        <h3><bdi>{name_of(lang, member)}</bdi></h3>
                        <p class="item-detail">{added} ", " {state}</p>
                    </div>
                </li>
            }
        })
        .collect();
    Some(view! {
        <h2>{texts::team_title(lang)}</h2>
        <p>{texts::team_text(lang)}</p>
        <ul class="item-list" id="team">{members}</ul>
    })
}

fn name_of(lang: Lang, member: &Member) -> String {
    let name = member.name.as_ref().map(|name| name.expose().clone());
    name.unwrap_or_else(|| texts::erased(lang).to_owned())
}

/// Accounts that were added on the server lately, so that nobody gets one unseen.
fn added_lately(lang: Lang, members: &[Member]) -> Option<impl IntoView + use<>> {
    let members: Vec<_> = members
        .iter()
        .map(|member| {
            let name = name_of(lang, member);
            let added = texts::added_on(lang, texts::role(lang, member.role), &day_of(member.added_at, lang));
            let disabled = member.disabled.then(|| format!(" ({})", texts::disabled(lang)));
            view! { <li><bdi>{name}</bdi> " – " {added} {disabled}</li> }
        })
        .collect();
    (!members.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Info title=texts::added_title(lang)>
                <p>{texts::added_text(lang)}</p>
                <ul>{members}</ul>
            </Notice>
        }
    })
}
