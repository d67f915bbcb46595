//! The pages that ask once before something changes.

use super::HOME;
use crate::{
    lang::Lang,
    patients::contacts::{
        kind_texts as of, model,
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
    let kind = point.kind;
    let (last, other) = (of::remove_last(lang, kind), of::remove_other(lang, kind));
    let consequence = match (point.verified_at, next) {
        (None, _) => view! { <p>{of::remove_unverified(lang, kind)}</p> }.into_any(),
        (Some(_), None) => view! { <p>{last}</p> }.into_any(),
        (Some(_), Some(next)) => view! { <p>{other} " " <strong><bdi>{next}</bdi></strong></p> }.into_any(),
    };
    let action = format!("{HOME}/{}/remove", point.id);
    let value = point.value.expose().clone();
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{of::remove_title(lang, kind)}</h1>
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
    let kind = shown.point.kind;
    let value = shown.point.value.expose().clone();
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{of::prefer_title(lang, kind)}</h1>
        <p><strong><bdi>{value}</bdi></strong></p>
        <p>{of::prefer_text(lang, kind)}</p>
        <Form action token>
            <SubmitButton text=texts::prefer_submit(lang)/>
        </Form>
    }
}
