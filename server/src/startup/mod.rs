//! What happens before the first request: folder, keys, database, marker, and every reason not to start.
//!
//! - [`Refusal`]: the reasons.
//! - `folder`: the data directory, and the database in it or elsewhere.
//! - `installation`: marker and keys, made at the first start and compared at every other.
//! - `demo`: the practice of a demonstration.

mod demo;
mod folder;
mod installation;
mod refusal;

pub use refusal::Refusal;

use crate::{config::Config, http::assets, mail};
use app::{
    audit,
    backend::{
        clock::{Clock, SystemClock},
        crypto::{KeyRing, PassphraseHasher},
        db::{Db, Limits},
        instance::{self, Instance, Kind},
        rng::SystemRng,
        settings::{Assets, Settings},
        state::{AppState, Parts},
    },
    consents::catalogue,
};
use std::{sync::Arc, time::Duration};

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
    open_within(config, demo, assets, clock, Limits::default()).await
}

/// The same with other limits of a SQLite file, for tests that must not depend on how busy the machine is.
pub async fn open_within(
    config: &Config,
    demo: bool,
    assets: Assets,
    clock: Arc<dyn Clock>,
    limits: Limits,
) -> Result<AppState, Refusal> {
    let kind = if demo { Kind::Demo } else { Kind::Real };
    folder::prepare(&config.data_dir)?;
    folder::bring_up(config).await?;
    let db = folder::connect(config, limits).await?;
    let (instance, keys) = installation::open(config, &db, kind).await?;
    if kind == Kind::Real && config.practice.name.is_none() {
        tracing::warn!("the practice has no name yet; fill in [practice] in obhut.toml");
    }
    if config.origin.is_secure() && config.tls.is_none() && config.trusted_proxies.is_empty() {
        tracing::warn!(
            "the origin is https, but there is neither a certificate nor a trusted proxy; \
             set OBHUT_TLS_CERT_FILE and OBHUT_TLS_KEY_FILE, or OBHUT_TRUSTED_PROXIES"
        );
    }
    let state = assemble(config, db, instance, keys, assets, clock)?;
    audit::checkpoint::begin(&state).await?;
    catalogue::begin(&state).await?;
    Ok(state)
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
    let is_there = config.database_url.is_some() || config.data_dir.join(folder::DATABASE_NAME).exists();
    if !is_there {
        return Err(Refusal::NoInstallation);
    }
    if config.data_dir.exists() {
        folder::check(&config.data_dir)?;
    }
    folder::bring_up(config).await?;
    let db = match closure_time {
        Some(closure_time) => folder::connect_patiently(config, closure_time).await?,
        None => folder::connect(config, Limits::default()).await?,
    };
    if !instance::exists(&db).await? {
        return Err(Refusal::NoInstallation);
    }
    let state = assemble_command(config, db).await?;
    audit::checkpoint::begin(&state).await?;
    catalogue::begin(&state).await?;
    Ok(state)
}

/// Opens an installation for a command that only looks: nothing is migrated and nothing can be written, so that a copy
/// kept as evidence stays as it is, and one on a medium that cannot be written to can be looked at.
pub async fn open_to_look(config: &Config) -> Result<AppState, Refusal> {
    if config.data_dir.exists() {
        folder::check(&config.data_dir)?;
    }
    let db = folder::connect_to_look(config).await?;
    if !instance::exists(&db).await? {
        return Err(Refusal::NoInstallation);
    }
    assemble_command(config, db).await
}

/// What a command has; it renders no page.
async fn assemble_command(config: &Config, db: Db) -> Result<AppState, Refusal> {
    let (instance, keys) = installation::open_marker(config, &db).await?;
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
        Kind::Demo => demo::practice(),
        Kind::Real => config.practice.clone(),
    };
    let settings = Settings {
        practice,
        origin: config.origin.clone(),
        kind: instance.kind,
        assets,
        staff_attestation: config.staff_attestation.clone(),
        outbound: config.outbound.clone(),
    };
    let keys = Arc::new(keys);
    let hasher = PassphraseHasher::new(keys.clone(), &SystemRng)?;
    Ok(AppState::new(Parts {
        db,
        hasher,
        keys,
        mailer: mail::mailer(config, clock.clone()),
        clock,
        rng: Arc::new(SystemRng),
        instance,
        settings,
    }))
}

/// Sorts the tables of PostgreSQL before a dump; tells whether there was anything to sort, which SQLite has not.
pub async fn sort(config: &Config) -> Result<bool, Refusal> {
    let Some(url) = &config.database_url else { return Ok(false) };
    folder::sort(config.migrate_database_url.as_deref().unwrap_or(url)).await?;
    Ok(true)
}

/// Brings the database to this binary's schema, and does nothing else.
pub async fn migrate(config: &Config) -> Result<(), Refusal> {
    if config.database_url.is_none() {
        folder::prepare(&config.data_dir)?;
    }
    folder::bring_up(config).await
}
