//! JSON (RFC 8259) as FHIR needs it: numbers keep their spelling, strings stay where they are in the input.
//!
//! serde_json would turn 6.10 into 6.1; its feature that does not would change numbers in the whole program.

use crate::records::{
    decimal::number_length,
    model::{Position, Reason},
};
use std::borrow::Cow;

/// How deep lists and objects may nest; resources nest some fifteen levels.
pub(super) const DEPTH_MAX: usize = 64;
/// How many values a file may hold, so that a file of nothing but brackets stays affordable.
pub(super) const VALUES_MAX: usize = 4_000_000;

/// A value, borrowing from the text it was read from.
#[derive(PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// In the order of the file; of members of the same name the last one counts (RFC 8259, section 4).
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// Where reading ended, in bytes, and why.
pub(super) struct Broken {
    pub at: usize,
    pub reason: Reason,
}

/// Reads a text that is one JSON value.
pub(super) fn parse(text: &str) -> Result<Value<'_>, Broken> {
    let mut reader = Reader { text, at: 0, values: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at == text.len() { Ok(value) } else { reader.broken() }
}

/// Line and column of a byte, both from one.
pub(super) fn position(text: &[u8], at: usize) -> Position {
    let before = text.get(..at).unwrap_or(text);
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    // Bytes that continue a character of UTF-8 (RFC 3629) count no column.
    let column = before.iter().skip(line_start).filter(|byte| **byte & 0xC0 != 0x80).count();
    let from_one = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    Position { line: from_one(lines), column: from_one(column) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn broken<T>(&self) -> Result<T, Broken> {
        Err(Broken { at: self.at, reason: Reason::BrokenJson })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Steps over a byte if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, Broken> {
        self.space();
        self.values += 1;
        if self.values > VALUES_MAX {
            return Err(Broken { at: self.at, reason: Reason::TooMany });
        }
        match self.peek() {
            Some(b'{' | b'[') if depth == DEPTH_MAX => Err(Broken { at: self.at, reason: Reason::TooDeep }),
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.list(depth + 1),
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, Broken> {
        let mut members = Vec::new();
        self.at += 1;
        self.space();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.space();
            if !self.take(b':') {
                return self.broken();
            }
            members.push((name, self.value(depth)?));
            self.space();
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.take(b',') {
                return self.broken();
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, Broken> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.space();
            if self.take(b']') {
                return Ok(Value::List(items));
            }
            if !self.take(b',') {
                return self.broken();
            }
        }
    }

    fn number(&mut self) -> Result<Value<'a>, Broken> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        match number_length(rest.as_bytes()).and_then(|length| rest.get(..length)) {
            Some(number) => {
                self.at += number.len();
                Ok(Value::Number(number))
            }
            None => self.broken(),
        }
    }

    fn word(&mut self) -> Result<Value<'a>, Broken> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let words = [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)];
        for (word, value) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.broken()
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Broken> {
        if !self.take(b'"') {
            return self.broken();
        }
        let mut whole: Option<String> = None;
        loop {
            let start = self.at;
            while self.peek().is_some_and(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            let plain = self.text.get(start..self.at).unwrap_or_default();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match whole {
                        None => Cow::Borrowed(plain),
                        Some(begun) => Cow::Owned(begun + plain),
                    });
                }
                Some(b'\\') => {
                    let text = whole.get_or_insert_default();
                    text.push_str(plain);
                    text.push(self.escape()?);
                }
                _ => return self.broken(),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Broken> {
        self.at += 1;
        let character = match self.peek() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.broken(),
        };
        self.at += 1;
        Ok(character)
    }

    /// The rest of `\uXXXX`; characters beyond the basic plane come as two of them (RFC 8259, section 7).
    fn unicode(&mut self) -> Result<char, Broken> {
        let first = self.four_digits()?;
        let code = if (0xD800..0xDC00).contains(&first) {
            let second = if self.take(b'\\') { self.four_digits()? } else { 0 };
            if !(0xDC00..0xE000).contains(&second) {
                return self.broken();
            }
            0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        } else {
            first
        };
        char::from_u32(code).map_or_else(|| self.broken(), Ok)
    }

    fn four_digits(&mut self) -> Result<u32, Broken> {
        let digits = self.text.get(self.at + 1..self.at + 5).filter(|digits| {
            self.peek() == Some(b'u') && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(code) => {
                self.at += 5;
                Ok(code)
            }
            None => self.broken(),
        }
    }
}
