//! A folder that is gone after the test.

use crate::backend::rng::{SystemRng, crockford};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A private temporary folder, removed when dropped.
pub struct TempDir(PathBuf);

impl TempDir {
    /// Makes one; the name helps to find the test that left it after a crash.
    pub fn new(name: &str) -> Self {
        let unique = crockford::<10>(&SystemRng).expect("random bytes");
        let path = std::env::temp_dir().join(format!("obhut-{name}-{unique}"));
        fs::create_dir_all(&path).expect("temporary folder");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
