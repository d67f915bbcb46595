//! Who makes checkpoints while the portal runs.

use super::{
    FOLDER, Heads, Note,
    file::{self, Append, AppendError},
    marks::{self, Mark, Marks, Stored},
    note,
    tail::{self, Tail},
};
use crate::{
    audit::store,
    backend::{failure::Failure, rng, state::AppState},
    ids::SeriesId,
};
use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{sync::oneshot, task::JoinHandle, time::Instant};

/// How often the keeper looks whether there is enough for a checkpoint.
const LOOK: Duration = Duration::from_secs(5);
/// After this long a change is worth a checkpoint.
const PERIOD: Duration = Duration::from_secs(60);
/// So many entries are worth one at once.
const ENTRIES: i64 = 256;

/// Why no checkpoint was made.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error("the checkpoint file cannot be written: {0}")]
    Io(#[from] io::Error),
    #[error("the clock shows a time that no calendar has")]
    Clock,
    #[error("somebody else writes to the checkpoint file")]
    Contended,
}

/// What came of looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing has changed since the last checkpoint, or there is nothing yet.
    Unchanged,
    /// The checkpoint of this number was made.
    Made(i64),
}

/// Makes checkpoints of one installation.
pub struct Keeper {
    state: AppState,
    folder: PathBuf,
    /// What the files end with; read again when it is not known.
    tail: Option<Tail>,
    is_failing: bool,
    /// Whether it was said that the database does not know of checkpoints as it should.
    has_complained: bool,
}

/// A keeper at work.
pub struct Running {
    /// Dropping it is the sign to end.
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    /// Makes a last checkpoint and ends.
    pub async fn stop(self) {
        let Self { stop, task } = self;
        drop(stop);
        drop(task.await);
    }
}

impl Keeper {
    pub fn new(state: AppState, data_dir: &Path) -> Self {
        Self { state, folder: data_dir.join(FOLDER), tail: None, is_failing: false, has_complained: false }
    }

    /// Makes checkpoints from now on, the first at once if something has changed since the last.
    pub fn start(self) -> Running {
        let (stop, stopped) = oneshot::channel();
        Running { stop, task: tokio::spawn(self.run(stopped)) }
    }

    async fn run(mut self, mut stopped: oneshot::Receiver<()>) {
        let mut counted = self.count().await;
        self.attempt().await;
        let mut tried = Instant::now();
        loop {
            tokio::select! {
                _ = &mut stopped => break,
                () = tokio::time::sleep(LOOK) => {}
            }
            let count = self.count().await;
            if self.is_failing || tried.elapsed() >= PERIOD || count.saturating_sub(counted) >= ENTRIES {
                self.attempt().await;
                (tried, counted) = (Instant::now(), count);
            }
        }
        self.attempt().await;
    }

    /// How many entries there are; a database that does not answer has none to tell of.
    async fn count(&self) -> i64 {
        let count = self.state.db.read(|tx| Box::pin(async move { store::count_entries(tx).await })).await;
        count.unwrap_or_default()
    }

    /// Tries, and says so once when it fails, and once when it works again.
    async fn attempt(&mut self) {
        match self.checkpoint().await {
            Err(error) if !self.is_failing => {
                tracing::error!(%error, "no checkpoint of the access log could be made; it is tried again");
                self.is_failing = true;
            }
            Err(_) => {}
            Ok(_) if self.is_failing => {
                tracing::info!("checkpoints of the access log can be made again");
                self.is_failing = false;
            }
            Ok(_) => {}
        }
    }

    /// Makes a checkpoint, unless nothing has changed since the last.
    pub async fn checkpoint(&mut self) -> Result<Outcome, CheckpointError> {
        // A file that was moved or written to meanwhile is read again, once.
        for _ in 0..2 {
            if let Some(outcome) = self.make().await? {
                return Ok(outcome);
            }
        }
        Err(CheckpointError::Contended)
    }

