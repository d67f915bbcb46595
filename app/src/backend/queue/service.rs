//! Adding, taking, finishing and giving up jobs.

use super::store::{self, JobRow, NewJob};
use crate::{
    backend::{
        crypto::{KeyRing, Purpose},
        db::Tx,
        failure::Failure,
        rng,
        state::AppState,
    },
    ids::JobId,
    time::Timestamp,
};
use serde::{Serialize, de::DeserializeOwned};

/// After so many tries in vain a job is given up: a little more than a day after the first.
pub const ATTEMPTS: i64 = 14;
/// How long whoever took a job has it for themselves, in milliseconds.
const LEASE: i64 = 2 * 60_000;
/// How long it is until a second try, in milliseconds; each time it doubles, up to [`LONGEST`].
const SHORTEST: i64 = 30_000;
/// Six hours.
const LONGEST: i64 = 6 * 3_600_000;

/// A kind of work with what it needs to know: ids, and nothing that names or reaches somebody.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// Its name in the table, stored as long as such a job waits.
    const KIND: &'static str;
}

/// Why a job did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may work later: the code says what was in the way, for whoever looks after the portal.
    #[error("to be tried again: {0}")]
    Retry(&'static str),
    /// It never will.
    #[error("given up: {0}")]
    Fail(&'static str),
    /// Not yet: no try was made.
    #[error("put off")]
    NotBefore(Timestamp),
}

impl From<Failure> for JobError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unavailable => Self::Retry("unavailable"),
            Failure::Db(_) => Self::Retry("database"),
            Failure::Randomness => Self::Retry("randomness"),
            // A key that was erased, or a value that was altered, is not mended by waiting.
            Failure::Sealed => Self::Fail("sealed"),
            Failure::Inconsistent { .. } => Self::Fail("inconsistent"),
            Failure::Pdf(_) => Self::Fail("pdf"),
        }
    }
}

/// A job ready to be added.
pub struct Prepared(NewJob);

/// Seals a job, before the transaction begins. `about` is what makes it the same work as another of its kind.
pub fn prepare<J: Job>(
    state: &AppState,
    job: &J,
    about: &[&[u8]],
    group: Option<Vec<u8>>,
    run_at: Timestamp,
) -> Result<Prepared, Failure> {
    let id = JobId::from_random(rng::bytes(&*state.rng)?);
    let plain = serde_json::to_vec(job).map_err(|_| Failure::Sealed)?;
    let payload_enc = state.keys.seal(&*state.rng, Purpose::Session, &place(id, J::KIND), &plain)?;
    let parts: Vec<&[u8]> = [&[J::KIND.as_bytes()], about].concat();
    let unique_hash = hash(&state.keys, &parts);
    Ok(Prepared(NewJob { id, kind: J::KIND, unique_hash, group_hash: group, payload_enc, run_at }))
}

/// Adds a prepared job in the transaction of the change that makes it necessary; tells whether it was added, or waits
/// already.
pub async fn enqueue(tx: &mut Tx<'_>, prepared: &Prepared) -> Result<bool, Failure> {
    store::insert(tx, &prepared.0).await
}

/// Takes the jobs of a group away, waiting or given up; gives how many there were.
pub async fn call_off(tx: &mut Tx<'_>, group: &[u8]) -> Result<u64, Failure> {
    store::delete_group(tx, group).await
}

/// Jobs of a group and a kind that wait, with when they run.
pub async fn waiting<J: Job>(state: &AppState, group: Vec<u8>) -> Result<Vec<(Timestamp, J)>, Failure> {
    let rows = state.db.read(move |tx| Box::pin(async move { store::list_group(tx, &group).await })).await?;
    let rows = rows.into_iter().filter(|row| row.kind == J::KIND);
    rows.map(|row| Ok((row.run_at, open(state, row.id, J::KIND, &row.payload_enc)?))).collect()
}

/// A job that this process works on.
pub struct Claimed {
    pub id: JobId,
    pub kind: String,
    /// The try that is being made, counted from one.
    pub attempt: i64,
    payload: Vec<u8>,
    lease: Vec<u8>,
}

/// What finishes a claimed job, for the transaction that does its work.
#[derive(Clone)]
pub struct Receipt {
    id: JobId,
    lease: Vec<u8>,
}

impl Claimed {
    /// What finishes it.
    pub fn receipt(&self) -> Receipt {
        Receipt { id: self.id, lease: self.lease.clone() }
    }

    /// What it needs to know.
    ///
    /// # Errors
    /// [`Failure::Sealed`] for a job of another kind, and for one that was altered or moved.
    pub fn job<J: Job>(&self, state: &AppState) -> Result<J, Failure> {
        open(state, self.id, J::KIND, &self.payload)
    }
}

