//! [`Preview`]: what will be sent, made by the very function that makes mails.

use super::model::{TemplateKind, Wording};
use crate::{
    backend::{mail::Mail, settings::Settings},
    lang::Lang,
    notices::mail::{Envelope, Words, compose},
    redacted::Redacted,
    time::Timestamp,
};

/// How far ahead the day of a preview lies, in milliseconds.
const AHEAD: i64 = 14 * 24 * 3_600_000;

/// A text in one language, as an ordinary mail and as a discreet one.
pub struct Preview {
    pub lang: Lang,
    pub ordinary: Mail,
    pub discreet: Mail,
}

/// `None` for a text that names what its messages have no value for.
pub fn preview(
    settings: &Settings,
    kind: TemplateKind,
    lang: Lang,
    text: &Wording,
    now: Timestamp,
) -> Option<Preview> {
    let words = Words::whole(text.subject.clone(), text.body.clone());
    let template = kind.sample(Timestamp(now.0.saturating_add(AHEAD)));
    let mail = |is_discreet| {
        let unsubscribe = format!("{}/unsubscribe/…", settings.origin);
        let envelope = Envelope {
            is_discreet,
            to: Redacted::new(String::new()),
            message: String::new(),
            unsubscribe: kind.is_outreach().then(|| Redacted::new(unsubscribe)),
        };
        compose(settings, lang, &template, &words, envelope)
    };
    Some(Preview { lang, ordinary: mail(false)?, discreet: mail(true)? })
}
