//! The two languages of the portal, and the macro that keeps their sentences side by side.

use serde::{Deserialize, Serialize};

/// A language the portal speaks; German is the one people get when they say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    De,
    En,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::De, Lang::En];

    /// The BCP 47 tag, as it stands in `<html lang>` and in `?lang=`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::De => "de",
            Lang::En => "en",
        }
    }

    /// The language's own name for itself, which people recognise in any surroundings.
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::De => "Deutsch",
            Lang::En => "English",
        }
    }

    /// The language behind a BCP 47 tag, regional subtags ignored (`de-AT` is German).
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split('-').next().unwrap_or_default();
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` value (RFC 9110, section 12.5.4).
    ///
    /// Unknown languages are passed over; where nothing fits, German it is.
    pub fn from_accept_language(value: &str) -> Lang {
        let mut best: Option<(Lang, f32)> = None;
        for range in value.split(',') {
            let mut parts = range.trim().split(';');
            let Some(lang) = parts.next().and_then(|tag| Lang::from_tag(tag.trim())) else {
                continue;
            };
            let quality =
                parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            if quality > 0.0 && best.is_none_or(|(_, top)| quality > top) {
                best = Some((lang, quality));
            }
        }
        best.map(|(lang, _)| lang).unwrap_or_default()
    }
}

/// Declares sentences in German and English side by side; a missing one is a compile error.
///
/// Each entry becomes `fn name(lang: Lang) -> &'static str`.
#[macro_export]
macro_rules! texts {
    ($( $(#[$doc:meta])* $name:ident: $de:expr, $en:expr; )*) => {
        $(
            $(#[$doc])*
            pub const fn $name(lang: $crate::lang::Lang) -> &'static str {
                match lang {
                    $crate::lang::Lang::De => $de,
                    $crate::lang::Lang::En => $en,
                }
            }
        )*
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_quality_wins_and_unknown_languages_are_passed_over() {
        for (value, expected) in [
            ("", Lang::De),
            ("de", Lang::De),
            ("en-GB,en;q=0.9", Lang::En),
            ("fr,en;q=0.4,de;q=0.8", Lang::De),
            ("fr-FR", Lang::De),
            ("en;q=0", Lang::De),
            ("en;q=broken", Lang::En),
            (";;;,,q=1", Lang::De),
        ] {
            assert_eq!(Lang::from_accept_language(value), expected, "{value:?}");
        }
    }
}
