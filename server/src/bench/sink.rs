//! A mail server (RFC 5321) in this process that takes everything over STARTTLS, counts it and forgets it.

use super::Error;
use rustls::pki_types::PrivateKeyDer;
use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

pub struct Sink {
    pub port: u16,
    /// The certificate to believe.
    pub ca_file: PathBuf,
    taken: Arc<AtomicU64>,
}

impl Sink {
    /// Starts it for `localhost`, with a certificate of its own in a folder.
    pub async fn start(folder: &Path) -> Result<Self, Error> {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).map_err(unusable)?;
        let ca_file = folder.join("ca.pem");
        std::fs::write(&ca_file, made.cert.pem())?;
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let tls =
            rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(unusable)?
                .with_no_client_auth()
                .with_single_cert(vec![made.cert.der().clone()], key)
                .map_err(unusable)?;
        let tls = TlsAcceptor::from(Arc::new(tls));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let taken = Arc::new(AtomicU64::new(0));
        let counter = taken.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, counter) = (tls.clone(), counter.clone());
                // Whoever hangs up has nothing more to send; what was taken is counted.
                tokio::spawn(async move { drop(connection(stream, tls, &counter).await) });
            }
        });
        Ok(Self { port, ca_file, taken })
    }

    /// How many mails it has taken.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::SeqCst)
    }
}

fn unusable(error: impl std::fmt::Display) -> Error {
    Error::Wrong(format!("there is no mail server: {error}"))
}

async fn connection(stream: TcpStream, tls: TlsAcceptor, taken: &AtomicU64) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut clear = BufReader::new(stream);
    clear.write_all(b"220 here\r\n").await?;
    loop {
        match command(&mut clear).await?.as_deref() {
            None => return Ok(()),
            Some("STARTTLS") => break,
            Some("EHLO") => clear.write_all(b"250-localhost\r\n250 STARTTLS\r\n").await?,
            Some(_) => clear.write_all(b"530 encrypt first\r\n").await?,
        }
    }
    clear.write_all(b"220 go\r\n").await?;
    let mut stream = BufReader::new(tls.accept(clear.into_inner()).await?);
    loop {
        let answer = match command(&mut stream).await?.as_deref() {
            None => return Ok(()),
            Some("DATA") => {
                say(&mut stream, "354 go on\r\n").await?;
                swallow(&mut stream).await?;
                taken.fetch_add(1, Ordering::SeqCst);
                "250 taken\r\n"
            }
            Some(_) => "250 ok\r\n",
        };
        say(&mut stream, answer).await?;
    }
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, answer: &str) -> io::Result<()> {
    stream.write_all(answer.as_bytes()).await?;
    stream.flush().await
}

/// The verb of the next command; `None` when there is none any more.
async fn command<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<Option<String>> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await?;
    let verb = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
    Ok((length > 0).then_some(verb))
}

/// Reads to the end of a mail.
async fn swallow<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<()> {
    let mut line = Vec::new();
    while line != b".\r\n" {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}
