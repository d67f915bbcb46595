//! What of a file is kept: whose it is, which resources become entries, and which are left out.

use super::{
    allergies, conditions, documents,
    draft::{Draft, in_error},
    file::{File, Found, Item},
    immunizations, medications,
    node::{Fault, Node, Read, Stop},
    observations,
    parts::{Scope, source_id},
    patient::patient,
    procedures,
};
use crate::{
    records::model::{
        DocumentBytes, DropReason, Entry, Import, ImportReport, ImportedPatient, Reason, Resource, SourceId,
    },
    time::Timestamp,
};
use std::collections::{HashMap, HashSet};

/// Types and reasons of a report; a file that needs more rows is no record.
const ROWS_MAX: usize = 500;

/// Reads the whole file.
pub(super) fn import<'v>(root: Node<'v>, today: i64) -> Result<Import, Fault<'v>> {
    let whole = || -> Read<'v, Import> {
        let file = File::open(root)?;
        let mut importer = Importer::new(&file, today);
        importer.find_patient()?;
        for (index, item) in file.items.iter().enumerate() {
            importer.item(index, item)?;
        }
        importer.finish(root)
    };
    match whole() {
        Ok(import) => Ok(import),
        Err(Stop::Refuse(fault)) => Err(fault),
        // Nothing outside a single resource may be left out; that would be a mistake of ours.
        Err(Stop::Drop(_)) => Err(Fault::whole(root, Reason::NotFhir)),
    }
}

struct Importer<'f, 'v> {
    file: &'f File<'v>,
    today: i64,
    patient: Option<ImportedPatient>,
    /// The first item of every id.
    seen: HashMap<SourceId, usize>,
    used: HashSet<usize>,
    entries: Vec<Entry>,
    withdrawn: Vec<SourceId>,
    updated: HashMap<SourceId, Timestamp>,
    documents: Vec<DocumentBytes>,
    report: ImportReport,
}

impl<'f, 'v> Importer<'f, 'v> {
    fn new(file: &'f File<'v>, today: i64) -> Self {
        Self {
            file,
            today,
            patient: None,
            seen: HashMap::new(),
            used: HashSet::new(),
            entries: Vec::new(),
            withdrawn: Vec::new(),
            updated: HashMap::new(),
            documents: Vec::new(),
            report: ImportReport::default(),
        }
    }

