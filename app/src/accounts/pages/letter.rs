//! The letter that invites a patient, to be printed and handed over.

use crate::{
    accounts::{islands::PrintButton, texts::invitation as texts},
    lang::Lang,
    ui::components::{ActionLink, Notice, Tone},
};
use leptos::prelude::*;

/// Everything that stands in the letter.
pub struct Letter {
    /// The language the patient reads, which need not be that of the page.
    pub lang: Lang,
    pub practice: String,
    pub practice_address: String,
    pub name: String,
    pub sign_in_name: String,
    pub patient_number: String,
    /// The code in groups of four.
    pub code: String,
    /// `https://…/enrol`, as people type it.
    pub address: String,
    pub qr: String,
    pub date: String,
    pub valid_until: String,
}

/// `/staff/letter`: shown once.
#[component]
pub fn InvitationLetter(lang: Lang, letter: Letter) -> impl IntoView {
    let theirs = letter.lang;
    view! {
        <h1>{texts::title(lang)}</h1>
        <Notice tone=Tone::Warning title=texts::shown_once(lang)>
            <noscript><p>{texts::print_without(lang)}</p></noscript>
        </Notice>
        <PrintButton text=texts::print(lang).to_owned()/>
        <article class="letter" lang=theirs.tag()>
            <p class="letter-sender">{letter.practice.clone()} ", " {letter.practice_address}</p>
            <p class="letter-address"><bdi>{letter.name.clone()}</bdi></p>
            <p class="letter-date">{letter.date}</p>
            <h2>{texts::subject(theirs)}</h2>
            <p>{texts::salutation(theirs, &letter.name)}</p>
            <p>{texts::intro(theirs, &letter.practice)}</p>
            <ol>
                <li>
                    <p>{texts::step_1(theirs)} " " <strong>{letter.address}</strong></p>
                    <div class="qr" role="img" aria-label=texts::qr_label(theirs) inner_html=letter.qr></div>
                </li>
                <li>
                    <p>{texts::step_2(theirs)}</p>
                    <p id="invitation-code"><strong class="code">{letter.code}</strong></p>
                    <p>{texts::valid_until(theirs, &letter.valid_until)}</p>
                </li>
            </ol>
            <p>
                {texts::sign_in_name(theirs)} ": " <strong>{letter.sign_in_name}</strong> <br/>
                {texts::patient_number(theirs)} ": " <strong>{letter.patient_number}</strong>
            </p>
            <p>{texts::keep_private(theirs)}</p>
        </article>
    }
}

/// The same address a second time.
#[component]
pub fn LetterGone(lang: Lang) -> impl IntoView {
    view! {
        <h1>{texts::gone_title(lang)}</h1>
        <p class="lead">{texts::gone_text(lang)}</p>
        <p class="actions"><ActionLink href="/staff/patients" text=texts::to_search(lang)/></p>
    }
}
