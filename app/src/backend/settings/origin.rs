//! The one address the portal is reached under.

use axum::http::Uri;

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
}
