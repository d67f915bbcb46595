//! SQLite: one writer with group commit, and a pool of read-only connections.

use super::{
    member::{Answer, Member, Outcome},
    tx::{Conn, Tx},
};
use crate::backend::failure::Failure;
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::mpsc;

/// The limits of the one writer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Writes that share one COMMIT at the most.
    pub batch_members: usize,
    /// How long a batch takes further members in.
    pub batch_time: Duration,
    /// How long one closure may hold the writer that everybody waits for.
    pub closure_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            batch_members: 64,
            batch_time: Duration::from_millis(5),
            closure_time: Duration::from_millis(250),
        }
    }
}

/// How long a statement waits for another process that holds the file.
pub(super) const BUSY_TIME: Duration = Duration::from_secs(2);
/// Writes that may wait for the writer before callers are held back.
pub(super) const QUEUE: usize = 1024;
/// Virtual machine steps between two looks at the clock while a statement runs.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// How every connection to the file is opened.
///
/// WAL with `synchronous=FULL`: a committed write survives a power cut.
/// `secure_delete` overwrites what is deleted, because erasure means erasure.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIME)
        .pragma("secure_delete", "ON")
        // REPLACE must fire the delete triggers that guard ledgers.
        .pragma("recursive_triggers", "ON")
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

/// The same for somebody who only looks, also at a copy on a medium that cannot be written to.
///
/// Without a write-ahead log beside it nobody is at work on the file: a portal has one from its first statement on, and
/// takes it away when it closes. Then SQLite needs no files of its own beside it, and leaves everything as it is.
pub(super) fn options_to_look(path: &Path) -> SqliteConnectOptions {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let is_at_rest = !Path::new(&log).exists();
    options(path).create_if_missing(false).read_only(true).immutable(is_at_rest).pragma("query_only", "ON")
}

/// The task that owns the one writing connection.
pub(super) struct Writer {
    options: SqliteConnectOptions,
    limits: Limits,
    queue: mpsc::Receiver<Box<dyn Member>>,
    connection: Option<SqliteConnection>,
    leash: Leash,
    statements: Arc<AtomicU64>,
}

impl Writer {
    pub(super) fn new(
        options: SqliteConnectOptions,
        limits: Limits,
        queue: mpsc::Receiver<Box<dyn Member>>,
        statements: Arc<AtomicU64>,
    ) -> Self {
        Self { limits, options, queue, connection: None, leash: Leash::new(), statements }
    }

    /// Runs batches until every `Db` handle is gone, then leaves a file without a write-ahead log behind.
    pub(super) async fn run(mut self) {
        while let Some(first) = self.queue.recv().await {
            // 1. Nobody waits for the answer any more: not started, so skipped.
            if first.is_abandoned() {
                continue;
            }
            // 2. Run a batch; when it is lost, so is the connection, whose state nobody can vouch for.
            match self.batch(first).await {
                Ok(answers) => answers.into_iter().for_each(|answer| answer()),
                Err(Lost) => self.drop_connection().await,
            }
        }
        if let Some(mut connection) = self.connection.take() {
            let checkpoint = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await;
            if checkpoint.is_err() {
                tracing::warn!("the write-ahead log could not be folded back; the next start does it");
            }
            drop(connection.close().await);
        }
    }

    /// One transaction: members run one after another, and the answers are returned once all is durable.
    async fn batch(&mut self, first: Box<dyn Member>) -> Result<Vec<Answer>, Lost> {
        if self.connection.is_none() {
            self.connection = Some(self.connect().await?);
        }
        let Some(connection) = self.connection.as_mut() else {
            return Err(Lost);
        };
        // 1. Take the write lock at once: a deferred transaction fails with BUSY_SNAPSHOT at its first write.
        execute(connection, "BEGIN IMMEDIATE").await?;
        let began = Instant::now();
        let mut answers = Vec::new();
        let mut next = Some(first);
        // 2. Run whoever waits, until the batch is full or old enough.
        while let Some(member) = next.take() {
            if !member.is_abandoned() {
                let (time, leash, statements) = (self.limits.closure_time, &self.leash, &self.statements);
                answers.push(run_member(connection, member, time, leash, statements).await?);
            }
            if answers.len() < self.limits.batch_members && began.elapsed() < self.limits.batch_time {
                next = self.queue.try_recv().ok();
            }
        }
        // 3. One fsync for all of them; only then does anybody hear "done".
        execute(connection, "COMMIT").await?;
        Ok(answers)
    }

