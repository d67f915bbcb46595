//! Blind indexes: which values a person is found by, and how they are normalised first.
//!
//! Two spellings of the same thing must become the same text; the text itself is never stored.

use super::{
    alike,
    model::{BirthDate, Item},
};
use crate::backend::crypto::KeyRing;
use unicode_normalization::UnicodeNormalization as _;

/// What somebody can be found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Index {
    InsuranceNumber,
    PatientNumber,
    Email,
    Phone,
    /// Family name and birth date together.
    FamilyBirth,
    /// Given name and birth date together.
    GivenBirth,
    /// A part of a double family name and the birth date; found by it are probable duplicates only.
    FamilyPart,
    /// The same of a given name.
    GivenPart,
    SignInName,
    /// An identifier of the practice system, or of whoever gave one (FHIR R4, `Identifier`).
    FhirIdentifier,
}

impl Index {
    /// What makes two people probably one; numbers the portal gives out differ always.
    pub const OF_DUPLICATES: [Index; 5] =
        [Index::InsuranceNumber, Index::FamilyBirth, Index::GivenBirth, Index::Email, Index::Phone];

    /// What is made anew when master data change.
    pub const CHANGEABLE: [Index; 5] = Index::OF_DUPLICATES;

    /// The name in the table, and in the keyed hash; a part of a name is kept beside whole names, as another text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Index::InsuranceNumber => "insurance_number",
            Index::PatientNumber => "patient_number",
            Index::Email => "email",
            Index::Phone => "phone",
            Index::FamilyBirth | Index::FamilyPart => "family_birth",
            Index::GivenBirth | Index::GivenPart => "given_birth",
            Index::SignInName => "sign_in_name",
            Index::FhirIdentifier => "fhir_identifier",
        }
    }

    /// The blind index of a value that has been normalised.
    pub fn blind(self, keys: &KeyRing, normalised: &str) -> Vec<u8> {
        keys.blind_index(self.as_str(), normalised)
    }

    /// The blind index of each of these, once.
    pub(super) fn blind_all(keys: &KeyRing, values: Vec<(Index, String)>) -> Vec<(Index, Vec<u8>)> {
        let mut blind: Vec<_> =
            values.into_iter().map(|(index, value)| (index, index.blind(keys, &value))).collect();
        blind.sort();
        blind.dedup();
        blind
    }
}

/// Everything a person with these items is found by, normalised.
pub fn indexes(items: &[(Item, String)]) -> Vec<(Index, String)> {
    let value = |wanted| items.iter().find(|(item, _)| *item == wanted).map(|(_, value)| value.as_str());
    let birth = value(Item::BirthDate).and_then(BirthDate::from_iso);
    let with_birth = |name| Some(name_and_birth(value(name)?, birth?));
    [
        (Index::Email, value(Item::Email).map(email)),
        (Index::Phone, value(Item::Phone).map(phone)),
        (Index::InsuranceNumber, value(Item::InsuranceNumber).map(insurance_number)),
        (Index::PatientNumber, value(Item::PatientNumber).map(patient_number)),
        (Index::SignInName, value(Item::SignInName).map(sign_in_name)),
        (Index::FamilyBirth, with_birth(Item::FamilyName)),
        (Index::GivenBirth, with_birth(Item::GivenName)),
    ]
    .into_iter()
    .filter_map(|(index, normalised)| Some((index, normalised?)))
    .chain(alike::parts_kept(items))
    .collect()
}

/// A name together with a birth date; the date comes first because its length is fixed.
pub fn name_and_birth(typed: &str, birth: BirthDate) -> String {
    format!("{} {}", birth.to_iso(), name(typed))
}

