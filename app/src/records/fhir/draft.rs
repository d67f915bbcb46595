//! What the readers of single resources hand back, and the words for states that several of them share.

use super::{
    node::{Node, Read, Stop},
    parts::{Concept, concept, known},
};
use crate::records::model::{Assertion, Certainty, Details, DropReason, Status, When};

/// An entry in the making.
pub(super) struct Draft {
    pub concept: Concept,
    pub status: Status,
    pub assertion: Assertion,
    pub date: Option<When>,
    pub by: Vec<String>,
    pub notes: Vec<String>,
    pub details: Details,
    /// The bytes of the files that `details` speaks of.
    pub files: Vec<Vec<u8>>,
    /// Why attachments of a report were left out.
    pub lost: Vec<DropReason>,
    /// The item of the file that was read along with this one.
    pub used: Option<usize>,
}

impl Draft {
    pub(super) fn new(concept: Concept, status: Status, date: Option<When>, details: Details) -> Self {
        Self {
            assertion: assertion(&concept),
            concept,
            status,
            date,
            by: Vec::new(),
            notes: Vec::new(),
            details,
            files: Vec::new(),
            lost: Vec::new(),
            used: None,
        }
    }
}

/// The absence codes of the International Patient Summary.
const IPS_ABSENT: &str = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
const SNOMED: &str = "http://snomed.info/sct";
/// "No known …" in SNOMED CT: allergies (to drugs, food, surroundings, latex twice, insects, animals), problems,
/// medications, procedures, immunisations (the roots that the value sets of IPS 2.0.0 name, and R4 examples).
const NONE_KNOWN: [&str; 12] = [
    "716186003",
    "409137002",
    "429625007",
    "428607008",
    "716184000",
    "1003774007",
    "428197003",
    "716220001",
    "160245001",
    "787481004",
    "787480003",
    "787482006",
];

fn assertion(concept: &Concept) -> Assertion {
    match concept.code_in(IPS_ABSENT) {
        Some(code) if code.starts_with("no-known-") => return Assertion::NoneKnown,
        Some(code) if code.ends_with("-info") => return Assertion::NoInformation,
        _ => {}
    }
    match concept.code_in(SNOMED) {
        Some(code) if NONE_KNOWN.contains(&code) => Assertion::NoneKnown,
        _ => Assertion::Present,
    }
}

/// The state a required `status` stands for; `None` from `read` means that it is not known.
pub(super) fn status<'v>(node: Node<'v>, read: impl Fn(&str) -> Option<Status>) -> Read<'v, Status> {
    match node.text("status")? {
        Some("cancelled" | "nullified" | "not-done") => Err(Stop::Drop(DropReason::NotDone)),
        Some("draft" | "registered") => Err(Stop::Drop(DropReason::NotYet)),
        Some("superseded") => Err(Stop::Drop(DropReason::Superseded)),
        Some(code) => read(code).ok_or(Stop::Drop(DropReason::NotUnderstood)),
        None => Err(Stop::Drop(DropReason::NotUnderstood)),
    }
}

/// `clinicalStatus` of allergies and conditions.
pub(super) fn clinical_status(node: Node<'_>) -> Read<'_, Status> {
    let state = known(first_code(&concept(node, "clinicalStatus")?), |code| match code {
        "active" | "recurrence" | "relapse" => Some(Status::Active),
        "inactive" => Some(Status::Inactive),
        "remission" => Some(Status::Remission),
        "resolved" => Some(Status::Resolved),
        _ => None,
    })?;
    Ok(state.unwrap_or(Status::Unknown))
}

/// `verificationStatus` of allergies and conditions; what was refuted is left out.
pub(super) fn certainty(node: Node<'_>) -> Read<'_, Option<Certainty>> {
    let verification = concept(node, "verificationStatus")?;
    if first_code(&verification) == Some("refuted") {
        return Err(Stop::Drop(DropReason::Refuted));
    }
    known(first_code(&verification), |code| match code {
        "confirmed" => Some(Certainty::Confirmed),
        "unconfirmed" => Some(Certainty::Unconfirmed),
        "provisional" => Some(Certainty::Provisional),
        "differential" => Some(Certainty::Differential),
        _ => None,
    })
}

/// A state is coded in the first place; further codings are local.
fn first_code(concept: &Concept) -> Option<&str> {
    concept.codes.iter().find_map(|code| code.code.as_deref())
}

/// Whether the source says that a resource is an error, wherever it says so.
pub(super) fn in_error(node: Node<'_>) -> Read<'_, bool> {
    const ERROR: &str = "entered-in-error";
    let coded = |concept: Concept| concept.codes.iter().any(|code| code.code.as_deref() == Some(ERROR));
    let written = |name: &str| matches!(node.get(name), Some(status) if status.is_text(ERROR));
    Ok(written("status") || written("docStatus") || coded(concept(node, "verificationStatus")?))
}
