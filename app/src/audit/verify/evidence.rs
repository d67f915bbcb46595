//! What the checkpoint files say, and whether they are whole.

use super::Finding;
use crate::{
    audit::{
        checkpoint::{Broken, Heads, Note, hash, origin, pieces},
        macs,
    },
    backend::{
        crypto::{KeyRing, PublicKey},
        state::AppState,
    },
    ids::ChainId,
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
    /// The hash of the last one in the files.
    last: Option<[u8; 32]>,
    /// The one with the highest number, and its hash.
    newest: Option<(i64, [u8; 32])>,
    /// All heads as of the last one, as long as there is no gap.
    heads: Option<Heads>,
    /// The newest checkpoint that the database knows of.
    pub known: i64,
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
            last: None,
            newest: None,
            heads: None,
            known: 0,
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
        // 1. Its place among the others. Before the first there may have been files that are kept elsewhere.
        let follows = match self.notes.last() {
            None if note.is_full => true,
            None => {
                self.findings.push(Finding::CheckpointsMissing { from: 1, to: number - 1 });
                false
            }
            Some(&(before, _)) if number <= before => {
                self.findings.push(Finding::CheckpointsUnordered { number });
                false
            }
            Some(&(before, _)) if number > before + 1 => {
                self.findings.push(Finding::CheckpointsMissing { from: before + 1, to: number - 1 });
                false
            }
            Some(_) if note.after != self.last => {
                self.findings.push(Finding::CheckpointUnlinked { number });
                false
            }
            Some(_) => true,
        };
        // 2. What it has seen.
        let Some(listed) = note.listed(&self.keys) else {
            self.findings.push(Finding::CheckpointInconsistent { number });
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
        self.heads = match self.heads.take() {
            _ if note.is_full => Some(listed.heads),
            Some(mut heads) if follows => {
                heads.extend(listed.heads);
                Some(heads)
            }
            _ => None,
        };
        if self.heads.as_ref().is_some_and(|heads| !note.has_root_of(&listed.salt, heads)) {
            self.findings.push(Finding::CheckpointInconsistent { number });
        }
        self.notes.push((number, note.at));
        let hash = hash(str::from_utf8(piece).unwrap_or_default());
        self.last = Some(hash);
        self.newest = self.newest.max(Some((number, hash)));
    }

    /// Compares with the newest checkpoint that the database knows of; `is_whole` when all files should be there.
    pub fn compare_mark(&mut self, mark: Option<(i64, Vec<u8>, Vec<u8>)>, is_whole: bool) {
        let Some((number, hash, mac)) = mark else { return };
        self.known = number;
        if macs::mark(&self.keys, number, &hash).as_slice() != mac.as_slice() {
            self.findings.push(Finding::MarkAltered {});
            return;
        }
        let last = self.newest.map_or(0, |(newest, _)| newest);
        if is_whole && number > last {
            self.findings.push(Finding::FileCutShort { from: last + 1, to: number });
        }
        if self.newest.is_some_and(|(last, newest)| last == number && newest.as_slice() != hash.as_slice()) {
            self.findings.push(Finding::CheckpointUnlinked { number });
        }
    }
}
