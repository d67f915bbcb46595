//! [`Db`]: the handle the rest of the server holds.

use super::{
    member::{Call, Member},
    postgres,
    sqlite::{self, Limits},
    tx::{Conn, Tx},
};
use crate::backend::failure::Failure;
use futures::future::BoxFuture;
use sqlx::{
    ConnectOptions as _, PgPool, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
};

/// The oldest SQLite we trust: earlier ones carry a race that can corrupt a write-ahead log
/// (sqlite.org, "WAL-reset bug", fixed in 3.51.3).
const MIN_SQLITE: [u32; 3] = [3, 51, 3];
/// Read-only connections to a SQLite file.
const READERS: u32 = 4;
/// How long a read waits for a free connection.
const ACQUIRE_TIME: Duration = Duration::from_secs(3);

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// It cannot be reached, or refused us; the driver's words name no data of a person.
    #[error("{0}")]
    Connect(#[from] sqlx::Error),
    /// The linked SQLite is older than we trust.
    #[error("SQLite {0} is too old")]
    SqliteTooOld(String),
}

/// The database; cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: Engine,
    statements: Arc<AtomicU64>,
}

enum Engine {
    Sqlite {
        /// `None` once closed; dropping the sender ends the writer after the work that already waits.
        writes: Mutex<Option<mpsc::Sender<Box<dyn Member>>>>,
        writer: Mutex<Option<JoinHandle<()>>>,
        readers: SqlitePool,
    },
    Postgres {
        pool: PgPool,
        closure_time: Duration,
    },
}

impl Db {
    /// Opens the SQLite file, which must exist and be migrated.
    pub async fn sqlite(path: &Path) -> Result<Db, DbError> {
        Self::sqlite_within(path, Limits::default()).await
    }

    /// Opens the SQLite file with other limits, for tests that must not depend on how busy the machine is.
    pub async fn sqlite_within(path: &Path, limits: Limits) -> Result<Db, DbError> {
        let options = sqlite::options(path).create_if_missing(false);
        let readers = readers(options.clone().read_only(true).pragma("query_only", "ON")).await?;
        let (writes, queue) = mpsc::channel(sqlite::QUEUE);
        let statements = Arc::<AtomicU64>::default();
        let writer = tokio::spawn(sqlite::Writer::new(options, limits, queue, statements.clone()).run());
        let writer = Mutex::new(Some(writer));
        let engine = Engine::Sqlite { writes: Mutex::new(Some(writes)), writer, readers };
        Ok(Db(Arc::new(Inner { engine, statements })))
    }

    /// Opens the SQLite file for somebody who only looks; every write is refused.
    pub async fn sqlite_to_look(path: &Path) -> Result<Db, DbError> {
        let readers = readers(sqlite::options_to_look(path)).await?;
        let engine = Engine::Sqlite { writes: Mutex::new(None), writer: Mutex::new(None), readers };
        Ok(Db(Arc::new(Inner { engine, statements: Arc::default() })))
    }

    /// Connects to a migrated PostgreSQL database.
    pub async fn postgres(url: &str) -> Result<Db, DbError> {
        Self::postgres_within(url, postgres::CLOSURE_TIME).await
    }

    /// Connects with another limit for one closure, for a command that writes much at once.
    pub async fn postgres_within(url: &str, closure_time: Duration) -> Result<Db, DbError> {
        let pool = postgres::connect(postgres::options(url)?).await?;
        let engine = Engine::Postgres { pool, closure_time };
        Ok(Db(Arc::new(Inner { engine, statements: Arc::default() })))
    }

    /// Runs a closure in a writing transaction and returns once its changes are durable.
    ///
    /// # Errors
    /// What the closure returned; or [`Failure::Unavailable`] when the transaction could not be kept, in which case
    /// nothing of it was.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, Failure>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let member = Box::new(Call { work, reply });
        match &self.0.engine {
            Engine::Sqlite { writes, .. } => {
                let sender = writes.lock().await.clone().ok_or(Failure::Unavailable)?;
                sender.send(member).await.map_err(|_| Failure::Unavailable)?;
            }
            Engine::Postgres { pool, closure_time } => {
                let statements = self.0.statements.clone();
                drop(tokio::spawn(postgres::run(pool.clone(), member, *closure_time, statements)));
            }
        }
        answer.await.unwrap_or(Err(Failure::Unavailable))
    }

    /// Runs a closure in a read-only transaction that sees one moment of the database.
    ///
    /// # Errors
    /// What the closure returned, or [`Failure::Unavailable`] when no connection came free in time.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send,
        F: for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, Failure>> + Send,
    {
        let statements = &self.0.statements;
        match &self.0.engine {
            Engine::Sqlite { readers, .. } => {
                let mut transaction = readers.begin().await?;
                work(&mut Tx::new(Conn::Sqlite(&mut transaction), statements)).await
            }
            Engine::Postgres { pool, .. } => {
                let mut transaction =
                    pool.begin_with("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                work(&mut Tx::new(Conn::Postgres(&mut transaction), statements)).await
            }
        }
    }

    /// How many statements were run so far; every branch of a sign-in runs the same number.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Finishes the writes that wait, folds the write-ahead log back, and closes every connection.
    pub async fn close(&self) {
        match &self.0.engine {
            Engine::Sqlite { writes, writer, readers } => {
                // Readers first: an open read transaction would keep the log from being folded back.
                readers.close().await;
                drop(writes.lock().await.take());
                if let Some(writer) = writer.lock().await.take() {
                    drop(writer.await);
                }
            }
            Engine::Postgres { pool, .. } => pool.close().await,
        }
    }
}

fn is_at_least(version: &str, minimum: [u32; 3]) -> bool {
    let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    numbers.as_slice() >= minimum.as_slice()
}

/// Whether a text names a PostgreSQL database in a form the driver understands.
pub fn is_postgres_url(text: &str) -> bool {
    (text.starts_with("postgres://") || text.starts_with("postgresql://")) && postgres::options(text).is_ok()
}

/// Read-only connections to a SQLite file.
async fn readers(options: SqliteConnectOptions) -> Result<SqlitePool, DbError> {
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(ACQUIRE_TIME)
        .connect_with(options.disable_statement_logging())
        .await?;
    let (version,): (String,) = sqlx::query_as("SELECT sqlite_version()").fetch_one(&readers).await?;
    if !is_at_least(&version, MIN_SQLITE) {
        return Err(DbError::SqliteTooOld(version));
    }
    Ok(readers)
}
