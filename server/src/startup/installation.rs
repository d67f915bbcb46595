//! The marker and the keys: made at the first start, compared at every other.

use super::Refusal;
use crate::config::Config;
use app::backend::{
    clock::SystemClock,
    crypto::{KeyFile, KeyFileError, KeyRing},
    db::Db,
    instance::{self, Instance, Kind, OpenError},
    rng::SystemRng,
};
use std::{io, path::Path};

/// Opens the installation of this database, or makes one where there is none.
pub(super) async fn open(config: &Config, db: &Db, kind: Kind) -> Result<(Instance, KeyRing), Refusal> {
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
pub(super) async fn open_marker(config: &Config, db: &Db) -> Result<(Instance, KeyRing), Refusal> {
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
