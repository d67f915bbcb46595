//! Counting tries at a passphrase: before they are evaluated, and each before the next.

use crate::{
    accounts::{
        store::throttle as tries,
        throttle::{self, Buckets},
    },
    backend::{db::Tx, failure::Failure, rng, state::AppState},
    ids::TryId,
    time::Timestamp,
};

/// What counting a try has told.
pub struct Admitted {
    /// Whether it is not too soon for it.
    pub evaluated: bool,
    /// Whether a code would be evaluated.
    pub code_allowed: bool,
    /// Failures in a row before it.
    pub failures: i64,
    pub buckets: Buckets,
}

/// Counts a try in a transaction of its own, before it is evaluated.
pub async fn count(
    state: &AppState,
    buckets: Buckets,
    known: bool,
    id: TryId,
    decoy_bucket: [u8; 16],
    now: Timestamp,
) -> Result<Admitted, Failure> {
    // What it leaves today it removes with the next try.
    drop(prune(state, now).await);
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let (evaluated, code_allowed, failures) =
                    admit(tx, &buckets, known, id, &decoy_bucket, now).await?;
                Ok(Admitted { evaluated, code_allowed, failures, buckets })
            })
        })
        .await
}

/// Forgets what nobody counts any more; a transaction of its own, because it touches counters of others.
pub(super) async fn prune(state: &AppState, now: Timestamp) -> Result<(), Failure> {
    let delays_before = Timestamp(now.0 - throttle::FORGET);
    state.db.write(move |tx| Box::pin(async move { tries::prune(tx, delays_before, now).await })).await
}

/// Counts a try, unless it is too soon; tells whether it is evaluated, whether a code would be, and how many failed in
/// a row before.
async fn admit(
    tx: &mut Tx<'_>,
    buckets: &Buckets,
    known: bool,
    id: TryId,
    decoy_bucket: &[u8],
    now: Timestamp,
) -> Result<(bool, bool, i64), Failure> {
    // In the database too: the command line, or a second process, may count at the same time.
    tries::take_turns(tx, buckets.in_turn(known)).await?;
    let (failures, last) = tries::find_delay(tx, &buckets.delay).await?.unwrap_or((0, Timestamp(0)));
    let by_strangers =
        tries::count_tries(tx, &buckets.unknown, Timestamp(now.0 - throttle::UNKNOWN_WINDOW)).await?;
    let wrong_codes = tries::count_tries(tx, &buckets.code, Timestamp(now.0 - throttle::CODE_WINDOW)).await?;

    let in_time = now.0 >= last.0.saturating_add(throttle::delay(failures));
    let evaluated = in_time && (known || by_strangers < throttle::UNKNOWN_MOST);
    let before = failures;
    let (failures, last) = if evaluated { (failures + 1, now) } else { (failures, last) };
    tries::set_delay(tx, &buckets.delay, failures, last).await?;
    let (bucket, forget_at) = match evaluated && !known {
        true => (buckets.unknown.as_slice(), Timestamp(now.0 + throttle::UNKNOWN_WINDOW)),
        // Costs the same and is gone with the next try.
        false => (decoy_bucket, now),
    };
    tries::insert_try(tx, id, bucket, now, forget_at).await?;
    Ok((evaluated, wrong_codes < throttle::CODE_MOST, before))
}

/// Takes back a try that was counted to be evaluated, and then was not.
///
/// A queue full of strangers must not use up anybody's tries.
pub async fn take_back(state: &AppState, buckets: &Buckets, try_id: TryId) -> Result<(), Failure> {
    let delay = buckets.delay.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                tries::take_back(tx, &delay).await?;
                tries::delete_try(tx, try_id).await
            })
        })
        .await
}

/// A code that came with a try: a wrong one is counted, and a right one takes back what was counted before.
///
/// One statement whatever became of it; a success adds what it has to take back.
pub struct CodeTry {
    buckets: Buckets,
    try_id: TryId,
    wrong_code_id: TryId,
    decoy_bucket: [u8; 16],
    /// Whether the passphrase was right and a code is still evaluated; else it is not counted either.
    counts: bool,
}

impl CodeTry {
    pub fn new(state: &AppState, buckets: Buckets, try_id: TryId, counts: bool) -> Result<Self, Failure> {
        let wrong_code_id = TryId::from_random(rng::bytes(&*state.rng)?);
        let decoy_bucket = rng::bytes(&*state.rng)?;
        Ok(Self { buckets, try_id, wrong_code_id, decoy_bucket, counts })
    }

    /// Notes in the transaction that has used the code up, or has not.
    pub async fn note(&self, tx: &mut Tx<'_>, used: bool, now: Timestamp) -> Result<(), Failure> {
        let (bucket, forget_at) = match self.counts && !used {
            true => (self.buckets.code.as_slice(), Timestamp(now.0 + throttle::CODE_WINDOW)),
            false => (self.decoy_bucket.as_slice(), now),
        };
        tries::insert_try(tx, self.wrong_code_id, bucket, now, forget_at).await?;
        if used {
            forgive(tx, &self.buckets, self.try_id).await?;
        }
        Ok(())
    }

    /// Tries of strangers since a moment.
    pub async fn by_strangers(&self, tx: &mut Tx<'_>, since: Timestamp) -> Result<i64, Failure> {
        tries::count_tries(tx, &self.buckets.unknown, since).await
    }
}

/// After success: what was counted against this browser is forgotten.
async fn forgive(tx: &mut Tx<'_>, buckets: &Buckets, try_id: TryId) -> Result<(), Failure> {
    tries::clear_delay(tx, &buckets.delay).await?;
    tries::delete_try(tx, try_id).await
}
