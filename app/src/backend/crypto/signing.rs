//! The installation's signing key: Ed25519 (RFC 8032), named by its JWK thumbprint (RFC 7638, RFC 8037).

use super::Secret;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// Bytes of a signature.
pub const SIGNATURE: usize = Signature::BYTE_SIZE;

/// Signs; the library wipes the key when it is dropped.
pub struct Signer(SigningKey);

impl Signer {
    pub(super) fn new(seed: &Secret) -> Self {
        Self(SigningKey::from_bytes(seed.expose()))
    }

    /// A signature over a message.
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE] {
        self.0.sign(message).to_bytes()
    }

    /// The half that may be shown to everybody.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }
}

/// The public half of a signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key of these bytes; `None` for bytes that are no key, and for keys with which anybody could sign.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak()).map(Self)
    }

    /// Whether a signature over a message is right; the strict rules of the library refuse weak keys as well.
    pub fn has_signed(&self, message: &[u8], signature: &[u8; SIGNATURE]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }

    /// The key itself (RFC 8032, section 5.1.5).
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The key's name: SHA-256 over the required members of its JWK in alphabetical order (RFC 7638, section 3).
    pub fn thumbprint(&self) -> String {
        let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        URL_SAFE_NO_PAD.encode(Sha256::digest(jwk))
    }

    /// The key as its JWK carries it (RFC 8037, section 2).
    pub fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A.1 and A.3.
    const SEED: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    const THUMBPRINT: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

    fn signer() -> Signer {
        let seed = URL_SAFE_NO_PAD.decode(SEED).expect("base64");
        Signer::new(&Secret::from_slice(&seed).expect("32 bytes"))
    }

    #[test]
    fn a_key_is_named_as_rfc_8037_names_it() {
        assert_eq!(signer().public().thumbprint(), THUMBPRINT);
    }

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let signature = signer().sign(b"message");
        assert!(signer().public().has_signed(b"message", &signature));
        assert!(!signer().public().has_signed(b"another message", &signature));
        let other = Signer::new(&Secret::from_slice(&[7; 32]).expect("32 bytes"));
        assert!(!other.public().has_signed(b"message", &signature));
        let mut altered = signature;
        altered[40] ^= 1;
        assert!(!signer().public().has_signed(b"message", &altered));
    }
}
