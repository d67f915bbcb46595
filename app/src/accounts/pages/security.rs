//! `/me/security`.

use super::{
    events::one_event,
    parts::{NewPasskey, only_passkey_texts, passkey_texts},
};
use crate::{
    accounts::{
        model::PASSKEY_NAME_MAX,
        service::{
            events::Page,
            security::{Overview, ShownPasskey, ShownSession},
        },
        texts::{enrol, security as texts, shared},
    },
    ids::PasskeyId,
    lang::Lang,
    ui::{
        components::{ActionLink, Card},
        date::{at_in_words, day_of},
        fields::TextField,
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// A way to sign in that was not removed, because it is the last one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LastWay {
    Passkey(PasskeyId),
    Passphrase,
}

/// `/me/security`: how somebody signs in, where they are signed in, what happened.
#[component]
pub fn Security(
    lang: Lang,
    overview: Overview,
    events: Page,
    token: Option<String>,
    /// What was to be removed and is all there is.
    last_way: Option<LastWay>,
) -> impl IntoView {
    let Overview { passkeys, passphrase_since, codes_left, sessions, is_patient } = overview;
    let no_passkeys = passkeys.is_empty();
    let others = sessions.iter().any(|session| !session.is_this_one);
    let (for_keys, for_sessions, for_passphrase) = (token.clone(), token.clone(), token.clone());
    let passkeys: Vec<_> =
        passkeys.into_iter().map(|passkey| one_passkey(lang, passkey, last_way, for_keys.clone())).collect();
    let sessions: Vec<_> =
        sessions.into_iter().map(|session| one_session(lang, session, for_sessions.clone())).collect();
    let older = events.older.map(|older| {
        let href = format!("/me/security?older={older}#events");
        view! { <p class="actions"><a class="button button-secondary" href=href>{texts::older_events(lang)}</a></p> }
    });
    let events: Vec<_> = events.events.iter().map(|event| one_event(lang, event)).collect();
    let has_passphrase = passphrase_since.is_some();
    let no_events = events.is_empty();
    view! {
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        <Card title=texts::passkeys_title(lang)>
            {no_passkeys.then(|| view! { <p>{texts::no_passkeys(lang)}</p> })}
            {(!no_passkeys).then(|| view! { <ul class="item-list">{passkeys}</ul> })}
            <p class="actions">
                <ActionLink href="/me/security/passkey" text=texts::add_passkey(lang) secondary=true/>
            </p>
        </Card>
        {is_patient.then(|| view! {
            <Card title=texts::passphrase_title(lang)>
                {match passphrase_since {
                    Some((since, used)) => view! { <p>{dates(lang, since, used)}</p> }.into_any(),
                    None => view! { <p>{texts::no_passphrase(lang)}</p> }.into_any(),
                }}
                <p class="actions">
                    <ActionLink
                        href="/me/security/passphrase" secondary=true
                        text=if has_passphrase { texts::change_passphrase(lang) } else { texts::add_passphrase(lang) }
                    />
                </p>
                {(has_passphrase && !no_passkeys).then(|| view! {
                    <Form action="/me/security/passphrase/remove" token=for_passphrase>
                        {(last_way == Some(LastWay::Passphrase)).then(|| last_way_left(lang))}
                        <SubmitButton text=texts::remove(lang) danger=true/>
                    </Form>
                })}
            </Card>
            <Card title=texts::codes_title(lang)>
                <p>{texts::codes_left(lang, codes_left)}</p>
                <p class="actions">
                    <ActionLink href="/me/security/codes" text=texts::renew_codes(lang) secondary=true/>
                </p>
            </Card>
        })}
        <Card title=texts::sessions_title(lang)>
            <ul class="item-list">{sessions}</ul>
            {others.then(|| view! {
                <Form action="/me/security/sessions/end-others" token>
                    <SubmitButton text=texts::end_others(lang) secondary=true/>
                </Form>
            })}
        </Card>
        <Card title=texts::events_title(lang)>
            {no_events.then(|| view! { <p>{texts::no_events(lang)}</p> })}
            <div id="events">
                {(!no_events).then(|| view! { <ul class="item-list">{events}</ul> })}
                {older}
            </div>
        </Card>
    }
}

/// Why something was not removed; it stands beside the button that was pressed.
fn last_way_left(lang: Lang) -> impl IntoView {
    view! { <p class="field-error" role="alert">{texts::last_way(lang)}</p> }
}

fn one_passkey(
    lang: Lang,
    passkey: ShownPasskey,
    last_way: Option<LastWay>,
    token: Option<String>,
) -> impl IntoView {
    let path = format!("/me/security/passkeys/{}", passkey.id);
    let kept = if passkey.synced { texts::synced(lang) } else { texts::on_device(lang) };
    let id = format!("name-{}", passkey.id);
    view! {
        <li>
            <div>
                <strong><bdi>{passkey.name.clone()}</bdi></strong>
                <p class="item-detail">{kept}</p>
                <p class="item-detail">{dates(lang, passkey.created_at, passkey.last_used_at)}</p>
                {passkey.suspended.then(|| view! { <p class="field-error">{texts::suspended(lang)}</p> })}
                <details>
                    <summary>{texts::rename(lang)}</summary>
                    <Form action=format!("{path}/name") token=token.clone()>
                        <div class="field">
                            <label for=id.clone()>{texts::new_name(lang)}</label>
                            <input
                                id=id name="name" type="text" value=passkey.name dir="auto" autocomplete="off"
                                maxlength=PASSKEY_NAME_MAX
                            />
                        </div>
                        <SubmitButton text=texts::rename(lang) secondary=true/>
                    </Form>
                </details>
            </div>
            <Form action=format!("{path}/remove") token>
                {(last_way == Some(LastWay::Passkey(passkey.id))).then(|| last_way_left(lang))}
                <SubmitButton text=texts::remove(lang) danger=true/>
            </Form>
        </li>
    }
}

fn one_session(lang: Lang, session: ShownSession, token: Option<String>) -> impl IntoView {
    let browser = match session.browser.is_empty() {
        true => texts::unknown_browser(lang).to_owned(),
        false => session.browser,
    };
    let action = format!("/me/security/sessions/{}/end", session.id);
    view! {
        <li>
            <div>
                <strong>{browser}</strong>
                {session.is_this_one.then(|| view! { " " <span class="badge">{texts::this_one(lang)}</span> })}
                <p class="item-detail">
                    {texts::since(lang)} " " {at_in_words(session.since, lang)} ", "
                    {texts::last_seen(lang)} " " {at_in_words(session.last_seen_at, lang)}
                </p>
            </div>
            <Form action=action token>
                <SubmitButton text=texts::end_session(lang) secondary=true/>
            </Form>
        </li>
    }
}

fn dates(lang: Lang, created: crate::time::Timestamp, used: Option<crate::time::Timestamp>) -> String {
    let used = match used {
        Some(used) => format!("{} {}", texts::last_used(lang), at_in_words(used, lang)),
        None => texts::never_used(lang).to_owned(),
    };
    format!("{} {}, {used}", texts::added_on(lang), day_of(created, lang))
}

/// `/me/security/passkey`: one more, after a fresh proof.
#[component]
pub fn AddPasskey(
    lang: Lang,
    browser: String,
    /// Nobody of the team has another way.
    is_staff: bool,
) -> impl IntoView {
    let texts_of = if is_staff { only_passkey_texts } else { passkey_texts };
    let passkey = texts_of(lang, enrol::way_passkey_button(lang), texts::add_passkey_refused(lang));
    view! {
        <BackLink href="/me/security" text=shared::back(lang)/>
        <h1>{texts::add_passkey_title(lang)}</h1>
        <p>{enrol::way_passkey_text(lang)}</p>
        <NewPasskey
            lang browser texts=passkey start="/me/security/passkey/start" finish="/me/security/passkey/finish"
        />
    }
}

/// The page when a passkey's new name cannot be used.
#[component]
pub fn RenamePasskey<'a>(
    lang: Lang,
    action: String,
    typed: String,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let field = view! { <TextField lang name="name" label=texts::new_name(lang) value=typed messages/> };
    view! {
        <BackLink href="/me/security" text=shared::back(lang)/>
        {summary}
        <h1>{texts::rename(lang)}</h1>
        <Form action=action token>
            {field}
            <SubmitButton text=texts::rename(lang)/>
        </Form>
    }
}

/// `/me/security/codes`: ten new ones, if they are wanted.
#[component]
pub fn RenewCodes(lang: Lang, token: Option<String>) -> impl IntoView {
    view! {
        <BackLink href="/me/security" text=shared::back(lang)/>
        <h1>{texts::renew_codes(lang)}</h1>
        <p class="lead">{texts::renew_text(lang)}</p>
        <Form action="/me/security/codes" token>
            <SubmitButton text=texts::renew_submit(lang)/>
        </Form>
    }
}
