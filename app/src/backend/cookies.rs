//! What a request's cookies and headers say: the language, and which browser it is.

use crate::lang::Lang;
use axum::http::{HeaderMap, header};

/// The cookie that remembers a chosen language; it holds nothing else.
pub const LANG_COOKIE: &str = "__Host-lang";
/// The cookie by which a browser is known again; it signs nobody in.
pub const DEVICE_COOKIE: &str = "__Host-device";
/// Characters of its value: 130 bits.
pub const DEVICE_TOKEN: usize = 26;

/// The language a query asks for.
pub fn chosen_lang(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| Lang::from_tag(pair.strip_prefix("lang=")?))
}

/// The language of a browser: the one that was chosen, else the one it prefers.
pub fn remembered_lang(headers: &HeaderMap) -> Lang {
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    cookie(headers, LANG_COOKIE)
        .and_then(Lang::from_tag)
        .unwrap_or_else(|| accepted().map(Lang::from_accept_language).unwrap_or_default())
}

/// The value of a cookie; browsers may send several `Cookie` headers (RFC 9113, section 8.2.3).
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_beats_the_browser_and_nonsense_is_passed_over() {
        let headers = |cookie: &str, accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().expect("header"));
            headers.insert(header::ACCEPT_LANGUAGE, accept.parse().expect("header"));
            headers
        };
        assert_eq!(remembered_lang(&headers("a=b; __Host-lang=en", "de")), Lang::En);
        assert_eq!(remembered_lang(&headers("__Host-lang=xx", "en")), Lang::En);
        assert_eq!(remembered_lang(&headers("__Host-language=en", "de")), Lang::De);
        assert_eq!(remembered_lang(&HeaderMap::new()), Lang::De);
    }

    #[test]
    fn a_language_in_the_query_counts_only_when_we_speak_it() {
        assert_eq!(chosen_lang(Some("a=1&lang=en")), Some(Lang::En));
        assert_eq!(chosen_lang(Some("lang=%3Cscript%3E")), None);
        assert_eq!(chosen_lang(Some("slang=en")), None);
        assert_eq!(chosen_lang(None), None);
    }
}
