//! The files checkpoints are appended to: private, on the disk before anybody relies on them.

use super::note::START;
use crate::time::Timestamp;
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

/// The files of a folder, oldest first; none when there is no folder.
pub(in crate::audit) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("audit-") && name.ends_with(".log") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a file while nobody writes to it, so that no note is met half-written.
pub(in crate::audit) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    match file.lock_shared() {
        // Some file systems know no locks; nobody of ours writes there either.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
        _ => {}
    }
    let mut content = Vec::new();
    file.read_to_end(&mut content)?;
    Ok(content)
}

/// The file of a month; `None` for a time no calendar has.
pub(super) fn name(at: Timestamp) -> Option<String> {
    let day = jiff::Timestamp::from_millisecond(at.0).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    Some(format!("audit-{:04}-{:02}.log", day.year(), day.month()))
}

/// Cuts a file into notes, without the empty lines between them; whatever is no note is a piece of its own.
pub(in crate::audit) fn pieces(content: &[u8]) -> Vec<&[u8]> {
    let starts = (1..content.len())
        .filter(|&at| content[at - 1] == b'\n' && content[at..].starts_with(START.as_bytes()));
    let mut pieces = Vec::new();
    let mut from = 0;
    for to in starts.chain([content.len()]) {
        let (note, rest) = content[from..to].split_at(note_length(&content[from..to]));
        pieces.push(note);
        // A crash may leave the beginning of the next note, too short to be told by its first words.
        pieces.push(if rest == b"\n" { b"" } else { rest });
        from = to;
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Text, an empty line, and one line with the signature; all there is, if that is less.
fn note_length(chunk: &[u8]) -> usize {
    let Some(text) = chunk.windows(2).position(|two| two == b"\n\n") else { return chunk.len() };
    let signature = chunk[text + 2..].iter().position(|&byte| byte == b'\n');
    signature.map_or(chunk.len(), |end| text + 2 + end + 1)
}

/// What is to be appended, and to what.
pub(super) struct Append {
    pub folder: PathBuf,
    pub path: PathBuf,
    /// How long the file is believed to be.
    pub length: u64,
    /// How much of it stays: less when it ends in a note that a crash has torn.
    pub keep: u64,
    pub note: String,
}

/// Why a note was not appended.
#[derive(Debug)]
pub(super) enum AppendError {
    /// The file is not as it was left: somebody moved it, or writes to it as well.
    Changed,
    Io(io::Error),
}

impl From<io::Error> for AppendError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Appends a note and brings it to the disk; gives the new length.
///
/// 1. The file is there, private, and nobody else's for the moment.
/// 2. It is as long as expected; what a crash has torn is cut off.
/// 3. The note goes to the disk, and so does the folder of a new file. A note written in part is taken back.
pub(super) fn append(work: &Append) -> Result<u64, AppendError> {
    let Append { folder, path, length, keep, note } = work;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    file.lock()?;
    if file.metadata()?.len() != *length {
        return Err(AppendError::Changed);
    }
    if keep < length {
        file.set_len(*keep)?;
    }
    let text = if *keep == 0 { note.clone() } else { format!("\n{note}") };
    if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        drop(file.set_len(*keep));
        return Err(error.into());
    }
    if *length == 0 {
        File::open(folder)?.sync_all()?;
        File::open(folder.join(".."))?.sync_all()?;
    }
    Ok(keep + text.len() as u64)
}
