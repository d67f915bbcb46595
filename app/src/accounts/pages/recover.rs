//! `/recover`.

use super::parts::{PassphraseField, RecoveryCodeField, SignInNameField};
use crate::{
    accounts::texts::{shared, sign_in as texts},
    lang::Lang,
    ui::{
        components::{Card, Notice, Tone},
        form::{BackLink, ErrorSummary, FieldMessage, Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// `/recover`: a lost app is replaced here, everything else by a new invitation.
#[component]
pub fn Recover<'a>(
    lang: Lang,
    form_id: String,
    name: String,
    messages: &'a [FieldMessage],
    /// A recovery on this browser was not finished in time.
    time_is_up: bool,
) -> impl IntoView + use<> {
    let summary = view! { <ErrorSummary lang messages/> };
    let name_field = view! { <SignInNameField lang messages value=name/> };
    let passphrase = view! { <PassphraseField lang messages/> };
    let code = view! { <RecoveryCodeField lang messages/> };
    view! {
        <BackLink href="/sign-in" text=shared::back(lang)/>
        {summary}
        {time_is_up.then(|| view! { <Notice tone=Tone::Warning title=texts::recover_over(lang)>{""}</Notice> })}
        <h1>{texts::recover_title(lang)}</h1>
        <p class="lead">{texts::recover_lead(lang)}</p>
        <Form action="/recover" token=None>
            <input type="hidden" name="form_id" value=form_id/>
            {name_field}
            {passphrase}
            {code}
            <SubmitButton text=texts::recover_submit(lang)/>
        </Form>
        <Card title=texts::recover_else_title(lang)>
            <p>{texts::recover_else_text(lang)}</p>
            <p><a href="/enrol">{texts::new_link(lang)}</a></p>
        </Card>
    }
}
