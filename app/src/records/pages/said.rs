//! [`Said`]: a phrase in which the portal's own words and the words of the source stay apart.

use super::phrases::{date_in_figures, date_in_words, machine_date};
use crate::{lang::Lang, records::model::When};
use leptos::prelude::*;

/// A phrase.
///
/// Words of the source may be of any language, run in any direction and hold anything; they are isolated (`<bdi>`) and
/// their language is said to be unknown (`lang=""`, HTML, 3.2.6.2).
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Said(Vec<Piece>);

#[derive(Clone, PartialEq, Eq)]
enum Piece {
    Ours(String),
    Theirs(String),
    Date(Lang, When),
    /// In figures, for the columns of a table.
    ShortDate(Lang, When),
    /// A link to another entry, in the words of the source.
    Entry {
        anchor: String,
        title: String,
    },
    /// A file to fetch, in our words.
    Download {
        href: String,
        text: String,
    },
    /// What must not be overlooked.
    Warning(&'static str),
    /// How a number lies to its range: a sign for those who see, words for everybody.
    Mark(&'static str, &'static str),
}

impl Said {
    pub(super) fn ours(text: impl Into<String>) -> Self {
        Self(vec![Piece::Ours(text.into())])
    }

    pub(super) fn theirs(text: impl Into<String>) -> Self {
        Self(vec![Piece::Theirs(text.into())])
    }

    pub(super) fn date(lang: Lang, when: &When) -> Self {
        Self(vec![Piece::Date(lang, when.clone())])
    }

    pub(super) fn short_date(lang: Lang, when: &When) -> Self {
        Self(vec![Piece::ShortDate(lang, when.clone())])
    }

    pub(super) fn entry(anchor: String, title: String) -> Self {
        Self(vec![Piece::Entry { anchor, title }])
    }

    pub(super) fn download(href: String, text: String) -> Self {
        Self(vec![Piece::Download { href, text }])
    }

    pub(super) fn warning(text: &'static str) -> Self {
        Self(vec![Piece::Warning(text)])
    }

    pub(super) fn mark(sign: &'static str, text: &'static str) -> Self {
        Self(vec![Piece::Mark(sign, text)])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Something more, with a space between; nothing changes where there is nothing.
    pub(super) fn and(mut self, more: Said) -> Self {
        if !self.is_empty() && !more.is_empty() {
            self.0.push(Piece::Ours(" ".to_owned()));
        }
        self.0.extend(more.0);
        self
    }

    /// The phrase without a gap in front of what follows.
    pub(super) fn close(mut self, text: &str) -> Self {
        self.0.push(Piece::Ours(text.to_owned()));
        self
    }

    /// Something more without a gap.
    pub(super) fn and_close(mut self, more: Said) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Several phrases in a row.
    pub(super) fn list(parts: impl IntoIterator<Item = Said>, between: &str) -> Self {
        let mut list = Self::default();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !list.is_empty() {
                list = list.close(between);
            }
            list.0.extend(part.0);
        }
        list
    }

    /// The phrase where no elements can stand; the words of the source are isolated by characters (UAX #9).
    pub(super) fn plain(&self) -> String {
        let mut plain = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Ours(text) | Piece::Download { text, .. } => plain.push_str(text),
                Piece::Theirs(text) | Piece::Entry { title: text, .. } => {
                    plain.extend(["\u{2068}", text, "\u{2069}"]);
                }
                Piece::Date(lang, when) => plain.push_str(&date_in_words(*lang, when)),
                Piece::ShortDate(lang, when) => plain.push_str(&date_in_figures(*lang, when)),
                Piece::Warning(text) | Piece::Mark(_, text) => plain.push_str(text),
            }
        }
        plain
    }

    pub(super) fn view(self) -> AnyView {
        self.0
            .into_iter()
            .map(|piece| match piece {
                Piece::Ours(text) => text.into_any(),
                Piece::Theirs(text) => theirs(text).into_any(),
                Piece::Date(lang, when) => time(&when, date_in_words(lang, &when)),
                Piece::ShortDate(lang, when) => time(&when, date_in_figures(lang, &when)),
                Piece::Entry { anchor, title } => {
                    view! { <a href=format!("#{anchor}")>{theirs(title)}</a> }.into_any()
                }
                Piece::Download { href, text } => view! { <a href=href>{text}</a> }.into_any(),
                Piece::Warning(text) => view! { <strong class="caution">{text}</strong> }.into_any(),
                Piece::Mark(sign, text) => {
                    view! { <span class="mark"><span aria-hidden="true">{sign}</span> " " {text}</span> }
                        .into_any()
                }
            })
            .collect_view()
            .into_any()
    }
}

fn time(when: &When, words: String) -> AnyView {
    view! { <time datetime=machine_date(when)>{words}</time> }.into_any()
}

/// Words of the source, as they were written.
pub(super) fn theirs(text: String) -> impl IntoView {
    view! { <bdi lang="">{text}</bdi> }
}
