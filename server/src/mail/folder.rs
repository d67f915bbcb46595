//! Into files, one for each mail, because no mail server is set.

use super::message::{self, Ready};
use crate::config::Senders;
use app::backend::{
    clock::Clock,
    mail::{Mail, MailError, Mailer, Way},
};
use async_trait::async_trait;
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The folder of mails in the data directory.
pub const FOLDER: &str = "outbox";

/// Writes mails into a folder.
pub struct FolderMailer {
    folder: PathBuf,
    senders: Senders,
    clock: Arc<dyn Clock>,
}

impl FolderMailer {
    pub fn new(data_dir: &Path, senders: Senders, clock: Arc<dyn Clock>) -> Self {
        Self { folder: data_dir.join(FOLDER), senders, clock }
    }
}

#[async_trait]
impl Mailer for FolderMailer {
    fn way(&self) -> Way {
        Way::Folder
    }

    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let Ready { bytes, .. } = message::compose(mail, &self.senders, self.clock.now())?;
        let (folder, name) = (self.folder.clone(), message::digest(&mail.message_id));
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::warn!(kind = %error.kind(), "a mail could not be written into its folder");
                Err(MailError::Later("folder"))
            }
            // The process is ending.
            Err(_) => Err(MailError::Later("folder")),
        }
    }
}

/// Writes a file that is there as a whole or not at all, and after a power cut too; the same name again replaces it.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let (made, kept) = (folder.join(format!(".{name}.tmp")), folder.join(format!("{name}.eml")));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&made)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&made, &kept)?;
    File::open(folder)?.sync_all()
}
