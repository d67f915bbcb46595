//! What is said about an account of the team.

use crate::{error::FieldCode, patients::fields};

/// Where an account came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedBy {
    /// `obhut staff add`, by whoever runs the server.
    CommandLine,
    /// Made up for a demonstration.
    Demo,
}

impl AddedBy {
    /// The name in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            AddedBy::CommandLine => "command-line",
            AddedBy::Demo => "demo",
        }
    }

    /// The origin of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [AddedBy::CommandLine, AddedBy::Demo].into_iter().find(|origin| origin.as_str() == name)
    }
}

/// A name in its two parts.
#[derive(Clone, PartialEq, Eq)]
pub struct FullName {
    pub given: String,
    pub family: String,
}

impl FullName {
    /// Reads "Given Family", where the last word is the family name, or "Family, Given" for family names of several.
    ///
    /// # Errors
    /// What is wrong with either part.
    pub fn read(typed: &str) -> Result<Self, FieldCode> {
        let (given, family) = match typed.split_once(',') {
            Some((family, given)) => (given, family),
            None => typed.trim().rsplit_once(char::is_whitespace).ok_or(FieldCode::Missing)?,
        };
        Ok(Self { given: fields::name(given)?, family: fields::name(family)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_the_family_name_unless_a_comma_says_otherwise() {
        for (typed, expected) in [
            ("Petra Lindner", Ok(("Petra", "Lindner"))),
            ("  Anna Maria  Groß ", Ok(("Anna Maria", "Groß"))),
            ("von der Heide, Jan", Ok(("Jan", "von der Heide"))),
            ("Lindner", Err(FieldCode::Missing)),
            ("", Err(FieldCode::Missing)),
            ("Lindner,", Err(FieldCode::Missing)),
            (", Petra", Err(FieldCode::Missing)),
            ("Petra 7", Err(FieldCode::Malformed)),
            ("Pe\u{7}tra Lindner", Err(FieldCode::Malformed)),
        ] {
            let read = FullName::read(typed);
            let read = read.as_ref().map(|name| (name.given.as_str(), name.family.as_str()));
            assert_eq!(read.map_err(|code| *code), expected, "{typed}");
        }
        assert_eq!(FullName::read(&format!("Petra {}", "x".repeat(101))).err(), Some(FieldCode::TooLong));
    }
}
