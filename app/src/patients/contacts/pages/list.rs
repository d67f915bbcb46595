//! `/me/contact`: one's addresses with their states, and how discreet the practice is to be.

use super::HOME;
use crate::{
    ids::ContactId,
    lang::Lang,
    patients::contacts::{
        ContactKind,
        model::MOST,
        service::{Own, Shown},
        texts,
    },
    redacted::Redacted,
    time::Timestamp,
    ui::{
        components::{ActionLink, Card, Notice, Tone},
        date::{at_in_words, day_of},
        form::{BackLink, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// Addresses, what the practice has noted, and the switch.
#[component]
pub(in super::super) fn ListPage<'a>(
    lang: Lang,
    own: &'a Own,
    now: Timestamp,
    token: Option<String>,
) -> impl IntoView + use<> {
    let content = match own.held_until {
        Some(until) => {
            let text = texts::held_text(lang, &at_in_words(until, lang));
            view! {
                <Notice tone=Tone::Warning title=texts::held_title(lang)>
                    <p>{text}</p>
                </Notice>
            }
            .into_any()
        }
        None => {
            let noted = (own.points.len() < MOST).then_some(own.noted.as_ref()).flatten();
            let noted = noted.map(|noted| noted_address(lang, noted, token.clone()));
            let addresses = addresses(lang, &own.points, now);
            view! { {addresses} {noted} {discretion(lang, own.discreet, token)} }.into_any()
        }
    };
    view! {
        <BackLink href="/me" text=texts::to_me(lang)/>
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        {content}
    }
}

fn addresses(lang: Lang, points: &[Shown], now: Timestamp) -> impl IntoView + use<> {
    let is_mailbox = |shown: &Shown| shown.point.kind == ContactKind::Email;
    let verified = points.iter().any(|shown| is_mailbox(shown) && shown.point.verified_at.is_some());
    let rows: Vec<_> = points.iter().map(|shown| one(lang, shown, now)).collect();
    let list = (!rows.is_empty()).then(|| view! { <ul class="item-list">{rows}</ul> });
    let more = match points.len() < MOST {
        true => view! {
            <p class="actions"><ActionLink href="/me/contact/add" text=texts::add(lang) secondary=true/></p>
        }
        .into_any(),
        false => view! { <p>{texts::full(lang)}</p> }.into_any(),
    };
    view! {
        <Card title=texts::addresses_title(lang)>
            {(!verified).then(|| view! { <p>{texts::none(lang)}</p> })}
            {list}
            <p>{texts::only_its_code(lang)}</p>
            {more}
        </Card>
    }
}

fn one(lang: Lang, shown: &Shown, now: Timestamp) -> impl IntoView + use<> {
    let point = &shown.point;
    let open_until = shown.open_until(now);
    let state = match (point.verified_at, open_until) {
        (Some(at), _) => texts::verified_on(lang, &day_of(at, lang)),
        (None, Some(until)) => texts::unverified_until(lang, &at_in_words(until, lang)),
        (None, None) => texts::unverified_no_code(lang).to_owned(),
    };
    let value = point.value.expose().clone();
    // Several links of one name lead to different addresses, which a list of links has to tell apart.
    let link = |what: &str, text: &'static str, class: &'static str| {
        let (href, value) = (href(point.id, what), value.clone());
        view! { <a class=class href=href>{text} <span class="visually-hidden">": " <bdi>{value}</bdi></span></a> }
    };
    let first = match (point.verified_at, open_until, point.preferred) {
        (None, Some(_), _) => Some(link("confirm", texts::enter_code(lang), "button")),
        (None, None, _) => Some(link("confirm", texts::get_code(lang), "button")),
        (Some(_), _, false) => Some(link("prefer", texts::make_preferred(lang), "button button-secondary")),
        (Some(_), _, true) => None,
    };
    let remove = link("remove", texts::remove(lang), "button button-danger");
    let preferred =
        point.preferred.then(|| view! { " " <span class="badge">{texts::preferred(lang)}</span> });
    view! {
        <li>
            <div>
                <strong><bdi>{value.clone()}</bdi></strong>
                {preferred}
                <p class="item-detail">{state}</p>
            </div>
            <p class="actions">{first} " " {remove}</p>
        </li>
    }
}

fn noted_address(lang: Lang, noted: &Redacted<String>, token: Option<String>) -> impl IntoView + use<> {
    let value = noted.expose().clone();
    view! {
        <Notice tone=Tone::Info title=texts::noted_title(lang)>
            <p><strong><bdi>{value}</bdi></strong></p>
            <p>{texts::noted_text(lang)}</p>
            <Form action="/me/contact/add" token>
                <input type="hidden" name="noted" value="yes"/>
                <SubmitButton text=texts::noted_submit(lang)/>
            </Form>
        </Notice>
    }
}

/// One switch: a button that says what it does, below a sentence that says how it is.
fn discretion(lang: Lang, discreet: bool, token: Option<String>) -> impl IntoView + use<> {
    let (state, submit, value) = match discreet {
        true => (texts::discreet_is_on(lang), texts::discreet_off(lang), "no"),
        false => (texts::discreet_is_off(lang), texts::discreet_on(lang), "yes"),
    };
    view! {
        <Card title=texts::discreet_title(lang)>
            <p>{texts::discreet_text(lang)}</p>
            <p>{texts::discreet_link(lang)}</p>
            <p><strong>{state}</strong></p>
            <Form action=format!("{HOME}/discreet") token>
                <input type="hidden" name="discreet" value=value/>
                <SubmitButton text=submit secondary=true/>
            </Form>
        </Card>
    }
}

fn href(id: ContactId, what: &str) -> String {
    format!("{HOME}/{id}/{what}")
}
