//! Giving a consent again where the text is another one by now.

use super::{cell_fields, paragraphs, words};
use crate::{
    consents::{model::Cell, service::Row, texts},
    lang::Lang,
    ui::form::{BackLink, Form, SubmitButton},
};
use leptos::prelude::*;

/// The text that is agreed to, before anybody agrees to it.
#[component]
pub fn RenewPage<'a>(
    lang: Lang,
    cell: &'a Cell,
    row: &'a Row,
    token: Option<String>,
) -> impl IntoView + use<> {
    let name = texts::cell(lang, &row.text.title, cell.channel);
    let version = texts::version(lang, &row.version.to_string());
    let fields = cell_fields(cell, Some(row.version));
    view! {
        <BackLink href=words::back_to(cell) text=texts::back(lang)/>
        <h1>{texts::renew_title(lang)}</h1>
        <p class="lead">{name}</p>
        <p>{texts::renew_lead(lang)}</p>
        <section class="card">
            <h2>{version}</h2>
            {paragraphs(&row.text.body)}
        </section>
        <Form action="/consents/renew" token>
            {fields}
            <SubmitButton text=texts::renew(lang)/>
        </Form>
    }
}
