//! An address the post delivers to.

use crate::{backend::pdf, error::FieldCode, visible::visible};

/// Characters of street or town at the most: what fits into the window of an envelope.
const LONGEST: usize = 60;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostField {
    Street,
    PostalCode,
    City,
}

impl PostField {
    /// The name of its control.
    pub const fn as_str(self) -> &'static str {
        match self {
            PostField::Street => "street",
            PostField::PostalCode => "postal_code",
            PostField::City => "city",
        }
    }
}

/// A German address of two lines, "street, postal code and town"; the last comma stands where the line ends.
pub fn postal(street: &str, postal_code: &str, city: &str) -> Result<String, (PostField, FieldCode)> {
    let street = line(street).and_then(printable).map_err(|code| (PostField::Street, code))?;
    let postal_code = line(postal_code).map_err(|code| (PostField::PostalCode, code))?;
    if postal_code.len() != 5 || !postal_code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err((PostField::PostalCode, FieldCode::Malformed));
    }
    let city = line(city).and_then(printable).map_err(|code| (PostField::City, code))?;
    if city.contains(',') || !city.chars().any(char::is_alphabetic) {
        return Err((PostField::City, FieldCode::Malformed));
    }
    if !street.chars().any(char::is_alphanumeric) {
        return Err((PostField::Street, FieldCode::Malformed));
    }
    Ok(format!("{street}, {postal_code} {city}"))
}

/// The two lines of an address as [`postal`] gives it.
pub fn lines(address: &str) -> [&str; 2] {
    address.rsplit_once(", ").map_or([address, ""], |(street, place)| [street, place])
}

/// A line as it was typed, with single spaces between its words.
fn line(typed: &str) -> Result<String, FieldCode> {
    let seen = visible(typed);
    let words = seen.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.chars().count() {
        0 => Err(FieldCode::Missing),
        length if length > LONGEST => Err(FieldCode::TooLong),
        _ => Ok(line),
    }
}

/// The line, if our letters can bear it: a mark in place of a character would lead the post astray.
fn printable(line: String) -> Result<String, FieldCode> {
    if pdf::can_write(&line) { Ok(line) } else { Err(FieldCode::Unsupported) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_two_lines() {
        let kept = postal("  Lange   Straße 1, Hinterhaus ", " 01067", "Dresden\u{202e}").expect("is one");
        assert_eq!(kept, "Lange Straße 1, Hinterhaus, 01067 Dresden");
        assert_eq!(lines(&kept), ["Lange Straße 1, Hinterhaus", "01067 Dresden"]);
        assert_eq!(lines("anything"), ["anything", ""]);
    }

    #[test]
    fn what_our_letters_can_print_is_taken_and_nothing_else() {
        for name in [
            "Łódź",
            "Świętokrzyska",
            "İstanbul",
            "Ağrı",
            "Žďár nad Sázavou",
            "Iași",
            "Târgu Mureș",
            "Größe",
            "Ørsted",
            "Győr",
            "Пловдив",
            "Ґжицьк",
            "Αθήνα",
            "Οδός Ερμού",
            "e\u{301}cole",
        ] {
            assert!(postal(name, "01067", name).is_ok(), "{name}");
        }
        for name in ["柏林", "Berlin 🏠", "👩🏽‍⚕️ Weg", "دمشق", "ירושלים", "서울", "दिल्ली", "Weg \u{e000}"]
        {
            let refused = |field| Err((field, FieldCode::Unsupported));
            assert_eq!(postal(name, "01067", "Dresden"), refused(PostField::Street), "{name}");
            assert_eq!(postal("Weg 1", "01067", name), refused(PostField::City), "{name}");
        }
    }

    #[test]
    fn what_the_post_cannot_deliver_to_is_none() {
        use FieldCode::{Malformed, Missing, TooLong};
        use PostField::{City, PostalCode, Street};
        let long = "a".repeat(61);
        for (street, code, city, expected) in [
            ("", "01067", "Dresden", (Street, Missing)),
            ("...", "01067", "Dresden", (Street, Malformed)),
            (long.as_str(), "01067", "Dresden", (Street, TooLong)),
            ("Weg 1", "\n", "Dresden", (PostalCode, Missing)),
            ("Weg 1", "1067", "Dresden", (PostalCode, Malformed)),
            ("Weg 1", "０１０６７", "Dresden", (PostalCode, Malformed)),
            ("Weg 1", "01067", "12", (City, Malformed)),
            ("Weg 1", "01067", "Berlin, Mitte", (City, Malformed)),
        ] {
            assert_eq!(postal(street, code, city), Err(expected), "{street} {code} {city}");
        }
    }
}
