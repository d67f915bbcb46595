//! Migrations: forward only, embedded in the binary, the same file names for both databases.

use super::{postgres, sqlite};
use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, SqliteConnection,
    migrate::{MigrateError as SqlxMigrateError, Migrator},
};
use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// Why a database could not be brought to this binary's schema.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database was migrated by a newer version of Obhut.
    #[error(
        "the database schema is newer than this binary (it holds migration {0}, which this version does not know)"
    )]
    Newer(i64),
    /// The database was migrated by an older version, and nobody asked for it to be brought up.
    #[error("the database schema is older than this binary")]
    Older,
    /// An applied migration differs from the one in this binary.
    #[error("migration {0} in the database differs from the one in this binary")]
    Altered(i64),
    /// The role may not change the schema.
    #[error("the database role may not change the schema")]
    Denied,
    /// The database cannot be reached or is none; the driver's words name no data of a person.
    #[error("the database cannot be used: {0}")]
    Unusable(sqlx::Error),
    /// A migration failed.
    #[error("{0}")]
    Failed(SqlxMigrateError),
}

impl From<SqlxMigrateError> for MigrateError {
    fn from(error: SqlxMigrateError) -> Self {
        // Insufficient privilege, and a schema that the role cannot even see (PostgreSQL manual, appendix A).
        const DENIED: [&str; 2] = ["42501", "3F000"];
        let denied = |database: &dyn sqlx::error::DatabaseError| {
            database.code().is_some_and(|code| DENIED.contains(&code.as_ref()))
        };
        match error {
            SqlxMigrateError::VersionMissing(version) => Self::Newer(version),
            SqlxMigrateError::VersionMismatch(version) => Self::Altered(version),
            SqlxMigrateError::Execute(sqlx::Error::Database(database)) if denied(database.as_ref()) => {
                Self::Denied
            }
            SqlxMigrateError::ExecuteMigration(sqlx::Error::Database(database), _)
                if denied(database.as_ref()) =>
            {
                Self::Denied
            }
            SqlxMigrateError::Execute(error) => Self::Unusable(error),
            other => Self::Failed(other),
        }
    }
}

impl From<sqlx::Error> for MigrateError {
    fn from(error: sqlx::Error) -> Self {
        SqlxMigrateError::Execute(error).into()
    }
}

/// Brings the SQLite file to the present schema, creating it when it is not there.
///
/// Several processes may do this at the same moment; a lock beside the file makes them take turns, because sqlx takes
/// none on SQLite.
pub async fn migrate_sqlite(path: &Path) -> Result<(), MigrateError> {
    let _turn = take_turn(path).await.map_err(|error| MigrateError::Unusable(sqlx::Error::Io(error)))?;
    let mut connection = sqlite::options(path).create_if_missing(true).connect().await?;
    let outcome = bring_up_sqlite(&mut connection).await;
    connection.close().await?;
    outcome
}

/// Waits for the lock file; closing it lets the next one in.
async fn take_turn(path: &Path) -> io::Result<File> {
    let lock = path.with_extension("lock");
    let waits = move || {
        let file = OpenOptions::new().create(true).append(true).mode(0o600).open(lock)?;
        file.lock()?;
        Ok(file)
    };
    tokio::task::spawn_blocking(waits).await.unwrap_or_else(|_| Err(io::ErrorKind::Interrupted.into()))
}

async fn bring_up_sqlite(connection: &mut SqliteConnection) -> Result<(), MigrateError> {
    let applied =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations").fetch_all(&mut *connection).await;
    if is_current(&SQLITE, &applied.unwrap_or_default())? {
        return Ok(());
    }
    SQLITE.run(connection).await?;
    Ok(())
}

/// A migration may take as long as it needs.
const UNHURRIED: [(&str, &str); 2] = [("statement_timeout", "0"), ("lock_timeout", "0")];