    /// The one patient of the file; the very same resource may stand there twice.
    fn find_patient(&mut self) -> Read<'v, ()> {
        let mut first: Option<Node<'v>> = None;
        for item in self.file.items.iter().filter(|item| item.kind == "Patient") {
            match first {
                None => {
                    self.patient = Some(patient(item.node, self.today)?);
                    self.report.accept(item.kind);
                    first = Some(item.node);
                }
                Some(first) if first.0 == item.node.0 => {
                    self.report.leave_out(item.kind, DropReason::Duplicate)
                }
                Some(_) => return item.node.refuse(Reason::TwoPatients),
            }
        }
        Ok(())
    }

    fn item(&mut self, index: usize, item: &Item<'v>) -> Read<'v, ()> {
        match Resource::parse(item.kind) {
            Some(resource) => match self.entry(index, item, resource) {
                Err(Stop::Drop(reason)) => {
                    self.report.leave_out(item.kind, reason);
                    // The same resource twice was read the first time.
                    if reason != DropReason::Duplicate {
                        self.withdrawn.extend(source_id(item)?);
                    }
                }
                kept => kept?,
            },
            None if matches!(item.kind, "Patient" | "Medication") => {}
            None => self.report.leave_out(item.kind, DropReason::NotKept),
        }
        if self.report.dropped.len() > ROWS_MAX { item.node.refuse(Reason::TooMany) } else { Ok(()) }
    }

    fn entry(&mut self, index: usize, item: &Item<'v>, resource: Resource) -> Read<'v, ()> {
        let Some(source_id) = source_id(item)? else { return item.node.lacks("id", Reason::NoId) };
        let first = *self.seen.entry(source_id.clone()).or_insert(index);
        if let Some(first) = self.file.items.get(first).filter(|_| first != index) {
            if first.node.0 == item.node.0 {
                return Err(Stop::Drop(DropReason::Duplicate));
            }
            return item.node.refuse(Reason::SameIdTwice);
        }
        self.updated.extend(item.last_updated()?.map(|since| (source_id.clone(), since)));
        if in_error(item.node)? {
            return Err(Stop::Drop(DropReason::EnteredInError));
        }
        self.check_subject(item, resource)?;
        if item.node.holds("modifierExtension") || item.node.get("implicitRules").is_some() {
            return Err(Stop::Drop(DropReason::Modifier));
        }
        let scope = Scope { file: self.file, item: *item, today: self.today };
        let mut draft = match resource {
            Resource::AllergyIntolerance => allergies::allergy(&scope),
            Resource::Condition => conditions::condition(&scope),
            Resource::MedicationStatement => medications::statement(&scope),
            Resource::MedicationRequest => medications::request(&scope),
            Resource::Immunization => immunizations::immunization(&scope),
            Resource::Observation => observations::observation(&scope),
            Resource::Procedure => procedures::procedure(&scope),
            Resource::DiagnosticReport => documents::report(&scope),
            Resource::DocumentReference => documents::document(&scope),
        }?;
        for note in item.node.objects("note")? {
            draft.notes.extend(note.words("text")?);
        }
        self.keep(source_id, draft)
    }

    fn keep(&mut self, source_id: SourceId, draft: Draft) -> Read<'v, ()> {
        let Some(title) = draft.concept.title() else { return Err(Stop::Drop(DropReason::Untitled)) };
        self.report.accept(source_id.resource.as_str());
        for reason in draft.lost {
            self.report.leave_out("DiagnosticReport.presentedForm", reason);
        }
        self.used.extend(draft.used);
        for (file, bytes) in draft.files.into_iter().enumerate() {
            self.documents.push(DocumentBytes { source_id: source_id.clone(), file, bytes });
        }
        self.entries.push(Entry {
            section: source_id.resource.section(),
            source_id,
            title,
            date: draft.date,
            status: draft.status,
            assertion: draft.assertion,
            details: draft.details,
            codes: draft.concept.codes,
            by: draft.by,
            notes: draft.notes,
        });
        Ok(())
    }

    /// Every entry must say that it is about the patient of the file.
    fn check_subject(&mut self, item: &Item<'v>, resource: Resource) -> Read<'v, ()> {
        let name = match resource {
            Resource::AllergyIntolerance | Resource::Immunization => "patient",
            _ => "subject",
        };
        let Some(subject) = item.node.object(name)? else { return item.node.lacks(name, Reason::Missing) };
        let scope = Scope { file: self.file, item: *item, today: self.today };
        let found = match scope.follow(subject) {
            // The plainer reason goes first.
            Err(Stop::Refuse(fault)) if self.patient.is_none() => {
                return Err(Stop::Refuse(fault.because(Reason::NoPatient)));
            }
            found => found?,
        };
        match found {
            Some(Found { kind: "Patient", item: Some(_), .. }) => Ok(()),
            Some(Found { node, kind: "Patient", item: None }) => self.check_contained(node),
            Some(_) => subject.refuse(Reason::OtherPatient),
            None => self.check_identifier(subject),
        }
    }

    /// A patient inside the resource is the patient of the file, or must be the same person.
    fn check_contained(&mut self, node: Node<'v>) -> Read<'v, ()> {
        let contained = patient(node, self.today)?;
        match &self.patient {
            None => {
                self.report.accept("Patient");
                self.patient = Some(contained);
                Ok(())
            }
            Some(known)
                if (&known.family, &known.given, known.birth_date)
                    == (&contained.family, &contained.given, contained.birth_date) =>
            {
                Ok(())
            }
            Some(_) => node.refuse(Reason::OtherPatient),
        }
    }

    /// A subject may be named by an identifier alone (FHIR R4, `Reference.identifier`).
    fn check_identifier(&self, subject: Node<'v>) -> Read<'v, ()> {
        let Some(identifier) = subject.object("identifier")? else {
            return subject.lacks("reference", Reason::Missing);
        };
        let (system, value) = (identifier.text("system")?, identifier.text("value")?);
        let known = self.patient.as_ref().is_some_and(|patient| {
            patient.identifiers.iter().any(|of| Some(&*of.system) == system && Some(&*of.value) == value)
        });
        if known { Ok(()) } else { identifier.refuse(Reason::OtherPatient) }
    }

    fn finish(mut self, root: Node<'v>) -> Read<'v, Import> {
        for (index, _) in self.file.items.iter().enumerate().filter(|(_, item)| item.kind == "Medication") {
            if self.used.contains(&index) {
                self.report.accept("Medication");
            } else {
                self.report.leave_out("Medication", DropReason::NotKept);
            }
        }
        for _ in 0..self.file.empty {
            self.report.leave_out("Bundle.entry", DropReason::NoContent);
        }
        let deleted = self.file.deleted.iter().filter_map(|(kind, id)| {
            Resource::parse(kind).map(|resource| SourceId { resource, id: (*id).to_owned() })
        });
        // What is deleted and written anew by the same file is there.
        self.withdrawn.extend(deleted.filter(|deleted| !self.seen.contains_key(deleted)));
        let Self { patient, entries, withdrawn, updated, documents, report, .. } = self;
        match patient {
            Some(patient) => Ok(Import { patient, entries, withdrawn, updated, documents, report }),
            None => root.refuse(Reason::NoPatient),
        }
    }
}
