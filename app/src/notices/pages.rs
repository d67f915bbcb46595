//! What is new, and the page behind the link of a mail.

use super::{portal::Notice, template::Template, texts};
use crate::{
    lang::Lang,
    ui::{
        components::{Notice as Framed, Tone},
        date::at_in_words,
        form::{Form, SubmitButton},
    },
};
use leptos::prelude::*;

/// What somebody has not put away, on their start page.
#[component]
pub fn News<'a>(lang: Lang, notices: &'a [Notice], token: Option<String>) -> impl IntoView + use<> {
    let items: Vec<_> = notices
        .iter()
        .map(|notice| {
            let (words, link) = in_words(lang, notice);
            let action = format!("/home/news/{}", notice.id);
            let (when, token) = (at_in_words(notice.at, lang), token.clone());
            view! {
                <li>
                    <p>{words} " " {link} " " <span class="item-detail">{when}</span></p>
                    <Form action token>
                        <SubmitButton text=texts::news_put_away(lang) secondary=true/>
                    </Form>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! { <Framed tone=Tone::Info title=texts::news_title(lang)><ul class="news">{items}</ul></Framed> }
    })
}

/// The sentence, and where to go on.
fn in_words(lang: Lang, notice: &Notice) -> (AnyView, AnyView) {
    match &notice.template {
        Template::ConsentCode { code } => {
            let code = code.in_groups();
            let cell = &notice.cell;
            let href = format!("/consents/confirm/{}/{}", cell.purpose.as_str(), cell.channel.as_str());
            (
                view! { {texts::news_consent_code(lang)} " " <strong class="code">{code}</strong> }
                    .into_any(),
                view! { <a href=href>{texts::news_consent_code_link(lang)}</a> }.into_any(),
            )
        }
        Template::ConsentEnding { .. } => (
            texts::news_consent_ending(lang).into_any(),
            view! { <a href="/consents">{texts::news_consents_link(lang)}</a> }.into_any(),
        ),
        Template::PaperRecorded => (
            texts::news_paper_recorded(lang).into_any(),
            view! { <a href="/consents">{texts::news_consents_link(lang)}</a> }.into_any(),
        ),
        Template::NotReached => (
            texts::news_not_reached(lang).into_any(),
            view! { <a href="/me/contact">{texts::news_contacts_link(lang)}</a> }.into_any(),
        ),
        Template::Security | Template::ContactCode { .. } => {
            (texts::news_security(lang).into_any(), ().into_any())
        }
    }
}

/// Asks before it ends anything: whoever follows a link may be a machine.
#[component]
pub fn Unsubscribe(lang: Lang, action: String) -> impl IntoView {
    view! {
        <h1>{texts::unsubscribe_title(lang)}</h1>
        <p class="lead">{texts::unsubscribe_lead(lang)}</p>
        <Form action token=None>
            <SubmitButton text=texts::unsubscribe_button(lang)/>
        </Form>
    }
}

/// Says that it has ended.
#[component]
pub fn Unsubscribed(lang: Lang) -> impl IntoView {
    view! {
        <h1>{texts::unsubscribed_title(lang)}</h1>
        <p class="lead">{texts::unsubscribed_text(lang)}</p>
    }
}
