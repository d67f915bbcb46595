//! `obhut staff`: the accounts of the team.

use super::{Refusal, closing, link::Place};
use crate::{config::Config, startup::open_existing};
use app::{
    accounts::service::invitations::Issued,
    backend::{instance::Kind, policy::Role, state::AppState},
    ids::StaffId,
    lang::Lang,
    staff::{
        model::{AddedBy, FullName},
        service::{self, Member},
    },
    ui::date::day_of,
};
use clap::{
    Subcommand,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use std::{
    io::{self, Write as _},
    path::PathBuf,
};

#[derive(Subcommand)]
pub enum Command {
    /// Add an account, and make the link by which its owner registers a passkey.
    Add {
        /// "Given Family", or "Family, Given" for a family name of several words.
        #[arg(long)]
        name: String,
        /// What the account may do.
        #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.map(Role::as_str)).try_map(role))]
        role: Role,
        /// A new file for the link; without it the link is shown on the terminal.
        #[arg(long, value_name = "FILE")]
        link_file: Option<PathBuf>,
    },
    /// List every account.
    List,
    /// Make a new link for an account whose passkey is lost or whose link has expired.
    ///
    /// The link before is void at once; all sessions of the account end when the new one is used.
    Link {
        /// As `obhut staff list` shows it.
        #[arg(value_parser = id)]
        id: StaffId,
        /// A new file for the link; without it the link is shown on the terminal.
        #[arg(long, value_name = "FILE")]
        link_file: Option<PathBuf>,
    },
    /// Close an account: nobody signs in with it any more, and its sessions end.
    Disable {
        /// As `obhut staff list` shows it.
        #[arg(value_parser = id)]
        id: StaffId,
    },
}

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<(), Refusal> {
    match command {
        Command::Add { name, role, link_file } => {
            let name = FullName::read(&name).map_err(|_| Refusal::Name)?;
            let place = Place::choose(link_file)?;
            let state = open_existing(config).await?;
            let outcome = add(&state, &name, role, place).await;
            closing(state, outcome).await
        }
        Command::List => {
            let state = open_existing(config).await?;
            let outcome = service::list(&state).await.map_err(Refusal::from);
            show(&closing(state, outcome).await?)
        }
        Command::Link { id, link_file } => {
            let place = Place::choose(link_file)?;
            let state = open_existing(config).await?;
            let outcome = renew(&state, id, place).await;
            closing(state, outcome).await
        }
        Command::Disable { id } => {
            let state = open_existing(config).await?;
            let outcome = service::disable(&state, id).await.map_err(Refusal::from);
            if !closing(state, outcome).await? {
                return Err(Refusal::NoAccount);
            }
            Ok(writeln!(io::stdout(), "The account {id} is disabled, and its sessions have ended.")?)
        }
    }
}

async fn add(state: &AppState, name: &FullName, role: Role, place: Place) -> Result<(), Refusal> {
    if state.instance.kind == Kind::Demo {
        return Err(Refusal::AccountInDemo);
    }
    let ready = place.prepare()?;
    let (id, issued) = service::add(state, &name.given, &name.family, role, AddedBy::CommandLine).await?;
    writeln!(io::stdout(), "The account {id} ({}) has been added.", role.as_str())
        .and_then(|()| ready.take(&link(state, &issued)))
        .map_err(|source| Refusal::LinkLost { id: id.to_string(), source })
}

async fn renew(state: &AppState, id: StaffId, place: Place) -> Result<(), Refusal> {
    let ready = place.prepare()?;
    let issued = service::renew_link(state, id).await?.ok_or(Refusal::NoAccount)?;
    Ok(ready.take(&link(state, &issued))?)
}

fn link(state: &AppState, issued: &Issued) -> String {
    format!("{}/staff/enrol#{}", state.settings.origin, issued.code)
}

fn show(members: &[Member]) -> Result<(), Refusal> {
    let mut out = io::stdout();
    if members.is_empty() {
        return Ok(writeln!(out, "There are no accounts yet; `obhut staff add` makes the first.")?);
    }
    for member in members {
        let standing = match (member.disabled, member.enrolled) {
            (true, _) => "disabled",
            (false, true) => "active",
            (false, false) => "without passkey",
        };
        let name = member.name.as_ref().map_or("(erased)", |name| name.expose());
        let added = day_of(member.added_at, Lang::En);
        writeln!(out, "{}  {:<15}  {standing:<15}  {name}, added {added}", member.id, member.role.as_str())?;
    }
    Ok(())
}

fn role(name: String) -> Result<Role, &'static str> {
    Role::parse(&name).ok_or("there is no such role")
}

fn id(text: &str) -> Result<StaffId, &'static str> {
    StaffId::parse(text).ok_or("expected is the id of an account, as `obhut staff list` shows it")
}
