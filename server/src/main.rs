//! The `obhut` command.

use app::backend::clock::SystemClock;
use clap::{Parser, Subcommand};
use server::{
    commands::{self, Refusal},
    config::{self, Config},
    http, logging, startup,
};
use std::{process::ExitCode, sync::Arc};

/// Patient portal for one practice or clinic.
#[derive(Parser)]
#[command(name = "obhut", version, about, after_help = config::HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the portal.
    Serve {
        /// Show a made-up practice; reachable from this machine only.
        #[arg(long)]
        demo: bool,
    },
    /// Run jobs, such as sending mails, beside a portal that runs none (`OBHUT_WORKER=off`) or too few.
    Worker,
    /// Bring the database to the schema of this version, and nothing else.
    Migrate,
    /// On PostgreSQL, before a dump: sort the tables, so that it does not tell which rows were written together.
    ///
    /// It runs as the owner of the tables and locks each while it sorts it. SQLite keeps no such order.
    Sort,
    /// Keep the accounts of the team; the portal may be running.
    #[command(subcommand)]
    Staff(commands::staff::Command),
    /// Approve an invitation where nobody else can.
    #[command(subcommand)]
    Invitation(commands::invitation::Command),
    /// Help with a demonstration that is running.
    #[command(subcommand)]
    Demo(commands::demo::Command),
    /// Take over records from the practice system; the portal may be running.
    #[command(subcommand)]
    Import(commands::import::Command),
    /// Check exports of consents.
    #[command(subcommand)]
    Consents(commands::consents::Command),
    /// Print what the law obliges a practice to have in writing.
    #[command(subcommand)]
    Privacy(commands::privacy::Command),
    /// Look after the access log.
    #[command(subcommand)]
    Audit(commands::audit::Command),
    /// Measure this build on this machine.
    #[cfg(feature = "bench")]
    Bench(server::bench::Arguments),
}

/// The exit code of a start that was refused for a reason the operator can mend.
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(code) => code,
        Err(refusal) => {
            eprintln!("obhut: {refusal}");
            ExitCode::from(REFUSED)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Refusal> {
    let config = Config::from_process().map_err(startup::Refusal::from)?;
    logging::start(&config);
    let runtime = tokio::runtime::Runtime::new().map_err(startup::Refusal::from)?;
    runtime.block_on(async {
        match command {
            Command::Serve { demo } => {
                let assets = startup::check(&config, demo)?;
                let ports = http::bind(&config).await?;
                let state = startup::open(&config, demo, assets, Arc::new(SystemClock)).await?;
                if demo {
                    commands::demo::welcome(&state, &config.data_dir).await?;
                }
                http::serve(ports, state, &config).await;
            }
            Command::Worker => commands::worker::run(&config).await?,
            Command::Migrate => startup::migrate(&config).await?,
            Command::Sort => commands::sort(&config).await?,
            Command::Staff(command) => commands::staff::run(&config, command).await?,
            Command::Invitation(command) => commands::invitation::run(&config, command).await?,
            Command::Demo(command) => commands::demo::run(&config, command).await?,
            Command::Import(command) => return commands::import::run(&config, command).await,
            Command::Consents(command) => return commands::consents::run(&config, command).await,
            Command::Privacy(command) => commands::privacy::run(&config, command).await?,
            Command::Audit(command) => return commands::audit::run(&config, command).await,
            #[cfg(feature = "bench")]
            Command::Bench(arguments) => {
                if let Err(error) = server::bench::run(arguments).await {
                    eprintln!("obhut: {error}");
                    return Ok(ExitCode::FAILURE);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
