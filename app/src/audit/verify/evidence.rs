//! What the checkpoint files say, and whether they are whole.

use super::Finding;
use crate::{
    audit::{
        checkpoint::{Broken, Heads, Marks, Note, Stored, hash, origin, pieces},
        verify::Elsewhere,
    },
    backend::{
        crypto::{KeyRing, PublicKey},
        state::AppState,
    },
    ids::{ChainId, SeriesId},
    time::Timestamp,
};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

/// A head that a checkpoint has seen.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub mac: [u8; 32],
    pub at: Timestamp,
}

/// Everything the checkpoints have seen, and what is wrong with them.
pub(super) struct Evidence {
    keys: Arc<KeyRing>,
    origin: String,
    key: PublicKey,
    /// Every head of every chain that any checkpoint has seen.
    pub seen: HashMap<ChainId, BTreeMap<i64, Seen>>,
    pub findings: Vec<Finding>,
    /// Number and time of every checkpoint that counts, in the order of the files.
    pub notes: Vec<(i64, Timestamp)>,
    /// The series that the files were read along last; usually there is only one.
    thread: Option<Thread>,
    /// The newest checkpoint of this directory's series that the database knows of; `None` when that cannot be told.
    pub known: Option<i64>,
    /// Whether the database's row was never written to, as where nothing has happened yet.
    pub is_unmarked: bool,
    /// What the database knows of checkpoints in other data directories.
    pub elsewhere: Vec<Elsewhere>,
}

/// The notes of one series, as far as they were read.
struct Thread {
    series: SeriesId,
    /// Number and hash of the last one.
    last: (i64, [u8; 32]),
    /// The one with the highest number, and its hash.
    newest: (i64, [u8; 32]),
    /// All heads as of the last one, as long as there is no gap.
    heads: Option<Heads>,
}

impl Evidence {
    pub fn new(state: &AppState) -> Self {
        Self {
            keys: state.keys.clone(),
            origin: origin(state.instance.id),
            key: state.keys.signer().public(),
            seen: HashMap::new(),
            findings: Vec::new(),
            notes: Vec::new(),
            thread: None,
            known: None,
            is_unmarked: false,
            elsewhere: Vec::new(),
        }
    }

    /// Takes in the next file.
    pub fn add(&mut self, path: &Path, content: &[u8]) {
        for (place, piece) in pieces(content).into_iter().enumerate() {
            let (file, place) = (path.display().to_string(), place + 1);
            match Note::read(piece, &self.origin, &self.key) {
                Ok(note) => self.take(&note, piece),
                Err(Broken::Torn) => self.findings.push(Finding::CheckpointTorn { file, place }),
                Err(Broken::Malformed) => self.findings.push(Finding::CheckpointDamaged { file, place }),
                Err(Broken::Foreign) => self.findings.push(Finding::CheckpointForeign { file, place }),
                Err(Broken::Unsigned) => self.findings.push(Finding::CheckpointForged { file, place }),
            }
        }
    }

    /// Takes in a checkpoint that is signed by us.
    fn take(&mut self, note: &Note, piece: &[u8]) {
        let number = note.number;
        let thread = self.thread.take().filter(|thread| thread.series == note.series);
        // 1. Its place among the others. Before the first there may have been files that are kept elsewhere.
        let problem = place_of(note, thread.as_ref());
        let follows = problem.is_none();
        self.findings.extend(problem);
        // 2. What it has seen.
        let Some(listed) = note.listed(&self.keys) else {
            self.findings.push(Finding::CheckpointInconsistent { number });
            self.thread = thread;
            return;
        };
        for (chain, (seq, mac)) in &listed.heads {
            let seen = Seen { mac: *mac, at: note.at };
            let first = *self.seen.entry(*chain).or_default().entry(*seq).or_insert(seen);
            if first.mac != *mac {
                self.findings.push(Finding::Rewritten { chain: *chain, seq: *seq, at: first.at });
            }
        }
        // 3. Whether it adds up, which only a sequence without a gap can tell.
        let last = (number, hash(str::from_utf8(piece).unwrap_or_default()));
        let newest = thread.as_ref().map_or(last, |thread| thread.newest.max(last));
        let heads = match thread.and_then(|thread| thread.heads) {
            _ if note.is_full => Some(listed.heads),
            Some(mut heads) if follows => {
                heads.extend(listed.heads);
                Some(heads)
            }
            _ => None,
        };
        if heads.as_ref().is_some_and(|heads| !note.has_root_of(&listed.salt, heads)) {
            self.findings.push(Finding::CheckpointInconsistent { number });
        }
        self.notes.push((number, note.at));
        self.thread = Some(Thread { series: note.series, last, newest, heads });
    }

    /// Compares with what the database knows of the newest checkpoints; `is_whole` when all files of the directory should
    /// be there.
    pub fn compare_marks(&mut self, stored: Stored, is_whole: bool) {
        match stored {
            Stored::Deleted => self.findings.push(Finding::MarkDeleted {}),
            Stored::Altered => self.findings.push(Finding::MarkAltered {}),
            // Whether that can be depends on what else there is, which the walk will see.
            Stored::Empty => self.is_unmarked = true,
            Stored::Sealed(marks) => self.compare(marks, is_whole),
        }
    }

    fn compare(&mut self, mut marks: Marks, is_whole: bool) {
        let Some(Thread { series, newest: (last, newest), .. }) = &self.thread else {
            // Not a single checkpoint here: whoever is to be believed has made them in another directory.
            let known = marks.values().map(|mark| mark.number).max();
            if let Some(to) = known.filter(|_| is_whole) {
                self.findings.push(Finding::FileCutShort { from: 1, to });
            }
            self.known = known;
            return;
        };
        let mark = marks.remove(series);
        let known = mark.map_or(0, |mark| mark.number);
        if is_whole && known > *last {
            self.findings.push(Finding::FileCutShort { from: last + 1, to: known });
        }
        if mark.is_some_and(|mark| mark.number == *last && mark.hash != *newest) {
            self.findings.push(Finding::CheckpointUnlinked { number: known });
        }
        self.known = Some(known);
        self.elsewhere = marks.values().map(|mark| Elsewhere { number: mark.number, at: mark.at }).collect();
    }

    /// The first checkpoint that the database should know of and does not. It hears of each after the file, so that one may
    /// be news to it after a crash.
    pub fn unknown(&self) -> Option<(Timestamp, usize)> {
        let known = self.known.unwrap_or_default();
        let unknown = self.notes.iter().filter(|(number, _)| *number > known);
        unknown.clone().min().map(|(_, at)| (*at, unknown.count()))
    }
}

/// What is wrong with the place of a note behind the ones of its series that were read before.
fn place_of(note: &Note, thread: Option<&Thread>) -> Option<Finding> {
    let number = note.number;
    match thread.map(|thread| thread.last) {
        None if note.is_full => None,
        None => Some(Finding::CheckpointsMissing { from: 1, to: number - 1 }),
        Some((before, _)) if number <= before => Some(Finding::CheckpointsUnordered { number }),
        Some((before, _)) if number > before + 1 => {
            Some(Finding::CheckpointsMissing { from: before + 1, to: number - 1 })
        }
        Some((_, hash)) if note.after != Some(hash) => Some(Finding::CheckpointUnlinked { number }),
        Some(_) => None,
    }
}
