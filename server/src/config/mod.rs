//! Configuration: `OBHUT_*` in the environment, over `obhut.toml`, over defaults.
//!
//! Whatever is not known is refused by name: a misspelt setting must not silently be a default.

mod mail;
mod sources;
#[cfg(test)]
mod tests;

pub use mail::{Encryption, Senders, Smtp};

use app::backend::{
    db::is_postgres_url,
    settings::{Attestation, Origin, Outbound, Practice, QuietHours},
};
use ipnet::IpNet;
use sources::Sources;
use std::{
    ffi::OsString,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};
use tracing::level_filters::LevelFilter;

/// What `obhut --help` says about configuration.
pub const HELP: &str = "\
Settings (environment, or lower-case without OBHUT_ in obhut.toml):
  OBHUT_CONFIG                 the settings file (default: obhut.toml, if it is there)
  OBHUT_DATA_DIR               database and keys (default: ./data)
  OBHUT_ADDR                   address and port to listen on (default: 127.0.0.1:3000)
  OBHUT_ORIGIN                 https://NAME as people type it, or http://localhost:PORT (default: http://localhost:3000)
  OBHUT_TRUSTED_PROXIES        networks of reverse proxies, separated by commas (default: none)
  OBHUT_TLS_CERT_FILE          certificate chain in PEM, for TLS without a proxy
  OBHUT_TLS_KEY_FILE           private key in PEM
  OBHUT_DATABASE_URL           postgres://… (default: SQLite in the data directory); also OBHUT_DATABASE_URL_FILE
  OBHUT_MIGRATE_DATABASE_URL   the same database as the owner of its tables; also …_FILE
  OBHUT_KEY_FILE               key file, or its folder (default: keys/ in the data directory)
  OBHUT_OPS_ADDR               loopback address and port for /livez and /readyz (default: off)
  OBHUT_STAFF_ATTESTATION_FILE list of authenticators the team may register (default: any)
  OBHUT_SMTP_HOST              mail server (default: none; mails become files in outbox/ of the data directory)
  OBHUT_SMTP_PORT              its port (default: 587, with implicit TLS 465)
  OBHUT_SMTP_TLS               starttls or implicit (default: starttls); nothing is ever sent in clear
  OBHUT_SMTP_USER              name at the mail server
  OBHUT_SMTP_PASSWORD          password at the mail server; also OBHUT_SMTP_PASSWORD_FILE
  OBHUT_SMTP_CA_FILE           further authorities to believe about the mail server, in PEM
  OBHUT_MAIL_FROM              address mails come from; needed with OBHUT_SMTP_HOST
  OBHUT_MAIL_FROM_DISCREET     address that names no practice, for those who want it (default: OBHUT_MAIL_FROM)
  OBHUT_QUIET_HOURS            when nobody is disturbed (default: 20:00-08:00)
  OBHUT_MONTHLY_CAP            messages of one purpose in thirty days, at most, from 1 to 31 (default: 4)
  OBHUT_WORKER                 on or off: whether serve runs jobs, or `obhut worker` beside it (default: on)
  OBHUT_LOG                    off, error, warn, info, debug or trace (default: info)
  OBHUT_LOG_FORMAT             text or json (default: text)
The practice introduces itself in the [practice] section of obhut.toml; see docs/OPERATIONS.md.";

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// There is no such setting.
    #[error("{name} is not a setting of Obhut; `obhut --help` lists them all")]
    Unknown { name: String },
    /// The value does not have the form it needs; it is not repeated, because it may be a secret.
    #[error("{name} is not valid; expected is {expected}")]
    Invalid { name: String, expected: String },
    /// Two settings belong together, and one is missing.
    #[error("{present} is set, but {missing} is not; the two belong together")]
    Alone { present: &'static str, missing: &'static str },
    /// Two settings say the same thing.
    #[error("{one} and {other} are both set; keep one of them")]
    Both { one: String, other: String },
    /// A file named by a setting cannot be read.
    #[error("{name} names a file that cannot be read: {reason}")]
    Unreadable { name: String, reason: String },
}

/// Everything the operator decides, checked.
#[derive(Clone)]
pub struct Config {
    pub data_dir: PathBuf,
    pub address: SocketAddr,
    pub origin: Origin,
    pub trusted_proxies: Vec<IpNet>,
    pub tls: Option<TlsFiles>,
    /// PostgreSQL; `None` means SQLite in the data directory.
    pub database_url: Option<String>,
    pub migrate_database_url: Option<String>,
    pub key_file: PathBuf,
    /// The folder of credentials systemd has made for this service.
    pub credentials: Option<PathBuf>,
    pub ops_address: Option<SocketAddr>,
    /// Which authenticators the team may register.
    pub staff_attestation: Option<Attestation>,
    /// How much our own code logs; libraries only warn, because some of them log addresses and headers.
    pub log: LevelFilter,
    pub log_json: bool,
    pub practice: Practice,
    /// The addresses mails come from.
    pub senders: Senders,
    /// `None` means that mails become files.
    pub smtp: Option<Smtp>,
    pub outbound: Outbound,
    /// Whether the portal runs jobs itself.
    pub worker: bool,
}

/// Certificate and key for TLS without a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// The data directory when nothing else is said.
pub const DEFAULT_DATA_DIR: &str = "data";
/// The name of the key file inside a key folder.
const KEY_FILE_NAME: &str = "kek.toml";

