//! The log of the installation, for whoever runs it: lists, searches, accounts of the team.

use super::{Act, Category, Entry, Line, Owner, Page, Reading, Who, page, prepare, system_chain, write_down};
use crate::{
    backend::{failure::Failure, state::AppState},
    time::Timestamp,
};

/// Entries read at a time.
const PAGE: u16 = 500;

/// How far it is read.
#[derive(Clone, Copy, Debug)]
pub struct Until {
    /// What is older is left out.
    pub since: Option<Timestamp>,
    /// So many entries at the most.
    pub limit: u16,
    /// Only entries before this number.
    pub before: Option<i64>,
}

/// What was asked for, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallationLog {
    pub lines: Vec<Line>,
    /// The `before` to go on with, where there may be more.
    pub older: Option<i64>,
}

/// Reads it for the command line. That it was read is an entry in it, written first; it is not among what is shown.
///
/// # Errors
/// Whatever keeps the entry from being written keeps the log from being seen.
pub async fn read(state: &AppState, until: Until) -> Result<InstallationLog, Failure> {
    let Until { since, limit, before } = until;
    let newest = page(state, Owner::System, before, 1).await?.lines.first().map(|line| line.seq);
    let look = Entry::new(state.clock.now(), Who::CommandLine, Act::AccessLogRead, Category::AccessLog);
    write_down(state, prepare(state, &system_chain(state), &look)?).await?;
    let mut lines = Vec::new();
    let mut next = newest.map(|seq| seq.saturating_add(1));
    while let Some(before) = next {
        let Page { lines: more, older } = page(state, Owner::System, Some(before), PAGE).await?;
        next = older;
        for line in more {
            // A clock may have been set back, so what is older does not end the search.
            if is_since(&line, since) {
                if lines.len() == usize::from(limit) {
                    let older = lines.last().map(|line: &Line| line.seq);
                    return Ok(InstallationLog { lines, older });
                }
                lines.push(line);
            }
        }
    }
    Ok(InstallationLog { lines, older: None })
}

/// Whether a line belongs to what was asked for; one that cannot be read has no time, and is shown.
fn is_since(line: &Line, since: Option<Timestamp>) -> bool {
    match (&line.reading, since) {
        (Reading::Entry(entry), Some(since)) => entry.at.0 >= since.0,
        _ => true,
    }
}
