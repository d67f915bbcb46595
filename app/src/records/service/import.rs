//! Takes a record over from a file.
//!
//! Whose record a file is was decided before (`patients::arrivals`). An import is one transaction: all of it or nothing.

use crate::{
    audit::{self, Act, Category, Who},
    backend::{crypto::DataKey, failure::Failure, state::AppState},
    ids::{PersonId, RecordEntryId, SubjectId},
    patients::subjects::subject_of,
    records::{
        model::{DocumentBytes, Entry, Import, SourceId},
        sealed::{self, Content, NewEntry, SealedRecord},
        store,
    },
    time::Timestamp,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How often an import begins again because another one for the same person was faster.
const ROUNDS: usize = 5;

/// What an import did, in entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    pub added: usize,
    /// They were there already, word for word.
    pub unchanged: usize,
    /// Newer versions took the place of older ones, which are kept.
    pub replaced: usize,
    /// The source has taken them back, or says them now in a way that is not understood; they are kept and not shown.
    pub withdrawn: usize,
    /// The source said so before it said what is there, which stays.
    pub older: usize,
    /// New ones that are there by type and id from a source of another name; a misspelt name looks like that.
    pub elsewhere: usize,
}

/// Takes a record over.
///
/// For callers that have authorised the import themselves: `by` is who the access log will name. An entry is the same
/// when source, resource type and id are; where nothing is new, nothing is written.
///
/// 1. What is there is read and compared with what comes.
/// 2. Keys and ciphertexts are made before the transaction.
/// 3. In the transaction imports for one subject take turns; if the record has changed since step 1, all begins again.
pub async fn import(
    state: &AppState,
    by: Who,
    import: &Import,
    source: &str,
    person: PersonId,
) -> Result<ImportOutcome, Failure> {
    let subject = subject_of(state, person).await?;
    let now = state.clock.now();
    for _ in 0..ROUNDS {
        let record = state.db.read(move |tx| Box::pin(sealed::load(tx, subject))).await?;
        let before: BTreeSet<RecordEntryId> = record.rows.iter().map(|row| row.id).collect();
        let (plan, outcome) = plan(state, subject, &record, import, source, now)?;
        if plan.is_empty() {
            return Ok(outcome);
        }
        let chain = audit::chain_for_subject(state, subject).await?;
        let mut entry = audit::Entry::new(now, by.clone(), Act::RecordImported, Category::Record);
        entry.objects = plan.iter().filter_map(Step::object).map(|id| id.uuid()).collect();
        let log = audit::prepare(state, &chain, &entry)?;
        let stored = state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::take_turns(tx, subject).await?;
                    let present = store::list_current_ids(tx, subject).await?;
                    if present.into_iter().collect::<BTreeSet<_>>() != before {
                        return Ok(false);
                    }
                    for Step { new, replaces } in &plan {
                        if let Some(old) = replaces {
                            store::retire_entry(tx, subject, *old).await?;
                        }
                        let Some(new) = new else { continue };
                        store::insert_entry(tx, subject, &new.row).await?;
                        for (file, pieces) in &new.files {
                            store::insert_file(tx, subject, file).await?;
                            for (number, piece) in (0..).zip(pieces) {
                                store::insert_piece(tx, file.id, number, piece).await?;
                            }
                        }
                    }
                    audit::record(tx, log).await?;
                    Ok(true)
                })
            })
            .await?;
        if stored {
            return Ok(outcome);
        }
    }
    Err(Failure::Unavailable)
}

/// An entry to be stored, in the place of an older one or not; or one that is withdrawn, with nothing in its place.
struct Step {
    new: Option<NewEntry>,
    replaces: Option<RecordEntryId>,
}

impl Step {
    /// Which entry the access log names.
    fn object(&self) -> Option<RecordEntryId> {
        self.new.as_ref().map(|new| new.row.id).or(self.replaces)
    }
}

/// Compares what comes with what is there, and seals what is new.
fn plan(
    state: &AppState,
    subject: SubjectId,
    record: &SealedRecord,
    import: &Import,
    source: &str,
    now: Timestamp,
) -> Result<(Vec<Step>, ImportOutcome), Failure> {
    let key = sealed::open_key(&state.keys, subject, &record.key)?;
    let there: HashMap<&[u8], _> = record.rows.iter().map(|row| (row.source_hash.as_slice(), row)).collect();
    let documents = by_entry(&import.documents);
    let (mut steps, mut outcome, mut added) = (Vec::new(), ImportOutcome::default(), HashSet::new());
    for entry in &import.entries {
        let files = documents.get(&entry.source_id).map(Vec::as_slice).unwrap_or_default();
        let fingerprints = sealed::fingerprints(files);
        let hash = sealed::source_hash(&state.keys, subject, source, &entry.source_id);
        let updated = import.updated.get(&entry.source_id).copied();
        let old = there.get(hash.as_slice());
        match old.map(|row| sealed::open(&key, row)).transpose()? {
            Some(old) if old.entry == *entry && old.files == fingerprints => {
                outcome.unchanged += 1;
                continue;
            }
            Some(old) if is_older(updated, old.updated) => {
                outcome.older += 1;
                continue;
            }
            Some(_) => outcome.replaced += 1,
            None => {
                added.insert(&entry.source_id);
            }
        }
        let content = Content {
            entry: Entry::clone(entry),
            source: source.to_owned(),
            imported_at: now,
            files: fingerprints,
            updated,
        };
        let new = sealed::seal(&*state.rng, &key, hash, &content, files)?;
        steps.push(Step { new: Some(new), replaces: old.map(|row| row.id) });
    }
    let mut withdrawn = BTreeSet::new();
    for id in &import.withdrawn {
        let hash = sealed::source_hash(&state.keys, subject, source, id);
        let Some(row) = there.get(hash.as_slice()) else { continue };
        if is_older(import.updated.get(id).copied(), sealed::open(&key, row)?.updated) {
            outcome.older += 1;
        } else {
            withdrawn.insert(row.id);
        }
    }
    (outcome.added, outcome.withdrawn) = (added.len(), withdrawn.len());
    outcome.elsewhere = under_other_names(&key, record, source, &added)?;
    steps.extend(withdrawn.into_iter().map(|old| Step { new: None, replaces: Some(old) }));
    Ok((steps, outcome))
}

/// Whether what comes was said before what is there; where one of the two does not tell, it was not.
fn is_older(comes: Option<Timestamp>, there: Option<Timestamp>) -> bool {
    comes.zip(there).is_some_and(|(comes, there)| comes < there)
}

/// How many of the new entries are there already, by type and id, from a source of another name.
fn under_other_names(
    key: &DataKey,
    record: &SealedRecord,
    source: &str,
    added: &HashSet<&SourceId>,
) -> Result<usize, Failure> {
    let mut others = HashSet::new();
    for row in record.rows.iter().filter(|_| !added.is_empty()) {
        let Content { entry, source: of, .. } = sealed::open(key, row)?;
        if of != source && added.contains(&entry.source_id) {
            others.insert(entry.source_id);
        }
    }
    Ok(others.len())
}

/// The files of every entry, in their order.
fn by_entry(documents: &[DocumentBytes]) -> HashMap<&SourceId, Vec<&DocumentBytes>> {
    let mut of: HashMap<&SourceId, Vec<&DocumentBytes>> = HashMap::new();
    for document in documents {
        of.entry(&document.source_id).or_default().push(document);
    }
    of.values_mut().for_each(|files| files.sort_by_key(|file| file.file));
    of
}
