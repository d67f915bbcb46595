//! The pages of an enrolment, one thing a page.

use super::parts::{RecoveryCodeField, passkey_texts};
use crate::{
    accounts::{
        islands::{Ceremony, CodeFromAddress, PasskeyButton},
        model::RedeemForm,
        texts::enrol as texts,
    },
    lang::Lang,
    ui::{
        components::{ActionLink, Card, Notice, Tone},
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
    /// What to say to somebody whose time ran out.
    over: Option<String>,
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
        {over.map(|over| view! { <Notice tone=Tone::Warning title=over>{""}</Notice> })}
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
            <TextField
                lang name="device_name" label=texts::way_device(lang) hint=texts::way_device_hint(lang)
                value=browser messages=&[] autocomplete="off" maxlength=40
            />
            <PasskeyButton
                texts=passkey ceremony=Ceremony::Create start="/enrol/passkey/start".to_owned()
                finish="/enrol/passkey/finish".to_owned() label_field="device_name".to_owned() code_from_hash=false
            />
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
    let passkey = passkey_texts(lang, texts::way_passkey_button(lang), texts::staff_refused(lang));
    view! {
        <h1>{texts::staff_title(lang)}</h1>
        <p class="lead">{texts::staff_lead(lang)}</p>
        <TextField
            lang name="device_name" label=texts::way_device(lang) hint=texts::way_device_hint(lang)
            value=browser messages=&[] autocomplete="off" maxlength=40
        />
        <PasskeyButton
            texts=passkey ceremony=Ceremony::Create start="/staff/enrol/start".to_owned()
            finish="/staff/enrol/finish".to_owned() label_field="device_name".to_owned() code_from_hash=true
        />
    }
}
