//! A message as a mail: plain text, and the same in the simplest HTML.

use super::{
    gate::SECURITY,
    model::Class,
    outbox::Content,
    template::{Template, Values},
    templates::{
        current,
        model::{TemplateKind, Wording},
    },
    texts, unsubscribe,
};
use crate::{
    backend::{failure::Failure, mail::Mail, queue::JobError, settings::Settings, state::AppState},
    consents::catalogue,
    ids::PersonId,
    lang::Lang,
    patients::contacts::{self, ContactPoint},
    redacted::Redacted,
    ui::practice_name,
};

/// What a mail says: its subject, and what stands before and after a code.
pub(super) struct Words {
    subject: String,
    before: String,
    after: String,
}

impl Words {
    /// A text without a code in it.
    pub(super) const fn whole(subject: String, body: String) -> Self {
        Self { subject, before: body, after: String::new() }
    }
}

/// What a mail is besides its words.
pub(super) struct Envelope {
    pub is_discreet: bool,
    pub to: Redacted<String>,
    /// The left side of the Message-ID.
    pub message: String,
    pub unsubscribe: Option<Redacted<String>>,
}

/// Renders a message for one contact point.
pub async fn render(
    state: &AppState,
    person: PersonId,
    content: &Content,
    contact: &ContactPoint,
) -> Result<Mail, JobError> {
    let unsubscribe = match content.class(state).await? {
        Class::Outreach if content.template.code().is_none() => Some(unsubscribe::address(state, content)?),
        Class::Outreach | Class::Care => None,
    };
    let envelope = Envelope {
        is_discreet: contacts::is_discreet(state, person).await?,
        to: contact.value.clone(),
        message: content.message.clone(),
        unsubscribe,
    };
    let words = words(state, content.lang, &content.template).await?;
    let mail = compose(&state.settings, content.lang, &content.template, &words, envelope);
    mail.ok_or(JobError::Fail("template"))
}

/// What a message says: in the words of the practice, where it has written some; those of a code are always ours.
async fn words(state: &AppState, lang: Lang, template: &Template) -> Result<Words, Failure> {
    let Some(kind) = TemplateKind::of(template) else {
        let text = texts::mail(lang, template);
        let [subject, before, after] = [text.subject, text.before, text.after].map(str::to_owned);
        return Ok(Words { subject, before, after });
    };
    let Wording { subject, body } = current::wording(state, kind, lang).await?;
    Ok(Words::whole(subject, body))
}

/// Puts a mail together; a preview is put together by this as well.
///
/// Nothing in it is about the person: no name, no purpose, and the practice only where the person has not asked to be
/// discreet. `None` when the words name something that this message does not have.
pub(super) fn compose(
    settings: &Settings,
    lang: Lang,
    template: &Template,
    words: &Words,
    envelope: Envelope,
) -> Option<Mail> {
    let Envelope { is_discreet, to, message, unsubscribe } = envelope;
    let practice = &settings.practice;
    let values = Values {
        salutation: texts::salutation(lang).to_owned(),
        date: template.date(lang),
        link: settings.origin.to_string(),
        ..Values::default()
    };
    let mut blocks = vec![values.fill(&words.before)?];
    blocks.extend(template.code().map(|code| code.in_groups()));
    blocks.push(values.fill(&words.after)?);
    let sender = practice_name(practice, lang);
    let mut closing = texts::closing_no_reply(lang).to_owned();
    if let Some(phone) = practice.phone.as_ref().filter(|_| !is_discreet) {
        closing = format!("{closing} {} {phone}", texts::closing_phone(lang));
    }
    blocks.push(closing);
    if !is_discreet {
        blocks.push(sender.clone());
    }
    if let Some(address) = &unsubscribe {
        blocks.push(format!("{} {}", texts::closing_unsubscribe(lang), address.expose()));
    }
    let paragraphs = blocks.iter().flat_map(|block| block.split("\n\n")).filter(|block| !block.is_empty());
    let paragraphs: Vec<&str> = paragraphs.collect();
    Some(Mail {
        message_id: format!("{message}@{}", settings.origin.host()),
        from_name: if is_discreet { texts::neutral_sender(lang).to_owned() } else { sender },
        is_discreet,
        to,
        subject: words.subject.clone(),
        text: paragraphs.join("\n\n") + "\n",
        html: html(lang.tag(), &paragraphs),
        lang: lang.tag(),
        unsubscribe,
    })
}

/// Paragraphs as HTML without style, image or anything to load; addresses can be pressed.
fn html(lang: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", linked(paragraph))).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"></head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Escapes a paragraph and makes the addresses of the portal in it links.
fn linked(paragraph: &str) -> String {
    let word = |word: &str| {
        let escaped = escape(word);
        if word.starts_with("https://") || word.starts_with("http://localhost") {
            format!("<a href=\"{escaped}\">{escaped}</a>")
        } else {
            escaped
        }
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ");
    paragraph.split('\n').map(line).collect::<Vec<_>>().join("<br>\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Content {
    /// Of which class its purpose is; one that is gone is treated like outreach, where more is owed.
    pub(super) async fn class(&self, state: &AppState) -> Result<Class, Failure> {
        if self.cell.purpose.as_str() == SECURITY {
            return Ok(Class::Care);
        }
        let catalogue = catalogue::load(state).await?;
        Ok(catalogue.find(&self.cell.purpose).map_or(Class::Outreach, |purpose| purpose.class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::codes::OneTimeCode;

    #[test]
    fn every_shipped_text_can_be_filled_in() {
        let code = OneTimeCode::from("12345678".to_owned());
        let all = [
            Template::ContactCode { code: code.clone() },
            Template::ConsentCode { code },
            Template::Security,
            Template::PaperRecorded,
            Template::NotReached,
            Template::ConsentEnding { on: crate::time::Timestamp(0) },
        ];
        for lang in Lang::ALL {
            for template in &all {
                let text = texts::mail(lang, template);
                let values = Values {
                    salutation: texts::salutation(lang).to_owned(),
                    date: template.date(lang),
                    link: "https://portal.example".to_owned(),
                    ..Values::default()
                };
                for part in [text.before, text.after] {
                    assert!(values.fill(part).is_some(), "{part}");
                }
                assert!(!text.subject.contains('{'));
            }
        }
    }

    #[test]
    fn html_holds_what_the_text_holds_and_nothing_that_loads() {
        let page = html("de", &["Guten Tag,", "1 < 2 & \"so\"", "hier: https://portal.example"]);
        for part in [
            "<p>Guten Tag,</p>",
            "1 &lt; 2 &amp; &quot;so&quot;",
            "<a href=\"https://portal.example\">https://portal.example</a>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<img") && !page.contains("style") && !page.contains("src="));
    }
}
