//! What the operator decides: who the practice is, and under which origin the portal is reached.

use super::instance::Kind;
use crate::lang::Lang;
use axum::http::Uri;
use serde::Deserialize;
use webauthn_rs::prelude::AttestationCaList;

/// Everything a page may know about the installation.
#[derive(Clone, Debug)]
pub struct Settings {
    pub practice: Practice,
    pub origin: Origin,
    pub kind: Kind,
    pub assets: Assets,
    /// Which authenticators the team may register; `None` lets them choose.
    pub staff_attestation: Option<Attestation>,
}

/// Authenticators that prove their make, by the certificates of their makers (WebAuthn, section 6.5.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation(AttestationCaList);

impl Attestation {
    /// Reads the root certificate of a maker in PEM, whose every model is then welcome; or a list of models in the
    /// JSON form of webauthn-rs, as its tool for the FIDO metadata service writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let list = match text.trim_start().starts_with("-----BEGIN CERTIFICATE-----") {
            true => AttestationCaList::try_from(text.as_bytes()).ok(),
            false => serde_json::from_str(text).ok(),
        };
        list.filter(|list| !list.is_empty()).map(Self)
    }

    /// The list itself.
    pub fn list(&self) -> &AttestationCaList {
        &self.0
    }
}

/// Where the built web files are served; the folder carries a hash, so they are cached for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// Folder of module, script and style sheet, without slashes at the ends (`pkg/0f3a…`).
    pub folder: String,
}

/// The practice, as it introduces itself on public pages.
///
/// Everything here is public; nothing of a patient belongs here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Practice {
    /// As on the sign outside ("Praxis am Park").
    pub name: Option<String>,
    /// Who is responsible under GDPR Art. 4(7) and as provider of the service (imprint).
    pub responsible: Option<String>,
    pub street: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Professional title and the state that awarded it (imprint).
    pub profession: Option<String>,
    /// The chamber and the supervisory authority (imprint).
    pub supervision: Option<String>,
    /// How the data protection officer is reached (GDPR Art. 13(1)(b)), if there is one.
    pub privacy_officer: Option<String>,
    /// The data protection authority patients may complain to (GDPR Art. 13(2)(d)).
    pub privacy_authority: Option<String>,
    /// Who enforces accessibility rules for this provider.
    pub accessibility_authority: Option<String>,
    /// When the telephone is answered.
    pub hours: Localized,
    /// Where "leave quickly" leads: a page that says nothing about health.
    pub quick_exit_url: Option<String>,
    /// Whether a second member of the team confirms who has enrolled; see [`Practice::checks_identity`].
    pub identity_check: Option<bool>,
}

/// A text of the operator in both languages; English falls back to German.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Localized {
    pub de: Option<String>,
    pub en: Option<String>,
}

impl Localized {
    /// The text in a language, or in German where it was written in German only; and which of them it is.
    pub fn get(&self, lang: Lang) -> Option<(Lang, &str)> {
        let own = match lang {
            Lang::De => &self.de,
            Lang::En => &self.en,
        };
        let own = own.as_deref().map(|text| (lang, text));
        own.or_else(|| self.de.as_deref().map(|text| (Lang::De, text)))
    }
}

/// The longest value of a practice setting, in characters.
const MAX_LENGTH: usize = 300;
/// A page known for nothing in particular, in the language of most visitors.
const DEFAULT_QUICK_EXIT: &str = "https://de.wikipedia.org/";

impl Practice {
    /// Where the quick exit leads.
    pub fn quick_exit_url(&self) -> &str {
        self.quick_exit_url.as_deref().unwrap_or(DEFAULT_QUICK_EXIT)
    }

    /// Whether whoever invited somebody needs a second member of the team to confirm their identity.
    ///
    /// On unless the operator switches it off, because there is only one person in the practice.
    pub fn checks_identity(&self) -> bool {
        self.identity_check.unwrap_or(true)
    }

    /// The first value that cannot be used, with what is expected instead.
    pub fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let texts = [
            ("practice.name", &self.name),
            ("practice.responsible", &self.responsible),
            ("practice.street", &self.street),
            ("practice.postal_code", &self.postal_code),
            ("practice.city", &self.city),
            ("practice.phone", &self.phone),
            ("practice.email", &self.email),
            ("practice.profession", &self.profession),
            ("practice.supervision", &self.supervision),
            ("practice.privacy_officer", &self.privacy_officer),
            ("practice.privacy_authority", &self.privacy_authority),
            ("practice.accessibility_authority", &self.accessibility_authority),
            ("practice.hours.de", &self.hours.de),
            ("practice.hours.en", &self.hours.en),
            ("practice.quick_exit_url", &self.quick_exit_url),
        ];
        for (name, value) in texts {
            let Some(value) = value else { continue };
            if value.trim().is_empty()
                || value.chars().count() > MAX_LENGTH
                || value.chars().any(char::is_control)
            {
                return Err((name, "one line of 1 to 300 characters"));
            }
        }
        if let Some(phone) = &self.phone
            && (dialable(phone).trim_start_matches('+').is_empty()
                || phone.chars().any(|c| !c.is_ascii_digit() && !"+ ()/-".contains(c)))
        {
            return Err(("practice.phone", "digits, spaces and + ( ) / -"));
        }
        if let Some(email) = &self.email
            && (email.matches('@').count() != 1
                || email.contains(|c: char| c.is_whitespace() || "?&<>\"%".contains(c)))
        {
            return Err(("practice.email", "an address such as praxis@example.org"));
        }
        if let Some(url) = &self.quick_exit_url
            && url
                .parse::<Uri>()
                .ok()
                .and_then(|uri| uri.scheme_str().map(|scheme| scheme != "https"))
                .unwrap_or(true)
        {
            return Err(("practice.quick_exit_url", "an address that begins with https://"));
        }
        Ok(())
    }
}

