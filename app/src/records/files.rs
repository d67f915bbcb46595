//! Documents on their way out: decrypted piece by piece, so that a large one needs no more memory than a small one.

use super::{
    sealed::{self, About, FoundKey},
    store::{self, FileRow},
};
use crate::{
    backend::{
        crypto::{PIECE, PieceOpener},
        db::Tx,
        failure::Failure,
        state::AppState,
    },
    ids::{RecordFileId, SubjectId},
};
use futures::stream::{self, BoxStream, StreamExt as _};

/// A file ready to be sent.
pub struct OpenFile {
    /// What the source calls it.
    pub name: Option<String>,
    /// In bytes; exactly so many come, or the stream ends with an error.
    pub size: u64,
    pub content: BoxStream<'static, Result<Vec<u8>, Failure>>,
}

/// A file as the database holds it, without its content.
pub struct SealedFile {
    subject: SubjectId,
    key: FoundKey,
    row: FileRow,
}

/// Finds a file of the present version of an entry, for a transaction that may record the reading as well.
///
/// `None` when there is no such file, when it is somebody else's, or when its entry was replaced.
pub async fn load(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    file: RecordFileId,
) -> Result<Option<SealedFile>, Failure> {
    let Some(row) = store::find_file(tx, subject, file).await? else { return Ok(None) };
    Ok(Some(SealedFile { subject, key: sealed::find_key(tx, subject).await?, row }))
}

/// The same for callers that record nothing, such as patients with their own record.
///
/// For callers that have authorised the reading themselves.
pub async fn file(
    state: &AppState,
    subject: SubjectId,
    file: RecordFileId,
) -> Result<Option<OpenFile>, Failure> {
    let found = state.db.read(move |tx| Box::pin(load(tx, subject, file))).await?;
    found.map(|found| found.open(state)).transpose()
}

impl SealedFile {
    /// Opens what is known about the file; its content follows as it is read.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when it was altered or moved, or the key of the record was erased.
    pub fn open(self, state: &AppState) -> Result<OpenFile, Failure> {
        let key = sealed::open_key(&state.keys, self.subject, &self.key)?;
        let (About { name, size }, own) = sealed::open_file(&key, &self.row)?;
        let pieces = Pieces {
            state: state.clone(),
            subject: self.subject,
            file: self.row.id,
            opener: Some(own.open()),
            number: 0,
            left: size,
        };
        let content = stream::try_unfold(pieces, |mut pieces| async move {
            Ok(pieces.next().await?.map(|content| (content, pieces)))
        });
        Ok(OpenFile { name, size, content: content.boxed() })
    }
}

/// How far a file was read.
struct Pieces {
    state: AppState,
    subject: SubjectId,
    file: RecordFileId,
    /// Gone after the last piece.
    opener: Option<PieceOpener>,
    number: i64,
    /// Bytes still to come.
    left: u64,
}

impl Pieces {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(mut opener) = self.opener.take() else { return Ok(None) };
        let (subject, file, number) = (self.subject, self.file, self.number);
        let sealed =
            self.state.db.read(move |tx| Box::pin(store::find_piece(tx, subject, file, number))).await?;
        let sealed = sealed.ok_or(Failure::Sealed)?;
        let expected = self.left.min(PIECE as u64);
        let content = if self.left > PIECE as u64 {
            let content = opener.next(&sealed)?;
            self.opener = Some(opener);
            content
        } else {
            opener.last(&sealed)?
        };
        if content.len() as u64 != expected {
            return Err(Failure::Sealed);
        }
        self.number += 1;
        self.left -= expected;
        Ok(Some(content))
    }
}
