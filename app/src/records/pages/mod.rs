//! What the pages about a record show, from the model alone: no SQL, no request, no clock.
//!
//! - `record`: the two pages, one for the person, one for the team; `view`: what they take; `sections`: their parts.
//! - `closed`: the page instead, as long as a record is not shown.
//! - `entry`, `facts`, `results`, `dosage`, `files`: one entry in words.
//! - `groups`, `values`, `chart`, `scale`, `table`: what was measured repeatedly; `compare`: numbers and their ranges.
//! - `said`, `phrases`: the portal's words and the words of the source, kept apart.

mod chart;
mod closed;
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
mod view;

#[cfg(test)]
mod tests;

pub use closed::ClosedPage;
pub use files::FileLink;
pub use record::{RecordPage, StaffRecordPage};
pub use view::RecordView;
