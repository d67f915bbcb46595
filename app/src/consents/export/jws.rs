//! The file: a JSON Web Signature in compact form (RFC 7515, section 7.1; Ed25519 by RFC 8037), and a line feed.
//!
//! Whoever reads one says before whose keys count. The header has one spelling for each of them and is compared byte by
//! byte: nothing in it chooses how it is read. Base64url has one spelling for the same bytes as well (RFC 4648, section
//! 3.5), so there is no byte of a file that could be another one.

use crate::backend::crypto::{PublicKey, SIGNATURE, Signer};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

/// What is signed (RFC 7515, section 4.1.9), so that nothing else our key signs can stand for it.
const TYPE: &str = "obhut-consents+jws";

/// Members of a header that bring a key along or say where one is to be had (RFC 7515, section 4.1).
const BRINGING: [&str; 6] = ["jku", "jwk", "x5c", "x5t", "x5t#S256", "x5u"];

/// Why nothing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is something else.
    NotAnExport,
    /// It was signed with one of the keys, and is not as it was signed.
    Altered,
    /// It says that it was signed with another key; none of those that count tells anything about it.
    OtherKey,
    /// It says itself with which key it is to be read.
    BringsKey,
}

/// Signs a payload.
pub fn sign(signer: &Signer, payload: &[u8]) -> Vec<u8> {
    let input = format!("{}.{}", header(&signer.public()), URL_SAFE_NO_PAD.encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(signer.sign(input.as_bytes()));
    format!("{input}.{signature}\n").into_bytes()
}

/// The payload of a file that one of these keys has signed.
pub fn open(file: &[u8], trusted: &[PublicKey]) -> Result<Vec<u8>, Refused> {
    for key in trusted {
        if let Some(rest) = file.strip_prefix(header(key).as_bytes()) {
            return rest.strip_prefix(b".").and_then(|rest| payload(key, rest)).ok_or(Refused::Altered);
        }
    }
    // It cannot be valid any more; what follows only finds the right word.
    let mut parts = file.splitn(2, |byte| *byte == b'.');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if trusted.iter().any(|key| payload(key, rest).is_some()) {
        return Err(Refused::Altered);
    }
    let decoded = URL_SAFE_NO_PAD.decode(first).ok();
    let header = decoded.and_then(|json| serde_json::from_slice::<Value>(&json).ok());
    let Some(Value::Object(header)) = header else { return Err(Refused::NotAnExport) };
    if BRINGING.iter().any(|name| header.contains_key(*name)) {
        return Err(Refused::BringsKey);
    }
    let is_ours = header.get("typ").and_then(Value::as_str) == Some(TYPE);
    Err(if is_ours { Refused::OtherKey } else { Refused::NotAnExport })
}

/// The only header of files that this key signs.
fn header(key: &PublicKey) -> String {
    let kid = key.thumbprint();
    URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{TYPE}"}}"#))
}

/// What stands behind the header, if the key has signed it together with its header.
fn payload(key: &PublicKey, rest: &[u8]) -> Option<Vec<u8>> {
    let rest = rest.strip_suffix(b"\n")?;
    let mut parts = rest.split(|byte| *byte == b'.');
    let (payload, signature, None) = (parts.next()?, parts.next()?, parts.next()) else { return None };
    let signature: [u8; SIGNATURE] = URL_SAFE_NO_PAD.decode(signature).ok()?.try_into().ok()?;
    let input = [header(key).as_bytes(), b".", payload].concat();
    key.has_signed(&input, &signature).then(|| URL_SAFE_NO_PAD.decode(payload).ok())?
}
