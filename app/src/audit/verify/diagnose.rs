//! Says what is wrong with a chain that is not sound: which entries were edited, deleted, inserted, moved.
//!
//! Each entry's MAC covers its number and the head before it, so an entry can be tried at any place. From the last
//! sound head on, each place looks for the entry that was written there, first at the place itself, then near it.

use super::Finding;
use crate::{
    audit::{
        macs,
        store::{self, Row},
    },
    backend::{crypto::KeyRing, db::Tx, failure::Failure},
    ids::ChainId,
};
use std::ops::RangeInclusive;

/// Entries looked at.
const LOOKED_AT: i64 = 20_000;
/// How far from its place an entry is looked for.
const NEAR: usize = 32;
/// By how much the numbers of a whole stretch may have been shifted.
const SHIFT: i64 = 16;

/// Looks at a chain from the first number that is not sound.
pub(super) async fn chain(
    tx: &mut Tx<'_>,
    keys: &KeyRing,
    chain: ChainId,
    from: i64,
    head: Vec<u8>,
    end: Option<&(i64, Vec<u8>)>,
) -> Result<Vec<Finding>, Failure> {
    let rows = store::list_from(tx, chain, from, LOOKED_AT).await?;
    let last = rows.last().map_or(from, |row| row.seq);
    let is_cut = rows.len() as i64 == LOOKED_AT;
    let end = end.filter(|_| !is_cut).cloned().unwrap_or((last, Vec::new()));
    let mut puzzle = Puzzle { keys, chain, placed: vec![None; rows.len()], rows, end };
    Ok(puzzle.solve(from, head, last))
}

struct Puzzle<'a> {
    keys: &'a KeyRing,
    chain: ChainId,
    rows: Vec<Row>,
    /// For each row the number it was written with, once that is known.
    placed: Vec<Option<i64>>,
    /// The head of the chain: its number, and its MAC.
    end: (i64, Vec<u8>),
}

impl Puzzle<'_> {
    /// `last` is the number of the last row.
    fn solve(&mut self, from: i64, head: Vec<u8>, last: i64) -> Vec<Finding> {
        let last = last.max(self.end.0);
        let mut empty: Vec<RangeInclusive<i64>> = Vec::new();
        // The head before the place, as long as it is known.
        let mut head = Some(head);
        let mut place = from;
        while place <= last {
            let own = self.rows.binary_search_by_key(&place, |row| row.seq).ok();
            let free = own.filter(|&at| self.placed[at].is_none());
            let found = match &head {
                Some(head) => self.find(place, own, head),
                // Nothing can be said about an entry whose predecessor is gone; the next one vouches for its MAC.
                None => free.filter(|_| place <= self.end.0),
            };
            if let Some(at) = found {
                head = Some(self.settle(at, place));
            } else if let Some((at, shift)) = free.and_then(|at| Some((at, self.shift(at)?))) {
                // What stands here was written further on, and so was what follows it: the places between are empty.
                let belongs = place.saturating_add(shift);
                empty.push(place..=belongs.saturating_sub(1));
                head = Some(self.settle(at, belongs));
                place = belongs;
            } else if own.is_some() {
                empty.push(place..=place);
                // Its MAC may still be the one that was written.
                head = free.map(|at| self.head_of(at, place));
            } else {
                // Nothing up to the next row, which has no known predecessor then.
                let next = self.rows.partition_point(|row| row.seq < place);
                let until = self.rows.get(next).map_or(last, |row| row.seq.saturating_sub(1));
                empty.push(place..=until);
                head = None;
                place = until;
            }
            let Some(next) = place.checked_add(1) else { break };
            place = next;
        }
        self.name(&empty)
    }

    /// Notes where a row was written; gives the head as of then.
    fn settle(&mut self, at: usize, place: i64) -> Vec<u8> {
        self.placed[at] = Some(place);
        self.head_of(at, place)
    }

    /// The head that a row makes at a place.
    fn head_of(&self, at: usize, place: i64) -> Vec<u8> {
        macs::head(self.keys, self.chain, place, &self.rows[at].mac).to_vec()
    }

    /// The row that was written at a place.
    fn find(&self, place: i64, own: Option<usize>, head: &[u8]) -> Option<usize> {
        let centre = own.unwrap_or_else(|| self.rows.partition_point(|row| row.seq < place));
        let near = centre.saturating_sub(NEAR)..(centre + NEAR).min(self.rows.len());
        own.into_iter().chain(near).find(|&at| {
            let row = &self.rows[at];
            self.placed[at].is_none()
                && macs::entry(self.keys, self.chain, place, &row.details, head).as_slice()
                    == row.mac.as_slice()
        })
    }

    /// By how much a row and the one after it were shifted, when they fit each other at other numbers.
    fn shift(&self, at: usize) -> Option<i64> {
        let (row, next) = (&self.rows[at], self.rows.get(at + 1)?);
        (1..=SHIFT).find(|shift| {
            let place = row.seq.saturating_add(*shift);
            let head = self.head_of(at, place);
            let mac = macs::entry(self.keys, self.chain, place.saturating_add(1), &next.details, &head);
            mac.as_slice() == next.mac.as_slice()
        })
    }

    /// Where the chain ended: at the entry whose head is the one that is kept, whatever number stands with it.
    fn true_end(&self) -> i64 {
        let fits = |(at, placed): (usize, &Option<i64>)| {
            placed.filter(|&place| self.head_of(at, place).as_slice() == self.end.1.as_slice())
        };
        self.placed.iter().enumerate().find_map(fits).unwrap_or(self.end.0)
    }

    /// Gives every row without its place, and every place without its row, a name.
    fn name(&self, empty: &[RangeInclusive<i64>]) -> Vec<Finding> {
        let chain = self.chain;
        let end = self.true_end();
        let mut findings = Vec::new();
        let mut edited = Vec::new();
        for (row, placed) in self.rows.iter().zip(&self.placed) {
            let seq = row.seq;
            match *placed {
                Some(belongs) if belongs == seq => {}
                Some(belongs) => findings.push(Finding::Moved { chain, seq, belongs }),
                // Its place is empty: it was written there, and edited.
                None if seq <= end && empty.iter().any(|range| range.contains(&seq)) => {
                    edited.push(seq);
                    findings.push(Finding::Altered { chain, seq });
                }
                None => findings.push(Finding::Inserted { chain, seq }),
            }
        }
        // Beyond the head only what was written there can be missed.
        let highest = self.placed.iter().flatten().copied().max().map_or(end, |placed| placed.max(end));
        for range in empty {
            let (from, to) = (*range.start(), (*range.end()).min(highest));
            if from <= to && !(from == to && edited.contains(&from)) {
                findings.push(Finding::Missing { chain, from, to });
            }
        }
        findings
    }
}
