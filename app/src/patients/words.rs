//! Master data in words.

use super::{
    model::{BirthDate, Item, Source},
    normal::Index,
    service::zone,
    texts,
};
use crate::{lang::Lang, time::Timestamp, ui::date::date_in_words};

/// A birth date the way it is spoken.
pub(crate) fn spoken(lang: Lang, date: BirthDate) -> String {
    let (Ok(year), Ok(month), Ok(day)) =
        (i16::try_from(date.year()), i8::try_from(date.month()), i8::try_from(date.day()))
    else {
        return date.to_iso();
    };
    jiff::civil::Date::new(year, month, day).map_or_else(|_| date.to_iso(), |date| date_in_words(date, lang))
}

/// The value of an item as people read it.
pub(super) fn in_words(lang: Lang, item: Item, value: &str) -> String {
    let words = match item {
        Item::BirthDate => BirthDate::from_iso(value).map(|date| spoken(lang, date)),
        Item::Language => Lang::from_tag(value).map(|spoken| spoken.own_name().to_owned()),
        _ => None,
    };
    words.unwrap_or_else(|| value.to_owned())
}

/// What an item is called.
pub fn label(lang: Lang, item: Item) -> &'static str {
    match item {
        Item::FamilyName => texts::family_name(lang),
        Item::GivenName => texts::given_name(lang),
        Item::BirthDate => texts::birth_date(lang),
        Item::Language => texts::language(lang),
        Item::Email => texts::email(lang),
        Item::Phone => texts::phone(lang),
        Item::InsuranceNumber => texts::insurance_number(lang),
        Item::PatientNumber => texts::patient_number(lang),
        Item::SignInName => texts::sign_in_name(lang),
    }
}

/// Who said so, and when.
pub(super) fn origin(lang: Lang, source: Source, since: Timestamp) -> Option<String> {
    let source = match source {
        Source::Reception => texts::source_reception(lang),
        Source::Portal => texts::source_portal(lang),
        Source::CommandLine => texts::source_command_line(lang),
        Source::Import => texts::source_import(lang),
        Source::Patient => texts::source_patient(lang),
    };
    let date = zone().to_datetime(jiff::Timestamp::from_millisecond(since.0).ok()?).date();
    Some(format!("{source} {}", date_in_words(date, lang)))
}

/// Who said so, for the operator: fits behind "given by".
pub fn given_by(source: Source) -> &'static str {
    match source {
        Source::Reception => "the practice",
        Source::Portal => "the portal",
        Source::CommandLine => "the command line",
        Source::Import => "the import",
        Source::Patient => "the patient",
    }
}

/// What two people share.
pub(super) fn in_common(lang: Lang, index: Index) -> &'static str {
    match index {
        Index::FamilyBirth => texts::because_family_birth(lang),
        Index::GivenBirth => texts::because_given_birth(lang),
        Index::FamilyPart => texts::because_family_part(lang),
        Index::GivenPart => texts::because_given_part(lang),
        Index::Email => texts::because_email(lang),
        Index::Phone => texts::because_phone(lang),
        Index::InsuranceNumber => texts::because_insurance_number(lang),
        Index::PatientNumber => texts::because_patient_number(lang),
        Index::SignInName => texts::because_sign_in_name(lang),
        Index::FhirIdentifier => texts::because_fhir_identifier(lang),
    }
}
