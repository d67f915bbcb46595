//! What the list of identity checks shows.

use super::texts;
use crate::{
    accounts::{
        pages::invitation::issued_in_words,
        service::identity_checks::{Waiting, Waitlist},
    },
    lang::Lang,
    patients::words::spoken,
    ui::{
        components::{Notice, Tone},
        date::at_in_words,
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

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
        {done.then(|| notice(texts::done(lang), texts::confirmation_done(lang)))}
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
    let issued = waiting.issuance.as_ref().map(|issuance| {
        let invited = format!("{}: {}", texts::invitation(lang), issued_in_words(lang, issuance));
        view! { <p class="item-detail">{invited}</p> }
    });
    let name = waiting.name.expose().clone();
    let person = format!("/staff/patients/{}", waiting.person);
    view! {
        <li>
            <div>
                <h2><a href=person><bdi>{name}</bdi></a></h2>
                <p class="item-detail">{born}</p>
                {issued}
                <p class="item-detail">{enrolled}</p>
                {remark}
            </div>
            {form}
        </li>
    }
}

/// What has just happened.
pub(super) fn notice(title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <Notice tone=Tone::Info title>
            <p>{text}</p>
        </Notice>
    }
}
