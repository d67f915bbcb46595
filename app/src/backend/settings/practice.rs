//! How the practice introduces itself.

use crate::lang::Lang;
use axum::http::Uri;
use serde::Deserialize;

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
    /// Whom the practice has process data for it, such as a data centre, or that there is nobody (GDPR Art. 13(1)(e)).
    pub privacy_processors: Option<String>,
    /// For how long the practice keeps records, and on which ground (GDPR Art. 13(2)(a)).
    pub privacy_retention: Option<String>,
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
            ("practice.privacy_processors", &self.privacy_processors),
            ("practice.privacy_retention", &self.privacy_retention),
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

#[cfg(test)]
mod tests {
    use super::*;

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