impl Config {
    /// Reads the process's environment and the settings file.
    pub fn from_process() -> Result<Self, ConfigError> {
        Self::from_variables(
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value))),
        )
    }

    /// Reads these variables and the settings file.
    pub fn from_variables(variables: impl Iterator<Item = (String, OsString)>) -> Result<Self, ConfigError> {
        Self::read(Sources::collect(variables)?)
    }

    fn read(mut sources: Sources) -> Result<Self, ConfigError> {
        let data_dir = PathBuf::from(sources.take("data_dir").unwrap_or_else(|| DEFAULT_DATA_DIR.to_owned()));
        let key_path = sources.take("key_file").map(PathBuf::from);
        let key_file = match key_path {
            None => data_dir.join("keys").join(KEY_FILE_NAME),
            Some(folder) if folder.is_dir() => folder.join(KEY_FILE_NAME),
            Some(file) => file,
        };
        let origin = sources
            .parse_with("origin", "https://NAME, or http://localhost with a port", Origin::parse)?
            .unwrap_or_default();
        let (senders, smtp) = mail::mail(&mut sources, &origin)?;
        let config = Self {
            address: sources
                .parse("addr", "an address with a port, such as 127.0.0.1:3000")?
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000))),
            origin,
            trusted_proxies: sources
                .parse_with("trusted_proxies", "networks such as 10.0.0.0/8, separated by commas", networks)?
                .unwrap_or_default(),
            tls: tls_files(&mut sources)?,
            database_url: sources.parse_with(
                "database_url",
                "postgres://USER@HOST/DATABASE",
                postgres_url,
            )?,
            migrate_database_url: sources.parse_with(
                "migrate_database_url",
                "postgres://OWNER@HOST/DATABASE",
                postgres_url,
            )?,
            key_file,
            credentials: sources.credentials.take(),
            ops_address: sources.parse_with(
                "ops_addr",
                "a loopback address with a port, such as 127.0.0.1:3001",
                |text| text.parse().ok().filter(|address: &SocketAddr| address.ip().is_loopback()),
            )?,
            staff_attestation: staff_attestation(&mut sources)?,
            log: sources.parse("log", "off, error, warn, info, debug or trace")?.unwrap_or(LevelFilter::INFO),
            log_json: sources
                .parse_with("log_format", "text or json", |text| match text {
                    "text" => Some(false),
                    "json" => Some(true),
                    _ => None,
                })?
                .unwrap_or_default(),
            practice: sources.practice()?,
            senders,
            smtp,
            outbound: outbound(&mut sources)?,
            worker: sources
                .parse_with("worker", "on or off", |text| match text {
                    "on" => Some(true),
                    "off" => Some(false),
                    _ => None,
                })?
                .unwrap_or(true),
            data_dir,
        };
        if config.migrate_database_url.is_some() && config.database_url.is_none() {
            return Err(ConfigError::Alone {
                present: "OBHUT_MIGRATE_DATABASE_URL",
                missing: "OBHUT_DATABASE_URL",
            });
        }
        if config.tls.is_some() && !config.origin.is_secure() {
            return Err(ConfigError::invalid("OBHUT_ORIGIN", "https://NAME when there is a certificate"));
        }
        Ok(config)
    }
}

impl ConfigError {
    fn invalid(name: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Invalid { name: name.into(), expected: expected.into() }
    }

    fn unknown(name: impl Into<String>) -> Self {
        Self::Unknown { name: name.into() }
    }
}

/// Networks and single addresses, separated by commas; never the whole internet, which would lift every limit.
fn networks(text: &str) -> Option<Vec<IpNet>> {
    text.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(|entry| entry.parse().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from)).ok())
        .map(|network| network.filter(|network: &IpNet| network.prefix_len() > 0))
        .collect()
}

fn postgres_url(text: &str) -> Option<String> {
    is_postgres_url(text).then(|| text.to_owned())
}

/// When and how often something leaves the house.
fn outbound(sources: &mut Sources) -> Result<Outbound, ConfigError> {
    let usual = Outbound::default();
    let quiet =
        sources.parse_with("quiet_hours", "two times of day, such as 20:00-08:00", QuietHours::parse)?;
    let monthly_cap = sources.parse_with("monthly_cap", "a number from 1 to 31", |text| {
        text.parse().ok().filter(|cap| (1..=31).contains(cap))
    })?;
    Ok(Outbound {
        quiet: quiet.unwrap_or(usual.quiet),
        monthly_cap: monthly_cap.unwrap_or(usual.monthly_cap),
        sms: usual.sms,
    })
}

/// The list of authenticators, from the file a setting names.
fn staff_attestation(sources: &mut Sources) -> Result<Option<Attestation>, ConfigError> {
    const NAME: &str = "OBHUT_STAFF_ATTESTATION_FILE";
    let Some(path) = sources.take("staff_attestation_file") else { return Ok(None) };
    let json = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        name: NAME.to_owned(),
        reason: error.kind().to_string(),
    })?;
    let list = Attestation::parse(&json);
    list.map(Some).ok_or_else(|| {
        ConfigError::invalid(
            NAME,
            "a certificate in PEM, or a list of authenticators as webauthn-rs writes it (JSON)",
        )
    })
}

/// Certificate and key belong together.
fn tls_files(sources: &mut Sources) -> Result<Option<TlsFiles>, ConfigError> {
    match (sources.take("tls_cert_file"), sources.take("tls_key_file")) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => {
            Ok(Some(TlsFiles { certificate: PathBuf::from(certificate), key: PathBuf::from(key) }))
        }
        (Some(_), None) => {
            Err(ConfigError::Alone { present: "OBHUT_TLS_CERT_FILE", missing: "OBHUT_TLS_KEY_FILE" })
        }
        (None, Some(_)) => {
            Err(ConfigError::Alone { present: "OBHUT_TLS_KEY_FILE", missing: "OBHUT_TLS_CERT_FILE" })
        }
    }
}
