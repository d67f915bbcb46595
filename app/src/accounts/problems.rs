//! What is wrong with a field, in words.

use super::texts::{enrol, shared as texts};
use crate::{
    error::{FieldCode, FieldError},
    lang::Lang,
    ui::form::FieldMessage,
};

/// The sentences beside the fields of this slice.
pub fn messages(lang: Lang, errors: &[FieldError]) -> Vec<FieldMessage> {
    errors.iter().map(|error| sentence(lang, error)).collect()
}

/// One sentence beside one field.
pub fn message(field: &'static str, text: &str) -> Vec<FieldMessage> {
    vec![FieldMessage { field, text: text.to_owned() }]
}

/// The sentences beside the fields of `/enrol`.
pub fn redeem_messages(lang: Lang, errors: &[FieldError]) -> Vec<FieldMessage> {
    use FieldCode::{Future, Impossible, Missing, TooOld};
    let sentence = |error: &FieldError| match (error.field.as_str(), error.code) {
        ("code", Missing) => ("code", enrol::code_missing(lang)),
        ("code", _) => ("code", enrol::code_malformed(lang)),
        (_, Missing) => ("birth_date", enrol::birth_date_missing(lang)),
        (_, Impossible) => ("birth_date", enrol::birth_date_impossible(lang)),
        (_, Future | TooOld) => ("birth_date", enrol::birth_date_unlikely(lang)),
        (_, _) => ("birth_date", enrol::birth_date_malformed(lang)),
    };
    errors.iter().map(sentence).map(|(field, text)| FieldMessage { field, text: text.to_owned() }).collect()
}

fn sentence(lang: Lang, error: &FieldError) -> FieldMessage {
    use FieldCode::{Missing, TooCommon, TooLong, TooShort};
    let (field, text) = match (error.field.as_str(), error.code) {
        ("sign_in_name", Missing) => ("sign_in_name", texts::name_missing(lang)),
        ("sign_in_name", _) => ("sign_in_name", texts::too_long(lang)),
        ("passphrase", Missing) => ("passphrase", texts::passphrase_missing(lang)),
        ("passphrase", TooShort) => ("passphrase", texts::passphrase_short(lang)),
        ("passphrase", TooCommon) => ("passphrase", texts::passphrase_common(lang)),
        ("passphrase", _) => ("passphrase", texts::passphrase_long(lang)),
        ("recovery_code", Missing) => ("recovery_code", texts::recovery_missing(lang)),
        ("recovery_code", TooLong) => ("recovery_code", texts::too_long(lang)),
        ("recovery_code", _) => ("recovery_code", texts::recovery_wrong(lang)),
        ("kept", _) => ("kept", texts::kept_missing(lang)),
        ("name", Missing) => ("name", texts::device_name_missing(lang)),
        ("name", _) => ("name", texts::device_name_wrong(lang)),
        (_, Missing) => ("code", texts::code_missing(lang)),
        (_, TooLong) => ("code", texts::too_long(lang)),
        (_, _) => ("code", texts::code_wrong(lang)),
    };
    FieldMessage { field, text: text.to_owned() }
}
