//! The forms, and what can be said about them without looking anything up.

use super::{INVITATION_CODE, PASSPHRASE_MAX, read_code};
use crate::{
    error::{FieldCode, FieldError},
    patients::model::BirthDate,
    visible::visible,
};
use serde::Deserialize;

/// The longest name of a passkey, in characters.
pub const PASSKEY_NAME_MAX: usize = 40;

/// The longest of the other fields; what is longer was not typed by a person.
const FIELD_MAX: usize = 200;

/// The form of path T at `/sign-in`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub sign_in_name: String,
    pub passphrase: String,
    pub code: String,
    /// Known to the browser that was given the page, and to nobody else.
    pub form_id: String,
}

impl SignInForm {
    /// What can be said without looking anything up.
    pub fn check(&self) -> Vec<FieldError> {
        let fields = [
            ("sign_in_name", &self.sign_in_name, FIELD_MAX),
            // Long ones are refused here, so that nobody is told later than others.
            ("passphrase", &self.passphrase, PASSPHRASE_MAX),
            ("code", &self.code, FIELD_MAX),
        ];
        fields.into_iter().filter_map(|(field, value, most)| required(field, value, most)).collect()
    }
}

/// The form of path T at `/step-up`, and what the proof is for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    pub deed: String,
    pub passphrase: String,
    pub code: String,
}

impl ProofForm {
    /// What can be said without looking anything up.
    pub fn check(&self) -> Vec<FieldError> {
        let fields = [("passphrase", &self.passphrase, PASSPHRASE_MAX), ("code", &self.code, FIELD_MAX)];
        fields.into_iter().filter_map(|(field, value, most)| required(field, value, most)).collect()
    }
}

/// The form at `/enrol`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct RedeemForm {
    pub code: String,
    pub birth_date_day: String,
    pub birth_date_month: String,
    pub birth_date_year: String,
}

impl RedeemForm {
    /// The birth date and the fields that need correction before a try is worth taking.
    pub fn check(&self, today: BirthDate) -> (Option<BirthDate>, Vec<FieldError>) {
        // How a code looks is no secret; whether it is one is never said.
        let malformed = || read_code(&self.code, INVITATION_CODE).is_none().then_some(FieldCode::Malformed);
        let code = required("code", &self.code, FIELD_MAX)
            .or_else(|| malformed().map(|code| FieldError { field: "code".to_owned(), code }));
        let [day, month, year] = [&self.birth_date_day, &self.birth_date_month, &self.birth_date_year];
        let date = BirthDate::parse(day, month, year, today);
        let wrong = date.err().map(|code| FieldError { field: "birth_date".to_owned(), code });
        (date.ok(), code.into_iter().chain(wrong).collect())
    }
}

/// The form that chooses a passphrase.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PassphraseForm {
    pub passphrase: String,
}

/// A form that holds one code.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
}

/// The form of path T at `/recover`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct RecoverForm {
    pub sign_in_name: String,
    pub passphrase: String,
    pub recovery_code: String,
    /// The page it was sent from; empty where it came without one.
    pub form_id: String,
}

impl RecoverForm {
    /// What can be said without looking anything up.
    pub fn check(&self) -> Vec<FieldError> {
        let fields = [
            ("sign_in_name", &self.sign_in_name, FIELD_MAX),
            ("passphrase", &self.passphrase, PASSPHRASE_MAX),
            ("recovery_code", &self.recovery_code, FIELD_MAX),
        ];
        fields.into_iter().filter_map(|(field, value, most)| required(field, value, most)).collect()
    }
}

/// The confirmation that recovery codes were put away.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct KeptForm {
    pub kept: String,
}

impl KeptForm {
    /// Codes count as kept when somebody says so.
    pub fn check(&self) -> Result<(), FieldError> {
        let missing = || FieldError { field: "kept".to_owned(), code: FieldCode::Missing };
        if self.kept.is_empty() { Err(missing()) } else { Ok(()) }
    }
}

/// A new name for a passkey.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct NameForm {
    pub name: String,
}

impl NameForm {
    /// The name without space around it and without what nobody sees; it may hold anything that is not a control character.
    pub fn check(&self) -> Result<String, FieldError> {
        let seen = visible(&self.name);
        let name = seen.trim();
        let code = if name.is_empty() {
            FieldCode::Missing
        } else if name.chars().count() > PASSKEY_NAME_MAX {
            FieldCode::TooLong
        } else if name.chars().any(char::is_control) {
            FieldCode::Malformed
        } else {
            return Ok(name.to_owned());
        };
        Err(FieldError { field: "name".to_owned(), code })
    }
}

fn required(field: &str, value: &str, most: usize) -> Option<FieldError> {
    let code = if value.trim().is_empty() {
        FieldCode::Missing
    } else if value.chars().count() > most {
        FieldCode::TooLong
    } else {
        return None;
    };
    Some(FieldError { field: field.to_owned(), code })
}
