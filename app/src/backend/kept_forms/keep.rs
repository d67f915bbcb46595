//! [`Keep`]: which fields of a form may outlive its session.

/// The names of fields that may be kept; a route without it keeps nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep(&'static [&'static str]);

/// What no kept field's name contains; a field of that kind has to be named so, as all of ours are.
const NEVER: [&str; 7] = ["passphrase", "password", "birth", "token", "totp", "secret", "recovery"];

impl Keep {
    /// Names the fields; in a constant, a name that may never be kept does not compile.
    ///
    /// # Panics
    /// When a name is `code` or contains one of the words that stand for secrets and birth dates.
    pub const fn only(fields: &'static [&'static str]) -> Self {
        let mut field = 0;
        while field < fields.len() {
            assert!(!is_equal(fields[field], "code"), "codes are never kept");
            let mut word = 0;
            while word < NEVER.len() {
                assert!(
                    !contains(fields[field], NEVER[word]),
                    "passphrases, codes and birth dates are never kept"
                );
                word += 1;
            }
            field += 1;
        }
        Self(fields)
    }

    /// The names.
    pub const fn fields(self) -> &'static [&'static str] {
        self.0
    }
}

const fn is_equal(text: &str, other: &str) -> bool {
    text.len() == other.len() && contains(text, other)
}

/// `str::contains`, which is not const.
const fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut start = 0;
    while start + word.len() <= text.len() {
        let mut length = 0;
        while length < word.len() && text[start + length] == word[length] {
            length += 1;
        }
        if length == word.len() {
            return true;
        }
        start += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_fields_can_be_kept() {
        const FIELDS: &[&str] = &["family_name", "postal_code", "message", "codes"];
        assert_eq!(Keep::only(FIELDS).fields(), FIELDS);
    }

    #[test]
    fn secrets_and_birth_dates_cannot_be_named() {
        const ONES: [&[&str]; 8] = [
            &["family_name", "birth_date_day"],
            &["birth_date"],
            &["passphrase"],
            &["new_password"],
            &["code"],
            &["recovery_code"],
            &["form_token"],
            &["totp_secret"],
        ];
        for fields in ONES {
            assert!(std::panic::catch_unwind(|| Keep::only(fields)).is_err(), "{fields:?}");
        }
    }
}
