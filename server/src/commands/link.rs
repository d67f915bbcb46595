//! Where the link of an account goes: to a terminal, where it scrolls away, or into a new file nobody else may read.

use super::Refusal;
use std::{
    fs::{File, OpenOptions},
    io::{self, IsTerminal as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::PathBuf,
};

/// A place that was chosen and not made yet.
pub enum Place {
    Terminal,
    File(PathBuf),
}

impl Place {
    /// Decides before anything else happens.
    ///
    /// # Errors
    /// [`Refusal::NoTerminal`] when the link would go into a pipe or a log, [`Refusal::LinkFileExists`] when something
    /// would be overwritten.
    pub fn choose(file: Option<PathBuf>) -> Result<Self, Refusal> {
        match file {
            Some(path) if path.symlink_metadata().is_ok() => Err(Refusal::LinkFileExists(path)),
            Some(path) => Ok(Place::File(path)),
            None if io::stdout().is_terminal() => Ok(Place::Terminal),
            None => Err(Refusal::NoTerminal),
        }
    }

    /// Makes the file, so that there is a place before there is a link.
    pub fn prepare(self) -> Result<Ready, Refusal> {
        let Place::File(path) = self else { return Ok(Ready(None)) };
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => Ok(Ready(Some(NewFile { path, file, is_kept: false }))),
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {
                Err(Refusal::LinkFileExists(path))
            }
            Err(source) => Err(Refusal::LinkFile { path, source }),
        }
    }
}

/// A place that takes the link; a file that got none is removed again.
pub struct Ready(Option<NewFile>);

struct NewFile {
    path: PathBuf,
    file: File,
    is_kept: bool,
}

impl Ready {
    /// Hands the link over, and tells the operator where it is.
    pub fn take(self, link: &str) -> io::Result<()> {
        let mut out = io::stdout();
        match self.0 {
            None => {
                writeln!(
                    out,
                    "Open this link within an hour where the passkey shall be kept; it works once:"
                )?;
                writeln!(out, "\n  {link}\n")
            }
            Some(mut new) => {
                writeln!(new.file, "{link}")?;
                new.file.sync_all()?;
                new.is_kept = true;
                writeln!(out, "The link is in {}; it works once, within an hour.", new.path.display())
            }
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_kept {
            drop(std::fs::remove_file(&self.path));
        }
    }
}
