//! What is wrong with a form, said in words beside its controls.

use super::texts;
use crate::{
    audit::{self, reason},
    error::{FieldCode, FieldError},
    lang::Lang,
    ui::form::FieldMessage,
};

type Text = fn(Lang) -> &'static str;

/// The message for each thing that is wrong.
pub fn messages(lang: Lang, errors: &[FieldError]) -> Vec<FieldMessage> {
    errors
        .iter()
        .map(|error| {
            let (field, text) = message(&error.field, error.code);
            FieldMessage { field, text: text(lang).to_owned() }
        })
        .collect()
}

/// The control to go to, and what to say there.
fn message(field: &str, code: FieldCode) -> (&'static str, Text) {
    use FieldCode::{CheckDigit, Future, Impossible, Missing, TooLong, TooOld, TooShort};
    match (field, code) {
        ("family_name", Missing) => ("family_name", texts::family_name_missing),
        ("family_name", TooLong) => ("family_name", texts::family_name_too_long),
        ("family_name", _) => ("family_name", texts::family_name_malformed),
        ("given_name", Missing) => ("given_name", texts::given_name_missing),
        ("given_name", TooLong) => ("given_name", texts::given_name_too_long),
        ("given_name", _) => ("given_name", texts::given_name_malformed),
        ("birth_date", Missing) => ("birth_date", texts::birth_date_missing),
        ("birth_date", Impossible) => ("birth_date", texts::birth_date_impossible),
        ("birth_date", Future) => ("birth_date", texts::birth_date_future),
        ("birth_date", TooOld) => ("birth_date", texts::birth_date_too_old),
        ("birth_date", _) => ("birth_date", texts::birth_date_malformed),
        ("email", TooLong) => ("email", texts::email_too_long),
        ("email", _) => ("email", texts::email_malformed),
        ("phone", TooShort) => ("phone", texts::phone_too_short),
        ("phone", TooLong) => ("phone", texts::phone_too_long),
        ("phone", _) => ("phone", texts::phone_malformed),
        ("insurance_number", TooShort) => ("insurance_number", texts::insurance_number_too_short),
        ("insurance_number", TooLong) => ("insurance_number", texts::insurance_number_too_long),
        ("insurance_number", CheckDigit) => ("insurance_number", texts::insurance_number_check_digit),
        ("insurance_number", _) => ("insurance_number", texts::insurance_number_malformed),
        ("language", _) => ("language", texts::language_malformed),
        ("patient_number", _) => ("patient_number", texts::patient_number_malformed),
        (reason::FIELD, code) => (reason::FIELD, audit::texts::reason_problem(code)),
        // A search without anything to search for: the first control is where to begin.
        _ => ("family_name", texts::search_missing),
    }
}
