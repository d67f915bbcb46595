//! `obhut audit`: the access log.

mod show;
mod words;

use super::{Refusal, closing};
use crate::{
    config::Config,
    startup::{open_existing, open_to_look},
};
use app::{
    audit::verify::{Checkpoints, Report, verify},
    backend::state::AppState,
};
use clap::Subcommand;
use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

#[derive(Subcommand)]
pub enum Command {
    /// Look for tampering with the access log; the portal may be running.
    ///
    /// Every chain of entries is walked along and compared with the signed checkpoints outside the database. The exit
    /// code is 0 when all is well, 1 when something was found, 2 when nothing could be verified.
    Verify {
        /// A file of checkpoints, such as a copy kept elsewhere; without it those in the data directory.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Show the log of the installation, the newest first: lists, searches, accounts of the team.
    ///
    /// That it was shown is an entry of its own. What was done with the data of one patient stands in that patient's own
    /// log, which the patient reads, and the privacy officer against a reason.
    Show(show::Options),
}

/// The exit code when something was found.
const FOUND: u8 = 1;

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<ExitCode, Refusal> {
    match command {
        Command::Verify { checkpoint } => {
            let state = open_to_look(config).await?;
            let outcome = report(&state, config, checkpoint).await;
            let report = closing(state, outcome).await?;
            writeln!(io::stdout(), "{report}")?;
            Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
        }
        Command::Show(options) => {
            let state = open_existing(config).await?;
            let outcome = show::run(&state, &options).await;
            closing(state, outcome).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn report(state: &AppState, config: &Config, checkpoint: Option<PathBuf>) -> Result<Report, Refusal> {
    let checkpoints = match &checkpoint {
        Some(file) => Checkpoints::File(file),
        None => Checkpoints::Of(&config.data_dir),
    };
    Ok(verify(state, checkpoints).await?)
}
