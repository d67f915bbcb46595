//! The `obhut` command.

use clap::{Parser, Subcommand};
use server::{
    config::{self, Config},
    http,
    startup::{self, Refusal},
};
use std::{io::IsTerminal as _, process::ExitCode};
use tracing_subscriber::EnvFilter;

/// Patient portal for one practice or clinic.
#[derive(Parser)]
#[command(version, about, after_help = config::HELP)]
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
    /// Bring the database to the schema of this version, and nothing else.
    Migrate,
}

/// The exit code of a start that was refused for a reason the operator can mend.
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("obhut: {refusal}");
            ExitCode::from(REFUSED)
        }
    }
}

fn run(command: Command) -> Result<(), Refusal> {
    let config = Config::from_process()?;
    start_logging(&config);
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        match command {
            Command::Serve { demo } => http::serve(startup::open(&config, demo).await?, &config).await,
            Command::Migrate => startup::migrate(&config).await,
        }
    })
}

/// Log lines go to standard error; `OBHUT_LOG` takes the filter syntax of `tracing`.
fn start_logging(config: &Config) {
    let filter = EnvFilter::builder().parse_lossy(&config.log);
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A panic's message may quote a person's data, so only its place is logged.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    match config.log_json {
        true => lines.json().init(),
        false => lines.init(),
    }
}
