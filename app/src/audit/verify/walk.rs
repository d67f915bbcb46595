//! Walks every chain, once, in the order the database keeps them.

use super::{
    Finding, diagnose,
    evidence::{Evidence, Seen},
    report::{Report, Span},
};
use crate::{
    audit::{
        macs,
        store::{self, Row},
    },
    backend::{crypto::KeyRing, db::Tx, failure::Failure},
    ids::ChainId,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use uuid::Uuid;

/// Entries fetched at a time.
const PAGE: i64 = 1_000;
/// Chains of which it is said in detail what is wrong with them.
const DIAGNOSED: usize = 200;

type DbHeads = HashMap<ChainId, (i64, Vec<u8>)>;

/// A walk, and what it has met so far.
pub(super) struct Walk {
    keys: Arc<KeyRing>,
    evidence: Evidence,
    findings: Vec<Finding>,
    chains: usize,
    entries: u64,
    /// Chains that are not sound: the number from which on, and the head before it.
    unsound: Vec<(ChainId, i64, Vec<u8>)>,
}

/// The chain that is being walked along.
struct Trail {
    chain: ChainId,
    /// The number of the last entry.
    last: i64,
    /// The head as of then.
    head: Vec<u8>,
    /// Whether the chain's head was met on the way.
    met_head: bool,
    /// Where it stopped being sound, and the head before.
    broken: Option<(i64, Vec<u8>)>,
    /// What checkpoints have seen of it.
    seen: BTreeMap<i64, Seen>,
}

impl Walk {
    pub fn new(keys: Arc<KeyRing>, evidence: Evidence) -> Self {
        Self { keys, evidence, findings: Vec::new(), chains: 0, entries: 0, unsound: Vec::new() }
    }

    /// Walks in a transaction that sees one moment of the database.
    pub async fn run(mut self, tx: &mut Tx<'_>) -> Result<Self, Failure> {
        let rows = store::list_heads(tx).await?;
        let mut heads: DbHeads = rows.into_iter().map(|(chain, seq, mac)| (chain, (seq, mac))).collect();
        let ends = heads.clone();
        // 1. Every entry there is.
        let mut trail: Option<Trail> = None;
        let mut place = (ChainId::from(Uuid::nil()), 0);
        loop {
            let page = store::list_after(tx, place.0, place.1, PAGE).await?;
            let Some(end) = page.last() else { break };
            place = (end.chain, end.seq);
            for row in &page {
                let same = trail.take_if(|trail| trail.chain == row.chain);
                let mut current = match same {
                    Some(current) => current,
                    None => {
                        self.finish(trail.take(), &mut heads);
                        self.begin(row.chain)
                    }
                };
                self.step(&mut current, row, &heads);
                trail = Some(current);
            }
        }
        self.finish(trail, &mut heads);
        // 2. Heads without entries, and chains that only a checkpoint has seen.
        for (chain, (seq, _)) in heads {
            self.findings.push(Finding::Missing { chain, from: 1, to: seq });
        }
        for (chain, seen) in std::mem::take(&mut self.evidence.seen) {
            if let Some((seq, seen)) = seen.into_iter().next_back() {
                self.findings.push(Finding::ChainDeleted { chain, seq, at: seen.at });
            }
        }
        // 3. A closer look at what is not sound.
        let unsound = std::mem::take(&mut self.unsound);
        for (place, (chain, from, head)) in unsound.into_iter().enumerate() {
            let end = ends.get(&chain);
            match place < DIAGNOSED {
                true => self.findings.extend(diagnose::chain(tx, &self.keys, chain, from, head, end).await?),
                false => self.findings.push(Finding::Altered { chain, seq: from }),
            }
        }
        Ok(self)
    }

    fn begin(&mut self, chain: ChainId) -> Trail {
        self.chains += 1;
        let seen = self.evidence.seen.remove(&chain).unwrap_or_default();
        Trail { chain, last: 0, head: Vec::new(), met_head: false, broken: None, seen }
    }

    fn step(&mut self, trail: &mut Trail, row: &Row, heads: &DbHeads) {
        self.entries += 1;
        let chain = trail.chain;
        let is_sound = row.seq == trail.last + 1
            && macs::entry(&self.keys, chain, row.seq, &row.details, &trail.head).as_slice()
                == row.mac.as_slice();
        if !is_sound && trail.broken.is_none() {
            trail.broken = Some((trail.last + 1, trail.head.clone()));
        }
        // The stored MAC leads on, so that one edited entry is one finding.
        let head = macs::head(&self.keys, chain, row.seq, &row.mac);
        if let Some(seen) = trail.seen.remove(&row.seq).filter(|seen| seen.mac != head) {
            self.findings.push(Finding::Rewritten { chain, seq: row.seq, at: seen.at });
        }
        trail.met_head |= heads.get(&chain).is_some_and(|(seq, mac)| *seq == row.seq && *mac == head);
        trail.last = row.seq;
        trail.head = head.to_vec();
    }

    fn finish(&mut self, trail: Option<Trail>, heads: &mut DbHeads) {
        let Some(Trail { chain, last, head, met_head, broken, seen }) = trail else { return };
        match heads.remove(&chain) {
            None => self.findings.push(Finding::HeadDeleted { chain }),
            // Further on than the entries are; but if it is theirs but for the number, that was altered.
            Some((seq, mac)) if seq > last && mac != head => {
                if broken.is_none() {
                    self.findings.push(Finding::Missing { chain, from: last + 1, to: seq });
                }
            }
            // Behind the entries, all of them sound: it was turned back. If they are not, a closer look will tell.
            Some((seq, _)) if met_head && (seq == last || broken.is_some()) => {}
            Some(_) => self.findings.push(Finding::HeadAltered { chain }),
        }
        if let Some((seq, seen)) = seen.into_iter().find(|(seq, _)| *seq > last) {
            self.findings.push(Finding::CutOff { chain, last, seq, at: seen.at });
        }
        if let Some((from, before)) = broken {
            self.unsound.push((chain, from, before));
        }
    }

    /// What there is to say.
    pub fn report(self, key_id: String, files: usize) -> Report {
        let Evidence { notes, known, findings: mut all, .. } = self.evidence;
        let is_behind = self
            .findings
            .iter()
            .any(|finding| matches!(finding, Finding::CutOff { .. } | Finding::ChainDeleted { .. }));
        // A database that has lost entries and does not know the last checkpoints either was replaced as a whole.
        let unknown = notes.iter().filter(|(number, _)| *number > known).min();
        if let Some((_, at)) = unknown.filter(|_| is_behind) {
            all.push(Finding::OlderCopy { at: *at });
        }
        all.extend(self.findings);
        let newest = notes.iter().max();
        let span = notes.first().zip(newest).map(|(first, last)| Span {
            first: first.1,
            last: last.1,
            checkpoints: notes.len(),
            files,
            is_from_the_beginning: first.0 == 1,
        });
        Report { key_id, chains: self.chains, entries: self.entries, span, findings: all }
    }
}
