//! `/consents/texts/…`: a text, word for word as it stood.

use super::{HOME, paragraphs};
use crate::{
    consents::{catalogue::Wording, service::Wordings, texts},
    lang::Lang,
    ui::form::BackLink,
};
use leptos::prelude::*;

/// A text, with what belongs to it.
#[component]
pub fn TextPage<'a>(lang: Lang, wording: &'a Wording, of: &'a Wordings) -> impl IntoView + use<> {
    let old = (!of.is_newest).then(|| view! { <p><strong>{texts::text_superseded(lang)}</strong></p> });
    let (version, body) = (of.version.to_string(), paragraphs(&wording.body));
    // What the practice writes about law and contact is German.
    let foreign = (lang != Lang::De).then(|| Lang::De.tag());
    view! {
        <BackLink href=HOME text=texts::back(lang)/>
        <h1>{wording.title.clone()}</h1>
        {old}
        {body}
        <dl class="summary">
            <div class="summary-row"><dt>{texts::legal_basis(lang)}</dt><dd lang=foreign>{of.legal_basis.clone()}</dd></div>
            <div class="summary-row"><dt>{texts::contact(lang)}</dt><dd lang=foreign>{of.contact.clone()}</dd></div>
            <div class="summary-row"><dt>{texts::version(lang)}</dt><dd>{version}</dd></div>
            <div class="summary-row">
                <dt>{texts::fingerprint(lang)}</dt><dd><code class="fingerprint">{wording.hash.clone()}</code></dd>
            </div>
        </dl>
    }
}
