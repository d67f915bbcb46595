//! [`Folded`]: a text as it sounds, with the way back to where each letter stands.

use std::ops::Range;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A letter, figure or sign after folding.
#[derive(Clone, Debug)]
struct Glyph {
    sign: char,
    at: Range<usize>,
    /// Of a script in which neither German nor English is written.
    foreign: bool,
}

/// A word: its letters, and what stands between its hyphens.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub at: Range<usize>,
    /// The letters without anything between them.
    pub whole: String,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// What hyphens, points and the like separate.
    pub parts: Vec<(String, Range<usize>)>,
}

/// A text as it sounds.
pub(super) struct Folded {
    glyphs: Vec<Glyph>,
    pub tokens: Vec<Token>,
}

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        let glyphs = glyphs(text);
        let tokens = spaced_out(tokens(text, &glyphs));
        Self { glyphs, tokens }
    }

    /// Words with letters of other scripts.
    pub(super) fn foreign(&self) -> Vec<Range<usize>> {
        let is_foreign = |token: &&Token| {
            let within = |glyph: &&Glyph| token.at.start <= glyph.at.start && glyph.at.end <= token.at.end;
            self.glyphs.iter().filter(within).any(|glyph| glyph.foreign)
        };
        self.tokens.iter().filter(is_foreign).map(|token| token.at.clone()).collect()
    }

    /// Where another text stands in this one, word by word.
    pub(super) fn phrase(&self, other: &Folded) -> Vec<Range<usize>> {
        let words: Vec<&str> = other.tokens.iter().map(|token| token.whole.as_str()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let is_it =
            |window: &&[Token]| window.iter().map(|token| token.whole.as_str()).eq(words.iter().copied());
        let range = |window: &[Token]| {
            let (first, last) = (window.first()?, window.last()?);
            Some(first.at.start..last.at.end)
        };
        self.tokens.windows(words.len()).filter(is_it).filter_map(range).collect()
    }
}

/// How a single word sounds: for the lists.
pub(super) fn folded(word: &str) -> String {
    Folded::new(word).tokens.into_iter().map(|token| token.whole).collect()
}

fn glyphs(text: &str) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices().filter(|(_, c)| !is_unseen(*c)) {
        let at = start..start + c.len_utf8();
        for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
            let foreign = c.is_alphabetic() && !is_latin(c);
            for sign in alike(c).chars().flat_map(char::to_lowercase) {
                match glyphs.last_mut() {
                    // "ae" is how "ä" is written where there is none; both sound like "a" here.
                    Some(before) if sign == 'e' && matches!(before.sign, 'a' | 'o' | 'u') => {
                        before.at.end = at.end;
                    }
                    _ => glyphs.push(Glyph { sign, at: at.clone(), foreign }),
                }
            }
        }
    }
    glyphs
}

/// What stands in a word and is not seen: controls of direction, spaces without width, joiners, the soft hyphen, tags.
fn is_unseen(c: char) -> bool {
    crate::visible::visible(c.encode_utf8(&mut [0; 4])).is_empty()
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// The Latin letters that a letter is, or looks like.
fn alike(c: char) -> String {
    let known = match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "a",
        'œ' | 'Œ' | 'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' => "d",
        'ı' | 'і' | 'І' | 'ι' | 'Ι' | 'ӏ' | 'Ӏ' => "i",
        'а' | 'А' | 'α' | 'Α' => "a",
        'в' | 'В' | 'β' | 'Β' => "b",
        'с' | 'С' | 'ϲ' => "c",
        'ԁ' => "d",
        'е' | 'Е' | 'ε' | 'Ε' | 'є' => "e",
        'ɡ' => "g",
        'н' | 'Н' | 'Η' | 'һ' => "h",
        'ј' | 'Ј' => "j",
        'к' | 'К' | 'κ' | 'Κ' => "k",
        'м' | 'М' | 'Μ' => "m",
        'п' | 'Ν' => "n",
        'о' | 'О' | 'ο' | 'Ο' | 'σ' => "o",
        'р' | 'Р' | 'ρ' | 'Ρ' => "p",
        'г' => "r",
        'ѕ' | 'Ѕ' => "s",
        'т' | 'Т' | 'τ' | 'Τ' => "t",
        'υ' | 'ц' => "u",
        'ν' | 'ѵ' => "v",
        'ѡ' | 'ω' | 'ш' => "w",
        'х' | 'Х' | 'χ' | 'Χ' => "x",
        'у' | 'У' | 'Υ' | 'γ' => "y",
        'ᴢ' | 'Ζ' => "z",
        _ => return c.to_string(),
    };
    known.to_owned()
}

