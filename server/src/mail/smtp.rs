//! To the practice's mail server (RFC 5321), encrypted or not at all (RFC 8314).
//!
//! lettre speaks the protocol; the steps are taken here one by one, so that each has a code of its own when it fails, and
//! so that a refusal of the recipient is not taken for one of the sender or the password.

use super::{
    clear::Clear,
    message::{self, Ready},
};
use crate::config::{Encryption, Senders, Smtp};
use app::backend::{
    clock::Clock,
    mail::{Mail, MailError, Mailer, Way},
};
use async_trait::async_trait;
use lettre::transport::smtp::{
    Error,
    authentication::DEFAULT_MECHANISMS,
    client::AsyncSmtpConnection,
    commands::{Data, Mail as From, Rcpt},
    extension::ClientId,
};
use std::{
    error::Error as _,
    io,
    net::Ipv4Addr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout},
};

/// How long handing one mail over may take, the connection included.
const TIME: Duration = Duration::from_secs(30);
/// So many connections wait for the next mail.
const IDLE: usize = 4;
/// How long they do; servers wait for five minutes (RFC 5321, section 4.5.3.2.7).
const IDLE_TIME: Duration = Duration::from_secs(60);
/// What we say we are: neither the machine's name nor the portal's is to stand among the headers of a mail that names no
/// practice. An address in brackets is what a client without a name says (RFC 5321, section 4.1.4).
const CLIENT: ClientId = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
/// The server wants a password before it takes anything (RFC 4954, section 6).
const AUTHENTICATION_REQUIRED: u16 = 530;

/// Hands mails to a mail server.
pub struct SmtpMailer {
    server: Smtp,
    senders: Senders,
    clock: Arc<dyn Clock>,
    idle: Mutex<Vec<Idle>>,
    is_failing: AtomicBool,
}

/// A connection that waits for the next mail.
struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl SmtpMailer {
    pub fn new(server: Smtp, senders: Senders, clock: Arc<dyn Clock>) -> Self {
        Self { server, senders, clock, idle: Mutex::default(), is_failing: AtomicBool::new(false) }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    fn way(&self) -> Way {
        Way::Smtp
    }

    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let ready = message::compose(mail, &self.senders, self.clock.now())?;
        let outcome = timeout(TIME, self.deliver(&ready)).await;
        let outcome = outcome.unwrap_or(Err(MailError::Later("timeout")));
        self.note(outcome);
        outcome
    }
}

impl SmtpMailer {
    async fn deliver(&self, ready: &Ready) -> Result<(), MailError> {
        let mut connection = match self.idle_connection().await {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        // A connection on which something went wrong is not used again.
        hand_over(&mut connection, ready).await?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|idle| idle.since.elapsed() < IDLE_TIME);
        if idle.len() < IDLE {
            idle.push(Idle { connection, since: Instant::now() });
        }
        Ok(())
    }

    /// A connection that still answers.
    async fn idle_connection(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let Idle { mut connection, since } =
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if since.elapsed() < IDLE_TIME && connection.test_connected().await {
                return Some(connection);
            }
        }
    }

    /// A connection on which everything is encrypted, and the server knows who we are.
    async fn connect(&self) -> Result<AsyncSmtpConnection, MailError> {
        let Smtp { host, port, encryption, tls, credentials } = &self.server;
        let address = (host.as_str(), *port);
        let mut connection = match encryption {
            Encryption::Implicit => {
                AsyncSmtpConnection::connect_tokio1(address, None, &CLIENT, Some(tls.clone()), None)
                    .await
                    .map_err(no_connection)?
            }
            Encryption::StartTls => {
                let connected = async {
                    let stream = TcpStream::connect(address).await?;
                    // Without it the end of a mail waits some 40 ms for an acknowledgement.
                    stream.set_nodelay(true)?;
                    io::Result::Ok(Box::new(Clear::new(stream)))
                };
                let stream = connected.await.map_err(|_| MailError::Later("connection"))?;
                let connected = AsyncSmtpConnection::connect_with_transport(stream, &CLIENT).await;
                let mut connection = connected.map_err(no_connection)?;
                if !connection.can_starttls() {
                    return Err(MailError::Later("no-starttls"));
                }
                connection.starttls(tls.clone(), &CLIENT).await.map_err(no_connection)?;
                connection
            }
        };
        if let Some(credentials) = credentials {
            let known = connection.auth(DEFAULT_MECHANISMS, credentials).await;
            known.map_err(|error| broken_or(&error, MailError::Later("password")))?;
        }
        Ok(connection)
    }

    /// Says once when the server takes nothing any more, and once when it does again.
    fn note(&self, outcome: Result<(), MailError>) {
        match outcome {
            Err(MailError::Later(code)) => {
                if !self.is_failing.swap(true, Ordering::Relaxed) {
                    tracing::error!(code, "a mail could not be handed to the mail server; it is tried again");
                }
            }
            Ok(()) => {
                if self.is_failing.swap(false, Ordering::Relaxed) {
                    tracing::info!("the mail server takes mails again");
                }
            }
            // The server works, and this mail is not for it.
            Err(MailError::Never(_)) => {}
        }
    }
}

/// Hands one mail over; once the server has said yes to its end, the mail is the server's.
async fn hand_over(connection: &mut AsyncSmtpConnection, ready: &Ready) -> Result<(), MailError> {
    // 1. From whom. What is wrong with it is wrong with the settings, not with this mail.
    let from = connection.command(From::new(Some(ready.from.clone()), Vec::new())).await;
    from.map_err(|error| refused(&error, MailError::Later("sender")))?;
    // 2. To whom.
    let to = connection.command(Rcpt::new(ready.to.clone(), Vec::new())).await;
    to.map_err(|error| refused(&error, MailError::Never("recipient")))?;
    // 3. The mail itself. Its last line break belongs to the mark of its end.
    let data = connection.command(Data).await;
    data.map_err(|error| refused(&error, MailError::Never("content")))?;
    let bytes = ready.bytes.strip_suffix(b"\r\n").unwrap_or(&ready.bytes);
    let taken = connection.message(bytes).await;
    taken.map_err(|error| refused(&error, MailError::Never("content")))?;
    Ok(())
}

/// Why something was not taken, where `for_good` is what a lasting refusal means at this step (RFC 5321, section 4.2.1).
fn refused(error: &Error, for_good: MailError) -> MailError {
    match error.status() {
        Some(code) if u16::from(code) == AUTHENTICATION_REQUIRED => MailError::Later("password"),
        Some(_) if error.is_permanent() => for_good,
        _ => broken_or(error, MailError::Later("busy")),
    }
}

/// What an answer of the server means, or that there was none.
fn broken_or(error: &Error, answered: MailError) -> MailError {
    if error.status().is_some() || error.is_client() { answered } else { MailError::Later("connection") }
}

/// Why there is no connection.
fn no_connection(error: Error) -> MailError {
    let code = match tls_error(&error) {
        Some(rustls::Error::InvalidCertificate(_)) => "certificate",
        Some(_) => "tls",
        None if error.status().is_some() => "busy",
        None => "connection",
    };
    MailError::Later(code)
}

/// What went wrong while the connection was being encrypted, wrapped as it is into errors of input and output.
fn tls_error(error: &Error) -> Option<&rustls::Error> {
    let mut source = error.source();
    while let Some(error) = source {
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(found) = inner.and_then(|inner| inner.downcast_ref()) {
            return Some(found);
        }
        source = error.source();
    }
    None
}
