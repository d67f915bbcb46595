//! `obhut invitation`: what a practice of one person cannot do at the desk.

use super::{Refusal, closing};
use crate::{config::Config, startup::open_existing};
use app::{
    accounts::service::invitations::{Approval, approve_on_server},
    ids::InvitationId,
};
use clap::Subcommand;
use std::io::{self, Write as _};

#[derive(Subcommand)]
pub enum Command {
    /// In a practice of one person: let an invitation replace a lost way to sign in.
    ///
    /// The invited person is told, and it stands in their access log.
    Approve {
        /// As the page "Invitations" shows it.
        #[arg(value_parser = id)]
        id: InvitationId,
    },
}

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<(), Refusal> {
    let Command::Approve { id } = command;
    let state = open_existing(config).await?;
    let outcome = approve_on_server(&state, id).await.map_err(Refusal::from);
    match closing(state, outcome).await? {
        Approval::Done => Ok(writeln!(io::stdout(), "The invitation {id} is approved.")?),
        Approval::NotAlone => Err(Refusal::NotAlone),
        Approval::Nothing => Err(Refusal::NoInvitation),
    }
}

fn id(text: &str) -> Result<InvitationId, &'static str> {
    InvitationId::parse(text)
        .ok_or("expected is the id of an invitation, as the page \"Invitations\" shows it")
}
