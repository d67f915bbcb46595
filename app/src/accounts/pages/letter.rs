//! The letter that invites a patient, to be printed and handed over.

use crate::{
    accounts::{islands::PrintButton, service::invitations::Letter, texts::invitation as texts},
    backend::settings::Practice,
    ids::{InvitationId, PersonId},
    lang::Lang,
    ui::{
        components::{Notice, Tone},
        date::{at_in_words, clock_of, day_of},
        form::{Form, SubmitButton},
        practice_name,
    },
};
use leptos::prelude::*;

/// `/staff/letters/{id}`: to be printed, and then put away.
#[component]
pub fn InvitationLetter<'a>(
    lang: Lang,
    practice: &'a Practice,
    id: InvitationId,
    letter: Letter,
    token: Option<String>,
) -> impl IntoView + use<> {
    let kept = texts::kept_until(lang, &clock_of(letter.kept_until, lang));
    let replaces = letter.replaces.then(|| {
        view! {
            <Notice tone=Tone::Info title=texts::replaces_title(lang)>
                <p>
                    {texts::replaces_text(lang)} " "
                    <a href="/staff/invitations">{texts::to_invitations(lang)}</a>
                </p>
            </Notice>
        }
    });
    let done = format!("/staff/letters/{id}/done");
    view! {
        <h1>{texts::title(lang)}</h1>
        <Notice tone=Tone::Warning title=texts::print_now(lang)>
            <p>{kept}</p>
            <noscript><p>{texts::print_without(lang)}</p></noscript>
        </Notice>
        {replaces}
        <PrintButton text=texts::print(lang).to_owned()/>
        <Form action=done token>
            <SubmitButton text=texts::done(lang) secondary=true/>
        </Form>
        {sheet(practice, letter)}
    }
}

/// What comes out of the printer.
fn sheet(practice: &Practice, letter: Letter) -> impl IntoView + use<> {
    let lang = letter.lang;
    let (sender, address) = (practice_name(practice, lang), practice_address(practice));
    let replaces = letter.replaces.then(|| view! { <p>{texts::recovery_code_at_hand(lang)}</p> });
    view! {
        <article class="letter" lang=lang.tag()>
            <p class="letter-sender">{sender.clone()} ", " {address}</p>
            <p class="letter-address"><bdi>{letter.name.clone()}</bdi></p>
            <p class="letter-date">{day_of(letter.made_at, lang)}</p>
            <h2>{texts::subject(lang)}</h2>
            <p>{texts::salutation(lang, &letter.name)}</p>
            <p>{texts::intro(lang, &sender)}</p>
            <ol>
                <li>
                    <p>{texts::step_1(lang)} " " <strong>{letter.address}</strong></p>
                    <div class="qr" role="img" aria-label=texts::qr_label(lang) inner_html=letter.qr></div>
                </li>
                <li>
                    <p>{texts::step_2(lang)}</p>
                    <p id="invitation-code"><strong class="code">{letter.code}</strong></p>
                    <p>{texts::valid_until(lang, &at_in_words(letter.valid_until, lang))}</p>
                </li>
            </ol>
            {replaces}
            <p>
                {texts::sign_in_name(lang)} ": " <strong>{letter.sign_in_name}</strong> <br/>
                {texts::patient_number(lang)} ": " <strong>{letter.patient_number}</strong>
            </p>
            <p>{texts::keep_private(lang)}</p>
        </article>
    }
}

fn practice_address(practice: &Practice) -> String {
    let city =
        [&practice.postal_code, &practice.city].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let street = practice.street.clone().unwrap_or_default();
    [street, city].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The same address later.
#[component]
pub fn LetterGone(lang: Lang, person: PersonId) -> impl IntoView {
    let href = format!("/staff/patients/{person}");
    view! {
        <h1>{texts::gone_title(lang)}</h1>
        <p class="lead">{texts::gone_text(lang)}</p>
        <p>{texts::gone_new(lang)}</p>
        <p class="actions">
            <a class="button" href=href>{texts::to_person(lang)}</a>
        </p>
    }
}
