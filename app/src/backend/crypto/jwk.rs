//! Public keys as everybody can read them: JSON Web Keys (RFC 7517) of the kind OKP (RFC 8037).

use super::PublicKey;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One key; the members in the order in which we write them.
#[derive(Serialize, Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    #[serde(default)]
    kid: String,
    #[serde(default, rename = "use")]
    purpose: String,
    #[serde(default)]
    alg: String,
}

#[derive(Serialize)]
struct JwkSet {
    keys: Vec<Jwk>,
}

/// A set of public keys (RFC 7517, section 5), each under its thumbprint; the same keys give the same bytes.
pub fn jwk_set(keys: &[PublicKey]) -> String {
    let jwk = |key: &PublicKey| Jwk {
        kty: "OKP".to_owned(),
        crv: "Ed25519".to_owned(),
        x: key.x(),
        kid: key.thumbprint(),
        purpose: "sig".to_owned(),
        alg: "EdDSA".to_owned(),
    };
    let set = JwkSet { keys: keys.iter().map(jwk).collect() };
    serde_json::to_string_pretty(&set).expect("texts are JSON") + "\n"
}

/// The keys of a set, or the one key that stands alone.
///
/// Keys of another kind are passed over (RFC 7517, section 5), and a name that a key gives itself is not believed: it is
/// known by its thumbprint. Empty when there is no key of ours in it.
pub fn read_jwks(text: &[u8]) -> Vec<PublicKey> {
    let Ok(value) = serde_json::from_slice::<Value>(text) else { return Vec::new() };
    match value.get("keys") {
        Some(Value::Array(keys)) => keys.iter().filter_map(read).collect(),
        Some(_) => Vec::new(),
        None => read(&value).into_iter().collect(),
    }
}

fn read(value: &Value) -> Option<PublicKey> {
    let jwk = Jwk::deserialize(value).ok()?;
    if jwk.kty != "OKP" || jwk.crv != "Ed25519" {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(&jwk.x).ok()?;
    PublicKey::from_bytes(bytes.first_chunk().filter(|_| bytes.len() == 32)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A.2.
    const KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    #[test]
    fn a_key_stands_alone_or_in_a_set_and_is_written_as_it_is_read() {
        let alone = read_jwks(KEY.as_bytes());
        assert_eq!(alone.len(), 1);
        assert_eq!(alone[0].thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let set = jwk_set(&alone);
        assert!(set.contains(r#""kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k""#), "{set}");
        assert_eq!(read_jwks(set.as_bytes()), alone);
        // The name is that of the key, whatever it calls itself.
        let renamed = set.replace("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "somebody-else");
        assert_eq!(read_jwks(renamed.as_bytes()), alone);
    }

    #[test]
    fn what_is_no_key_of_ours_is_passed_over() {
        for none in [
            "",
            "[]",
            "{}",
            r#"{"keys":{}}"#,
            &KEY.replace("OKP", "EC"),
            &KEY.replace("Ed25519", "X25519"),
            &KEY.replace("HURo", "HURoA"),
            &KEY.replace("HURo", "HURp"),
            // The neutral element: whoever takes it accepts any signature.
            r#"{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
        ] {
            assert!(read_jwks(none.as_bytes()).is_empty(), "{none}");
        }
        let mixed = format!(r#"{{"keys":[{{"kty":"RSA","n":"AQ","e":"AQAB"}},{KEY}]}}"#);
        assert_eq!(read_jwks(mixed.as_bytes()).len(), 1);
    }
}
