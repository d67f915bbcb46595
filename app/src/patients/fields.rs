//! What may stand in one typed field, and how it is tidied before it is kept.
//!
//! Names may be anything people are called: every script, apostrophes, even an emoji beside a letter.

use crate::{error::FieldCode, visible::visible};

/// Characters of a name.
pub const NAME: usize = 100;
/// Characters of an e-mail address (RFC 5321, section 4.5.3.1.3, without the brackets).
pub const EMAIL: usize = 254;
/// Digits of a telephone number; ITU-T E.164 has fifteen, and people write "00" and "(0)" as well.
pub const PHONE: std::ops::RangeInclusive<usize> = 6..=20;
/// Characters of an insurance number; private insurers have their own.
pub const INSURANCE_NUMBER: std::ops::RangeInclusive<usize> = 5..=20;
/// Characters of the number the portal gives a patient, without its hyphen.
pub const PATIENT_NUMBER: usize = 8;

/// A name, without white space around it and without what nobody sees.
pub fn name(typed: &str) -> Result<String, FieldCode> {
    let seen = visible(typed);
    let name = seen.trim();
    if name.is_empty() {
        return Err(FieldCode::Missing);
    }
    if name.chars().count() > NAME {
        return Err(FieldCode::TooLong);
    }
    if name.chars().any(char::is_control) || !name.chars().any(char::is_alphabetic) {
        return Err(FieldCode::Malformed);
    }
    Ok(name.to_owned())
}

/// An e-mail address as far as it can be judged without writing to it.
pub fn email(typed: &str) -> Result<String, FieldCode> {
    // Allowed in quotation marks or comments only (RFC 5322), which no mailbox of a person needs.
    const NEVER: &str = "<>()[]\\,;:\"";
    let email = typed.trim();
    if email.chars().count() > EMAIL {
        return Err(FieldCode::TooLong);
    }
    let strange = |c: char| c.is_whitespace() || c.is_control() || NEVER.contains(c);
    let (local, domain) = email.split_once('@').ok_or(FieldCode::Malformed)?;
    let labels: Vec<&str> = domain.split('.').collect();
    let well_formed = !local.is_empty()
        && !email.chars().any(strange)
        && !domain.contains('@')
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty());
    if well_formed { Ok(email.to_owned()) } else { Err(FieldCode::Malformed) }
}

/// A telephone number the way people write it.
pub fn phone(typed: &str) -> Result<String, FieldCode> {
    let phone = typed.trim();
    if !phone.chars().all(|c| c.is_ascii_digit() || "+ ()/-".contains(c)) {
        return Err(FieldCode::Malformed);
    }
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let digits = dialled.strip_prefix('+').unwrap_or(&dialled);
    if digits.contains('+') {
        return Err(FieldCode::Malformed);
    }
    match digits.len() {
        length if length < *PHONE.start() => Err(FieldCode::TooShort),
        length if length > *PHONE.end() => Err(FieldCode::TooLong),
        _ => Ok(phone.to_owned()),
    }
}

/// An insurance number without its spaces; one of a statutory insurer must have the right check digit.
pub fn insurance_number(typed: &str) -> Result<String, FieldCode> {
    let number: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if !number.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(FieldCode::Malformed);
    }
    match number.len() {
        length if length < *INSURANCE_NUMBER.start() => return Err(FieldCode::TooShort),
        length if length > *INSURANCE_NUMBER.end() => return Err(FieldCode::TooLong),
        _ => {}
    }
    if has_wrong_check_digit(number.as_bytes()) { Err(FieldCode::CheckDigit) } else { Ok(number) }
}

/// A patient number as printed, read out or typed.
pub fn patient_number(typed: &str) -> Result<String, FieldCode> {
    let number: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let plain = number.len() == PATIENT_NUMBER && number.chars().all(|c| c.is_ascii_alphanumeric());
    if plain { Ok(number) } else { Err(FieldCode::Malformed) }
}

/// Whether it is the unchangeable part of a "Krankenversichertennummer" (section 290 SGB V) that was mistyped.
///
/// One letter, eight digits, one check digit. The letter counts as two digits (A = 01 .. Z = 26); digits are weighted
/// 1, 2, 1, 2 .., the digits of each product are added up, and the sum modulo 10 is the check digit
/// (GKV-Spitzenverband, "Vergabe der Krankenversichertennummer", modulus 10 procedure).
fn has_wrong_check_digit(number: &[u8]) -> bool {
    let [letter, digits @ .., check] = number else { return false };
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| byte - b'0');
    let (true, 8, Some(check)) = (letter.is_ascii_alphabetic(), digits.len(), digit(check)) else {
        return false;
    };
    let Some(digits) = digits.iter().map(digit).collect::<Option<Vec<u8>>>() else { return false };
    let letter = letter.to_ascii_uppercase() - b'A' + 1;
    let sum: u8 = [letter / 10, letter % 10]
        .into_iter()
        .chain(digits)
        .enumerate()
        .map(|(position, digit)| if position % 2 == 0 { digit } else { digit * 2 })
        .map(|product| product / 10 + product % 10)
        .sum();
    sum % 10 != check
}
