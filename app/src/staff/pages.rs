//! What the team's pages show.

use super::{
    service::{Home, Member},
    texts,
};
use crate::{
    accounts::service::identity_checks::{Waiting, Waitlist},
    backend::policy::Role,
    lang::Lang,
    patients::words::spoken,
    ui::{
        components::{Notice, Tone},
        date::{at_in_words, day_of},
        form::{BackLink, Form, SubmitButton},
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
        <p class="lead">{texts::signed_in_as(lang, role_in_words(lang, home.role))}</p>
        <h2>{texts::tasks_title(lang)}</h2>
        <ul class="item-list">{tasks}</ul>
        {added_lately(lang, &home.added_lately)}
    }
}

/// Accounts that were added on the server lately, so that nobody gets one unseen.
fn added_lately(lang: Lang, members: &[Member]) -> Option<impl IntoView + use<>> {
    let members: Vec<_> = members
        .iter()
        .map(|member| {
            let name = member.name.as_ref().map(|name| name.expose().clone());
            let name = name.unwrap_or_else(|| texts::erased(lang).to_owned());
            let added =
                texts::added_on(lang, role_in_words(lang, member.role), &day_of(member.added_at, lang));
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

/// `/staff/enrolments`: who has enrolled and waits for the identity check.
#[component]
pub fn EnrolmentsPage<'a>(
    lang: Lang,
    list: &'a Waitlist,
    done: bool,
    token: Option<String>,
) -> impl IntoView + use<> {
    let entries = if list.people.is_empty() {
        view! {
            <Notice tone=Tone::Info title=texts::enrolments_empty_title(lang)>
                <p>{texts::enrolments_empty(lang)}</p>
            </Notice>
        }
        .into_any()
    } else {
        let entries: Vec<_> =
            list.people.iter().map(|waiting| enrolment(lang, waiting, token.clone())).collect();
        let more = list.more.then(|| view! { <p>{texts::enrolments_more(lang)}</p> });
        view! {
            <p>{texts::enrolments_how(lang)}</p>
            <ul class="item-list">{entries}</ul>
            {more}
        }
        .into_any()
    };
    view! {
        <BackLink href="/staff" text=texts::back(lang)/>
        <h1>{texts::enrolments(lang)}</h1>
        {done.then(|| done_notice(lang, texts::confirmation_done(lang)))}
        <p class="lead">{texts::enrolments_lead(lang)}</p>
        {entries}
    }
}

fn enrolment(lang: Lang, waiting: &Waiting, token: Option<String>) -> impl IntoView + use<> {
    let born = waiting.birth_date.map(|date| format!("{} {}", texts::born(lang), spoken(lang, date)));
    let remark = (!waiting.may_confirm)
        .then(|| view! { <p class="item-detail">{texts::confirm_by_another(lang)}</p> });
    let form = waiting.may_confirm.then(|| {
        let action = format!("/staff/enrolments/{}", waiting.person);
        view! { <Form action token><SubmitButton text=texts::confirm(lang)/></Form> }
    });
    let enrolled = texts::enrolled_at(lang, &at_in_words(waiting.enrolled_at, lang));
    let name = waiting.name.expose().clone();
    let person = format!("/staff/patients/{}", waiting.person);
    view! {
        <li>
            <div>
                <h2><a href=person><bdi>{name}</bdi></a></h2>
                <p class="item-detail">{born}</p>
                <p class="item-detail">{enrolled}</p>
                {remark}
            </div>
            {form}
        </li>
    }
}

pub(super) fn done_notice(lang: Lang, text: &'static str) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title=texts::done(lang)>
            <p>{text}</p>
        </Notice>
    }
}

/// What a role is called.
fn role_in_words(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Reception => texts::reception(lang),
        Role::Clinician => texts::clinician(lang),
        Role::TeamLead => texts::team_lead(lang),
        Role::PrivacyOfficer => texts::privacy_officer(lang),
        Role::Administrator => texts::administrator(lang),
    }
}