/// Takes up to `limit` jobs that are due.
pub async fn claim_due(state: &AppState, limit: i64) -> Result<Vec<Claimed>, Failure> {
    let now = state.clock.now();
    let due = state.db.read(move |tx| Box::pin(store::list_due(tx, now, limit))).await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let lease: [u8; 16] = rng::bytes(&*state.rng)?;
    let until = Timestamp(now.0.saturating_add(LEASE));
    let taken = state.db.write(move |tx| {
        Box::pin(async move {
            let mut taken = Vec::with_capacity(due.len());
            for row in due {
                if store::lease(tx, row.id, &lease, now, until).await? {
                    taken.push(row);
                }
            }
            Ok(taken)
        })
    });
    let claimed = |JobRow { id, kind, payload_enc, attempts, .. }| Claimed {
        id,
        kind,
        attempt: attempts + 1,
        payload: payload_enc,
        lease: lease.to_vec(),
    };
    Ok(taken.await?.into_iter().map(claimed).collect())
}

/// Takes a job away whose work is done; a statement of the transaction that does it.
///
/// # Errors
/// [`Failure::Unavailable`] when the lease was over and somebody else has taken it: then nothing of this transaction is to
/// stay.
pub async fn finish(tx: &mut Tx<'_>, job: &Receipt) -> Result<(), Failure> {
    match store::delete_leased(tx, job.id, &job.lease).await? {
        true => Ok(()),
        false => Err(Failure::Unavailable),
    }
}

/// Takes away a job that has nothing else to write, in a transaction of its own.
///
/// # Errors
/// As [`finish`].
pub async fn finish_alone(state: &AppState, job: &Claimed) -> Result<(), JobError> {
    let job = job.receipt();
    let write = state.db.write(move |tx| Box::pin(async move { finish(tx, &job).await }));
    Ok(write.await?)
}

/// Notes that a job has not done its work: it is tried again later, or given up.
pub async fn has_failed(state: &AppState, job: &Claimed, error: &JobError) -> Result<(), Failure> {
    let now = state.clock.now();
    let (next, code) = match error {
        JobError::NotBefore(run_at) => {
            let (id, lease, run_at) = (job.id, job.lease.clone(), *run_at);
            let put_off = state
                .db
                .write(move |tx| Box::pin(async move { store::put_off(tx, id, &lease, run_at).await }));
            return put_off.await.map(drop);
        }
        JobError::Retry(code) if job.attempt < ATTEMPTS => (Some(pause(job.attempt)), *code),
        JobError::Retry(code) | JobError::Fail(code) => (None, *code),
    };
    if next.is_none() {
        tracing::error!(job.id = %job.id, job.kind = job.kind, code, "a job was given up");
    }
    let (id, lease) = (job.id, job.lease.clone());
    let state_name = if next.is_some() { "waiting" } else { "dead" };
    let run_at = Timestamp(now.0.saturating_add(next.unwrap_or_default()));
    let write = state.db.write(move |tx| {
        Box::pin(async move { store::give_back(tx, id, &lease, state_name, run_at, (now, code)).await })
    });
    write.await.map(drop)
}

/// How long it is until the next try.
fn pause(attempt: i64) -> i64 {
    let doublings = u32::try_from(attempt - 1).unwrap_or(u32::MAX).min(20);
    SHORTEST.saturating_mul(1 << doublings).min(LONGEST)
}

/// A job that was given up, for whoever looks after the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    pub id: JobId,
    pub kind: String,
    pub attempts: i64,
    pub failed_at: Timestamp,
    /// The code of why.
    pub failure: String,
}

/// Jobs that were given up, the newest first.
pub async fn dead(state: &AppState, limit: i64) -> Result<Vec<Dead>, Failure> {
    let rows = state.db.read(move |tx| Box::pin(store::list_dead(tx, limit))).await?;
    let dead = |row: store::DeadRow| Dead {
        id: row.id,
        kind: row.kind,
        attempts: row.attempts,
        failed_at: row.failed_at,
        failure: row.failure,
    };
    Ok(rows.into_iter().map(dead).collect())
}

/// How many jobs were given up.
pub async fn count_dead(state: &AppState) -> Result<i64, Failure> {
    state.db.read(|tx| Box::pin(store::count_dead(tx))).await
}

/// Has a job tried again that was given up; tells whether it was there.
pub async fn revive(tx: &mut Tx<'_>, id: JobId, now: Timestamp) -> Result<bool, Failure> {
    store::revive(tx, id, now).await
}

fn open<J: Job>(state: &AppState, id: JobId, kind: &str, sealed: &[u8]) -> Result<J, Failure> {
    let plain = state.keys.open_sealed(Purpose::Session, &place(id, kind), sealed)?;
    serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)
}

fn place(id: JobId, kind: &str) -> [Vec<u8>; 3] {
    [b"job".to_vec(), id.as_bytes().to_vec(), kind.as_bytes().to_vec()]
}

fn hash(keys: &KeyRing, parts: &[&[u8]]) -> Vec<u8> {
    let parts: Vec<&[u8]> = [&[b"job".as_slice()], parts].concat();
    keys.mac(Purpose::CodeHash, &parts).to_vec()
}
