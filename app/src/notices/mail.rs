//! A message as a mail: plain text, and the same in the simplest HTML.

use super::{outbox::Content, template::Values, texts, unsubscribe};
use crate::{
    backend::{failure::Failure, mail::Mail, queue::JobError, state::AppState},
    consents::catalogue,
    ids::PersonId,
    notices::model::Class,
    patients::contacts::{self, ContactPoint},
    ui::practice_name,
};

/// Renders a message for one contact point.
///
/// Nothing in it is about the person: no name, no purpose, and the practice only where the person has not asked to be
/// discreet.
pub async fn render(
    state: &AppState,
    person: PersonId,
    content: &Content,
    contact: &ContactPoint,
) -> Result<Mail, JobError> {
    let lang = content.lang;
    let is_discreet = contacts::is_discreet(state, person).await?;
    let practice = &state.settings.practice;
    let origin = state.settings.origin.to_string();
    let values = Values {
        salutation: texts::salutation(lang).to_owned(),
        date: content.template.date(lang),
        link: origin.clone(),
        ..Values::default()
    };
    let text = texts::mail(lang, &content.template);
    let fill = |text: &str| values.fill(text).ok_or(JobError::Fail("template"));
    let mut blocks = vec![fill(text.before)?];
    blocks.extend(content.template.code().map(|code| code.in_groups()));
    blocks.push(fill(text.after)?);
    let sender = practice_name(practice, lang);
    let mut closing = texts::closing_no_reply(lang).to_owned();
    if let Some(phone) = practice.phone.as_ref().filter(|_| !is_discreet) {
        closing = format!("{closing} {} {phone}", texts::closing_phone(lang));
    }
    blocks.push(closing);
    if !is_discreet {
        blocks.push(sender.clone());
    }
    let unsubscribe = match content.class(state).await? {
        Class::Outreach if content.template.code().is_none() => Some(unsubscribe::address(state, content)?),
        Class::Outreach | Class::Care => None,
    };
    if let Some(address) = &unsubscribe {
        blocks.push(format!("{} {}", texts::closing_unsubscribe(lang), address.expose()));
    }
    let paragraphs: Vec<&str> = blocks.iter().flat_map(|block| block.split("\n\n")).collect();
    let host = state.settings.origin.host();
    Ok(Mail {
        message_id: format!("{}@{host}", content.message),
        from_name: if is_discreet { texts::neutral_sender(lang).to_owned() } else { sender },
        is_discreet,
        to: contact.value.clone(),
        subject: text.subject.to_owned(),
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
    paragraph.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Content {
    /// Of which class its purpose is; one that is gone is treated like outreach, where more is owed.
    async fn class(&self, state: &AppState) -> Result<Class, Failure> {
        let catalogue = catalogue::load(state).await?;
        Ok(catalogue.class_of(&self.cell.purpose).unwrap_or(Class::Outreach))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lang::Lang,
        notices::{codes::OneTimeCode, template::Template},
    };

    #[test]
    fn every_shipped_text_can_be_filled_in() {
        let code = OneTimeCode::from("12345678".to_owned());
        let all = [
            Template::ContactCode { code: code.clone() },
            Template::ConsentCode { code },
            Template::Security,
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
