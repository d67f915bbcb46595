//! What is recognised by its shape: placeholders, addresses, links, numbers.

use super::{Why, fold::Folded};
use crate::notices::template::Placeholder;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;

/// So many figures in a row are somebody's number. Years, hours and days have fewer.
const FIGURES: usize = 5;

/// Ends of addresses on the web that are written here, or that somebody might use to lead people astray.
const ENDS: [&str; 48] = [
    "de", "com", "org", "net", "eu", "info", "at", "ch", "io", "app", "dev", "health", "care", "clinic",
    "doctor", "online", "shop", "store", "site", "web", "uk", "us", "fr", "nl", "pl", "it", "es", "tr", "ru",
    "cn", "ly", "me", "link", "click", "xyz", "biz", "tv", "co", "top", "live", "page", "cloud", "gmbh",
    "koeln", "berlin", "hamburg", "bayern", "gle",
];

type Found = Vec<(Why, Range<usize>)>;

/// The text with its placeholders blanked out, and those that are none.
pub(super) fn placeholders(text: &str, allowed: &[Placeholder]) -> (String, Found) {
    let (mut blank, mut found, mut from) = (text.to_owned(), Vec::new(), 0);
    while let Some(open) = text[from..].find(['{', '}']).map(|at| from + at) {
        let inside = text[open..].strip_prefix('{');
        let end = inside.and_then(|inside| inside.find(['{', '}', '\n'])).map(|at| open + 1 + at);
        let close = end.filter(|end| text[*end..].starts_with('}'));
        let upto = close.map_or(open + 1, |close| close + 1);
        let word = close.map_or("", |close| &text[open + 1..close]);
        if !allowed.iter().any(|placeholder| placeholder.word() == word) {
            found.push((Why::Placeholder, open..upto));
        }
        blank.replace_range(open..upto, &" ".repeat(upto - open));
        from = upto;
    }
    (blank, found)
}

/// Everything else that has a shape.
pub(super) fn find(text: &str, folded: &Folded) -> Found {
    let mut found: Found = words(text).filter_map(|at| Some((address(&text[at.clone()])?, at))).collect();
    found.extend(numbers(text));
    found.extend(
        folded
            .tokens
            .iter()
            .filter(|token| is_code(&token.parts))
            .map(|token| (Why::Health, token.at.clone())),
    );
    found
}

/// What stands between white space.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let begin = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - begin;
        start..start + word.len()
    })
}

/// Whether a word is an address.
fn address(word: &str) -> Option<Why> {
    let word: String = crate::visible::visible(word).nfkd().flat_map(char::to_lowercase).collect();
    let spelt =
        [("(at)", "@"), ("[at]", "@"), ("(dot)", "."), ("[dot]", "."), ("(punkt)", "."), ("[punkt]", ".")];
    let plain = spelt.iter().fold(word.clone(), |word, (written, sign)| word.replace(written, sign));
    let has_domain = has_domain(&plain);
    let inner = plain.trim_matches(|sign: char| !sign.is_alphanumeric());
    if inner.split_once('@').is_some_and(|(_, after)| after.contains('.'))
        || plain != word && plain.contains('@')
    {
        return Some(Why::Email);
    }
    let schemes = ["http", "://", "www.", "mailto:", "tel:", "ftp:"];
    (has_domain || plain != word || schemes.iter().any(|scheme| plain.contains(scheme))).then_some(Why::Link)
}

/// "praxis.example.de" anywhere in a word.
fn has_domain(word: &str) -> bool {
    let hosts = word.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '.' | '-'));
    hosts.map(|host| host.trim_matches(['.', '-'])).any(|host| {
        let Some((name, end)) = host.rsplit_once('.') else { return false };
        !name.is_empty() && (ENDS.contains(&end) || end.starts_with("xn--"))
    })
}

/// A code of a diagnosis (ICD-10): "F32.1".
fn is_code(parts: &[(String, Range<usize>)]) -> bool {
    let [(class, _), (more, _)] = parts else { return false };
    let mut signs = class.chars();
    signs.next().is_some_and(char::is_alphabetic)
        && class.chars().count() == 3
        && signs.all(|sign| sign.is_ascii_digit())
        && more.len() <= 2
        && more.chars().all(|sign| sign.is_ascii_digit())
}

/// Rows of figures, with what people put between them.
fn numbers(text: &str) -> Found {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let (mut found, mut next) = (Vec::new(), 0);
    while next < signs.len() {
        if !signs[next].1.is_numeric() {
            next += 1;
            continue;
        }
        let first = next;
        let mut last = next;
        while let Some((_, sign)) = signs.get(next).filter(|(_, sign)| sign.is_numeric() || separates(*sign))
        {
            if sign.is_numeric() {
                last = next;
            }
            next += 1;
        }
        let end = signs.get(last + 1).map_or(text.len(), |(at, _)| *at);
        let mut start = signs[first].0;
        let row = &text[start..end];
        if figures(row) < FIGURES {
            continue;
        }
        // A letter and nine or ten figures are an insurance number (SGB V § 290).
        let letter = first.checked_sub(1).map(|at| signs[at]).filter(|(_, sign)| sign.is_alphabetic());
        let alone = letter.is_some() && (first < 2 || !signs[first - 2].1.is_alphanumeric());
        let why = match letter {
            Some((at, _)) if alone && matches!(figures(row), 9 | 10) => {
                start = at;
                Why::Insurance
            }
            _ => Why::Number,
        };
        found.push((why, start..end));
    }
    found
}

fn separates(sign: char) -> bool {
    matches!(
        sign,
        ' ' | '\u{a0}'
            | '\u{202f}'
            | '\t'
            | '+'
            | '('
            | ')'
            | '/'
            | '.'
            | ','
            | '-'
            | '‐'
            | '‑'
            | '–'
            | '_'
            | '*'
    )
}

/// How many figures a row has, days and hours not counted: "24.11.2026" and "8.30" are nobody's number.
fn figures(row: &str) -> usize {
    let pieces = row.split(|sign: char| sign.is_whitespace() || matches!(sign, '-' | '‐' | '‑' | '–'));
    let counted = pieces.filter(|piece| !is_day(piece) && !is_hour(piece));
    counted.map(|piece| piece.chars().filter(|sign| sign.is_numeric()).count()).sum()
}

fn is_day(piece: &str) -> bool {
    let parts: Vec<&str> = piece.trim_end_matches([',', '.']).split(['.', '/']).collect();
    let fits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(parts[..], [day, month, year] if fits(day, 2) && fits(month, 2) && fits(year, 4))
}

fn is_hour(piece: &str) -> bool {
    let inner = piece.trim_end_matches([',', '.']);
    let split = inner.split_once('.');
    split.is_some_and(|(hour, minute)| {
        let fits =
            |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fits(hour) && fits(minute)
    })
}