/// Brings the PostgreSQL database to the present schema.
///
/// `owner_url` names the role that owns the tables; without it the application's own role is tried.
/// When both are given, the application's role gets exactly the rights it needs afterwards: no UPDATE or DELETE on
/// ledgers, no change of the schema.
pub async fn migrate_postgres(url: &str, owner_url: Option<&str>) -> Result<(), MigrateError> {
    let application = postgres::options(url)?;
    let role = application.get_username().to_owned();
    let mut connection = application.connect().await?;
    let current = is_current(&POSTGRES, &applied_postgres(&mut connection).await?)?;
    connection.close().await?;
    if current {
        return Ok(());
    }
    let mut owner = postgres::options(owner_url.unwrap_or(url))?.options(UNHURRIED).connect().await?;
    let outcome = async {
        POSTGRES.run(&mut owner).await?;
        if owner_url.is_some() { grant(&mut owner, &role).await } else { Ok(()) }
    }
    .await;
    owner.close().await?;
    outcome
}

/// Whether a SQLite file has a schema at all, which then must be exactly the present one; it is not written to.
pub async fn check_sqlite(path: &Path) -> Result<bool, MigrateError> {
    let mut connection = sqlite::options_to_look(path).connect().await?;
    let applied =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations").fetch_all(&mut connection).await;
    connection.close().await?;
    has_current(&SQLITE, &applied?)
}

/// The same for PostgreSQL.
pub async fn check_postgres(url: &str) -> Result<bool, MigrateError> {
    let mut connection = postgres::options(url)?.connect().await?;
    let applied = applied_postgres(&mut connection).await;
    connection.close().await?;
    has_current(&POSTGRES, &applied?)
}

fn has_current(migrator: &Migrator, applied: &[(i64, Vec<u8>)]) -> Result<bool, MigrateError> {
    if !is_current(migrator, applied)? && !applied.is_empty() {
        return Err(MigrateError::Older);
    }
    Ok(!applied.is_empty())
}

/// The applied migrations; a database without the table has none.
async fn applied_postgres(connection: &mut PgConnection) -> Result<Vec<(i64, Vec<u8>)>, MigrateError> {
    let table: Option<String> = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations')::text")
        .fetch_one(&mut *connection)
        .await?;
    if table.is_none() {
        return Ok(Vec::new());
    }
    match sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations").fetch_all(connection).await {
        Ok(rows) => Ok(rows),
        // The table is there, but nobody has granted us a look yet: the owner will.
        Err(error) => match MigrateError::from(error) {
            MigrateError::Denied => Ok(Vec::new()),
            other => Err(other),
        },
    }
}

/// Whether every migration of this binary is applied, unchanged, and nothing newer is.
fn is_current(migrator: &Migrator, applied: &[(i64, Vec<u8>)]) -> Result<bool, MigrateError> {
    let ours: HashMap<i64, &[u8]> = migrator.iter().map(|m| (m.version, m.checksum.as_ref())).collect();
    for (version, checksum) in applied {
        match ours.get(version) {
            None => return Err(MigrateError::Newer(*version)),
            Some(expected) if *expected != checksum.as_slice() => {
                return Err(MigrateError::Altered(*version));
            }
            Some(_) => {}
        }
    }
    Ok(applied.len() == ours.len())
}

/// Sorts the rows of every table by its key, so that neither files nor dumps keep the order in which they were written.
///
/// `url` names the owner of the tables. Each table is locked while it is sorted.
pub async fn sort_postgres(url: &str) -> Result<(), MigrateError> {
    let mut owner = postgres::options(url)?.options(UNHURRIED).connect().await?;
    let outcome = sqlx::raw_sql(include_str!("../../../../migrations/sort.sql")).execute(&mut owner).await;
    owner.close().await?;
    outcome?;
    Ok(())
}

/// Gives the application's role its rights, and no others.
///
/// The role's name is handed over as a setting because a statement cannot bind identifiers; `format('%I')` quotes it.
async fn grant(owner: &mut PgConnection, role: &str) -> Result<(), MigrateError> {
    sqlx::query("SELECT set_config('obhut.role', $1, false)").bind(role).execute(&mut *owner).await?;
    sqlx::raw_sql(include_str!("../../../../migrations/grants.sql")).execute(owner).await?;
    Ok(())
}
