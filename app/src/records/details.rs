//! What the kinds of entries have of their own. Texts are the source's; codes of small value sets are enums.

use super::{decimal::Decimal, model::SourceId, units, when::When};
pub use super::{measured::*, medicines::*};
use serde::{Deserialize, Serialize};

/// What a kind of entry has of its own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Details {
    Allergy(AllergyDetails),
    Condition(ConditionDetails),
    Medication(MedicationDetails),
    Immunization(ImmunizationDetails),
    Value(ValueDetails),
    Procedure(ProcedureDetails),
    Document(DocumentDetails),
}

impl Details {
    /// The files that belong to it, in their order.
    pub fn files(&self) -> &[DocumentFile] {
        match self {
            Details::Document(document) => &document.files,
            _ => &[],
        }
    }

    /// The entries it refers to.
    pub fn related_mut(&mut self) -> &mut [Related] {
        match self {
            Details::Document(document) => &mut document.results,
            Details::Value(value) => &mut value.members,
            _ => &mut [],
        }
    }
}

/// A measured amount; the value keeps its digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    pub value: Option<Decimal>,
    pub comparator: Option<Comparator>,
    /// The unit for people.
    pub unit: Option<String>,
    /// The unit in UCUM, for machines.
    pub ucum: Option<String>,
}

impl Quantity {
    /// The unit as people write it; "1" is UCUM's word for none.
    pub fn printed_unit(&self) -> Option<String> {
        let written = self.unit.as_deref().or(self.ucum.as_deref());
        written.filter(|unit| *unit != "1").map(units::printed)
    }

    /// By what equal units are recognised.
    pub fn unit_key(&self) -> Option<String> {
        self.ucum.as_deref().or(self.unit.as_deref()).map(units::key)
    }
}

/// A value known only as a limit ("<0.5").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    Below,
    AtMost,
    AtLeast,
    Above,
}

/// From and to, where one may be open.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bounds {
    pub low: Option<Quantity>,
    pub high: Option<Quantity>,
}

/// When something was, in one of the ways FHIR can say it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    At(When),
    Period { start: Option<When>, end: Option<When> },
    Age(Quantity),
    Ages(Bounds),
    Text(String),
}

impl Moment {
    /// The date it can be sorted by.
    pub fn date(&self) -> Option<&When> {
        match self {
            Moment::At(when) => Some(when),
            Moment::Period { start, end } => start.as_ref().or(end.as_ref()),
            Moment::Age(_) | Moment::Ages(_) | Moment::Text(_) => None,
        }
    }
}

/// How sure somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    Confirmed,
    Unconfirmed,
    Provisional,
    /// One of several possible explanations.
    Differential,
}

/// Sorted by onset, else by when it was recorded.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AllergyDetails {
    pub kind: Option<AllergyKind>,
    pub categories: Vec<AllergyCategory>,
    pub criticality: Option<Criticality>,
    pub certainty: Option<Certainty>,
    pub reactions: Vec<Reaction>,
    pub onset: Option<Moment>,
    /// When it last happened.
    pub last: Option<When>,
    pub recorded: Option<When>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllergyKind {
    Allergy,
    Intolerance,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllergyCategory {
    Food,
    Medication,
    Environment,
    Biologic,
}

/// How dangerous a future reaction may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    Low,
    High,
    Unknown,
}

/// One reaction that happened.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reaction {
    pub substance: Option<String>,
    pub texts: Vec<String>,
    pub severity: Option<Severity>,
    pub onset: Option<When>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Mild,
    Moderate,
    Severe,
}

/// Sorted by onset, else by when it was recorded.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConditionDetails {
    pub certainty: Option<Certainty>,
    pub severity: Option<String>,
    pub body_sites: Vec<String>,
    pub onset: Option<Moment>,
    pub abatement: Option<Moment>,
    pub recorded: Option<When>,
}

/// Another entry, where it is in the same file, and what the source calls it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    pub source_id: Option<SourceId>,
    pub text: Option<String>,
}

/// Sorted by when it was done.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProcedureDetails {
    pub performed: Option<Moment>,
    pub body_sites: Vec<String>,
    pub reasons: Vec<String>,
    pub outcome: Option<String>,
    pub complications: Vec<String>,
    pub follow_up: Vec<String>,
}

/// A document, or a report that may bring one along. Sorted by the day it speaks of, else by when it was issued.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentDetails {
    /// A report of findings (DiagnosticReport); otherwise a document as such.
    pub report: bool,
    pub kinds: Vec<String>,
    pub conclusion: Option<String>,
    pub conclusions: Vec<String>,
    pub results: Vec<Related>,
    pub issued: Option<When>,
    pub files: Vec<DocumentFile>,
}

/// What is said about a file whose bytes are kept apart; its format is always PDF.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFile {
    pub title: Option<String>,
    pub date: Option<When>,
    /// In bytes.
    pub size: u64,
}