    /// `None` when the file is not as it was left.
    async fn make(&mut self) -> Result<Option<Outcome>, CheckpointError> {
        let Self { state, folder, .. } = self;
        // 1. What the files end with, and what the database holds now.
        let tail = match self.tail.take() {
            Some(tail) => tail,
            None => {
                let (state, folder) = (state.clone(), folder.clone());
                blocking(move || tail::read(&state, &folder)).await??
            }
        };
        let (rows, row) = state
            .db
            .read(|tx| {
                Box::pin(async move { Ok((store::list_heads(tx).await?, store::find_marks(tx).await?)) })
            })
            .await?;
        // What is wrong with the marks is said below, and by `obhut audit verify`; evidence is kept all the same.
        let marks = match marks::open(&state.keys, row) {
            Stored::Sealed(marks) => marks,
            Stored::Deleted | Stored::Empty | Stored::Altered => Marks::new(),
        };
        // A MAC of another length has been tampered with; the chain itself will tell.
        let heads: Heads = rows
            .into_iter()
            .map(|(chain, seq, mac)| (chain, (seq, mac.try_into().unwrap_or_default())))
            .collect();
        if heads.is_empty() || tail.heads.as_ref() == Some(&heads) {
            self.tail = Some(tail);
            return Ok(Some(Outcome::Unchanged));
        }
        // 2. The file of this month, or a later one should the clock have gone backwards.
        let at = state.clock.now();
        let month = folder.join(file::name(at).ok_or(CheckpointError::Clock)?);
        let path = tail.path.clone().into_iter().chain([month]).max().unwrap_or_default();
        let is_same_file = tail.path.as_ref() == Some(&path);
        let (length, keep) = if is_same_file { (tail.length, tail.keep) } else { (0, 0) };
        // 3. The note, in the series of this directory. A series that begins does not count from one again, so that it is
        //    not taken for all there ever was.
        let series = match tail.series {
            Some(series) => series,
            None => SeriesId::from_random(rng::bytes(&*state.rng)?),
        };
        let noted = match tail.series {
            Some(series) => marks.get(&series).map(|mark| mark.number),
            None => marks.values().map(|mark| mark.number).max(),
        };
        let numbers = [tail.last.map(|(number, _)| number), noted];
        let number = numbers.into_iter().flatten().max().unwrap_or_default() + 1;
        let changed =
            tail.heads.as_ref().filter(|_| is_same_file && keep > 0).and_then(|old| changed(old, &heads));
        let after = tail.last.map(|(_, hash)| hash);
        let facts = note::Facts { series, number, at, after, all: &heads, changed };
        let text = Note::new(&state.keys, &*state.rng, facts)?
            .signed(&note::origin(state.instance.id), &state.keys.signer());
        let hash = note::hash(&text);
        // 4. To the disk; only then does the database hear of it.
        let work = Append { folder: folder.clone(), path: path.clone(), length, keep, note: text };
        let length = match blocking(move || file::append(&work)).await? {
            Ok(length) => length,
            Err(AppendError::Changed) => return Ok(None),
            Err(AppendError::Io(error)) => return Err(error.into()),
        };
        let (path, series_kept) = (Some(path), Some(series));
        let (last, heads) = (Some((number, hash)), Some(heads));
        self.tail = Some(Tail { path, length, keep: length, series: series_kept, last, heads });
        let is_noted = marks::note(&self.state, series, Mark { number, hash, at }).await?;
        self.complain_unless(is_noted);
        Ok(Some(Outcome::Made(number)))
    }
}

impl Keeper {
    /// Says once that what the database knew of checkpoints is gone; it is not made again.
    fn complain_unless(&mut self, is_noted: bool) {
        if !is_noted && !self.has_complained {
            tracing::error!(
                "what the database knows of the newest checkpoints was deleted or altered; run `obhut audit verify`"
            );
        }
        self.has_complained |= !is_noted;
    }
}

/// The heads that are new or have moved; `None` when a chain is gone, which only a full list can say.
fn changed(old: &Heads, new: &Heads) -> Option<Heads> {
    if old.keys().any(|chain| !new.contains_key(chain)) {
        tracing::error!("a chain of the access log has disappeared; `obhut audit verify` tells which");
        return None;
    }
    Some(new.iter().filter(|(chain, head)| old.get(chain) != Some(head)).map(|(c, h)| (*c, *h)).collect())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| io::ErrorKind::Interrupted.into())
}
