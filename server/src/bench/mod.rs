//! `obhut bench`: how much this build does on this machine. It exists with the feature `bench` only, and `make build`
//! refuses a binary that contains it.
//!
//! - Whatever is measured goes through what the portal itself uses: state, gate, jobs, transport. Only the people are made
//!   up (`people`), and the mail server is one of ours (`sink`).
//! - Absolute numbers say as much about the disk and the neighbours as about the code. So each round begins with the limits
//!   of the machine (`limits`), and a ratio is only made of two numbers of one round.
//! - What was done is looked at: a run whose results are wrong has no figures.

mod house;
mod limits;
mod measure;
mod people;
mod report;
mod scenarios;
mod sink;

use crate::{commands, startup};
use app::backend::failure::Failure;
use clap::{Args, ValueEnum};
use house::House;
use report::Report;
use std::{io, time::Duration};

/// Occurs in a binary with this command only; `make build` looks for it in the one that is handed out.
const MARK: &str = "obhut-bench-canary-7d20";

/// What is measured, and how much of it.
#[derive(Args, Clone)]
pub struct Arguments {
    scenario: Scenario,
    /// Made-up patients.
    #[arg(long, default_value_t = 1_000)]
    patients: u64,
    /// Callers at once, each with its next call after the answer to the last.
    #[arg(long, default_value_t = 8)]
    clients: u64,
    /// How long a round of callers lasts, in seconds.
    #[arg(long, default_value_t = 5)]
    secs: u64,
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// The same seed makes the same people.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    db: Engine,
}

#[derive(Clone, Copy, ValueEnum)]
enum Scenario {
    /// Answers of the gate: asked, and asked and kept.
    Gate,
    /// Signed exports of consents, built by the job.
    Exports,
    /// Mails to a mail server on this machine: by the transport alone, and by the worker.
    Mails,
    /// The consents of all patients come to their end: two reminders, and the end with its export, once.
    Renewals,
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    /// A file below the present folder.
    Sqlite,
    /// The throw-away cluster of the tests; it syncs to disk with PG_FSYNC=on only.
    Postgres,
}

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Command(#[from] commands::Refusal),
    #[error(transparent)]
    Start(#[from] startup::Refusal),
    #[error("the portal failed: {0}")]
    Failure(#[from] Failure),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("the figures would be of something else: {0}")]
    Wrong(String),
}

/// Measures a scenario.
pub async fn run(arguments: Arguments) -> Result<(), Error> {
    let mut report = Report::begin(MARK, &arguments)?;
    let house = House::open(&arguments).await?;
    let time = Duration::from_secs(arguments.secs);
    let people = people::make(&house, &arguments, &mut report).await?;
    match arguments.scenario {
        Scenario::Renewals => {
            scenarios::renewals::run(&house, &people, &mut report, arguments.clients).await?;
        }
        Scenario::Gate | Scenario::Exports | Scenario::Mails => {
            for round in 1..=arguments.rounds {
                limits::measure(&house, &mut report, round, arguments.clients).await?;
                let report = &mut report;
                match arguments.scenario {
                    Scenario::Gate => {
                        scenarios::gate::run(&house, &people, report, (round, arguments.clients, time))
                            .await?;
                    }
                    Scenario::Mails => {
                        scenarios::mails::run(&house, &people, report, (round, arguments.clients, time))
                            .await?;
                    }
                    Scenario::Exports | Scenario::Renewals => {
                        scenarios::exports::run(&house, &people, report, (round, arguments.clients)).await?;
                    }
                }
            }
        }
    }
    house.close().await;
    report.end()
}
