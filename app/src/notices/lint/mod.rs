//! What the practice may not write into a text that leaves the house.
//!
//! Whoever sees somebody's inbox is to learn nothing about their health, nor with whom they are treated. So a text is
//! refused when it contains a word of medicine, a name, a number, an address or a link, or a placeholder that it has no
//! value for. There is no way to say "send it all the same": a word that is refused wrongly can be put differently, a mail
//! that has left cannot be taken back.
//!
//! - The word lists stand in [`words`]. Words are compared as they sound: small letters, umlauts and `ae` alike, letters of
//!   other alphabets and figures as the letters they imitate, and nothing between letters that nobody sees ([`fold`]).
//! - Practice, patient and physician are among the words: the same text goes to people who have asked to be discreet, and
//!   they get no name of the practice either.
//! - A list is never complete. It stops slips and habits, and four eyes look at what it lets through.

mod fold;
mod names;
mod shapes;
#[cfg(test)]
mod tests;
mod words;

use super::template::Placeholder;
use fold::Folded;
use std::ops::Range;

/// Why a piece of a text may not leave the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It tells something about health, or that somebody is treated.
    Health,
    /// It names somebody.
    Name,
    /// It names the practice, which discreet mails do not.
    Practice,
    /// It is an e-mail address.
    Email,
    /// It is a link; the portal's own is a placeholder.
    Link,
    /// It is an insurance number.
    Insurance,
    /// It is a telephone number, or another number that is somebody's.
    Number,
    /// It is a placeholder that does not exist, or has no value here.
    Placeholder,
    /// It is written in another script than German and English, where letters look alike.
    Script,
}

/// A piece of a text that may not leave the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub why: Why,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// The line it stands in, counted from one.
    pub line: usize,
    /// The words themselves, as they were typed.
    pub words: String,
}

/// Looks through a text. `allowed` are the placeholders it may name, `practice` the name that must not be in it.
///
/// The hits come in the order of the text and do not overlap.
pub fn lint(text: &str, allowed: &[Placeholder], practice: Option<&str>) -> Vec<Hit> {
    let (blank, mut found) = shapes::placeholders(text, allowed);
    let folded = Folded::new(&blank);
    found.extend(shapes::find(&blank, &folded));
    found.extend(names::find(&blank, &folded));
    found.extend(words::find(&folded));
    found.extend(folded.foreign().into_iter().map(|at| (Why::Script, at)));
    if let Some(practice) = practice {
        found.extend(folded.phrase(&Folded::new(practice)).into_iter().map(|at| (Why::Practice, at)));
    }
    merged(text, found)
}

/// Of hits that overlap the longest stays, and of equal ones that with the stronger reason.
fn merged(text: &str, mut found: Vec<(Why, Range<usize>)>) -> Vec<Hit> {
    found.sort_by_key(|(why, at)| (std::cmp::Reverse(at.len()), *why));
    let mut kept: Vec<(Why, Range<usize>)> = Vec::new();
    for (why, at) in found {
        if kept.iter().all(|(_, other)| at.end <= other.start || other.end <= at.start) {
            kept.push((why, at));
        }
    }
    kept.sort_by_key(|(_, at)| at.start);
    let hit = |(why, at): (Why, Range<usize>)| Hit {
        why,
        line: text[..at.start].matches('\n').count() + 1,
        words: text[at.clone()].to_owned(),
        at,
    };
    kept.into_iter().map(hit).collect()
}
