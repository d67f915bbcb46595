//! Pages on paper: PDF files that archives keep and screen readers read.
//!
//! - Every file is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once; the library checks both while it writes, and
//!   a file that would break a rule is not made. Level 3a may carry the file it was made from.
//! - A file is a function of what it is made of: neither clock nor chance comes in, so the same facts give the same bytes.
//! - Text says what it is (heading, paragraph, cell of a table, in which language). Everything else on a page is for the
//!   eye only, and marked so.
//! - Only scripts that need no shaping are drawn: Latin, Greek, Cyrillic and their neighbours (`letters`).
//!   For every other character there is a visible mark in its place; programs that read the file aloud still find it.
//!
//! [`Paper`] puts text onto pages, [`About`] is what the file says of itself. No feature is known here.

mod elements;
mod letters;
mod lines;
mod marks;
mod paper;
mod table;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
mod write;

pub use letters::can_write;
pub use paper::{Field, Paper, mm};
pub use table::Column;
pub use write::{About, Attachment};
