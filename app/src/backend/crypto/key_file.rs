//! The key file: key-encryption keys by epoch, outside the database and outside every backup of it.

use super::Secret;
use crate::backend::{
    failure::Failure,
    rng::{self, Rng},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};
use zeroize::Zeroizing;

/// Why the key file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is none.
    #[error("there is no such file")]
    Missing,
    /// Its permission bits let others read or write it.
    #[error("others may read it (mode {0:04o}); expected is 0600")]
    Exposed(u32),
    /// It is not a key file, or a newer one.
    #[error("it is not a key file of this version")]
    Malformed,
    /// The file system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// No random bytes.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Key-encryption keys by epoch; the highest epoch wraps, every one unwraps.
#[derive(Clone)]
pub struct KeyFile {
    keys: BTreeMap<i64, Secret>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: i64,
    kek: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    epoch: i64,
    key: Zeroizing<String>,
}

impl KeyFile {
    /// Reads a key file and checks that nobody else may.
    pub fn read(path: &Path) -> Result<Self, KeyFileError> {
        Self::read_unless(path, 0o077)
    }

    /// Reads a key file that systemd hands over (`LoadCredential=`).
    ///
    /// It lies in a folder only the service may enter, and is opened to the service by an access control list, which
    /// shows as rights of the group.
    pub fn read_credential(path: &Path) -> Result<Self, KeyFileError> {
        Self::read_unless(path, 0o037)
    }

    fn read_unless(path: &Path, forbidden: u32) -> Result<Self, KeyFileError> {
        let metadata = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(KeyFileError::Missing),
            other => other?,
        };
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & forbidden != 0 {
            return Err(KeyFileError::Exposed(mode));
        }
        Self::parse(&Zeroizing::new(fs::read_to_string(path)?)).ok_or(KeyFileError::Malformed)
    }

    /// Writes a new key file with one random key, mode 0600.
    ///
    /// 1. The whole text goes to a temporary file beside it, and to the disk.
    /// 2. The name is given to it in one step that fails when the name is taken: a key is never overwritten.
    /// 3. The folder, and the folder it may have been made in, go to the disk as well.
    ///
    /// # Errors
    /// Fails when the file exists already.
    pub fn create(path: &Path, rng: &dyn Rng) -> Result<Self, KeyFileError> {
        let key = Secret::random(rng)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let temporary = folder.join(format!(".{}.tmp", rng::crockford::<10>(rng)?));
        let encoded = Zeroizing::new(STANDARD.encode(key.expose()));
        let text = Zeroizing::new(format!(
            "# The key-encryption keys of one Obhut installation.\n\
             # Whoever has this file and the database can read everything; whoever loses it can read nothing.\n\
             # Keep a copy apart from the backups of the database.\n\
             version = 1\n\n[[kek]]\nepoch = 1\nkey = \"{}\"\n",
            encoded.as_str()
        ));
        let named = write_private(&temporary, text.as_bytes()).and_then(|()| fs::hard_link(&temporary, path));
        drop(fs::remove_file(&temporary));
        named?;
        File::open(folder)?.sync_all()?;
        File::open(folder.join(".."))?.sync_all()?;
        Ok(Self { keys: BTreeMap::from([(1, key)]) })
    }

    fn parse(text: &str) -> Option<Self> {
        let document: Document = toml::from_str(text).ok()?;
        if document.version != 1 {
            return None;
        }
        let mut keys = BTreeMap::new();
        for entry in document.kek {
            let bytes = Zeroizing::new(STANDARD.decode(entry.key.as_bytes()).ok()?);
            if keys.insert(entry.epoch, Secret::from_slice(&bytes)?).is_some() {
                return None;
            }
        }
        (!keys.is_empty()).then_some(Self { keys })
    }

    /// The key that wraps new keys, with its epoch.
    pub(super) fn newest(&self) -> (i64, &Secret) {
        self.keys
            .last_key_value()
            .map(|(epoch, key)| (*epoch, key))
            .expect("a key file holds at least one key")
    }

    /// The key of an epoch, unless it has been retired.
    pub(super) fn of_epoch(&self, epoch: i64) -> Option<&Secret> {
        self.keys.get(&epoch)
    }
}

fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{rng::SystemRng, testing::TempDir};

    #[test]
    fn a_new_key_file_is_private_and_reads_back() {
        let folder = TempDir::new("key-file");
        let path = folder.path().join("keys/kek.toml");
        let made = KeyFile::create(&path, &SystemRng).expect("creates");
        assert_eq!(fs::metadata(&path).expect("file").permissions().mode() & 0o7777, 0o600);
        assert_eq!(
            fs::metadata(path.parent().expect("parent")).expect("folder").permissions().mode() & 0o7777,
            0o700
        );
        let read = KeyFile::read(&path).expect("reads");
        assert_eq!(read.newest().1.expose(), made.newest().1.expose());
        assert!(KeyFile::create(&path, &SystemRng).is_err(), "an existing key must not be overwritten");
        let names: Vec<_> = fs::read_dir(path.parent().expect("parent")).expect("folder").collect();
        assert_eq!(names.len(), 1, "no temporary file is left");
    }

    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        let folder = TempDir::new("key-file");
        let path = folder.path().join("kek.toml");
        KeyFile::create(&path, &SystemRng).expect("creates");
        for mode in [0o640, 0o604, 0o660, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("chmod");
            assert!(matches!(KeyFile::read(&path), Err(KeyFileError::Exposed(seen)) if seen == mode));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).expect("chmod");
        assert!(KeyFile::read(&path).is_ok(), "read-only is fine");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("chmod");
        assert!(KeyFile::read(&path).is_err());
        assert!(KeyFile::read_credential(&path).is_ok(), "as systemd hands it over");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("chmod");
        assert!(KeyFile::read_credential(&path).is_err());
    }

    #[test]
    fn anything_that_is_not_a_key_file_is_refused() {
        let key = STANDARD.encode([7; 32]);
        for text in [
            String::new(),
            "version = 1\nkek = []".to_owned(),
            format!("version = 2\n[[kek]]\nepoch = 1\nkey = \"{key}\""),
            "version = 1\n[[kek]]\nepoch = 1\nkey = \"c2hvcnQ=\"".to_owned(),
            format!("version = 1\n[[kek]]\nepoch = 1\nkey = \"{key}\"\n[[kek]]\nepoch = 1\nkey = \"{key}\""),
        ] {
            assert!(KeyFile::parse(&text).is_none(), "{text}");
        }
        assert!(KeyFile::parse(&format!("version = 1\n[[kek]]\nepoch = 1\nkey = \"{key}\"")).is_some());
    }
}
