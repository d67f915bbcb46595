//! Codes and passphrases: how long they are, and how they are read generously.

use crate::error::FieldCode;

/// The shortest passphrase, in characters (NIST SP 800-63B-4 asks for 15 alone, 8 beside a second factor).
pub const PASSPHRASE_MIN: usize = 12;

/// The longest passphrase, in characters; more would only slow the hash down.
pub const PASSPHRASE_MAX: usize = 128;

/// Characters of an invitation code: 120 bits.
pub const INVITATION_CODE: usize = 24;

/// Characters of a recovery code after its digit: 80 bits.
pub const RECOVERY_CODE: usize = 16;

/// How many recovery codes somebody has.
pub const RECOVERY_CODES: usize = 10;

/// Whether a passphrase has an allowed length; whether it is a common one is looked up elsewhere.
///
/// # Errors
/// The code for the field: [`FieldCode::Missing`], [`FieldCode::TooShort`] or [`FieldCode::TooLong`].
pub fn check_passphrase_length(passphrase: &str) -> Result<(), FieldCode> {
    match passphrase.chars().count() {
        0 => Err(FieldCode::Missing),
        length if length < PASSPHRASE_MIN => Err(FieldCode::TooShort),
        length if length > PASSPHRASE_MAX => Err(FieldCode::TooLong),
        _ => Ok(()),
    }
}

/// Reads a code in Crockford's base 32 of a known length: case, spaces, hyphens and look-alikes do not matter.
pub fn read_code(typed: &str, length: usize) -> Option<String> {
    let code: Option<String> = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
        .take(length + 1)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => Some('0'),
            'I' | 'L' => Some('1'),
            'U' => None,
            c if c.is_ascii_alphanumeric() => Some(c),
            _ => None,
        })
        .collect();
    code.filter(|code| code.len() == length)
}

/// Reads a recovery code: a digit that says which of the ten, and sixteen characters.
pub fn read_recovery_code(typed: &str) -> Option<(usize, String)> {
    let code = read_code(typed, 1 + RECOVERY_CODE)?;
    let slot = code.chars().next()?.to_digit(10)?;
    Some((slot as usize, code))
}

/// Reads a time-based code: six digits, spaces do not matter.
pub fn read_totp(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).take(7).collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// Splits a code into groups of four, as it is printed.
pub fn in_groups(code: &str) -> String {
    let characters: Vec<char> = code.chars().collect();
    characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A recovery code as it is printed: its digit apart.
pub fn printed_recovery_code(code: &str) -> String {
    match code.split_at_checked(1) {
        Some((slot, rest)) => format!("{slot}-{}", in_groups(rest)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_the_way_people_write_it_down() {
        let code = "0123456789ABCDEFGHJKMNPQ";
        for typed in [
            "0123-4567-89AB-CDEF-GHJK-MNPQ",
            " 0123 4567 89ab cdef ghjk mnpq\n",
            "oI23–4567–89AB–CDEF–GHJK–MNPQ",
            "O L 2 3 4567 89AB CDEF GHJK MNPQ",
        ] {
            assert_eq!(read_code(typed, 24).as_deref(), Some(code), "{typed}");
        }
        for typed in [
            "",
            "0123",
            "0123456789ABCDEFGHJKMNPQR",
            "U123456789ABCDEFGHJKMNPQ",
            "🙂",
            "０１２３456789ABCDEFGHJKMNPQ",
        ] {
            assert_eq!(read_code(typed, 24), None, "{typed}");
        }
    }

    #[test]
    fn a_printed_code_reads_back() {
        let code = "3ABCDEFGHJKMNPQRS";
        assert_eq!(printed_recovery_code(code), "3-ABCD-EFGH-JKMN-PQRS");
        assert_eq!(read_recovery_code("3-abcd-efgh-jkmn-pqrs"), Some((3, code.to_owned())));
        assert_eq!(read_recovery_code("A-ABCD-EFGH-JKMN-PQRS"), None);
        assert_eq!(in_groups("0123456789ABCDEFGHJKMNPQ"), "0123-4567-89AB-CDEF-GHJK-MNPQ");
    }

    #[test]
    fn six_digits_are_a_time_based_code_and_nothing_else_is() {
        assert_eq!(read_totp(" 123 456 ").as_deref(), Some("123456"));
        for typed in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(read_totp(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_passphrase_is_counted_in_characters_and_may_hold_anything() {
        for (passphrase, expected) in [
            (String::new(), Err(FieldCode::Missing)),
            ("elf Zeichen".to_owned(), Err(FieldCode::TooShort)),
            ("zwölf Zeiche".to_owned(), Ok(())),
            ("🙂".repeat(12), Ok(())),
            ("x".repeat(128), Ok(())),
            ("x".repeat(129), Err(FieldCode::TooLong)),
        ] {
            assert_eq!(check_passphrase_length(&passphrase), expected, "{passphrase}");
        }
    }
}
