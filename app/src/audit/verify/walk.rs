//! Walks every chain, once, in the order the database keeps them.

use super::{
    Finding, diagnose,
    evidence::{Evidence, Seen},
    exports::Exports,
    report::{Report, Span},
};
use crate::{
    audit::{
        Chain, Owner,
        checkpoint::anything_there,
        macs,
        store::{self, Row},
    },
    backend::{crypto::KeyRing, db::Tx, failure::Failure, instance::Kind, state::AppState},
    ids::ChainId,
    patients, records,
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
    exports: Exports,
    /// Whether all files of a data directory were read.
    is_whole: bool,
    /// Whether everybody has a log; the people of a demonstration are made without one.
    is_owed: bool,
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
    /// Opens its entries, where they may vouch for something.
    reader: Option<Chain>,
}

impl Walk {
    pub fn new(state: &AppState, evidence: Evidence, is_whole: bool) -> Self {
        let (keys, is_owed) = (state.keys.clone(), state.instance.kind == Kind::Real);
        Self {
            keys,
            evidence,
            exports: Exports::default(),
            is_whole,
            is_owed,
            findings: Vec::new(),
            chains: 0,
            entries: 0,
            unsound: Vec::new(),
        }
    }

    /// Walks in a transaction that sees one moment of the database.
    pub async fn run(mut self, tx: &mut Tx<'_>) -> Result<Self, Failure> {
        let rows = store::list_heads(tx).await?;
        let mut heads: DbHeads = rows.into_iter().map(|(chain, seq, mac)| (chain, (seq, mac))).collect();
        let ends = heads.clone();
        self.exports = Exports::load(tx, &self.keys).await?;
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
        // 3. Whoever must have a chain has one.
        let owed = if self.is_owed { owed(tx, &self.keys).await? } else { Vec::new() };
        for (chain, whose) in owed {
            if !ends.contains_key(&chain) && !self.is_found(chain) {
                self.findings.push(Finding::LogMissing { whose });
            }
        }
        if self.evidence.is_unmarked && anything_there(tx).await? {
            self.findings.push(Finding::MarkDeleted {});
        }
        // 4. What entries vouch for is kept, and nothing else.
        self.findings.extend(std::mem::take(&mut self.exports).compare(tx, &self.keys).await?);
        // 5. A closer look at what is not sound.
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

    fn is_found(&self, chain: ChainId) -> bool {
        self.findings.iter().any(|finding| finding.chain() == Some(chain))
    }

    fn begin(&mut self, chain: ChainId) -> Trail {
        self.chains += 1;
        let seen = self.evidence.seen.remove(&chain).unwrap_or_default();
        let reader = self.exports.reader(&self.keys, chain);
        Trail { chain, last: 0, head: Vec::new(), met_head: false, broken: None, seen, reader }
    }

    fn step(&mut self, trail: &mut Trail, row: &Row, heads: &DbHeads) {
        self.entries += 1;
        let chain = trail.chain;
        if let Some(reader) = &trail.reader {
            self.exports.note(&self.keys, reader, row);
        }
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
        let Some(Trail { chain, last, head, met_head, broken, seen, .. }) = trail else { return };
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
        let unknown = self.evidence.unknown();
        let Evidence { notes, known, findings: mut all, elsewhere, .. } = self.evidence;
        let is_behind = self
            .findings
            .iter()
            .any(|finding| matches!(finding, Finding::CutOff { .. } | Finding::ChainDeleted { .. }));
        // A database that has lost entries and does not know the last checkpoints either was replaced as a whole; one that
        // does not know several of them holds an older row at least.
        if let Some((at, count)) = unknown
            && (is_behind || known.is_some() && self.is_whole && count > 1)
        {
            all.push(Finding::OlderCopy { at });
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
        Report { key_id, chains: self.chains, entries: self.entries, span, elsewhere, findings: all }
    }
}

/// The chains that there must be, and whose they are: whoever is added gets the first entry of their log in the same
/// transaction, and so does whatever is written into a record.
async fn owed(tx: &mut Tx<'_>, keys: &KeyRing) -> Result<Vec<(ChainId, String)>, Failure> {
    let people = patients::store::list_people(tx).await?;
    let subjects = records::store::list_subjects(tx).await?;
    let of_people =
        people.into_iter().map(|id| (macs::chain_id(keys, Owner::Person(id)), format!("person {id}")));
    let of_subjects =
        subjects.into_iter().map(|id| (macs::chain_id(keys, Owner::Subject(id)), format!("record of {id}")));
    Ok(of_people.chain(of_subjects).collect())
}
