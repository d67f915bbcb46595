//! A mail that is ready to leave, and what takes it away.
//!
//! How it travels is the process's business (`server`); what it may say is decided by the gate and the templates of the
//! slice `notices`, whose sending job is the only caller of [`Mailer::send`].

use crate::redacted::Redacted;
use async_trait::async_trait;
use std::fmt;

/// A mail as it leaves the house: plain text with the same in simple HTML, no image, nothing loaded from anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The `Message-ID` without angle brackets (RFC 5322, section 3.6.4). It stays the same when a mail is sent again, so
    /// that receivers can drop the repeat.
    pub message_id: String,
    /// The name beside the sender's address.
    pub from_name: String,
    /// Whether it goes out under the neutral address, which names no practice.
    pub is_discreet: bool,
    pub to: Redacted<String>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The BCP 47 tag of its language (`Content-Language`, RFC 3282).
    pub lang: &'static str,
    /// Where one POST ends such mails (`List-Unsubscribe`, RFC 8058); empty where there is nothing to end.
    pub unsubscribe: Option<Redacted<String>>,
}

impl fmt::Debug for Mail {
    /// Codes and addresses that end something stand in the text, so only its number is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("message_id", &self.message_id).finish_non_exhaustive()
    }
}

/// Why a mail was not taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It may work later.
    #[error("later: {0}")]
    Later(&'static str),
    /// The server said that it never will, or the address is none.
    #[error("never: {0}")]
    Never(&'static str),
}

/// How mails travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To a mail server.
    Smtp,
    /// Into files, because no mail server is set.
    Folder,
}

/// Takes mails away.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// How they travel, for pages that say so.
    fn way(&self) -> Way;

    /// Takes a mail away; once this returns, it has left or lies in its file.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}
