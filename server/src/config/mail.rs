//! What the operator decides about mail: the mail server, and the addresses in the name of which it sends.

use super::{ConfigError, sources::Sources};
use app::backend::settings::Origin;
use lettre::{
    Address,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, TlsParameters},
    },
};
use rustls::pki_types::ServerName;

/// What mails without a mail server come from, before the host of the portal; they stay in their folder.
const NOBODY: &str = "portal";
/// Everything that says nothing without a mail server.
const OF_A_SERVER: [(&str, &str); 7] = [
    ("smtp_port", "OBHUT_SMTP_PORT"),
    ("smtp_tls", "OBHUT_SMTP_TLS"),
    ("smtp_user", "OBHUT_SMTP_USER"),
    ("smtp_password", "OBHUT_SMTP_PASSWORD"),
    ("smtp_ca_file", "OBHUT_SMTP_CA_FILE"),
    ("mail_from", "OBHUT_MAIL_FROM"),
    ("mail_from_discreet", "OBHUT_MAIL_FROM_DISCREET"),
];

/// The addresses mails come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Senders {
    pub usual: Address,
    /// Names no practice.
    pub discreet: Address,
}

/// A mail server. It has no `Debug`, because it holds a password.
#[derive(Clone)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    /// Whom to believe that they are this server.
    pub tls: TlsParameters,
    pub credentials: Option<Credentials>,
}

/// How the connection to a mail server comes to be encrypted; there is none that is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// By a command, before anything is said that matters (RFC 3207).
    StartTls,
    /// From the first byte on (RFC 8314, section 3.3).
    Implicit,
}

impl Encryption {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "starttls" => Some(Self::StartTls),
            "implicit" => Some(Self::Implicit),
            _ => None,
        }
    }

    /// The port such servers listen on (RFC 6409 and RFC 8314).
    fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Implicit => 465,
        }
    }
}

/// Reads what is set; without a mail server the senders are addresses nobody answers to.
pub(super) fn mail(sources: &mut Sources, origin: &Origin) -> Result<(Senders, Option<Smtp>), ConfigError> {
    let host =
        sources.parse_with("smtp_host", "the name of a mail server, such as mail.example.org", |text| {
            ServerName::try_from(text).ok().map(|_| text.to_owned())
        })?;
    let Some(host) = host else {
        if let Some((_, present)) = OF_A_SERVER.into_iter().find(|(key, _)| sources.has(key)) {
            return Err(ConfigError::Alone { present, missing: "OBHUT_SMTP_HOST" });
        }
        let nobody = Address::new(NOBODY, origin.host())
            .map_err(|_| ConfigError::invalid("OBHUT_ORIGIN", "a host that mail addresses can have"))?;
        return Ok((Senders { usual: nobody.clone(), discreet: nobody }, None));
    };
    let encryption = sources
        .parse_with("smtp_tls", "starttls or implicit", Encryption::parse)?
        .unwrap_or(Encryption::StartTls);
    let port = sources
        .parse_with("smtp_port", "the number of a port, such as 587", |text| {
            text.parse().ok().filter(|port| *port != 0)
        })?
        .unwrap_or(encryption.port());
    let credentials = credentials(sources)?;
    let tls = tls(sources, &host)?;
    let usual = address(sources, "mail_from")?
        .ok_or(ConfigError::Alone { present: "OBHUT_SMTP_HOST", missing: "OBHUT_MAIL_FROM" })?;
    let discreet = address(sources, "mail_from_discreet")?.unwrap_or_else(|| usual.clone());
    Ok((Senders { usual, discreet }, Some(Smtp { host, port, encryption, tls, credentials })))
}

/// An address in letters every mail server knows.
fn address(sources: &mut Sources, key: &str) -> Result<Option<Address>, ConfigError> {
    sources.parse_with(key, "one mail address, such as praxis@example.org", |text| {
        text.is_ascii().then(|| text.parse().ok()).flatten()
    })
}

/// Name and password belong together.
fn credentials(sources: &mut Sources) -> Result<Option<Credentials>, ConfigError> {
    let is_plain =
        |text: &str| (!text.is_empty() && !text.contains(char::is_control)).then(|| text.to_owned());
    let user = sources.parse_with("smtp_user", "a name without line breaks", is_plain)?;
    let password = sources.parse_with("smtp_password", "a password without line breaks", is_plain)?;
    match (user, password) {
        (None, None) => Ok(None),
        (Some(user), Some(password)) => Ok(Some(Credentials::new(user, password))),
        (Some(_), None) => {
            Err(ConfigError::Alone { present: "OBHUT_SMTP_USER", missing: "OBHUT_SMTP_PASSWORD" })
        }
        (None, Some(_)) => {
            Err(ConfigError::Alone { present: "OBHUT_SMTP_PASSWORD", missing: "OBHUT_SMTP_USER" })
        }
    }
}

/// The authorities browsers know (the list of Mozilla), and those of the file if there is one.
fn tls(sources: &mut Sources, host: &str) -> Result<TlsParameters, ConfigError> {
    const NAME: &str = "OBHUT_SMTP_CA_FILE";
    let invalid = || ConfigError::invalid(NAME, "certificates of authorities in PEM");
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = sources.take("smtp_ca_file") {
        let pem = std::fs::read(path).map_err(|error| ConfigError::Unreadable {
            name: NAME.to_owned(),
            reason: error.kind().to_string(),
        })?;
        if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(invalid());
        }
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|_| invalid())?);
    }
    builder.build().map_err(|_| invalid())
}
