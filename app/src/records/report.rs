//! What became of a file: what was taken over, what was left out and why, or why nothing was.

use serde::{Deserialize, Serialize};

/// The report of an import. It holds names of resource types and numbers, nothing about the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// In the order in which the types first occur in the file.
    pub accepted: Vec<Accepted>,
    pub dropped: Vec<Dropped>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    pub resource_type: String,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    pub resource_type: String,
    pub reason: DropReason,
    pub count: u32,
}

impl ImportReport {
    /// Counts a resource that was taken over.
    pub fn accept(&mut self, resource_type: &str) {
        match self.accepted.iter_mut().find(|accepted| accepted.resource_type == resource_type) {
            Some(accepted) => accepted.count += 1,
            None => self.accepted.push(Accepted { resource_type: resource_type.to_owned(), count: 1 }),
        }
    }

    /// Counts a resource that was left out.
    pub fn leave_out(&mut self, resource_type: &str, reason: DropReason) {
        let same =
            |dropped: &&mut Dropped| dropped.resource_type == resource_type && dropped.reason == reason;
        match self.dropped.iter_mut().find(same) {
            Some(dropped) => dropped.count += 1,
            None => self.dropped.push(Dropped { resource_type: resource_type.to_owned(), reason, count: 1 }),
        }
    }
}

/// Why a resource was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// The portal does not keep this type.
    NotKept,
    /// An observation that is neither a laboratory value nor a vital sign.
    OtherCategory,
    /// The source says that it was an error.
    EnteredInError,
    /// The source says that it turned out not to be so.
    Refuted,
    /// The source says that it was called off, was not done, or must not be done.
    NotDone,
    /// It is a draft, a proposal, or waits for its result.
    NotYet,
    /// The source has a newer one.
    Superseded,
    /// The same resource stands in the file twice.
    Duplicate,
    /// It carries a modifier (`modifierExtension`, `implicitRules`, `focus`) that may turn its meaning round.
    Modifier,
    /// Its state or its value is of a kind the portal does not know.
    NotUnderstood,
    /// It has neither a text nor a code that could be shown.
    Untitled,
    /// A document without a PDF inside the file.
    NoPdf,
    /// A document whose PDF is damaged or is none.
    BrokenPdf,
    /// A document over 10 MB.
    LargePdf,
    /// An entry of the bundle without a resource, or one that deletes.
    NoContent,
}

/// Why nothing of a file was taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Where, as a JSON path: `$.entry[3].resource.birthDate`.
    pub path: String,
    /// Where in the text, if it is not even JSON.
    pub position: Option<Position>,
    pub reason: Reason,
}

/// Both counted from one; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    FileTooLarge,
    NotUtf8,
    BrokenJson,
    TooDeep,
    TooMany,
    /// There is no `resourceType`, or it is no name.
    NotFhir,
    /// A bundle that is no record: a history, a batch, a message, an answer.
    BundleKind,
    NoPatient,
    TwoPatients,
    OtherPatient,
    /// A reference leads to nothing in the file.
    Dangling,
    /// A reference leads to a resource of the wrong type.
    WrongTarget,
    /// Something that must be there is not.
    Missing,
    WrongType(Wanted),
    /// A number with more digits than anybody measures.
    LongNumber,
    ControlCharacter,
    NotADate,
    /// A birth date without month or day.
    BirthDateIncomplete,
    /// Before 1900.
    TooEarly,
    InFuture,
    /// Nobody is that old.
    TooOld,
    /// Without an id the entry could not be recognised in the next import.
    NoId,
    BadId,
    /// Two different resources of the same type and id.
    SameIdTwice,
    /// The patient, or the file as a whole, carries a modifier that may turn its meaning round.
    Modifier,
    /// The source says that this patient was replaced by another.
    PatientReplaced,
    /// The source says that the whole document was an error.
    DocumentInError,
}

/// What a value should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    Text,
    Number,
    YesNo,
    List,
    Object,
}