/// A telephone number as it stands in a `tel:` link (RFC 3966): digits and a leading plus.
pub fn dialable(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The one origin (RFC 6454) the portal is reached under: https, or http on localhost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    host: String,
    port: Option<u16>,
}

impl Origin {
    /// Reads `https://host[:port]` or `http://localhost[:port]`; everything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let authority = uri.authority()?;
        // A port that is empty or no number is not silently another one.
        let (_, after_host) = authority.as_str().split_at_checked(authority.host().len())?;
        if !after_host.is_empty() && authority.port_u16().is_none() {
            return None;
        }
        let bare =
            matches!(uri.path(), "" | "/") && uri.query().is_none() && !authority.as_str().contains('@');
        let secure = match uri.scheme_str()? {
            "https" => true,
            "http" if authority.host() == "localhost" => false,
            _ => return None,
        };
        let host = authority.host().to_ascii_lowercase();
        if text.contains('#') || !is_domain(&host) {
            return None;
        }
        let default_port = if secure { 443 } else { 80 };
        let port = authority.port_u16().filter(|port| *port != default_port);
        bare.then_some(Self { secure, host, port })
    }

    /// Whether people reach it over TLS.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The host name, which is also the WebAuthn relying party id.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// What a browser sends as `Host`.
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }
}

/// Whether a name can be a WebAuthn relying party id: labels as RFC 1123 has them, and no IP address.
///
/// A last label of digits makes it an address (URL standard, "ends in a number"); names beyond ASCII are expected in
/// their `xn--` form.
fn is_domain(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253 && host.split('.').all(is_label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// `http://localhost:3000`, where a first look at the portal happens.
impl Default for Origin {
    fn default() -> Self {
        Self { secure: false, host: "localhost".to_owned(), port: Some(3000) }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_localhost_is_an_origin() {
        for (text, expected) in [
            ("https://portal.example", Some("https://portal.example")),
            ("https://Portal.Example:8443/", Some("https://portal.example:8443")),
            ("https://portal.example:443", Some("https://portal.example")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://localhost", Some("http://localhost")),
            ("https://localhost:3000", Some("https://localhost:3000")),
            ("http://portal.example", None),
            ("http://localhost.evil.example", None),
            ("http://127.0.0.1:3000", None),
            ("https://127.0.0.1", None),
            ("https://[::1]", None),
            ("https://..-", None),
            ("https://-a.example", None),
            ("https://portal.example.", None),
            ("https://1.2.3", None),
            ("https://portal.example/#x", None),
            ("https://praxis-müller.example", None),
            ("https://xn--praxis-mller-yhb.example", Some("https://xn--praxis-mller-yhb.example")),
            ("http://localhost:99999", None),
            ("http://localhost:", None),
            ("https://user@portal.example", None),
            ("https://portal.example/path", None),
            ("https://portal.example/?query", None),
            ("portal.example", None),
            ("ftp://portal.example", None),
            ("", None),
        ] {
            assert_eq!(Origin::parse(text).map(|origin| origin.to_string()).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_practice_setting_that_cannot_be_shown_is_named() {
        let phone = |value: &str| Practice { phone: Some(value.to_owned()), ..Practice::default() }.check();
        assert_eq!(phone("+49 (30) 123/45-6"), Ok(()));
        assert_eq!(phone("javascript:alert(1)"), Err(("practice.phone", "digits, spaces and + ( ) / -")));
        assert_eq!(phone("+"), Err(("practice.phone", "digits, spaces and + ( ) / -")));
        assert!(phone("").is_err());
        let email = |value: &str| Practice { email: Some(value.to_owned()), ..Practice::default() }.check();
        assert_eq!(email("praxis@lindenhof.example"), Ok(()));
        for bad in ["praxis", "a@b@c", "a b@c", "a@b?subject=Befund", "<a@b>"] {
            assert!(email(bad).is_err(), "{bad}");
        }
        let exit =
            |value: &str| Practice { quick_exit_url: Some(value.to_owned()), ..Practice::default() }.check();
        assert_eq!(exit("https://wetter.example/heute"), Ok(()));
        for bad in ["http://wetter.example", "javascript:alert(1)", "//wetter.example", "wetter"] {
            assert!(exit(bad).is_err(), "{bad}");
        }
        let name = |value: String| Practice { name: Some(value), ..Practice::default() }.check();
        assert!(
            name("a\nb".into()).is_err() && name("x".repeat(301)).is_err() && name("x".repeat(300)).is_ok()
        );
    }

    #[test]
    fn a_text_written_in_german_only_is_shown_as_german() {
        let text = |text: &str| Some(text.to_owned());
        let both = Localized { de: text("Montag"), en: text("Monday") };
        assert_eq!(
            (both.get(Lang::De), both.get(Lang::En)),
            (Some((Lang::De, "Montag")), Some((Lang::En, "Monday")))
        );
        let german = Localized { de: text("Montag"), en: None };
        assert_eq!(german.get(Lang::En), Some((Lang::De, "Montag")));
        assert_eq!(Localized { de: None, en: text("Monday") }.get(Lang::De), None);
    }

    #[test]
    fn a_telephone_link_holds_digits_only() {
        assert_eq!(dialable("+49 (30) 123/45-6"), "+4930123456");
    }
}
