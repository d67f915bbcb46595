//! Where settings come from, merged: the environment wins over the file.

use super::ConfigError;
use app::backend::settings::Practice;
use serde::Deserialize as _;
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    str::FromStr,
};

/// Every setting; in the environment in capitals behind `OBHUT_`.
const KNOWN: [&str; 24] = [
    "data_dir",
    "addr",
    "origin",
    "trusted_proxies",
    "tls_cert_file",
    "tls_key_file",
    "database_url",
    "migrate_database_url",
    "key_file",
    "ops_addr",
    "staff_attestation_file",
    "smtp_host",
    "smtp_port",
    "smtp_tls",
    "smtp_user",
    "smtp_password",
    "smtp_ca_file",
    "mail_from",
    "mail_from_discreet",
    "quiet_hours",
    "monthly_cap",
    "worker",
    "log",
    "log_format",
];
/// Settings that are or may hold a password, and so may name a file that holds the value.
const SECRET: [&str; 3] = ["database_url", "migrate_database_url", "smtp_password"];
/// What most entries of the settings file are.
const TEXT: &str = "a text in quotation marks";
/// The longest value of a setting, in bytes.
const MAX_LENGTH: usize = 4096;

/// The values by name, and the practice's own section.
#[derive(Default)]
pub(super) struct Sources {
    values: BTreeMap<&'static str, Value>,
    practice: Option<toml::Value>,
    /// The folder systemd has put this service's credentials into.
    pub(super) credentials: Option<PathBuf>,
}

struct Value {
    /// As the operator wrote it, for messages.
    name: String,
    text: String,
}

impl Sources {
    /// Reads the environment and the file it names (or `obhut.toml`, when that is there).
    pub(super) fn collect(
        environment: impl Iterator<Item = (String, OsString)>,
    ) -> Result<Self, ConfigError> {
        let mut ours = BTreeMap::new();
        let mut sources = Self::default();
        for (name, value) in environment {
            if name == "CREDENTIALS_DIRECTORY" {
                sources.credentials = Some(PathBuf::from(value));
                continue;
            }
            if !name.starts_with("OBHUT_") {
                continue;
            }
            let text = value.into_string().ok().filter(|text| is_usable(text));
            ours.insert(
                name.clone(),
                text.ok_or_else(|| ConfigError::invalid(name, "a text that is not empty"))?,
            );
        }
        match ours.remove("OBHUT_CONFIG") {
            Some(path) => sources.read_file(Path::new(&path), &path)?,
            None if Path::new("obhut.toml").exists() => {
                sources.read_file(Path::new("obhut.toml"), "obhut.toml")?
            }
            None => {}
        }
        for (name, text) in ours {
            sources.add_variable(name, text)?;
        }
        Ok(sources)
    }

    /// Whether a setting is there that nobody has taken yet.
    pub(super) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// The text of a setting, once.
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        self.values.remove(key).map(|value| value.text)
    }

    /// A setting of a type that reads itself.
    pub(super) fn parse<T: FromStr>(&mut self, key: &str, expected: &str) -> Result<Option<T>, ConfigError> {
        self.parse_with(key, expected, |text| text.parse().ok())
    }

    /// A setting read by a function; `None` from it means that the value is not valid.
    pub(super) fn parse_with<T>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.values.remove(key) else {
            return Ok(None);
        };
        read(&value.text).map(Some).ok_or_else(|| ConfigError::invalid(value.name, expected))
    }

    /// The practice's section, checked entry by entry.
    pub(super) fn practice(&mut self) -> Result<Practice, ConfigError> {
        let Some(section) = self.practice.take() else { return Ok(Practice::default()) };
        let toml::Value::Table(table) = section else {
            return Err(ConfigError::invalid("practice", "a section, which begins with [practice]"));
        };
        for (key, value) in &table {
            let name = format!("practice.{key}");
            match (key.as_str(), value) {
                ("identity_check", toml::Value::Boolean(_)) => {}
                ("identity_check", _) => return Err(ConfigError::invalid(name, "true or false")),
                (_, toml::Value::String(_)) if key != "hours" => {}
                ("hours", toml::Value::Table(hours)) => {
                    if let Some((lang, _)) = hours.iter().find(|(_, text)| !text.is_str()) {
                        return Err(ConfigError::invalid(format!("{name}.{lang}"), TEXT));
                    }
                }
                ("hours", _) => {
                    return Err(ConfigError::invalid(name, "a section with the entries de and en"));
                }
                _ => return Err(ConfigError::invalid(name, TEXT)),
            }
        }
        // What is left to go wrong is an entry that does not exist, which the message names.
        let practice = Practice::deserialize(table)
            .map_err(|error| ConfigError::unknown(format!("[practice]: {}", error.message())))?;
        practice.check().map_err(|(name, expected)| ConfigError::invalid(name, expected))?;
        Ok(practice)
    }

    fn add_variable(&mut self, name: String, text: String) -> Result<(), ConfigError> {
        let variable = |key: &str| format!("OBHUT_{}", key.to_uppercase());
        if let Some(known) = KNOWN.into_iter().find(|known| variable(known) == name) {
            self.values.insert(known, Value { name, text });
            return Ok(());
        }
        match SECRET.into_iter().find(|secret| variable(secret) + "_FILE" == name) {
            None => Err(ConfigError::unknown(name)),
            // The variable without _FILE comes first in the alphabet, so it has been seen already.
            Some(secret) if self.values.get(secret).is_some_and(|value| value.name == variable(secret)) => {
                Err(ConfigError::Both { one: variable(secret), other: name })
            }
            Some(secret) => {
                let content = fs::read_to_string(&text).map_err(|error| ConfigError::Unreadable {
                    name: name.clone(),
                    reason: error.to_string(),
                })?;
                self.values.insert(secret, Value { name, text: content.trim().to_owned() });
                Ok(())
            }
        }
    }

    fn read_file(&mut self, path: &Path, name: &str) -> Result<(), ConfigError> {
        let text = fs::read_to_string(path)
            .map_err(|error| ConfigError::Unreadable { name: name.to_owned(), reason: error.to_string() })?;
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            // The line is named, but not repeated: it may hold a password.
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            ConfigError::invalid(name, format!("TOML; line {line}: {}", error.message()))
        })?;
        for (key, value) in table {
            match (KNOWN.into_iter().find(|known| *known == key), value) {
                (None, practice) if key == "practice" => self.practice = Some(practice),
                (None, _) => return Err(ConfigError::unknown(format!("{key} (in {name})"))),
                (Some(known), value) => {
                    let text = plain_text(value)
                        .filter(|text| is_usable(text))
                        .ok_or_else(|| ConfigError::invalid(format!("{key} (in {name})"), TEXT))?;
                    self.values.insert(known, Value { name: format!("{key} (in {name})"), text });
                }
            }
        }
        Ok(())
    }
}

/// Whether a value is there at all, and not absurdly long.
fn is_usable(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_LENGTH
}

/// A string, or a list of strings joined as the environment would have them.
fn plain_text(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Array(entries) => {
            let texts: Option<Vec<&str>> = entries.iter().map(toml::Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}
