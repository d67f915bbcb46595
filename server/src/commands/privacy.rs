//! `obhut privacy`: what the law obliges a practice to have in writing.

use super::{Refusal, closing};
use crate::{config::Config, startup::open_to_look};
use app::{lang::Lang, rights::records};
use clap::Subcommand;
use std::io::{self, Write as _};

#[derive(Subcommand)]
pub enum Command {
    /// Print the record of processing activities of this installation (GDPR Art. 30(1)), as Markdown.
    ///
    /// What only the practice can know is left open in square brackets. Nothing in it names a patient.
    Records {
        /// In which language: de or en.
        #[arg(long, value_name = "LANGUAGE", default_value = "de", value_parser = language)]
        lang: Lang,
    },
}

/// Carries out one of them.
pub async fn run(config: &Config, command: Command) -> Result<(), Refusal> {
    let Command::Records { lang } = command;
    let state = open_to_look(config).await?;
    let mail_server = config.smtp.as_ref().map(|smtp| smtp.host.as_str());
    let record = records::of(&state, mail_server, lang).await.map_err(Refusal::from);
    let record = closing(state, record).await?;
    Ok(write!(io::stdout(), "{record}")?)
}

fn language(tag: &str) -> Result<Lang, &'static str> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag).ok_or("expected de or en")
}
