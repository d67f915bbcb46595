//! What the pages about a record show, from the model alone: no SQL, no request, no clock.
//!
//! - `record`: the two pages, one for the person, one for the team; `sections`: their parts.
//! - `entry`, `facts`, `results`, `dosage`, `files`: one entry in words.
//! - `groups`, `values`, `chart`, `scale`, `table`: what was measured repeatedly; `compare`: numbers and their ranges.
//! - `said`, `phrases`: the portal's words and the words of the source, kept apart.

mod chart;
mod compare;
mod dosage;
mod entry;
mod facts;
mod files;
mod groups;
mod phrases;
mod record;
mod results;
mod said;
mod scale;
mod sections;
mod table;
mod values;

#[cfg(test)]
mod tests;

pub use files::FileLink;
pub use record::{RecordPage, StaffRecordPage};