/// A name without case, diacritics and what stands between its parts.
///
/// "ü", "ue" and "u" are one, and so are the other umlauts: people write all three. Vowel signs of scripts that need
/// them stay, because without them two names would become one.
pub fn name(typed: &str) -> String {
    let mut spelled = String::with_capacity(typed.len());
    // Composed first: "u" with a separate diaeresis is the same letter as "ü".
    for c in typed.nfc().flat_map(char::to_lowercase).nfc() {
        match c {
            'ä' | 'æ' => spelled.push_str("ae"),
            'ö' | 'ø' | 'œ' => spelled.push_str("oe"),
            'ü' => spelled.push_str("ue"),
            'å' => spelled.push_str("aa"),
            'ß' => spelled.push_str("ss"),
            'þ' => spelled.push_str("th"),
            'ł' => spelled.push('l'),
            'đ' | 'ð' => spelled.push('d'),
            'ı' => spelled.push('i'),
            'ς' => spelled.push('σ'),
            other => spelled.push(other),
        }
    }
    let plain = spelled.nfd().filter(|c| !is_diacritic(*c) && !separates(*c));
    without_second_vowel(plain).nfc().collect()
}

/// Whether two given names may be one person's: the first of each is the same, or one leaves out what the other adds with
/// a hyphen.
///
/// "Anna" and "Anna Maria" may be, and "Anna-Maria" too; "Hans-Peter" and "Hans-Jürgen" may not.
pub fn may_be_same_given(one: &str, other: &str) -> bool {
    let parts = |names: &str| -> Vec<String> {
        let first = names.split_whitespace().next().unwrap_or_default();
        first.split(['-', '\u{2010}', '\u{2011}']).map(name).filter(|part| !part.is_empty()).collect()
    };
    let (one, other) = (parts(one), parts(other));
    !one.is_empty() && !other.is_empty() && one.iter().zip(&other).all(|(one, other)| one == other)
}

/// Leaves out every "e" after "a", "o" or "u".
///
/// That makes "Bauer" into "baur" as well, which harms nobody: the text is only compared, and with a birth date.
fn without_second_vowel(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut after_vowel = false;
    letters.filter(move |c| {
        let leave_out = after_vowel && *c == 'e';
        after_vowel = leave_out || matches!(c, 'a' | 'o' | 'u');
        !leave_out
    })
}

/// Marks that people leave out: accents of European scripts, and the points of Arabic and Hebrew.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{591}'..='\u{5c7}')
}

/// White space, hyphens, apostrophes, points, and characters nobody sees.
fn separates(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '-' | '.' | '\'' | '`' | '´' | '\u{ad}' | '\u{2bb}' | '\u{2bc}' | '\u{2212}' | '\u{feff}'
                | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201b}' | '\u{2032}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        )
}

/// An e-mail address without case; hardly any mailbox tells "Erika@" from "erika@".
pub fn email(typed: &str) -> String {
    typed.trim().nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// A telephone number as international digits; one without a country code is German.
pub fn phone(typed: &str) -> String {
    // "+49 (0)30": the zero in brackets is not dialled after a country code.
    let spelled = typed.replace("(0)", "");
    let dialled: String = spelled.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    match dialled.strip_prefix('+').or_else(|| dialled.strip_prefix("00")) {
        Some(abroad) => match abroad.strip_prefix("49") {
            Some(german) => format!("49{}", german.strip_prefix('0').unwrap_or(german)),
            None => abroad.to_owned(),
        },
        None => {
            let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
            digits.strip_prefix('0').map(|german| format!("49{german}")).unwrap_or(digits)
        }
    }
}

/// An insurance number in capitals, without white space.
pub fn insurance_number(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// A patient number in capitals, without what it is grouped by, and with the characters people misread put right
/// (Crockford's base 32).
pub fn patient_number(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// A sign-in name in small letters, without white space and hyphens.
pub fn sign_in_name(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect()
}

/// An identifier together with who gave it; its length comes first, so that no two pairs become one text.
pub fn fhir_identifier(system: &str, value: &str) -> String {
    let (system, value) = (system.trim(), value.trim());
    format!("{} {system} {value}", system.len())
}
