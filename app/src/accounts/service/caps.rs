//! At most so many of something within a time, for what costs others something: mails that somebody has sent.
//!
//! Counted in the transaction that does it, so that nothing is done uncounted. Whoever uses it makes those who share a
//! counter take turns first.

use super::tries;
use crate::{
    accounts::store::throttle,
    backend::{db::Tx, failure::Failure, rng, state::AppState},
    ids::TryId,
    time::Timestamp,
};

/// A counter, and how far it may go.
pub struct Cap {
    bucket: Vec<u8>,
    id: TryId,
    most: i64,
    /// In milliseconds.
    window: i64,
}

impl Cap {
    /// `what` and `whose` are kept as a keyed hash only.
    pub fn new(
        state: &AppState,
        what: &str,
        whose: &[u8],
        (most, window): (i64, i64),
    ) -> Result<Self, Failure> {
        let id = TryId::from_random(rng::bytes(&*state.rng)?);
        Ok(Self { bucket: state.keys.code_hash(what, whose), id, most, window })
    }

    /// Whether there were so many already.
    pub async fn is_reached(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<bool, Failure> {
        let since = Timestamp(now.0.saturating_sub(self.window));
        Ok(throttle::count_tries(tx, &self.bucket, since).await? >= self.most)
    }

    /// Counts one more.
    pub async fn count(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Failure> {
        let forget_at = Timestamp(now.0.saturating_add(self.window));
        throttle::insert_try(tx, self.id, &self.bucket, now, forget_at).await
    }
}

/// Forgets what no window looks at any more; whether that works does not matter to whoever asks now.
pub async fn prune(state: &AppState) {
    drop(tries::prune(state, state.clock.now()).await);
}
