//! A record at rest: every entry encrypted under the subject's record key and bound to its row.
//!
//! Sealing happens before the transaction that stores, opening after the one that read.

use super::{
    model::{DocumentBytes, Entry, SourceId},
    store::{self, EntryRow, FileRow},
};
use crate::{
    backend::{
        crypto::{self, CareClass, DataKey, FileKey, KeyRing, Place, Purpose, Wrapped},
        db::Tx,
        failure::Failure,
        rng::{self, Rng},
    },
    ids::{DataKeyId, RecordEntryId, RecordFileId, SubjectId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

const CONTENT: Place = Place { table: "record_entries", column: "content_enc" };
const ABOUT: Place = Place { table: "record_files", column: "about_enc" };
const KEY: Place = Place { table: "record_files", column: "key_enc" };
/// Sealed entries have a length that is a multiple of this, so that length does not tell what they say.
const PADDING: usize = 256;
/// The database lets no number below nought in.
const NO_NUMBER: Failure = Failure::Inconsistent { table: "record_files", column: "number" };

/// An entry of a record, and how it came here.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: RecordEntryId,
    pub entry: Entry,
    /// Its files that are there, by their place in the entry.
    pub files: BTreeMap<usize, RecordFileId>,
    /// The name of the system it is from.
    pub source: String,
    /// When this version came.
    pub imported_at: Timestamp,
}

/// What `content_enc` holds; stored for ever, so fields are added with a default and none is renamed.
#[derive(Serialize, Deserialize)]
pub(super) struct Content {
    pub entry: Entry,
    pub source: String,
    pub imported_at: Timestamp,
    /// The SHA-256 of every file, by which an update is recognised.
    #[serde(default)]
    pub files: Vec<[u8; 32]>,
    /// Since when the source says so, where it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
}

/// What `about_enc` holds.
#[derive(Serialize, Deserialize)]
pub(super) struct About {
    pub name: Option<String>,
    /// In bytes.
    pub size: u64,
}

/// An entry with its files, ready to be stored.
pub(super) struct NewEntry {
    pub row: EntryRow,
    pub files: Vec<(FileRow, Vec<Vec<u8>>)>,
}

/// The hashes of files, in their order.
pub(super) fn fingerprints(files: &[&DocumentBytes]) -> Vec<[u8; 32]> {
    files.iter().map(|file| Sha256::digest(&file.bytes).into()).collect()
}

/// The keyed hash by which an entry is found again; the same entry of another subject has another one.
pub(super) fn source_hash(keys: &KeyRing, subject: SubjectId, source: &str, id: &SourceId) -> Vec<u8> {
    let parts: [&[u8]; 5] = [
        b"record-source",
        subject.as_bytes(),
        source.as_bytes(),
        id.resource.as_str().as_bytes(),
        id.id.as_bytes(),
    ];
    keys.mac(Purpose::BlindIndex, &parts).to_vec()
}

/// Seals an entry with its files.
pub(super) fn seal(
    rng: &dyn Rng,
    key: &DataKey,
    source_hash: Vec<u8>,
    content: &Content,
    files: &[&DocumentBytes],
) -> Result<NewEntry, Failure> {
    let id = RecordEntryId::from_random(rng::bytes(rng)?);
    let mut plain = zeroize::Zeroizing::new(serde_json::to_vec(content).map_err(|_| Failure::Sealed)?);
    // White space after the value is part of the grammar (RFC 8259, section 2).
    let padded = plain.len().next_multiple_of(PADDING);
    plain.resize(padded, b' ');
    let content_enc = key.seal(rng, CONTENT, &place_of_entry(id, &source_hash), &plain)?;
    let names = content.entry.details.files();
    let files = files
        .iter()
        .map(|file| {
            let name = names.get(file.file).and_then(|about| about.title.clone());
            seal_file(rng, key, id, file, name)
        })
        .collect::<Result<_, Failure>>()?;
    Ok(NewEntry { row: EntryRow { id, source_hash, content_enc }, files })
}

fn seal_file(
    rng: &dyn Rng,
    key: &DataKey,
    entry: RecordEntryId,
    file: &DocumentBytes,
    name: Option<String>,
) -> Result<(FileRow, Vec<Vec<u8>>), Failure> {
    let id = RecordFileId::from_random(rng::bytes(rng)?);
    let number = i64::try_from(file.file).map_err(|_| Failure::Sealed)?;
    let row = place_of_file(id, entry, number);
    let about = About { name, size: file.bytes.len() as u64 };
    let about = serde_json::to_vec(&about).map_err(|_| Failure::Sealed)?;
    let about_enc = key.seal(rng, ABOUT, &row, &about)?;
    let own = FileKey::create(rng)?;
    let key_enc = own.wrap(rng, key, KEY, &row)?;
    Ok((FileRow { id, entry, number, about_enc, key_enc }, own.seal(&file.bytes)?))
}

/// Opens an entry.
///
/// # Errors
/// [`Failure::Sealed`] when it was altered or moved.
pub(super) fn open(key: &DataKey, row: &EntryRow) -> Result<Content, Failure> {
    let plain = key.open(CONTENT, &place_of_entry(row.id, &row.source_hash), &row.content_enc)?;
    serde_json::from_slice(&plain)
        .map_err(|_| Failure::Inconsistent { table: CONTENT.table, column: CONTENT.column })
}

/// Opens what is known about a file, and its key.
pub(super) fn open_file(key: &DataKey, row: &FileRow) -> Result<(About, FileKey), Failure> {
    let place = place_of_file(row.id, row.entry, row.number);
    let about = key.open(ABOUT, &place, &row.about_enc)?;
    let about = serde_json::from_slice(&about)
        .map_err(|_| Failure::Inconsistent { table: ABOUT.table, column: ABOUT.column })?;
    Ok((about, FileKey::unwrap(key, KEY, &place, &row.key_enc)?))
}

/// The record key of a subject as the table holds it; `None` once it was erased.
pub(super) type FoundKey = Option<(DataKeyId, Wrapped)>;

pub(super) async fn find_key(tx: &mut Tx<'_>, subject: SubjectId) -> Result<FoundKey, Failure> {
    crypto::store::find_care_key(tx, subject, CareClass::Record).await
}

pub(super) fn open_key(keys: &KeyRing, subject: SubjectId, found: &FoundKey) -> Result<DataKey, Failure> {
    let (id, wrapped) = found.as_ref().ok_or(Failure::Sealed)?;
    keys.open_data_key(*id, subject, CareClass::Record, wrapped)
}

/// A record as the database holds it.
pub struct SealedRecord {
    subject: SubjectId,
    pub(super) key: FoundKey,
    pub(super) rows: Vec<EntryRow>,
    files: Vec<(RecordEntryId, i64, RecordFileId)>,
}

/// Reads the present version of a record, for a transaction that may record the reading as well.
pub async fn load(tx: &mut Tx<'_>, subject: SubjectId) -> Result<SealedRecord, Failure> {
    let key = find_key(tx, subject).await?;
    let rows = store::list_current(tx, subject).await?;
    Ok(SealedRecord { subject, key, rows, files: store::list_files(tx, subject).await? })
}

impl SealedRecord {
    /// Decrypts the record, newest first; what has no date comes last.
    ///
    /// Nothing is left of a record whose key was erased.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when an entry was altered or moved; then nothing of the record is given out.
    pub fn open(&self, keys: &KeyRing) -> Result<Vec<Kept>, Failure> {
        if self.key.is_none() {
            return Ok(Vec::new());
        }
        let key = open_key(keys, self.subject, &self.key)?;
        let mut files: HashMap<RecordEntryId, BTreeMap<usize, RecordFileId>> = HashMap::new();
        for (entry, number, file) in &self.files {
            let number = usize::try_from(*number).map_err(|_| NO_NUMBER)?;
            files.entry(*entry).or_default().insert(number, *file);
        }
        let mut kept = |row: &EntryRow| {
            let Content { entry, source, imported_at, .. } = open(&key, row)?;
            Ok(Kept {
                id: row.id,
                entry,
                files: files.remove(&row.id).unwrap_or_default(),
                source,
                imported_at,
            })
        };
        let mut record = self.rows.iter().map(&mut kept).collect::<Result<Vec<Kept>, Failure>>()?;
        record.sort_by_cached_key(|kept| {
            let date = kept.entry.date.as_ref().map(|when| when.earliest());
            (Reverse(date), kept.entry.title.clone(), kept.id)
        });
        Ok(record)
    }
}

fn place_of_entry(id: RecordEntryId, source_hash: &[u8]) -> Vec<u8> {
    [id.as_bytes().as_slice(), source_hash].concat()
}

fn place_of_file(id: RecordFileId, entry: RecordEntryId, number: i64) -> Vec<u8> {
    [id.as_bytes().as_slice(), entry.as_bytes(), &number.to_be_bytes()].concat()
}
