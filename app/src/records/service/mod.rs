//! What can be done with records: take one over from a file, and read it.

mod import;
mod reading;

pub use super::{
    files::{OpenFile, SealedFile, file},
    sealed::{Kept, SealedRecord},
};
pub use import::{ImportOutcome, import};
pub use reading::{Opened, Own, OwnFile, Whose, open, open_file, own, own_file, record_of};
