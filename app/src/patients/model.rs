//! What is known about a person, who said so, and what kind of person it is.

pub use super::{
    birth_date::BirthDate,
    forms::{NewPatient, Query, Valid, Wanted},
};

/// One thing known about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    FamilyName,
    GivenName,
    BirthDate,
    /// The language of letters and of the first page.
    Language,
    Email,
    Phone,
    InsuranceNumber,
    /// Given by the portal; it stands on letters and helps on the telephone.
    PatientNumber,
    /// Given by the portal; it tells nothing about the person.
    SignInName,
}

impl Item {
    /// Every item, in the order in which people read them.
    pub const ALL: [Item; 9] = [
        Item::FamilyName,
        Item::GivenName,
        Item::BirthDate,
        Item::Language,
        Item::Email,
        Item::Phone,
        Item::InsuranceNumber,
        Item::PatientNumber,
        Item::SignInName,
    ];

    /// The name in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Item::FamilyName => "family_name",
            Item::GivenName => "given_name",
            Item::BirthDate => "birth_date",
            Item::Language => "language",
            Item::Email => "email",
            Item::Phone => "phone",
            Item::InsuranceNumber => "insurance_number",
            Item::PatientNumber => "patient_number",
            Item::SignInName => "sign_in_name",
        }
    }

    /// The item of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Item::ALL.into_iter().find(|item| item.as_str() == name)
    }
}

/// Who said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Typed at the desk.
    Reception,
    /// Given out by the portal itself.
    Portal,
    /// Typed by whoever runs the server.
    CommandLine,
    /// Taken over from the practice system.
    Import,
    /// Said by the person.
    Patient,
}

impl Source {
    /// Every source.
    pub const ALL: [Source; 5] =
        [Source::Reception, Source::Portal, Source::CommandLine, Source::Import, Source::Patient];

    /// The name in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Reception => "reception",
            Source::Portal => "portal",
            Source::CommandLine => "command-line",
            Source::Import => "import",
            Source::Patient => "patient",
        }
    }

    /// The source of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Source::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// A patient or a member of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Patient,
    Staff,
}

impl Kind {
    /// The name in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Patient => "patient",
            Kind::Staff => "staff",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Kind::Patient, Kind::Staff].into_iter().find(|kind| kind.as_str() == name)
    }
}
