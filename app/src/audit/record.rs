//! Writing entries: sealed before the transaction, linked by its last statements.

use super::{Chain, Entry, macs, store};
use crate::{
    backend::{crypto::KeyRing, db::Tx, failure::Failure, state::AppState},
    ids::ChainId,
};
use futures::future::BoxFuture;
use std::sync::Arc;

/// Sealed entries have a length that is a multiple of this, so that length does not tell what was done.
const PADDING: usize = 256;

/// Entries ready to be written.
#[must_use = "an entry is written by `record` only"]
pub struct Prepared {
    keys: Arc<KeyRing>,
    sealed: Vec<(ChainId, Vec<u8>)>,
}

impl Prepared {
    /// Adds what was prepared for another chain: everything a transaction records goes into one call of [`record`].
    pub fn and(mut self, other: Prepared) -> Self {
        self.sealed.extend(other.sealed);
        self
    }
}

/// Seals an entry for a chain, before the transaction begins.
pub fn prepare(state: &AppState, chain: &Chain, entry: &Entry) -> Result<Prepared, Failure> {
    let mut plain = serde_json::to_vec(entry).map_err(|_| Failure::Sealed)?;
    // White space after the value is part of the grammar (RFC 8259, section 2).
    plain.resize(plain.len().next_multiple_of(PADDING), b' ');
    let sealed = chain.seal(&state.keys, &*state.rng, &plain)?;
    Ok(Prepared { keys: state.keys.clone(), sealed: vec![(chain.id(), sealed)] })
}

/// Writes prepared entries; the last thing a transaction does, and once.
///
/// Moving a head on makes all who write to that chain take turns until they commit. Heads are moved in the order of their
/// ids, and after every other row, so that no two transactions can wait for each other.
pub async fn record(tx: &mut Tx<'_>, prepared: Prepared) -> Result<(), Failure> {
    let Prepared { keys, mut sealed } = prepared;
    // A stable sort: several entries of one chain keep their order.
    sealed.sort_by_key(|(chain, _)| *chain);
    for (chain, details) in sealed {
        let (seq, before) = store::advance_head(tx, chain).await?;
        let mac = macs::entry(&keys, chain, seq, &details, &before);
        store::insert_entry(tx, chain, seq, details, &mac).await?;
        store::set_head(tx, chain, seq, &macs::head(&keys, chain, seq, &mac)).await?;
    }
    Ok(())
}

/// Reads data in the transaction that records the reading, and answers once both are durable.
///
/// Nothing found is nothing seen: then there is no entry.
///
/// # Errors
/// Whatever keeps the entry from being written keeps the data from being seen.
pub async fn read_then<T, F>(state: &AppState, prepared: Prepared, read: F) -> Result<Option<T>, Failure>
where
    T: Send + 'static,
    F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<Option<T>, Failure>> + Send + 'static,
{
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Some(data) = read(tx).await? else { return Ok(None) };
                record(tx, prepared).await?;
                Ok(Some(data))
            })
        })
        .await
}
