//! Commands that do one thing and end, and the worker; they may run beside a portal that is serving.
//!
//! Results go to standard output, so that they can be used; nothing secret goes into the log.

pub mod audit;
pub mod consents;
pub mod demo;
pub mod import;
pub mod invitation;
mod link;
pub mod privacy;
pub mod staff;
pub mod worker;

use crate::{config::Config, startup};
use app::backend::{failure::Failure, state::AppState};
use std::{
    io::{self, Write as _},
    path::PathBuf,
};

/// Why a command was not carried out: one clear sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Start(#[from] startup::Refusal),
    #[error(
        "the link opens the account, so it is shown on a terminal only; \
         name a new file for it with --link-file FILE"
    )]
    NoTerminal,
    #[error("the file {0} is there already and is not overwritten; name a new one for the link")]
    LinkFileExists(PathBuf),
    #[error("the file {path} for the link cannot be made: {source}")]
    LinkFile { path: PathBuf, source: io::Error },
    #[error(
        "the account was added, but its link could not be handed over ({source}); \
         `obhut staff link {id}` makes a new one"
    )]
    LinkLost { id: String, source: io::Error },
    #[error(
        "--name needs a given name and a family name, such as \"Petra Lindner\"; \
         a family name of several words comes first, before a comma"
    )]
    Name,
    #[error("there is no such account, or it is disabled; `obhut staff list` shows them all")]
    NoAccount,
    #[error("this is a demo installation, whose people are made up; accounts are added to real ones")]
    AccountInDemo,
    #[error(
        "here a second member of the team approves invitations, under \"Invitations\"; \
         the command is for a practice of one person, which sets practice.identity_check to false"
    )]
    NotAlone,
    #[error(
        "no invitation with this id is open and waits for an approval; \
         the page \"Invitations\" shows those that do"
    )]
    NoInvitation,
    #[error("this is a real installation; codes are printed for the made-up people of a demo only")]
    CodeInReal,
    #[error("nobody in this demo signs in under that name; its start prints the names")]
    NoPlayer,
    #[error("the file {path} cannot be read: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("the file {0} is larger than any export of consents; nothing was verified")]
    FileTooLarge(PathBuf),
    #[error(
        "in the file {0} there is no public key for Ed25519; expected is the file keys.json of the page /privacy"
    )]
    NoKey(PathBuf),
    #[error(transparent)]
    Verify(#[from] app::audit::verify::VerifyError),
    #[error("the database failed: {0}")]
    Failure(#[from] Failure),
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// Sorts the tables before a dump.
pub async fn sort(config: &Config) -> Result<(), Refusal> {
    let words = match startup::sort(config).await? {
        true => {
            "The tables are sorted by their keys. Dump them now: what is written from here on stands at their ends."
        }
        false => "There is nothing to sort: SQLite keeps these tables in the order of their keys.",
    };
    Ok(writeln!(io::stdout(), "{words}")?)
}

/// Closes the database whatever the outcome was, so that SQLite's log is folded back.
async fn closing<T>(state: AppState, outcome: Result<T, Refusal>) -> Result<T, Refusal> {
    state.db.close().await;
    outcome
}
