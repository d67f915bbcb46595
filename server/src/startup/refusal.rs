//! [`Refusal`]: every reason not to start.

use crate::config::ConfigError;
use app::backend::{
    crypto::KeyFileError,
    db::{DbError, MigrateError},
    failure::Failure,
};
use std::{io, path::PathBuf};

/// Why the portal does not start: one clear sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("the data directory {path} cannot be used: {source}")]
    DataDir { path: PathBuf, source: io::Error },
    #[error("the data directory {0} is open to others (expected is mode 0700); close it with chmod")]
    DataDirExposed(PathBuf),
    #[error("the key file {path} cannot be used: {source}")]
    KeyFile { path: PathBuf, source: KeyFileError },
    #[error(
        "the key file {0} is missing, but the database holds an installation; \
         put its key file there, because nothing can be read without it"
    )]
    KeyFileMissing(PathBuf),
    #[error("the key file {0} does not belong to this database")]
    KeyFileForeign(PathBuf),
    #[error("the instance marker in the database has been altered; restore the database from a backup")]
    MarkerAltered,
    #[error("the database file {path} cannot be used: {source}")]
    DatabaseFile { path: PathBuf, source: io::Error },
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbError),
    #[error("{0}; start that newer version")]
    SchemaNewer(MigrateError),
    #[error(
        "the database has the schema of an earlier version; look at it with that version, \
         or bring it up with `obhut migrate`, on a copy if it is evidence"
    )]
    SchemaOlder,
    #[error("{0}")]
    Migration(MigrateError),
    #[error(
        "the database role may not change the schema; run `obhut migrate` \
         with OBHUT_MIGRATE_DATABASE_URL naming the owner of the tables"
    )]
    MigrationDenied,
    #[error("this is a real installation; --demo needs a data directory (or database) of its own")]
    DemoMeetsReal,
    #[error(
        "this is a demo installation and stays one; a real one needs a data directory (or database) of its own"
    )]
    RealMeetsDemo,
    #[error(
        "--demo is for this machine only: its origin has the host localhost, and there are no trusted proxies"
    )]
    DemoNotLocal,
    #[error("--demo listens on a loopback address only, and OBHUT_ADDR is {0}")]
    DemoNotLoopback(std::net::SocketAddr),
    #[error(
        "OBHUT_ORIGIN names the host {wanted}, but the passkeys of this installation are bound to {bound}; \
         keep the host, because it cannot be changed later"
    )]
    RelyingPartyChanged { bound: String, wanted: String },
    #[error("this binary was built without its web files; build it with `make build`")]
    NoWebFiles,
    #[error("the certificate or key for TLS cannot be used: {0}")]
    Tls(String),
    #[error("the portal cannot listen on {address}: {source}")]
    Listen { address: std::net::SocketAddr, source: io::Error },
    #[error("there is no installation here yet; start the portal once with `obhut serve`")]
    NoInstallation,
    #[error("the database failed while starting: {0}")]
    Failure(#[from] Failure),
    #[error("the operating system refused: {0}")]
    Io(#[from] io::Error),
}
