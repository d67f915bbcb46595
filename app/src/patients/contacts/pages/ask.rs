//! The pages that ask once before something changes.

use super::HOME;
use crate::{
    lang::Lang,
    patients::contacts::{
        ContactKind, model,
        service::{Own, Shown},
        texts,
    },
    ui::form::{BackLink, Form, SubmitButton},
};
use leptos::prelude::*;

/// `/me/contact/{id}/remove`: what no longer reaches somebody then.
#[component]
pub(in super::super) fn RemovePage<'a>(
    lang: Lang,
    own: &'a Own,
    shown: &'a Shown,
    token: Option<String>,
) -> impl IntoView + use<> {
    let point = &shown.point;
    let others = own.points.iter().map(|shown| shown.point.clone()).filter(|other| other.id != point.id);
    let next = model::usable(others.collect(), point.kind).map(|next| next.value.expose().clone());
    let (last, other) = match point.kind {
        ContactKind::Post => (texts::remove_last_post(lang), texts::remove_other_post(lang)),
        ContactKind::Phone => (texts::remove_last_phone(lang), texts::remove_other_phone(lang)),
        ContactKind::Email => (texts::remove_last(lang), texts::remove_other(lang)),
    };
    let consequence = match (point.verified_at, next) {
        (None, _) => view! { <p>{texts::remove_unverified(lang)}</p> }.into_any(),
        (Some(_), None) => view! { <p>{last}</p> }.into_any(),
        (Some(_), Some(next)) => view! { <p>{other} " " <strong><bdi>{next}</bdi></strong></p> }.into_any(),
    };
    let action = format!("{HOME}/{}/remove", point.id);
    let value = point.value.expose().clone();
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{texts::remove_title(lang)}</h1>
        <p><strong><bdi>{value}</bdi></strong></p>
        {consequence}
        <Form action token>
            <SubmitButton text=texts::remove_submit(lang) danger=true/>
        </Form>
    }
}

/// `/me/contact/{id}/prefer`: where messages go then.
#[component]
pub(in super::super) fn PreferPage<'a>(
    lang: Lang,
    shown: &'a Shown,
    token: Option<String>,
) -> impl IntoView + use<> {
    let action = format!("{HOME}/{}/prefer", shown.point.id);
    let text = match shown.point.kind {
        ContactKind::Post => texts::prefer_post_text(lang),
        ContactKind::Phone => texts::prefer_phone_text(lang),
        ContactKind::Email => texts::prefer_text(lang),
    };
    let value = shown.point.value.expose().clone();
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{texts::prefer_title(lang)}</h1>
        <p><strong><bdi>{value}</bdi></strong></p>
        <p>{text}</p>
        <Form action token>
            <SubmitButton text=texts::prefer_submit(lang)/>
        </Form>
    }
}
