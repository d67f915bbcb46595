//! A recorded form at rest: what it is about and its scan, encrypted under the subject's evidence key.

use super::{
    model::ScanKind,
    store::{self, Row},
};
use crate::{
    backend::{
        crypto::{DataKey, Encrypted, FileKey, Place},
        db::Tx,
        failure::Failure,
        rng::{self, Rng},
    },
    ids::{ConsentPaperId, SubjectId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const ABOUT: Place = Place { table: "consent_papers", column: "about_enc" };
const FILE_KEY: Place = Place { table: "consent_papers", column: "file_key_enc" };
/// What is sealed about a form has a length that is a multiple of this, so that length does not tell how much was signed.
const PADDING: usize = 256;

/// What is known about a recorded form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct About {
    /// The numbers of the decisions that were recorded from it.
    pub decisions: Vec<i64>,
    pub recorded_at: Timestamp,
    pub kind: ScanKind,
    /// Bytes of the scan.
    pub size: u64,
}

/// A form ready to be stored.
pub struct NewPaper {
    row: Row,
    pieces: Vec<Vec<u8>>,
}

impl NewPaper {
    /// Seals a form, outside any transaction.
    pub(super) fn seal(
        rng: &dyn Rng,
        key: &DataKey,
        subject: SubjectId,
        about: &About,
        scan: &[u8],
    ) -> Result<Self, Failure> {
        let id = ConsentPaperId::from_random(rng::bytes(rng)?);
        let place = place(subject, id);
        let mut plain = serde_json::to_vec(about).map_err(|_| Failure::Sealed)?;
        // White space after the value is part of the grammar (RFC 8259, section 2).
        plain.resize(plain.len().next_multiple_of(PADDING), b' ');
        let about_enc = key.seal(rng, ABOUT, &place, &plain)?;
        let own = FileKey::create(rng)?;
        let file_key_enc = own.wrap(rng, key, FILE_KEY, &place)?;
        Ok(Self { row: Row { id, about_enc, file_key_enc }, pieces: own.seal(scan)? })
    }

    /// The name of the form.
    pub(super) fn id(&self) -> ConsentPaperId {
        self.row.id
    }
}

/// Stores a form with its scan; a statement or a few of the transaction that records its decisions.
pub async fn insert(tx: &mut Tx<'_>, subject: SubjectId, paper: &NewPaper) -> Result<(), Failure> {
    store::insert(tx, subject, &paper.row).await?;
    for (number, piece) in (0..).zip(&paper.pieces) {
        store::insert_piece(tx, paper.row.id, number, piece).await?;
    }
    Ok(())
}

/// What is known about a form.
///
/// # Errors
/// [`Failure::Sealed`] for one that was altered, or sealed for somebody else.
pub(super) fn open(key: &DataKey, subject: SubjectId, row: &Row) -> Result<About, Failure> {
    let plain = key.open(ABOUT, &place(subject, row.id), &row.about_enc)?;
    serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)
}

/// The scan of a form.
///
/// # Errors
/// [`Failure::Sealed`] when a piece is missing, altered, or another's.
pub(super) fn open_scan(
    key: &DataKey,
    subject: SubjectId,
    row: &Row,
    pieces: &[Vec<u8>],
) -> Result<Vec<u8>, Failure> {
    let field: &Encrypted = &row.file_key_enc;
    let mut opener = FileKey::unwrap(key, FILE_KEY, &place(subject, row.id), field)?.open();
    let (last, others) = pieces.split_last().ok_or(Failure::Sealed)?;
    let mut scan = Vec::new();
    for piece in others {
        scan.extend(opener.next(piece)?);
    }
    scan.extend(opener.last(last)?);
    Ok(scan)
}

fn place(subject: SubjectId, id: ConsentPaperId) -> Vec<u8> {
    [subject.as_bytes().as_slice(), id.as_bytes()].concat()
}
