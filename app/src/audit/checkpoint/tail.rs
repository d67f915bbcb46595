//! What the checkpoint files end with, read when a keeper begins.

use super::{Broken, Heads, Note, file, files, note, pieces};
use crate::{
    backend::{crypto::PublicKey, state::AppState},
    ids::SeriesId,
};
use std::{
    io,
    path::{Path, PathBuf},
};

/// What the files end with.
#[derive(Clone, Default)]
pub(super) struct Tail {
    /// The newest file.
    pub path: Option<PathBuf>,
    pub length: u64,
    /// Its length without a note that a crash has torn.
    pub keep: u64,
    /// Which series the directory keeps; `None` when nothing is there.
    pub series: Option<SeriesId>,
    /// The newest checkpoint: number and hash.
    pub last: Option<(i64, [u8; 32])>,
    /// The heads as of then, if the newest file says so without a gap.
    pub heads: Option<Heads>,
}

/// Reads what the files end with.
pub(super) fn read(state: &AppState, folder: &Path) -> io::Result<Tail> {
    let (origin, key) = (note::origin(state.instance.id), state.keys.signer().public());
    let mut tail = Tail::default();
    for path in files(folder)?.into_iter().rev() {
        let content = file::read(&path)?;
        if tail.path.is_none() {
            tail.path = Some(path);
            tail.length = content.len() as u64;
            tail.keep = without_torn(&content, &origin, &key);
        }
        for piece in pieces(&content) {
            let Ok(note) = Note::read(piece, &origin, &key) else {
                tail.heads = None;
                continue;
            };
            let heads = tail.heads.take().filter(|_| tail.series == Some(note.series));
            tail.heads = fold(heads, &note, state);
            tail.series = Some(note.series);
            tail.last = Some((note.number, note::hash(str::from_utf8(piece).unwrap_or_default())));
        }
        if tail.last.is_some() {
            break;
        }
    }
    Ok(tail)
}

/// The heads after one more note.
fn fold(heads: Option<Heads>, note: &Note, state: &AppState) -> Option<Heads> {
    let listed = note.listed(&state.keys)?.heads;
    if note.is_full {
        return Some(listed);
    }
    let mut heads = heads?;
    heads.extend(listed);
    Some(heads)
}

/// The length of a file without a last note that was only written in part.
fn without_torn(content: &[u8], origin: &str, key: &PublicKey) -> u64 {
    let torn = pieces(content).pop().filter(|piece| Note::read(piece, origin, key) == Err(Broken::Torn));
    if torn.is_some() {
        tracing::warn!("the last checkpoint was written in part only; it is cut off");
    }
    let kept = content.len() - torn.map_or(0, <[u8]>::len);
    // The empty line that was to part the two goes as well.
    let kept = if content[..kept].ends_with(b"\n\n") { kept - 1 } else { kept };
    kept as u64
}
