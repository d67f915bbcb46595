//! The world outside, as far as mail goes: what has left the house lies in a list.

use crate::backend::mail::{Mail, MailError, Mailer, Way};
use async_trait::async_trait;
use std::sync::{Arc, Mutex};

/// Takes every mail, unless a test has said that the next ones fail; all clones are one.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    mails: Vec<Mail>,
    failures: Vec<MailError>,
}

impl Mailbox {
    /// Everything that has left so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.0.lock().expect("no test panics while it looks").mails.clone()
    }

    /// What has left since somebody looked last.
    pub fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut self.0.lock().expect("no test panics while it looks").mails)
    }

    /// Has the next try fail; several are queued.
    pub fn fail_next(&self, error: MailError) {
        self.0.lock().expect("no test panics while it looks").failures.push(error);
    }
}

#[async_trait]
impl Mailer for Mailbox {
    fn way(&self) -> Way {
        Way::Smtp
    }

    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let mut inside = self.0.lock().expect("no test panics while it looks");
        if !inside.failures.is_empty() {
            return Err(inside.failures.remove(0));
        }
        inside.mails.push(mail.clone());
        Ok(())
    }
}
