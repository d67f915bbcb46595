//! An export at rest: the file as it was signed, encrypted under the subject's key of the consents and bound to its number.

use super::store::{self, Row};
use crate::{
    backend::{
        crypto::{self, CareClass, DataKey, KeyRing, Place},
        db::Tx,
        failure::Failure,
        rng::Rng,
    },
    ids::SubjectId,
};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

const CONTENT: Place = Place { table: "consent_exports", column: "content_enc" };
/// Sealed files have a length that is a multiple of this, so that length does not tell how much was decided.
const PADDING: usize = 4096;

/// SHA-256 of a file, as documents, entries of the access log and people write it.
pub fn hash(file: &[u8]) -> String {
    Sha256::digest(file).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Seals a file for its row.
pub(super) fn seal(
    rng: &dyn Rng,
    key: &DataKey,
    (subject_id, version): (SubjectId, i64),
    file: &[u8],
) -> Result<Row, Failure> {
    // A file ends with a line feed, so what is filled up with spaces can be told from it.
    let mut plain = file.to_vec();
    plain.resize(plain.len().next_multiple_of(PADDING), b' ');
    let content_enc = key.seal(rng, CONTENT, &place(subject_id, version), &plain)?;
    Ok(Row { subject_id, version, content_enc })
}

/// Opens a row.
///
/// # Errors
/// [`Failure::Sealed`] for one that was altered, or sealed for another subject or number.
pub(super) fn open(key: &DataKey, row: &Row) -> Result<Vec<u8>, Failure> {
    let plain = key.open(CONTENT, &place(row.subject_id, row.version), &row.content_enc)?;
    let end = plain.iter().rposition(|byte| *byte != b' ').map_or(0, |last| last + 1);
    Ok(plain[..end].to_vec())
}

/// A version that is kept, for whoever compares it with the access log.
pub struct Kept {
    pub subject: SubjectId,
    pub version: i64,
    pub content: Content,
}

/// What can be said about it.
pub enum Content {
    /// It opens, and its file has this hash.
    Opened(String),
    /// It is not what was sealed there.
    Damaged,
    /// The key was erased, and nobody can tell.
    Locked,
}

/// Versions fetched at a time.
const PAGE: i64 = 200;

/// Everybody's versions after a place, in the order of subjects and numbers; none at the end.
pub async fn page(
    tx: &mut Tx<'_>,
    keys: &KeyRing,
    (subject, version): (SubjectId, i64),
) -> Result<Vec<Kept>, Failure> {
    let rows = store::list_after(tx, subject, version, PAGE).await?;
    let (mut page, mut known): (Vec<Kept>, Option<(SubjectId, Opening)>) = (Vec::new(), None);
    for row in rows {
        let (subject, version) = (row.subject_id, row.version);
        let opening = match known.take().filter(|(whose, _)| *whose == subject) {
            Some((_, opening)) => opening,
            None => Opening::of(tx, keys, subject).await?,
        };
        page.push(Kept { subject, version, content: opening.content(&row) });
        known = Some((subject, opening));
    }
    Ok(page)
}

/// The key of a subject's exports, as far as it is there.
enum Opening {
    With(DataKey),
    /// What is in its place is no key.
    Broken,
    Erased,
}

impl Opening {
    async fn of(tx: &mut Tx<'_>, keys: &KeyRing, subject: SubjectId) -> Result<Self, Failure> {
        let found = crypto::store::find_care_key(tx, subject, CareClass::Evidence).await?;
        let Some((id, wrapped)) = found else { return Ok(Self::Erased) };
        let key = keys.open_data_key(id, subject, CareClass::Evidence, &wrapped);
        Ok(key.map_or(Self::Broken, Self::With))
    }

    fn content(&self, row: &Row) -> Content {
        match self {
            Self::With(key) => open(key, row).map_or(Content::Damaged, |file| Content::Opened(hash(&file))),
            Self::Broken => Content::Damaged,
            Self::Erased => Content::Locked,
        }
    }
}

fn place(subject: SubjectId, version: i64) -> Vec<u8> {
    [subject.as_bytes().as_slice(), &version.to_be_bytes()].concat()
}
