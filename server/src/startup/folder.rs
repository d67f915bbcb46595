//! The data directory, and the database in it or elsewhere.

use super::Refusal;
use crate::config::Config;
use app::backend::db::{self, Db, Limits, MigrateError};
use std::{
    fs::{DirBuilder, OpenOptions, Permissions},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
    time::Duration,
};

/// The name of the SQLite file in the data directory.
pub(super) const DATABASE_NAME: &str = "obhut.db";

/// Creates the data directory with mode 0700, or checks that it has no wider one.
pub(super) fn prepare(path: &Path) -> Result<(), Refusal> {
    let refused = |source| Refusal::DataDir { path: path.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(refused)?;
    check(path)
}

pub(super) fn check(path: &Path) -> Result<(), Refusal> {
    let refused = |source| Refusal::DataDir { path: path.to_owned(), source };
    let mode = std::fs::metadata(path).map_err(refused)?.permissions();
    if mode != Permissions::from_mode(mode.mode() & !0o077) {
        return Err(Refusal::DataDirExposed(path.to_owned()));
    }
    Ok(())
}

/// Brings the database to this binary's schema; the data directory is there if the database lies in it.
pub(super) async fn bring_up(config: &Config) -> Result<(), Refusal> {
    let outcome = match &config.database_url {
        Some(url) => db::migrate_postgres(url, config.migrate_database_url.as_deref()).await,
        None => {
            let path = config.data_dir.join(DATABASE_NAME);
            // SQLite would create the file with the process's mask; its companions take over these rights.
            OpenOptions::new()
                .create(true)
                .append(true)
                .mode(0o600)
                .open(&path)
                .map_err(|source| Refusal::DatabaseFile { path: path.clone(), source })?;
            db::migrate_sqlite(&path).await
        }
    };
    outcome.map_err(refused)
}

/// Sorts the tables; `url` names their owner.
pub(super) async fn sort(url: &str) -> Result<(), Refusal> {
    db::sort_postgres(url).await.map_err(refused)
}

fn refused(error: MigrateError) -> Refusal {
    match error {
        MigrateError::Newer(_) => Refusal::SchemaNewer(error),
        MigrateError::Denied => Refusal::MigrationDenied,
        MigrateError::Older => Refusal::SchemaOlder,
        MigrateError::Altered(_) | MigrateError::Unusable(_) | MigrateError::Failed(_) => {
            Refusal::Migration(error)
        }
    }
}

/// Opens a database that has this binary's schema already, without a way to write to it.
pub(super) async fn connect_to_look(config: &Config) -> Result<Db, Refusal> {
    let path = config.data_dir.join(DATABASE_NAME);
    let is_there = match &config.database_url {
        Some(url) => db::check_postgres(url).await.map_err(refused)?,
        None => path.exists() && db::check_sqlite(&path).await.map_err(refused)?,
    };
    if !is_there {
        return Err(Refusal::NoInstallation);
    }
    Ok(match &config.database_url {
        Some(url) => Db::postgres(url).await?,
        None => Db::sqlite_to_look(&path).await?,
    })
}

/// Opens the database; `limits` are those of a SQLite file.
pub(super) async fn connect(config: &Config, limits: Limits) -> Result<Db, Refusal> {
    Ok(match &config.database_url {
        Some(url) => Db::postgres(url).await?,
        None => Db::sqlite_within(&config.data_dir.join(DATABASE_NAME), limits).await?,
    })
}

/// The same for a command whose single writes may take longer than those of a portal that many people use.
pub(super) async fn connect_patiently(config: &Config, closure_time: Duration) -> Result<Db, Refusal> {
    match &config.database_url {
        Some(url) => Ok(Db::postgres_within(url, closure_time).await?),
        None => connect(config, Limits { closure_time, ..Limits::default() }).await,
    }
}
