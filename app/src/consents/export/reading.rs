//! Reading a file: a JSON Web Signature in compact form (RFC 7515, section 7.1; Ed25519 by RFC 8037), and a line feed.
//!
//! Whoever reads one says before whose keys count. The header has one spelling for each of them and is compared byte by
//! byte: nothing in it chooses how it is read. Base64url has one spelling for the same bytes as well, so there is no byte
//! of a file that could be another one.
//!
//! What is asked of a key is said here, and asked elsewhere: by the library on the server, by the browser's own
//! cryptography in a page.

use super::base64url;

/// What is signed (RFC 7515, section 4.1.9), so that nothing else our key signs can stand for it.
const TYPE: &str = r#""typ":"obhut-consents+jws""#;

/// Members of a header that bring a key along or say where one is to be had (RFC 7515, section 4.1).
const BRINGING: [&str; 6] = [r#""jku""#, r#""jwk""#, r#""x5c""#, r#""x5t""#, r#""x5t#S256""#, r#""x5u""#];

/// Bytes of a signature.
const SIGNATURE: usize = 64;

/// Why nothing was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A question to a key: whether it has signed this.
pub struct Question {
    /// The place of the key among those that count.
    pub key: usize,
    pub input: Vec<u8>,
    pub signature: [u8; SIGNATURE],
    /// What the file says, if it has.
    pub payload: Vec<u8>,
}

/// What there is to find out about a file.
pub enum Plan {
    /// It is valid if the key has signed it, and altered otherwise.
    Ask(Question),
    /// It is not valid. If a key has signed its content, it was altered; otherwise this is why.
    Refuse { suspicions: Vec<Question>, otherwise: Refused },
}

/// Says what there is to find out about a file, given the names of the keys that count.
pub fn plan(file: &[u8], kids: &[String]) -> Plan {
    for (key, kid) in kids.iter().enumerate() {
        if let Some(rest) = file.strip_prefix(header(kid).as_bytes()) {
            return match rest.strip_prefix(b".").and_then(|rest| question(key, kid, rest)) {
                Some(question) => Plan::Ask(question),
                None => Plan::Refuse { suspicions: Vec::new(), otherwise: Refused::Altered },
            };
        }
    }
    // It cannot be valid any more; what follows only finds the right word.
    let mut parts = file.splitn(2, |byte| *byte == b'.');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let suspicions = kids.iter().enumerate().filter_map(|(key, kid)| question(key, kid, rest)).collect();
    Plan::Refuse { suspicions, otherwise: word_for(first) }
}

/// The only header of files that the key of this name signs.
pub fn header(kid: &str) -> String {
    base64url::encode(format!(r#"{{"alg":"EdDSA","kid":"{kid}",{TYPE}}}"#).as_bytes())
}

/// What stands behind the header, as a question to the key of that header.
fn question(key: usize, kid: &str, rest: &[u8]) -> Option<Question> {
    let rest = rest.strip_suffix(b"\n")?;
    let mut parts = rest.split(|byte| *byte == b'.');
    let (payload, signature, None) = (parts.next()?, parts.next()?, parts.next()) else { return None };
    let input = [header(kid).as_bytes(), b".", payload].concat();
    let signature = base64url::decode(signature)?.try_into().ok()?;
    Some(Question { key, input, signature, payload: base64url::decode(payload)? })
}

/// What a file is that none of the keys has signed, by its header.
fn word_for(header: &[u8]) -> Refused {
    let json = base64url::decode(header).and_then(|json| String::from_utf8(json).ok()).unwrap_or_default();
    if !json.starts_with('{') {
        Refused::NotAnExport
    } else if BRINGING.iter().any(|member| json.contains(member)) {
        Refused::BringsKey
    } else if json.contains(TYPE) {
        Refused::OtherKey
    } else {
        Refused::NotAnExport
    }
}
