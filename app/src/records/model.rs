//! A record as the portal keeps it: one shape for every kind of entry, the wording of the source untouched.

pub use super::{
    decimal::Decimal,
    details::*,
    report::{Accepted, DropReason, Dropped, ImportReport, Position, Reason, Refusal, Wanted},
    when::{Precision, TimeOfDay, When},
};
use crate::{patients::model::BirthDate, time::Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The largest file that is read.
pub const FILE_MAX: usize = 20 * 1024 * 1024;
/// The largest document inside a file, decoded.
pub const DOCUMENT_MAX: usize = 10 * 1024 * 1024;
/// The longest id of the source; FHIR R4 says 64, some systems do not listen.
pub const SOURCE_ID_MAX: usize = 255;

/// One entry of somebody's record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub source_id: SourceId,
    pub section: Section,
    /// What it is, in the words of the source.
    pub title: String,
    /// What it is sorted by; which date that is depends on the kind (see `details`).
    pub date: Option<When>,
    pub status: Status,
    pub assertion: Assertion,
    pub details: Details,
    pub codes: Vec<Code>,
    /// Who measured, wrote or did it, as far as the source names them.
    pub by: Vec<String>,
    pub notes: Vec<String>,
}

/// By what the source knows an entry; with the name of the source it makes an import repeatable.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceId {
    pub resource: Resource,
    pub id: String,
}

/// The resource types of FHIR R4 that become entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Resource {
    AllergyIntolerance,
    Condition,
    MedicationStatement,
    MedicationRequest,
    Immunization,
    Observation,
    Procedure,
    DiagnosticReport,
    DocumentReference,
}

impl Resource {
    /// Every type that becomes an entry.
    pub const ALL: [Resource; 9] = [
        Resource::AllergyIntolerance,
        Resource::Condition,
        Resource::MedicationStatement,
        Resource::MedicationRequest,
        Resource::Immunization,
        Resource::Observation,
        Resource::Procedure,
        Resource::DiagnosticReport,
        Resource::DocumentReference,
    ];

    /// The name in FHIR.
    pub const fn as_str(self) -> &'static str {
        match self {
            Resource::AllergyIntolerance => "AllergyIntolerance",
            Resource::Condition => "Condition",
            Resource::MedicationStatement => "MedicationStatement",
            Resource::MedicationRequest => "MedicationRequest",
            Resource::Immunization => "Immunization",
            Resource::Observation => "Observation",
            Resource::Procedure => "Procedure",
            Resource::DiagnosticReport => "DiagnosticReport",
            Resource::DocumentReference => "DocumentReference",
        }
    }

    /// The type of that name, if it becomes an entry.
    pub fn parse(name: &str) -> Option<Self> {
        Resource::ALL.into_iter().find(|resource| resource.as_str() == name)
    }

    /// Where people look for it.
    pub const fn section(self) -> Section {
        match self {
            Resource::AllergyIntolerance => Section::Allergies,
            Resource::Condition => Section::Conditions,
            Resource::MedicationStatement | Resource::MedicationRequest => Section::Medications,
            Resource::Immunization => Section::Immunizations,
            Resource::Observation => Section::Values,
            Resource::Procedure => Section::Procedures,
            Resource::DiagnosticReport | Resource::DocumentReference => Section::Documents,
        }
    }
}

/// The parts of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Allergies,
    Conditions,
    Medications,
    Immunizations,
    Values,
    Procedures,
    Documents,
}

impl Section {
    /// Every section, in the order in which people read them.
    pub const ALL: [Section; 7] = [
        Section::Allergies,
        Section::Conditions,
        Section::Medications,
        Section::Immunizations,
        Section::Values,
        Section::Procedures,
        Section::Documents,
    ];
}

/// How things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Active,
    Planned,
    OnHold,
    Completed,
    Stopped,
    NotTaken,
    Inactive,
    Remission,
    Resolved,
    Preliminary,
    Final,
    Corrected,
    Unknown,
}

/// Whether an entry says that there is something, that there is nothing, or that nobody has asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assertion {
    #[default]
    Present,
    /// "No known allergies": a finding, not a gap.
    NoneKnown,
    NoInformation,
}

/// A code of some terminology.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Code {
    pub system: Option<String>,
    pub code: Option<String>,
    pub display: Option<String>,
}

/// Who the file says it is about. Address, telephone, sex and everything else are not taken over.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedPatient {
    pub family: String,
    /// All given names, as they are written one after the other; empty where the source has none.
    pub given: String,
    pub birth_date: BirthDate,
    pub identifiers: Vec<Identifier>,
}

impl ImportedPatient {
    /// Where German systems put the insurance number of statutory insurance: the current and the older name.
    const INSURANCE_NUMBER: [&'static str; 2] =
        ["http://fhir.de/sid/gkv/kvid-10", "http://fhir.de/NamingSystem/gkv/kvid-10"];

    /// The insurance number, if the file has one.
    pub fn insurance_number(&self) -> Option<&str> {
        let of = |system: &str| self.telling().find(|identifier| identifier.system == system);
        Self::INSURANCE_NUMBER.into_iter().find_map(of).map(|identifier| identifier.value.as_str())
    }

    /// The identifiers that tell who somebody is.
    pub fn telling(&self) -> impl Iterator<Item = &Identifier> {
        self.identifiers.iter().filter(|identifier| identifier.tells)
    }
}

/// A number somebody is known by, and who gave it.
#[derive(Clone, PartialEq, Eq)]
pub struct Identifier {
    pub system: String,
    pub value: String,
    /// Whether it stays with one person: neither given for a while, nor valid beside another one only, nor what a system
    /// writes where it knows none.
    pub tells: bool,
}

/// The content of a document, apart from what is said about it in [`DocumentDetails::files`].
pub struct DocumentBytes {
    pub source_id: SourceId,
    /// Which of the entry's files.
    pub file: usize,
    pub bytes: Vec<u8>,
}

/// A file that was understood as a whole.
pub struct Import {
    pub patient: ImportedPatient,
    pub entries: Vec<Entry>,
    /// What the file speaks of without giving an entry: the source takes it back, or says it in a way that is not
    /// understood. A version that is there already is not shown as true any longer.
    pub withdrawn: Vec<SourceId>,
    /// Since when the source says so (FHIR R4, `meta.lastUpdated`), of those where it tells.
    pub updated: HashMap<SourceId, Timestamp>,
    pub documents: Vec<DocumentBytes>,
    pub report: ImportReport,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_stored_under_its_fhir_name() {
        for resource in Resource::ALL {
            assert_eq!(serde_json::to_value(resource).expect("serialises"), resource.as_str());
            assert_eq!(Resource::parse(resource.as_str()), Some(resource));
        }
        assert_eq!(Resource::parse("Patient"), None);
    }
}