    async fn connect(&self) -> Result<SqliteConnection, Lost> {
        let mut connection = self.options.connect().await.map_err(|error| {
            tracing::error!(failure = %Failure::from(error), "the database file could not be opened");
            Lost
        })?;
        let leash = self.leash.clone();
        let mut handle = connection.lock_handle().await.map_err(|_| Lost)?;
        handle.set_progress_handler(STEPS_BETWEEN_LOOKS, move || !leash.is_over());
        drop(handle);
        Ok(connection)
    }

    /// Rolls back and closes; whatever the transaction held is gone.
    async fn drop_connection(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // SQLite may have rolled back by itself, so a refusal here is no news.
            drop(sqlx::query("ROLLBACK").execute(&mut connection).await);
            drop(connection.close().await);
        }
        self.leash.loosen();
    }
}

/// The batch cannot be kept: every member is answered `Unavailable` by dropping its line.
struct Lost;

/// Runs one member inside its own savepoint.
async fn run_member(
    connection: &mut SqliteConnection,
    member: Box<dyn Member>,
    closure_time: Duration,
    leash: &Leash,
    statements: &AtomicU64,
) -> Result<Answer, Lost> {
    execute(connection, "SAVEPOINT member").await?;
    let began = Instant::now();
    leash.fasten(began + closure_time);
    let mut tx = Tx::new(Conn::Sqlite(connection), statements);
    let outcome = tokio::time::timeout(closure_time, member.run(&mut tx)).await;
    // The time limit also holds for a closure that blocked the thread, which no timer can interrupt.
    // After it the leash stays on: a statement may still be computing, and the connection is closed next.
    let outcome = match outcome {
        Ok(outcome) if began.elapsed() <= closure_time => outcome,
        _ => {
            tracing::error!("a write took longer than its limit; its batch is rolled back");
            return Err(Lost);
        }
    };
    leash.loosen();
    match outcome {
        Outcome::Keep(answer) => {
            // This fails when a trigger or conflict clause has ended the transaction behind our back.
            execute(connection, "RELEASE member").await?;
            Ok(answer)
        }
        Outcome::Undo(answer) => {
            execute(connection, "ROLLBACK TO member").await?;
            execute(connection, "RELEASE member").await?;
            Ok(answer)
        }
        Outcome::Lost => Err(Lost),
    }
}

async fn execute(connection: &mut SqliteConnection, statement: &'static str) -> Result<(), Lost> {
    match sqlx::query(statement).execute(connection).await {
        Ok(_) => Ok(()),
        Err(error) => {
            tracing::error!(statement, failure = %Failure::from(error), "a batch of writes is rolled back");
            Err(Lost)
        }
    }
}

/// Stops a statement that computes for too long, which no await point could interrupt.
#[derive(Clone)]
struct Leash {
    start: Instant,
    /// Milliseconds after `start`; `u64::MAX` when nothing runs.
    end: Arc<AtomicU64>,
}

impl Leash {
    fn new() -> Self {
        Self { start: Instant::now(), end: Arc::new(AtomicU64::new(u64::MAX)) }
    }

    fn fasten(&self, end: Instant) {
        let millis = u64::try_from(end.duration_since(self.start).as_millis()).unwrap_or(u64::MAX);
        self.end.store(millis, Ordering::Relaxed);
    }

    fn loosen(&self) {
        self.end.store(u64::MAX, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.start.elapsed().as_millis() > u128::from(self.end.load(Ordering::Relaxed))
    }
}
