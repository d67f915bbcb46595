//! `obhut demo`, and what a demonstration prints when it starts.

use super::{Refusal, closing};
use crate::{
    config::{self, Config},
    startup::open_existing,
};
use app::{
    accounts::model::in_groups,
    backend::{failure::Failure, instance::Kind, policy::Role, state::AppState},
    demo::service::{self, Guest, Player},
};
use clap::Subcommand;
use std::{
    io::{self, Write},
    path::Path,
    time::Duration,
};

#[derive(Subcommand)]
pub enum Command {
    /// Print the present one-time code of somebody in the demo.
    Code {
        /// The name or the sign-in name, as the start of the demo prints them; a name with a space in quotation marks.
        name: String,
    },
}

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<(), Refusal> {
    let Command::Code { name } = command;
    let state = open_existing(config).await?;
    let outcome = code(&state, &name).await;
    let code = closing(state, outcome).await?;
    Ok(writeln!(io::stdout(), "{code}")?)
}

async fn code(state: &AppState, name: &str) -> Result<String, Refusal> {
    if state.instance.kind != Kind::Demo {
        return Err(Refusal::CodeInReal);
    }
    service::present_code(state, name).await?.ok_or(Refusal::NoPlayer)
}

/// How often the made-up people are tried again on a machine that is too busy for a write at the moment.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(500);

/// Adds whoever is missing. Each of them is a transaction of its own, so another try goes on where the last one stopped.
async fn people(state: &AppState) -> Result<service::Welcome, Failure> {
    let mut tries = 1;
    loop {
        match service::welcome(state).await {
            Err(Failure::Unavailable) if tries < TRIES => {
                tries += 1;
                tokio::time::sleep(PAUSE).await;
            }
            other => return other,
        }
    }
}

/// Adds the made-up people who are missing, and prints how to get in as one of them.
pub async fn welcome(state: &AppState, data_dir: &Path) -> Result<(), Refusal> {
    let welcome = people(state).await?;
    let origin = state.settings.origin.to_string();
    let mut text = Vec::new();
    writeln!(text, "\nThis is a demonstration with made-up people: {origin}\n")?;
    write_guest(&mut text, &origin, &welcome.guest)?;
    writeln!(text, "To sign in at {origin}/sign-in:\n")?;
    write_players(&mut text, &welcome.players)?;
    writeln!(text, "\nThe code beside it changes every 30 seconds and works once. This prints it:\n")?;
    writeln!(text, "  {} demo code NAME\n", this_program(data_dir))?;
    Ok(io::stdout().write_all(&text)?)
}

/// How this program was called, ready to be pasted.
fn this_program(data_dir: &Path) -> String {
    let program = std::env::args().next().unwrap_or_else(|| "obhut".to_owned());
    if data_dir == Path::new(config::DEFAULT_DATA_DIR) {
        return program;
    }
    format!("OBHUT_DATA_DIR={} {program}", data_dir.display())
}

fn write_guest(out: &mut impl Write, origin: &str, guest: &Guest) -> io::Result<()> {
    let Guest { name, born, invitation } = guest;
    let Some(invitation) = invitation else {
        return writeln!(
            out,
            "{name} has enrolled. Invite somebody else at reception, or begin again with an empty data directory.\n"
        );
    };
    writeln!(out, "To enrol as {name}, born {born}:\n")?;
    writeln!(out, "  code  {}", in_groups(&invitation.code))?;
    writeln!(out, "  link  {origin}/enrol#{}\n", invitation.code)
}

fn write_players(out: &mut impl Write, players: &[Player]) -> io::Result<()> {
    let rows: Vec<[&str; 4]> = players
        .iter()
        .map(|player| {
            let role = player.role.map_or("patient", Role::as_str);
            [role, player.name.as_str(), player.sign_in_name.as_str(), player.passphrase]
        })
        .collect();
    let head = ["ROLE", "NAME", "SIGN-IN NAME", "PASSPHRASE"];
    let width = |column: usize| {
        rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let [role, name, sign_in_name] = [width(0), width(1), width(2)];
    for row in [head].iter().chain(&rows) {
        writeln!(out, "  {:role$}  {:name$}  {:sign_in_name$}  {}", row[0], row[1], row[2], row[3])?;
    }
    Ok(())
}
