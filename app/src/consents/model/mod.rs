//! What is decided, and what follows from everything that was.

mod event;
mod ledger;
mod state;

pub use event::{By, Cell, Event, Method, PurposeKey, TextRef, What};
pub use ledger::{Deadlines, Ledger};
pub use state::{CellState, InvalidTransition, Standing};