/// What belongs to a word by itself. Two signs imitate letters.
fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '@' | '$')
}

/// What may stand between the letters of a word.
fn joins(sign: char) -> bool {
    matches!(
        sign,
        '-' | '‐'
            | '‑'
            | '–'
            | '_'
            | '*'
            | '.'
            | '·'
            | '•'
            | '\''
            | '’'
            | '|'
            | '+'
            | '~'
            | '/'
            | '\\'
            | ':'
    )
}

fn tokens(text: &str, glyphs: &[Glyph]) -> Vec<Token> {
    let (mut tokens, mut next) = (Vec::new(), 0);
    while let Some(first) = glyphs.get(next) {
        if !is_of_word(first.sign) {
            next += 1;
            continue;
        }
        let (mut parts, mut part) = (Vec::new(), (String::new(), first.at.clone()));
        loop {
            while let Some(glyph) = glyphs.get(next).filter(|glyph| is_of_word(glyph.sign)) {
                part.0.push(glyph.sign);
                part.1.end = glyph.at.end;
                next += 1;
            }
            parts.push(part);
            match goes_on(glyphs, next) {
                Some(at) => {
                    next = at;
                    part = (String::new(), glyphs[at].at.clone());
                }
                None => break,
            }
        }
        let end = parts.last().map_or(first.at.end, |(_, at)| at.end);
        let capital = text[first.at.clone()].chars().any(char::is_uppercase);
        let whole = parts.iter().map(|(letters, _)| letters.as_str()).collect();
        tokens.push(Token { at: first.at.start..end, whole, capital, parts });
    }
    tokens
}

/// Where a word goes on after what joins it, also at the end of a line.
fn goes_on(glyphs: &[Glyph], from: usize) -> Option<usize> {
    if !joins(glyphs.get(from)?.sign) {
        return None;
    }
    let mut next = from + 1;
    while let Some(glyph) = glyphs.get(next) {
        match glyph.sign {
            sign if is_of_word(sign) => return Some(next),
            '\r' | '\n' if next <= from + 2 && !matches!(glyphs[from].sign, '.' | ':') => next += 1,
            sign if joins(sign) && sign == glyphs[from].sign => next += 1,
            _ => return None,
        }
    }
    None
}

/// Single letters in a row are one word: "K r e b s".
fn spaced_out(tokens: Vec<Token>) -> Vec<Token> {
    let is_single =
        |token: &Token| token.whole.chars().count() == 1 && token.whole.chars().all(char::is_alphabetic);
    let mut whole: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut row: Vec<Token> = Vec::new();
    let close = |row: &mut Vec<Token>, whole: &mut Vec<Token>| {
        if row.len() < 3 {
            whole.append(row);
        } else {
            let letters: String = row.iter().map(|token| token.whole.as_str()).collect();
            let at = row[0].at.start..row[row.len() - 1].at.end;
            let capital = row[0].capital;
            whole.push(Token { parts: vec![(letters.clone(), at.clone())], at, whole: letters, capital });
            row.clear();
        }
    };
    for token in tokens {
        if is_single(&token) {
            row.push(token);
        } else {
            close(&mut row, &mut whole);
            whole.push(token);
        }
    }
    close(&mut row, &mut whole);
    whole
}
