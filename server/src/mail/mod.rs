//! How mails travel: to a mail server, or into files while none is set.
//!
//! - `message`: a mail as bytes (RFC 5322), whichever way it goes.
//! - `smtp`: to the practice's mail server, encrypted or not at all.
//! - `clear`: the connection to it before it is encrypted.
//! - `folder`: into files.
//!
//! Neither the log nor an error holds an address, a subject or a word of the text; nor what a mail server says, because
//! it may repeat them.

mod clear;
mod folder;
mod message;
mod smtp;

use crate::config::Config;
use app::backend::{clock::Clock, mail::Mailer};
use std::sync::Arc;

pub use folder::FOLDER;

/// What the configuration asks for.
pub fn mailer(config: &Config, clock: Arc<dyn Clock>) -> Arc<dyn Mailer> {
    let senders = config.senders.clone();
    match &config.smtp {
        Some(smtp) => Arc::new(smtp::SmtpMailer::new(smtp.clone(), senders, clock)),
        None => Arc::new(folder::FolderMailer::new(&config.data_dir, senders, clock)),
    }
}
