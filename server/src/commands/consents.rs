//! `obhut consents`: proofs of what patients have decided.

use super::{Refusal, closing};
use crate::{config::Config, startup::open_to_look};
use app::{
    backend::crypto::{PublicKey, read_jwks},
    consents::export::{
        reading::Refused,
        verify::{Summary, verify},
    },
};
use clap::Subcommand;
use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Subcommand)]
pub enum Command {
    /// Say whether an export of a patient's consents is as this portal has signed it.
    ///
    /// Only the keys of this installation count, or with --key only those of a file; a key that the export brings along
    /// never does. The exit code is 0 when every byte is as it was signed, 1 when it is not, 2 when nothing could be
    /// verified.
    Verify {
        /// The signed file, such as einwilligungen-v3.jws.
        file: PathBuf,
        /// A JSON Web Key or a set of them, such as keys.json of the page /privacy; then no installation is needed.
        #[arg(long, value_name = "KEYFILE")]
        key: Option<PathBuf>,
    },
}

/// The exit code when a file is not as it was signed.
const REFUTED: u8 = 1;
/// No export and no set of keys is longer, in bytes.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<ExitCode, Refusal> {
    let Command::Verify { file, key } = command;
    let content = read(&file)?;
    let keys = match &key {
        Some(path) => keys_of(path)?,
        None => {
            let state = open_to_look(config).await?;
            let keys = state.keys.public_keys();
            closing(state, Ok(keys)).await?
        }
    };
    let (code, sentence) = match verify(&content, &keys) {
        Ok(summary) => (ExitCode::SUCCESS, valid(&summary)),
        Err(refused) => (ExitCode::from(REFUTED), refuted(refused).to_owned()),
    };
    writeln!(io::stdout(), "{sentence}")?;
    Ok(code)
}

fn valid(summary: &Summary) -> String {
    let Summary { version, principal, created_at, key_id } = summary;
    format!(
        "Valid: version {version} of the consents of {principal}, made {created_at}, is byte for byte as it was signed \
         with the key {key_id}."
    )
}

fn refuted(refused: Refused) -> &'static str {
    match refused {
        Refused::OtherKey => "Not valid: it was signed with another key, which proves nothing here.",
        Refused::BringsKey => "Not valid: it brings its own key along, and such a key proves nothing.",
        Refused::NotAnExport => "Not valid: this is no export of consents.",
        Refused::Altered => "Not valid: it was altered after it had been signed.",
    }
}

fn keys_of(path: &Path) -> Result<Vec<PublicKey>, Refusal> {
    let keys = read_jwks(&read(path)?);
    if keys.is_empty() { Err(Refusal::NoKey(path.to_owned())) } else { Ok(keys) }
}

fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let refused = |source| Refusal::File { path: path.to_owned(), source };
    let mut content = Vec::new();
    File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut content)).map_err(refused)?;
    if content.len() as u64 > LONGEST {
        return Err(Refusal::FileTooLarge(path.to_owned()));
    }
    Ok(content)
}
