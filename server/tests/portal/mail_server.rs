//! A small mail server (RFC 5321) that behaves as a test tells it, and writes down what it is told.

use app::backend::testing::TempDir;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

/// How it behaves; the default takes every mail over STARTTLS.
#[derive(Clone, Default)]
pub struct Manner {
    pub no_starttls: bool,
    pub implicit: bool,
    /// Somebody on the line sends answers of their own behind the permission to start TLS.
    pub injects: bool,
    /// What a command is answered with, by its first letters; `.` is the end of a mail.
    pub answers: Vec<(&'static str, &'static str)>,
    /// Takes a mail and hangs up without a word.
    pub hangs_up_after_data: bool,
    /// Takes a mail and says nothing for so long, in milliseconds.
    pub thinks: u64,
    /// Closes a connection after so many mails.
    pub closes_after_mail: bool,
    /// What AUTH PLAIN has to hold, in base64.
    pub password: Option<&'static str>,
}

/// A mail as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: String,
    pub data: String,
}

pub struct MailServer {
    pub port: u16,
    pub heard: Heard,
    pub manner: Arc<Mutex<Manner>>,
    folder: TempDir,
}

/// What it was told, by whomever.
#[derive(Clone, Default)]
pub struct Heard {
    mails: Arc<Mutex<Vec<Received>>>,
    clear: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Heard {
    pub fn mails(&self) -> Vec<Received> {
        self.mails.lock().expect("no test panics here").clone()
    }

    /// The commands that came in clear.
    pub fn clear(&self) -> Vec<String> {
        self.clear.lock().expect("no test panics here").clone()
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl MailServer {
    /// Starts one whose certificate is for `localhost`.
    pub async fn start(manner: Manner) -> Self {
        Self::start_as("localhost", manner).await
    }

    /// Starts one whose certificate is for another name.
    pub async fn start_as(name: &str, manner: Manner) -> Self {
        let folder = TempDir::new("mail-server");
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a certificate");
        std::fs::write(folder.path().join("ca.pem"), made.cert.pem()).expect("writes");
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let tls = acceptor(made.cert.der().clone(), key);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().as_ref().map(SocketAddr::port).expect("a port");
        let (heard, manner) = (Heard::default(), Arc::new(Mutex::new(manner)));
        let server = Self { port, heard: heard.clone(), manner: manner.clone(), folder };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                heard.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(connection(stream, tls.clone(), manner.clone(), heard.clone()));
            }
        });
        server
    }

    /// The certificate of the authority to believe.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The settings of a portal that sends through it.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("OBHUT_SMTP_HOST", "localhost".to_owned()),
            ("OBHUT_SMTP_PORT", self.port.to_string()),
            ("OBHUT_SMTP_CA_FILE", self.ca_file().display().to_string()),
            ("OBHUT_MAIL_FROM", "praxis@example.org".to_owned()),
            ("OBHUT_MAIL_FROM_DISCREET", "post@example.net".to_owned()),
        ]
    }

    /// Changes how it behaves from now on.
    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().expect("no test panics here") = manner;
    }
}

fn acceptor(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate with its key");
    TlsAcceptor::from(Arc::new(config))
}

/// What comes of a conversation in clear.
enum End {
    Over,
    StartTls(TcpStream),
}

async fn connection(stream: TcpStream, tls: TlsAcceptor, manner: Arc<Mutex<Manner>>, heard: Heard) {
    let is_implicit = manner.lock().expect("no test panics here").implicit;
    let stream = match is_implicit {
        true => stream,
        false => match in_clear(stream, &manner, &heard).await {
            Some(End::StartTls(stream)) => stream,
            Some(End::Over) | None => return,
        },
    };
    // A client that does not believe the certificate hangs up here.
    if let Ok(stream) = tls.accept(stream).await {
        let mut session = Session { stream: BufReader::new(stream), manner, heard };
        if is_implicit {
            session.say("220 here").await;
        }
        session.run().await;
    }
}

/// The part before TLS.
async fn in_clear(stream: TcpStream, manner: &Arc<Mutex<Manner>>, heard: &Heard) -> Option<End> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await.ok()?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return Some(End::Over);
        }
        heard.clear.lock().expect("no test panics here").push(line.trim_end().to_owned());
        let manner = manner.lock().expect("no test panics here").clone();
        let answer = match line.trim_end() {
            "STARTTLS" if manner.injects => "220 go\r\n250-injected\r\n250 AUTH PLAIN\r\n",
            "STARTTLS" => "220 go\r\n",
            hello if hello.starts_with("EHLO") && manner.no_starttls => {
                "250-localhost\r\n250 SIZE 1000000\r\n"
            }
            hello if hello.starts_with("EHLO") => "250-localhost\r\n250 STARTTLS\r\n",
            "QUIT" => "221 bye\r\n",
            _ => "250 as you like\r\n",
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
        if line.starts_with("STARTTLS") {
            return Some(End::StartTls(stream.into_inner()));
        }
    }
}

/// The part inside TLS.
struct Session<S> {
    stream: BufReader<S>,
    manner: Arc<Mutex<Manner>>,
    heard: Heard,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    async fn say(&mut self, line: &str) {
        // A client that is gone will be noticed by the next line it does not send.
        drop(self.stream.write_all(format!("{line}\r\n").as_bytes()).await);
        drop(self.stream.flush().await);
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let length = self.stream.read_line(&mut line).await.ok()?;
        (length > 0).then_some(line)
    }

    fn manner(&self) -> Manner {
        self.manner.lock().expect("no test panics here").clone()
    }

    async fn run(mut self) {
        let (mut from, mut to) = (String::new(), String::new());
        let mut is_known = self.manner().password.is_none();
        while let Some(line) = self.line().await {
            let line = line.trim_end().to_owned();
            let manner = self.manner();
            let answer = manner.answers.iter().find(|(command, _)| line.starts_with(command));
            if let Some((_, answer)) = answer {
                self.say(answer).await;
                continue;
            }
            if let Some(address) = line.strip_prefix("MAIL FROM:") {
                from = address.to_owned();
                self.say(if is_known { "250 ok" } else { "530 who are you" }).await;
            } else if let Some(address) = line.strip_prefix("RCPT TO:") {
                to = address.to_owned();
                self.say("250 ok").await;
            } else if let Some(given) = line.strip_prefix("AUTH PLAIN ") {
                is_known = manner.password.is_some_and(|password| password == given);
                self.say(if is_known { "235 welcome" } else { "535 no" }).await;
            } else if line == "DATA" {
                self.say("354 go on").await;
                let Some(data) = self.data().await else { return };
                let mail = Received { from: from.clone(), to: to.clone(), data };
                let end = manner.answers.iter().find(|(command, _)| *command == ".");
                if end.is_none() {
                    self.heard.mails.lock().expect("no test panics here").push(mail);
                }
                if manner.hangs_up_after_data {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(manner.thinks)).await;
                self.say(end.map_or("250 taken", |(_, answer)| answer)).await;
                if manner.closes_after_mail {
                    return;
                }
            } else if line.starts_with("EHLO") {
                self.say("250-localhost").await;
                self.say("250 AUTH PLAIN LOGIN").await;
            } else {
                self.say("250 ok").await;
            }
        }
    }

    /// The lines of a mail, dots taken away again (RFC 5321, section 4.5.2).
    async fn data(&mut self) -> Option<String> {
        let mut data = String::new();
        loop {
            let line = self.line().await?;
            match line.as_str() {
                ".\r\n" => return Some(data),
                line => data += line.strip_prefix('.').unwrap_or(line),
            }
        }
    }
}
