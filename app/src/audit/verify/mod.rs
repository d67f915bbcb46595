//! `obhut audit verify`: walks every chain, and compares it with the checkpoints outside the database.
//!
//! Files that an entry vouches for are opened and compared with it.
//!
//! The keys are those of the installation; a key found in a file is never used. What is found has a name each
//! ([`Finding`]), and the report says from when on it cannot tell.

mod diagnose;
mod evidence;
mod exports;
mod finding;
mod report;
mod walk;

pub use finding::Finding;
pub use report::{Elsewhere, Report, Span};

use super::{
    checkpoint::{FOLDER, files, open_marks, read},
    store,
};
use crate::backend::{failure::Failure, state::AppState};
use evidence::Evidence;
use std::{
    io,
    path::{Path, PathBuf},
};
use walk::Walk;

/// Where the checkpoints are.
#[derive(Clone, Copy, Debug)]
pub enum Checkpoints<'a> {
    /// All files in this data directory; the database knows which is the newest checkpoint.
    Of(&'a Path),
    /// One file, such as a copy kept elsewhere; the portal may have gone on since.
    File(&'a Path),
}

/// Why nothing could be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("the checkpoint file {path} cannot be read: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("the database failed: {0}")]
    Failure(#[from] Failure),
}

/// Verifies the whole log; the portal may be running.
pub async fn verify(state: &AppState, checkpoints: Checkpoints<'_>) -> Result<Report, VerifyError> {
    // 1. What the database knows of checkpoints, before the files: those may only have more.
    let row = state.db.read(|tx| Box::pin(async move { store::find_marks(tx).await })).await?;
    // 2. The files, before the chains: those may only have more.
    let (paths, is_whole) = match checkpoints {
        Checkpoints::File(path) => (vec![path.to_owned()], false),
        Checkpoints::Of(data_dir) => {
            let folder = data_dir.join(FOLDER);
            let found = files(&folder).map_err(|source| VerifyError::File { path: folder, source })?;
            (found, true)
        }
    };
    let mut evidence = Evidence::new(state);
    for path in &paths {
        let content = read(path).map_err(|source| VerifyError::File { path: path.clone(), source })?;
        evidence.add(path, &content);
    }
    evidence.compare_marks(open_marks(&state.keys, row), is_whole);
    // 3. The chains, in one transaction that sees one moment.
    let walk = Walk::new(state, evidence, is_whole);
    let walk = state.db.read(move |tx| Box::pin(walk.run(tx))).await?;
    Ok(walk.report(state.keys.signer().public().thumbprint(), paths.len()))
}
