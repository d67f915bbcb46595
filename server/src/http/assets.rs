//! The built web files: embedded in the binary, compressed beforehand, named after their content.

use app::{backend::settings::Assets, error::AppError};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "$OBHUT_SITE_DIR"]
struct Site;

/// Module, script and style sheet stand here, in a folder named after their content.
const PACKAGE_FOLDER: &str = "pkg/";
/// Digits of the content hash.
const HASH_DIGITS: usize = 16;
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Everything else may change with the next version.
const SHORT: &str = "public, max-age=3600";

/// The folder of module, script and style sheet; `None` when the binary was built without web files.
pub fn find() -> Option<Assets> {
    let script = Site::iter().find(|path| path.starts_with(PACKAGE_FOLDER) && path.ends_with(".js"))?;
    let (folder, _) = script.rsplit_once('/')?;
    Some(Assets { folder: folder.to_owned() })
}

/// The fallback of the router: a built file, or nothing.
pub async fn serve(request: Request) -> Response {
    let path = request.uri().path();
    let path = path.strip_prefix('/').unwrap_or(path);
    let readable = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(media_type) = media_type(path).filter(|_| readable) else {
        return AppError::NotFound.into_response();
    };
    let Some(plain) = Site::get(path) else {
        return AppError::NotFound.into_response();
    };

    let etag = etag(&plain);
    let (file, encoding) = best_encoding(path, plain, request.headers());
    let caching = if is_named_after_content(path) { IMMUTABLE } else { SHORT };
    let mut response = match request.headers().get(header::IF_NONE_MATCH) {
        Some(known) if known.as_bytes() == etag.as_bytes() => StatusCode::NOT_MODIFIED.into_response(),
        _ => Body::from(bytes(file)).into_response(),
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, media_type);
    set(header::CACHE_CONTROL, caching);
    set(header::VARY, "accept-encoding");
    set(header::ETAG, &etag);
    if let Some(encoding) = encoding {
        set(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// Whether the address stands for this content and no other, ever.
fn is_named_after_content(path: &str) -> bool {
    let folder =
        path.strip_prefix(PACKAGE_FOLDER).and_then(|rest| rest.split_once('/')).map(|(folder, _)| folder);
    folder.is_some_and(|folder| {
        folder.len() == HASH_DIGITS && folder.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The media types we ship; a file of any other kind, such as a compressed twin, is not served under its own name.
fn media_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "css" => "text/css; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        _ => return None,
    })
}

fn best_encoding(
    path: &str,
    plain: EmbeddedFile,
    headers: &HeaderMap,
) -> (EmbeddedFile, Option<&'static str>) {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
        if accepts(accepted, encoding)
            && let Some(twin) = Site::get(&format!("{path}.{extension}"))
        {
            return (twin, Some(encoding));
        }
    }
    (plain, None)
}

/// Whether a coding is named and not refused with a weight of zero (RFC 9110, section 12.5.3).
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|entry| {
        let mut parts = entry.trim().split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !parts.any(|part| part.strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0)))
    })
}

/// A weak tag, because the compressed twins share it.
fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    format!("W/\"{}\"", hash[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

#[cfg(test)]
mod tests {
    use super::{accepts, is_named_after_content};

    #[test]
    fn only_files_in_a_folder_named_after_its_content_are_immutable() {
        assert!(is_named_after_content("pkg/8b39156f666b3cbc/obhut.js"));
        for path in ["pkg/obhut.js", "pkg/short/obhut.js", "pkg/8b39156f666b3cbz/obhut.js", "favicon.svg"] {
            assert!(!is_named_after_content(path), "{path}");
        }
    }

    #[test]
    fn an_encoding_is_used_only_when_the_browser_takes_it() {
        for (accepted, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=0.5", true),
            ("BR", true),
            ("br;q=0", false),
            ("br;q=0.000", false),
            ("gzip", false),
            ("", false),
            ("brotli", false),
        ] {
            assert_eq!(accepts(accepted, "br"), expected, "{accepted:?}");
        }
    }
}
