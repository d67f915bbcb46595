//! The pages of an enrolment, one thing a page.

use super::parts::{NewPasskey, RecoveryCodeField, only_passkey_texts, passkey_texts};
use crate::{
    accounts::{
        islands::CodeFromAddress,
        model::RedeemForm,
        service::{enrolment::Over, invitations::Because},
        texts::enrol as texts,
    },
    backend::context::{Actor, RequestContext},
    lang::Lang,
    ui::{
        components::{ActionLink, Card, Notice, Tone},
        date::at_in_words,
        fields::{DateField, FieldKind, TextField},
        form::{ErrorSummary, FieldMessage, Form, Steps, SubmitButton},
    },
};
use leptos::prelude::*;

/// Steps of an enrolment.
pub const STEPS: u8 = 3;

/// `/enrol`: the code of the letter and the birth date.
#[component]
pub fn Redeem<'a>(
    lang: Lang,
    typed: RedeemForm,
    messages: &'a [FieldMessage],
    token: Option<String>,
    /// Why somebody who had begun here could not go on.
    over: Option<Over>,
    issuer: Option<IssuerHint>,
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let code = view! {
        <TextField
            lang name="code" label=texts::code(lang) hint=texts::code_hint(lang) value=typed.code messages=messages
            kind=FieldKind::Code autocomplete="off"
        />
    };
    let birth_date = view! {
        <DateField
            lang name="birth_date" legend=texts::birth_date(lang) hint=texts::birth_date_hint(lang) messages=messages
            day=typed.birth_date_day month=typed.birth_date_month year=typed.birth_date_year own_birthday=true
        />
    };
    view! {
        {summary}
        {over.map(|over| view! { <OverNotice lang over/> })}
        {issuer.map(|issuer| view! { <Notice tone=Tone::Info title=texts::issuer_title(lang)><p>{issuer.in_words(lang)}</p></Notice> })}
        <Steps lang step=1 total=STEPS/>
        <h1>{texts::title(lang)}</h1>
        <p class="lead">{texts::lead(lang)}</p>
        <Form action="/enrol" token>
            {code}
            <CodeFromAddress target="code".to_owned()/>
            {birth_date}
            <SubmitButton text=texts::submit(lang)/>
        </Form>
    }
}

/// Why a code may be refused that is right: whoever issued an invitation does not use it.
///
/// Said by what the browser is, and never by the code, which would tell whether there is such an invitation.
#[derive(Clone, Copy)]
pub enum IssuerHint {
    /// A member of the team is signed in.
    SignedIn,
    /// A refusal, on a browser on which somebody has signed in before.
    KnownBrowser,
}

impl IssuerHint {
    /// What there is to say to this browser.
    pub fn of(context: &RequestContext, refused: bool) -> Option<Self> {
        match context.actor {
            Actor::Staff(_) => Some(IssuerHint::SignedIn),
            Actor::Patient(_) | Actor::Nobody => {
                (refused && context.device.is_some()).then_some(IssuerHint::KnownBrowser)
            }
        }
    }

    const fn in_words(self, lang: Lang) -> &'static str {
        match self {
            IssuerHint::SignedIn => texts::issuer_signed_in(lang),
            IssuerHint::KnownBrowser => texts::issuer_known_browser(lang),
        }
    }
}

/// What ended an enrolment, and what to do now.
#[component]
fn OverNotice(lang: Lang, over: Over) -> impl IntoView {
    let (title, advice) = match over {
        Over::Done => (texts::already_title(lang), texts::already_text(lang).to_owned()),
        Over::TimeIsUp { code_until } => {
            (texts::time_is_up(lang), texts::code_until(lang, &at_in_words(code_until, lang)))
        }
        Over::Void(Because::Expired) => (texts::time_is_up(lang), texts::expired_advice(lang).to_owned()),
        Over::Void(Because::Replaced) => (texts::void_title(lang), texts::replaced_advice(lang).to_owned()),
        Over::Void(Because::Withdrawn) => (texts::void_title(lang), texts::withdrawn_advice(lang).to_owned()),
        Over::Void(Because::WrongTries) => (texts::void_title(lang), texts::used_up_advice(lang).to_owned()),
    };
    view! {
        <Notice tone=Tone::Warning title>
            <p>{advice}</p>
        </Notice>
    }
}

/// Instead of a step, for somebody who has completed all of them.
#[component]
pub fn AlreadySetUp(lang: Lang) -> impl IntoView {
    view! {
        <h1>{texts::already_title(lang)}</h1>
        <p class="lead">{texts::already_text(lang)}</p>
        <p class="actions"><ActionLink href="/sign-in" text=texts::already_link(lang)/></p>
    }
}

/// `/enrol/recovery-code`: for somebody who has access already and has lost it.
#[component]
pub fn LostAccess<'a>(
    lang: Lang,
    messages: &'a [FieldMessage],
    token: Option<String>,
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let field = view! { <RecoveryCodeField lang messages/> };
    view! {
        {summary}
        <h1>{texts::lost_title(lang)}</h1>
        <p class="lead">{texts::lost_lead(lang)}</p>
        <Form action="/enrol/recovery-code" token>
            {field}
            <SubmitButton text=texts::submit(lang)/>
        </Form>
        <p>{texts::lost_without(lang)}</p>
    }
}

/// `/enrol/way`: passkey, or passphrase and code.
#[component]
pub fn ChooseWay(lang: Lang, browser: String) -> impl IntoView {
    let passkey = passkey_texts(lang, texts::way_passkey_button(lang), texts::way_passkey_refused(lang));
    view! {
        <Steps lang step=2 total=STEPS/>
        <h1>{texts::way_title(lang)}</h1>
        <p class="lead">{texts::way_lead(lang)}</p>
        <Card title=texts::way_passkey_title(lang)>
            <p>{texts::way_passkey_text(lang)}</p>
            <NewPasskey lang browser texts=passkey start="/enrol/passkey/start" finish="/enrol/passkey/finish"/>
        </Card>
        <Card title=texts::way_passphrase_title(lang)>
            <p>{texts::way_passphrase_text(lang)}</p>
            <p class="actions">
                <ActionLink href="/enrol/passphrase" text=texts::way_passphrase_button(lang) secondary=true/>
            </p>
        </Card>
    }
}

/// `/staff/enrol`: a passkey for a member of the team.
#[component]
pub fn StaffEnrol(lang: Lang, browser: String) -> impl IntoView {
    let passkey = only_passkey_texts(lang, texts::way_passkey_button(lang), texts::staff_refused(lang));
    view! {
        <h1>{texts::staff_title(lang)}</h1>
        <p class="lead">{texts::staff_lead(lang)}</p>
        <NewPasskey
            lang browser texts=passkey start="/staff/enrol/start" finish="/staff/enrol/finish"
            code_from_hash=true
        />
    }
}
