//! [`Decimal`]: a number as it was written.

use serde::{Deserialize, Serialize};

/// A number whose digits are kept: a laboratory that writes 6.10 means the last nought (FHIR R4, `decimal`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(String);

impl Decimal {
    /// The longest number in characters; FHIR asks readers for 18 digits.
    pub const LONGEST: usize = 64;

    /// Reads a number in the spelling of JSON (RFC 8259, section 6).
    pub fn parse(text: &str) -> Option<Self> {
        let all = number_length(text.as_bytes()) == Some(text.len());
        (all && text.len() <= Self::LONGEST).then(|| Self(text.to_owned()))
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number for drawing, unless it is too large for that.
    pub fn to_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|value: &f64| value.is_finite())
    }
}

impl TryFrom<String> for Decimal {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a decimal")
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.0
    }
}

/// How many bytes at the beginning are a number of JSON: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
pub(super) fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits =
        |from: usize| -> usize { bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count() };
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    at += match bytes.get(at)? {
        b'0' => 1,
        b'1'..=b'9' => digits(at),
        _ => return None,
    };
    if bytes.get(at) == Some(&b'.') {
        at += 1 + some(digits(at + 1))?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at += 1 + sign + some(digits(at + 1 + sign))?;
    }
    Some(at)
}

fn some(count: usize) -> Option<usize> {
    (count > 0).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_stay_as_they_were_written() {
        for text in ["6.10", "-0", "0.0", "1E3", "1.0e-7", "100000000000000000000000000000.5"] {
            let decimal = Decimal::parse(text).expect(text);
            assert_eq!(decimal.as_str(), text);
            let stored = serde_json::to_string(&decimal).expect("serialises");
            assert_eq!(stored, format!("\"{text}\""));
            assert!(serde_json::from_str::<Decimal>(&stored).expect("reads back") == decimal);
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", "01", ".5", "5.", "1e", "1e+", "+1", " 1", "1 ", "0x1", "NaN", "1,5", "١"] {
            assert!(Decimal::parse(text).is_none(), "{text:?}");
        }
        assert!(Decimal::parse(&"9".repeat(Decimal::LONGEST)).is_some());
        assert!(Decimal::parse(&"9".repeat(Decimal::LONGEST + 1)).is_none());
        assert!(serde_json::from_str::<Decimal>("\"1,5\"").is_err());
    }

    #[test]
    fn a_number_too_large_to_draw_is_still_kept() {
        let huge = Decimal::parse("1e999").expect("a number");
        assert_eq!((huge.as_str(), huge.to_f64()), ("1e999", None));
        assert_eq!(Decimal::parse("6.10").and_then(|decimal| decimal.to_f64()), Some(6.1));
    }
}
