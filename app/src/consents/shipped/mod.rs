//! The purposes the portal brings along: those of a German practice.
//!
//! They are version 1 of each purpose, stored once and never changed; what the practice publishes later are versions of
//! its own. Whoever changes a text here changes it for installations that do not exist yet.

mod care;
mod outreach;

use crate::{
    lang::Lang,
    notices::model::{Channel, Class},
};

/// A purpose before it is stored.
pub(super) struct Shipped {
    pub key: &'static str,
    pub class: Class,
    pub channels: &'static [Channel],
    /// After how many months a consent expires.
    pub validity_months: Option<i64>,
    /// In the words of the law, which are German.
    pub legal_basis: &'static str,
    pub de: (&'static str, &'static str),
    pub en: (&'static str, &'static str),
}

impl Shipped {
    /// Title and body in a language.
    pub(super) const fn text(&self, lang: Lang) -> (&'static str, &'static str) {
        match lang {
            Lang::De => self.de,
            Lang::En => self.en,
        }
    }
}

/// How long a consent lasts, in months; nobody remembers for longer what they have agreed to.
const TWO_YEARS: Option<i64> = Some(24);

/// Whom to ask about any of them.
pub(super) const CONTACT: &str =
    "Die Praxis; Anschrift und Telefonnummer stehen auf der Seite „Datenschutz“.";

/// All of them, in the order of the list.
pub(super) fn all() -> impl Iterator<Item = &'static Shipped> {
    care::ALL.iter().chain(outreach::ALL)
}
