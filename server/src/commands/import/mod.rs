//! `obhut import`: health records from the practice system.
//!
//! Whose record a file is stands in `whose`, what became of it in `report`, what is asked and shown in `terminal`.

mod report;
mod terminal;
mod whose;

use super::{Refusal, closing};
use crate::{config::Config, startup::open_existing_within};
use app::{
    audit::Who,
    backend::state::AppState,
    lang::Lang,
    records::{
        fhir,
        model::{FILE_MAX, Import, Refusal as FileRefusal},
        service::import,
        texts, words,
    },
    time::Timestamp,
};
use clap::Subcommand;
use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

#[derive(Subcommand)]
pub enum Command {
    /// Take over records in FHIR R4 (JSON); the portal may be running.
    ///
    /// Each file is a bundle or a single resource about one patient, and is taken over as a whole or not at all. Taking
    /// the same file over again changes nothing. The exit code is 0 when every file was taken over, 1 when one was not,
    /// 2 when the command could not do its work.
    Fhir {
        /// The files, at most 20 MB each.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Which system the files are from; patients see it beside what came from there.
        #[arg(long, value_name = "NAME", default_value = SOURCE, value_parser = source)]
        source: String,
        /// Ask nothing: who is found by a number is taken, who is found by nothing is created, and a file that fits
        /// somebody by name and birth date only is refused.
        #[arg(long)]
        yes: bool,
    },
}

/// The practice system, when there is only one.
const SOURCE: &str = "Praxissystem";
/// Characters of the name of a source.
const SOURCE_MAX: usize = 100;
/// How long the one transaction of a file may take.
const TRANSACTION: Duration = Duration::from_secs(120);
/// The exit code when a file was refused.
const SOME_REFUSED: u8 = 1;

/// Why a file was not taken over; a sentence for the operator.
enum Stop {
    File(String),
    Command(Refusal),
}

impl<E: Into<Refusal>> From<E> for Stop {
    fn from(error: E) -> Self {
        Stop::Command(error.into())
    }
}

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<ExitCode, Refusal> {
    let Command::Fhir { files, source, yes } = command;
    let state = open_existing_within(config, TRANSACTION).await?;
    let outcome = all(&state, &files, &source, yes).await;
    let refused = closing(state, outcome).await?;
    if files.len() > 1 {
        writeln!(io::stdout(), "{} of {} files were taken over.", files.len() - refused, files.len())?;
    }
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_REFUSED) })
}

/// Takes one file after another; tells how many were refused.
async fn all(state: &AppState, files: &[PathBuf], source: &str, yes: bool) -> Result<usize, Refusal> {
    let mut refused = 0;
    for (number, path) in (1..).zip(files) {
        writeln!(io::stdout(), "[{number}/{}] {}", files.len(), path.display())?;
        match one(state, path, source, yes).await {
            Ok(()) => {}
            Err(Stop::Command(refusal)) => return Err(refusal),
            Err(Stop::File(sentence)) => {
                refused += 1;
                writeln!(io::stdout(), "  {}", texts::report_refused(Lang::En))?;
                writeln!(io::stderr(), "obhut: {}: {sentence}", path.display())?;
            }
        }
    }
    Ok(refused)
}

async fn one(state: &AppState, path: &Path, source: &str, yes: bool) -> Result<(), Stop> {
    let (owned, now) = (path.to_owned(), state.clock.now());
    let reading = tokio::task::spawn_blocking(move || understood(&owned, now));
    let file = terminal::shown("Reading …", reading).await?.map_err(std::io::Error::other)??;
    let person = whose::whose(state, &file.patient, yes).await?;
    let label = format!("Writing; entries: {}, documents: {} …", file.entries.len(), file.documents.len());
    let writing = import(state, Who::CommandLine, &file, source, person);
    let outcome = terminal::shown(&label, writing).await??;
    Ok(report::write(&mut io::stdout(), &file, outcome)?)
}

/// Reads a file as far as it is one the portal takes over.
fn understood(path: &Path, now: Timestamp) -> Result<Import, Stop> {
    let refused = |refusal: FileRefusal| Stop::File(words::refusal(Lang::En, &refusal));
    let bytes = read(path).map_err(|error| Stop::File(format!("The file cannot be read: {error}.")))?;
    fhir::read(&bytes, now).map_err(refused)
}

/// Reads a file, and no more of it than is needed to know that it is too large.
///
/// What is no file is not opened: a pipe would keep the command waiting for somebody to write into it.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(FILE_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn source(typed: &str) -> Result<String, &'static str> {
    let name = typed.trim();
    let fits = !name.is_empty() && name.chars().count() <= SOURCE_MAX && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err("expected is a name of at most 100 characters") }
}
