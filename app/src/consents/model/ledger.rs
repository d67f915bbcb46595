//! [`Ledger`]: the fold of a history.

use super::{
    event::{Cell, Event, PurposeKey},
    state::{CellState, InvalidTransition, Standing},
};
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// When newer texts end consents to older ones: of each purpose, the versions that ask for a renewal and until when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines(BTreeMap<PurposeKey, Vec<(i64, Timestamp)>>);

impl Deadlines {
    /// A version of a purpose ends consents to all versions before it at a moment.
    pub fn add(&mut self, purpose: PurposeKey, version: i64, renew_by: Timestamp) {
        self.0.entry(purpose).or_default().push((version, renew_by));
    }

    /// When a consent to a version of a purpose ends because of newer ones; the first counts.
    pub fn of(&self, purpose: &PurposeKey, version: i64) -> Option<Timestamp> {
        let newer = self.0.get(purpose)?.iter().filter(|(newer, _)| *newer > version);
        newer.map(|(_, renew_by)| *renew_by).min()
    }
}

/// The state of every cell somebody has ever decided about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(BTreeMap<Cell, CellState>);

impl Ledger {
    /// Folds a history in its order.
    ///
    /// # Errors
    /// [`InvalidTransition`] at a gap, a repetition, or an event that cannot follow.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Self, InvalidTransition> {
        let (mut cells, mut last) = (BTreeMap::<Cell, CellState>::new(), 0);
        for event in events {
            if event.seq != last + 1 {
                return Err(InvalidTransition { seq: event.seq });
            }
            last = event.seq;
            let state = cells.remove(&event.cell).unwrap_or_default();
            cells.insert(event.cell.clone(), state.apply(event)?);
        }
        Ok(Self(cells))
    }

    /// The state of a cell.
    pub fn state(&self, cell: &Cell) -> CellState {
        self.0.get(cell).cloned().unwrap_or_default()
    }

    /// What holds for a cell at a moment.
    pub fn standing(&self, cell: &Cell, now: Timestamp, deadlines: &Deadlines) -> Standing {
        let state = self.state(cell);
        let deadline = state.text().and_then(|text| deadlines.of(&cell.purpose, text.version));
        state.at(now, deadline)
    }

    /// Every cell that was ever decided about.
    pub fn cells(&self) -> impl Iterator<Item = (&Cell, &CellState)> {
        self.0.iter()
    }
}
