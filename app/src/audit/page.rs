//! Reading a chain, newest first, a page at a time.

use super::{Entry, Owner, chain, macs, store};
use crate::backend::{failure::Failure, state::AppState};

/// One line of the access log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the chain; the cursor for what is older.
    pub seq: i64,
    pub reading: Reading,
}

/// What can be said about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is as it was written.
    Entry(Box<Entry>),
    /// It is as it was written, but its key has been erased.
    Unreadable,
    /// It, or the one before it, is not as it was written.
    Altered,
}

/// A page of the access log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub lines: Vec<Line>,
    /// Where the next page begins, if there is one: the `before` to ask for it with.
    pub older: Option<i64>,
}

/// The entries of a chain before a number (or the newest), opened, each checked against the one before it.
///
/// Who may read whose log is the caller's decision; when that is not the owner, reading it is an entry as well.
pub async fn page(state: &AppState, owner: Owner, before: Option<i64>, limit: u16) -> Result<Page, Failure> {
    let id = macs::chain_id(&state.keys, owner);
    let keys = state.keys.clone();
    let (chain, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let chain = chain::find(tx, &keys, owner).await?;
                // One more than is shown: the oldest line is checked against it.
                let rows =
                    store::list_before(tx, id, before.unwrap_or(i64::MAX), i64::from(limit) + 1).await?;
                Ok((chain, rows))
            })
        })
        .await?;
    let shown = rows.len().min(usize::from(limit));
    let mut lines = Vec::with_capacity(shown);
    for (place, row) in rows.iter().enumerate().take(shown) {
        let link = match rows.get(place + 1) {
            Some(before) if before.seq == row.seq - 1 => {
                Some(macs::head(&state.keys, id, before.seq, &before.mac).to_vec())
            }
            None if row.seq == 1 => Some(Vec::new()),
            _ => None,
        };
        let is_intact = link.is_some_and(|link| {
            macs::entry(&state.keys, id, row.seq, &row.details, &link).as_slice() == row.mac.as_slice()
        });
        let opened = chain.as_ref().and_then(|chain| chain.open(&state.keys, &row.details).ok());
        let entry = opened.and_then(|plain| serde_json::from_slice(&plain).ok());
        let reading = match (is_intact, entry) {
            (false, _) => Reading::Altered,
            (true, None) => Reading::Unreadable,
            (true, Some(entry)) => Reading::Entry(Box::new(entry)),
        };
        lines.push(Line { seq: row.seq, reading });
    }
    let older = if rows.len() > shown { lines.last().map(|line| line.seq) } else { None };
    Ok(Page { lines, older })
}
