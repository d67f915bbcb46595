//! What may be said outside: words, and a handful of neutral things that differ from person to person.
//!
//! [`Placeholder`] is the whole list of what can be put into a text. There is none for a diagnosis, a kind of appointment or
//! a message, so nothing of the kind can get into a mail: it does not compile, and a text that asks for it does not parse.

use super::codes::OneTimeCode;
use crate::{lang::Lang, time::Timestamp, ui::date::day_of};
use serde::{Deserialize, Serialize};

/// What a message is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// The code that proves a new contact point; the only thing an unverified one ever receives.
    ContactCode { code: OneTimeCode },
    /// The code that confirms a consent on this channel.
    ConsentCode { code: OneTimeCode },
    /// Something has happened to the access.
    Security,
    /// A consent that was signed on paper was recorded, and may have to be confirmed.
    PaperRecorded,
    /// Somebody was called in vain.
    NotReached,
    /// A consent comes to its end on this day.
    ConsentEnding { on: Timestamp },
}

impl Template {
    /// The code it carries.
    pub fn code(&self) -> Option<&OneTimeCode> {
        match self {
            Template::ContactCode { code } | Template::ConsentCode { code } => Some(code),
            Template::Security
            | Template::PaperRecorded
            | Template::NotReached
            | Template::ConsentEnding { .. } => None,
        }
    }

    /// The day it names, in words.
    pub fn date(&self, lang: Lang) -> Option<String> {
        match self {
            Template::ConsentEnding { on } => Some(day_of(*on, lang)),
            Template::ContactCode { .. }
            | Template::ConsentCode { .. }
            | Template::Security
            | Template::PaperRecorded
            | Template::NotReached => None,
        }
    }

    /// The same once it has left: a code is not kept.
    pub fn without_code(self) -> Self {
        let gone = || OneTimeCode::from(String::new());
        match self {
            Template::ContactCode { .. } => Template::ContactCode { code: gone() },
            Template::ConsentCode { .. } => Template::ConsentCode { code: gone() },
            other => other,
        }
    }
}

/// Everything neutral that a text may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    Salutation,
    Date,
    Time,
    Place,
    Link,
}

impl Placeholder {
    /// All of them.
    pub const ALL: [Placeholder; 5] = [
        Placeholder::Salutation,
        Placeholder::Date,
        Placeholder::Time,
        Placeholder::Place,
        Placeholder::Link,
    ];

    /// The word between braces.
    pub const fn word(self) -> &'static str {
        match self {
            Placeholder::Salutation => "salutation",
            Placeholder::Date => "date",
            Placeholder::Time => "time",
            Placeholder::Place => "place",
            Placeholder::Link => "link",
        }
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Words(&'a str),
    Slot(Placeholder),
}

/// Why a text is none: the words between the braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPlaceholder(pub String);

/// Takes a text apart.
///
/// # Errors
/// [`UnknownPlaceholder`] for a pair of braces around anything that is not in the list, and for a brace without its other.
pub fn parse(text: &str) -> Result<Vec<Part<'_>>, UnknownPlaceholder> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(open) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(open);
        let inside = from.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let (word, after) = inside.ok_or_else(|| UnknownPlaceholder(from.chars().take(30).collect()))?;
        let slot = Placeholder::ALL.into_iter().find(|placeholder| placeholder.word() == word);
        let slot = slot.ok_or_else(|| UnknownPlaceholder(word.to_owned()))?;
        if !before.is_empty() {
            parts.push(Part::Words(before));
        }
        parts.push(Part::Slot(slot));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    Ok(parts)
}

/// What the placeholders stand for in one message; what is not given cannot be named.
#[derive(Clone, Debug, Default)]
pub struct Values {
    pub salutation: String,
    pub date: Option<String>,
    pub time: Option<String>,
    pub place: Option<String>,
    pub link: String,
}

impl Values {
    /// Fills a text in. `None` when it names something that this message does not have.
    pub fn fill(&self, text: &str) -> Option<String> {
        let mut whole = String::new();
        for part in parse(text).ok()? {
            whole += match part {
                Part::Words(words) => words,
                Part::Slot(Placeholder::Salutation) => &self.salutation,
                Part::Slot(Placeholder::Date) => self.date.as_deref()?,
                Part::Slot(Placeholder::Time) => self.time.as_deref()?,
                Part::Slot(Placeholder::Place) => self.place.as_deref()?,
                Part::Slot(Placeholder::Link) => &self.link,
            };
        }
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_what_is_on_the_list_and_nothing_else() {
        let parts = parse("{salutation}, am {date} hier: {link}").expect("parses");
        assert_eq!(
            parts,
            [
                Part::Slot(Placeholder::Salutation),
                Part::Words(", am "),
                Part::Slot(Placeholder::Date),
                Part::Words(" hier: "),
                Part::Slot(Placeholder::Link)
            ]
        );
        for (text, word) in [
            ("Ihr {diagnosis}", "diagnosis"),
            ("{Terminart}", "Terminart"),
            ("{ date}", " date"),
            ("{}", ""),
            ("{{date}}", "{date"),
            ("offen {date", "{date"),
            ("zu }", "}"),
        ] {
            assert_eq!(parse(text), Err(UnknownPlaceholder(word.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_text_that_names_what_is_not_there_is_not_sent() {
        let values =
            Values { salutation: "Guten Tag".into(), link: "https://a.example".into(), ..Values::default() };
        assert_eq!(values.fill("{salutation}: {link}").as_deref(), Some("Guten Tag: https://a.example"));
        assert_eq!(values.fill("am {date}"), None);
        assert_eq!(values.fill("{Befund}"), None);
    }
}
