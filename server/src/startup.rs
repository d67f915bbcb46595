//! What happens before the first request: folder, keys, database, marker, and every reason not to start.

use crate::{
    config::{Config, ConfigError},
    http::assets,
};
use app::backend::{
    clock::{Clock, SystemClock},
    crypto::{KeyFile, KeyFileError, KeyRing, PassphraseHasher},
    db::{self, Db, DbError, Limits, MigrateError},
    failure::Failure,
    instance::{self, Instance, Kind, OpenError},
    rng::SystemRng,
    settings::{Assets, Localized, Practice, Settings},
    state::{AppState, Parts},
};
use std::{
    fs::{DirBuilder, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

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

/// The name of the SQLite file in the data directory.
const DATABASE_NAME: &str = "obhut.db";

/// What can be said before anything is touched; gives the web files the binary was built with.
pub fn check(config: &Config, demo: bool) -> Result<Assets, Refusal> {
    if demo && !config.address.ip().is_loopback() {
        return Err(Refusal::DemoNotLoopback(config.address));
    }
    if demo && (config.origin.host() != "localhost" || !config.trusted_proxies.is_empty()) {
        return Err(Refusal::DemoNotLocal);
    }
    assets::find().ok_or(Refusal::NoWebFiles)
}

/// Opens the installation, creating it at the first start.
///
/// 1. The data directory is there and private.
/// 2. The database has this binary's schema.
/// 3. The key file fits the database, or both are new.
/// 4. The marker agrees with what is asked for: kind and host never change.
pub async fn open(
    config: &Config,
    demo: bool,
    assets: Assets,
    clock: Arc<dyn Clock>,
) -> Result<AppState, Refusal> {
    let kind = if demo { Kind::Demo } else { Kind::Real };
    prepare_data_dir(&config.data_dir)?;
    bring_up(config).await?;
    let db = connect(config, None).await?;
    let (instance, keys) = open_instance(config, &db, kind).await?;
    if kind == Kind::Real && config.practice.name.is_none() {
        tracing::warn!("the practice has no name yet; fill in [practice] in obhut.toml");
    }
    if config.origin.is_secure() && config.tls.is_none() && config.trusted_proxies.is_empty() {
        tracing::warn!(
            "the origin is https, but there is neither a certificate nor a trusted proxy; \
             set OBHUT_TLS_CERT_FILE and OBHUT_TLS_KEY_FILE, or OBHUT_TRUSTED_PROXIES"
        );
    }
    assemble(config, db, instance, keys, assets, clock)
}

/// Opens an installation that is there, for a command that ends; none is created.
///
/// It may run beside a portal that serves the same installation.
pub async fn open_existing(config: &Config) -> Result<AppState, Refusal> {
    open_there(config, None).await
}

/// The same for a command whose single writes may take longer than those of a portal that many people use.
pub async fn open_existing_within(config: &Config, closure_time: Duration) -> Result<AppState, Refusal> {
    open_there(config, Some(closure_time)).await
}

async fn open_there(config: &Config, closure_time: Option<Duration>) -> Result<AppState, Refusal> {
    let is_there = config.database_url.is_some() || config.data_dir.join(DATABASE_NAME).exists();
    if !is_there {
        return Err(Refusal::NoInstallation);
    }
    if config.data_dir.exists() {
        check_data_dir(&config.data_dir)?;
    }
    bring_up(config).await?;
    let db = connect(config, closure_time).await?;
    if !instance::exists(&db).await? {
        return Err(Refusal::NoInstallation);
    }
    let (instance, keys) = open_marker(config, &db).await?;
    // A command renders no page.
    let no_assets = Assets { folder: String::new() };
    assemble(config, db, instance, keys, no_assets, Arc::new(SystemClock))
}

/// Puts together what a running process has.
fn assemble(
    config: &Config,
    db: Db,
    instance: Instance,
    keys: KeyRing,
    assets: Assets,
    clock: Arc<dyn Clock>,
) -> Result<AppState, Refusal> {
    let practice = match instance.kind {
        Kind::Demo => demo_practice(),
        Kind::Real => config.practice.clone(),
    };
    let settings = Settings {
        practice,
        origin: config.origin.clone(),
        kind: instance.kind,
        assets,
        staff_attestation: config.staff_attestation.clone(),
    };
    let keys = Arc::new(keys);
    let hasher = PassphraseHasher::new(keys.clone(), &SystemRng)?;
    Ok(AppState::new(Parts { db, hasher, keys, clock, rng: Arc::new(SystemRng), instance, settings }))
}

/// Brings the database to this binary's schema, and does nothing else.
pub async fn migrate(config: &Config) -> Result<(), Refusal> {
    if config.database_url.is_none() {
        prepare_data_dir(&config.data_dir)?;
    }
    bring_up(config).await
}

/// Brings the database to this binary's schema; the data directory is there if the database lies in it.
async fn bring_up(config: &Config) -> Result<(), Refusal> {
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
    outcome.map_err(|error| match error {
        MigrateError::Newer(_) => Refusal::SchemaNewer(error),
        MigrateError::Denied => Refusal::MigrationDenied,
        MigrateError::Altered(_) | MigrateError::Unusable(_) | MigrateError::Failed(_) => {
            Refusal::Migration(error)
        }
    })
}

async fn connect(config: &Config, closure_time: Option<Duration>) -> Result<Db, Refusal> {
    let file = config.data_dir.join(DATABASE_NAME);
    Ok(match (&config.database_url, closure_time) {
        (Some(url), None) => Db::postgres(url).await?,
        (Some(url), Some(closure_time)) => Db::postgres_within(url, closure_time).await?,
        (None, None) => Db::sqlite(&file).await?,
        (None, Some(closure_time)) => {
            Db::sqlite_within(&file, Limits { closure_time, ..Limits::default() }).await?
        }
    })
}

async fn open_instance(config: &Config, db: &Db, kind: Kind) -> Result<(Instance, KeyRing), Refusal> {
    let path = &config.key_file;
    let key_file_error = |source| Refusal::KeyFile { path: path.clone(), source };
    if !instance::exists(db).await? {
        let file = match read_key_file(config) {
            Err(KeyFileError::Missing) => match KeyFile::create(path, &SystemRng) {
                // Another process has made it in the meantime.
                Err(KeyFileError::Io(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
                    read_key_file(config).map_err(key_file_error)?
                }
                made => made.map_err(key_file_error)?,
            },
            other => other.map_err(key_file_error)?,
        };
        let made = instance::create(db, file, kind, config.origin.host(), &SystemClock, &SystemRng).await;
        match made {
            Ok(opened) => return Ok(opened),
            // Another process created the installation in the meantime; then it is opened like any other.
            Err(_) if instance::exists(db).await? => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    let (marker, keys) = open_marker(config, db).await?;
    match (marker.kind, kind) {
        (Kind::Real, Kind::Demo) => Err(Refusal::DemoMeetsReal),
        (Kind::Demo, Kind::Real) => Err(Refusal::RealMeetsDemo),
        (Kind::Real, Kind::Real) | (Kind::Demo, Kind::Demo) => Ok((marker, keys)),
    }
}

/// Opens an installation that is there, and compares what never changes.
async fn open_marker(config: &Config, db: &Db) -> Result<(Instance, KeyRing), Refusal> {
    let path = &config.key_file;
    let file = match read_key_file(config) {
        Err(KeyFileError::Missing) => return Err(Refusal::KeyFileMissing(path.clone())),
        other => other.map_err(|source| Refusal::KeyFile { path: path.clone(), source })?,
    };
    let (marker, keys) = instance::open(db, file).await.map_err(|error| match error {
        OpenError::ForeignKeyFile => Refusal::KeyFileForeign(path.clone()),
        OpenError::Altered => Refusal::MarkerAltered,
        OpenError::Failure(failure) => failure.into(),
    })?;
    if marker.rp_id != config.origin.host() {
        let wanted = config.origin.host().to_owned();
        return Err(Refusal::RelyingPartyChanged { bound: marker.rp_id, wanted });
    }
    Ok((marker, keys))
}

/// Reads the key file; one that lies directly in systemd's folder of credentials may have that folder's rights.
fn read_key_file(config: &Config) -> Result<KeyFile, KeyFileError> {
    let folder =
        config.credentials.as_ref().filter(|folder| folder.is_absolute() && folder.parent().is_some());
    let real = |path: &Path| path.canonicalize().ok();
    let is_credential = folder.is_some_and(|folder| {
        let holder = real(&config.key_file).and_then(|file| file.parent().map(Path::to_owned));
        holder.is_some() && holder == real(folder)
    });
    match is_credential {
        true => KeyFile::read_credential(&config.key_file),
        false => KeyFile::read(&config.key_file),
    }
}

/// Creates the data directory with mode 0700, or checks that it has no wider one.
fn prepare_data_dir(path: &Path) -> Result<(), Refusal> {
    let refused = |source| Refusal::DataDir { path: path.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(refused)?;
    check_data_dir(path)
}

fn check_data_dir(path: &Path) -> Result<(), Refusal> {
    let refused = |source| Refusal::DataDir { path: path.to_owned(), source };
    let mode = std::fs::metadata(path).map_err(refused)?.permissions();
    if mode != Permissions::from_mode(mode.mode() & !0o077) {
        return Err(Refusal::DataDirExposed(path.to_owned()));
    }
    Ok(())
}

/// A practice that does not exist; telephone numbers from the range reserved for films and books (Bundesnetzagentur).
fn demo_practice() -> Practice {
    let text = |text: &str| Some(text.to_owned());
    Practice {
        name: text("Praxis am Lindenhof"),
        responsible: text("Dr. med. Paula Beispiel"),
        street: text("Lindenhof 7"),
        postal_code: text("12345"),
        city: text("Musterstadt"),
        phone: text("030 23125 014"),
        email: text("praxis@lindenhof.example"),
        profession: text("Fachärztin für Allgemeinmedizin (verliehen in Deutschland)"),
        supervision: text("Ärztekammer Musterland"),
        privacy_officer: text("Jana Vorbild, datenschutz@lindenhof.example"),
        privacy_authority: text("Die oder der Landesbeauftragte für Datenschutz Musterland"),
        accessibility_authority: text("Marktüberwachungsstelle der Länder für die Barrierefreiheit"),
        hours: Localized {
            de: text("Montag bis Freitag, 8 bis 12 Uhr"),
            en: text("Monday to Friday, 8 am to noon"),
        },
        quick_exit_url: None,
        identity_check: None,
    }
}
