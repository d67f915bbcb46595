//! AES-256-GCM with a random 96-bit nonce, and the encoding of associated data.

use super::Secret;
use crate::backend::{
    failure::Failure,
    rng::{self, Rng},
};
use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{Aead as _, Payload},
};
use zeroize::Zeroizing;

/// Bytes of a nonce; random ones are safe for 2^32 messages a key (NIST SP 800-38D, section 8.3).
const NONCE: usize = 12;

/// Encrypts; the result is `nonce | ciphertext | tag`.
pub(super) fn seal(rng: &dyn Rng, key: &Secret, bound: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, Failure> {
    let nonce: [u8; NONCE] = rng::bytes(rng)?;
    let cipher = Aes256Gcm::new(key.expose().into());
    let sealed =
        cipher.encrypt(&nonce.into(), Payload { msg: plaintext, aad: bound }).map_err(|_| Failure::Sealed)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Decrypts what [`seal`] made with the same key and associated data.
///
/// # Errors
/// [`Failure::Sealed`] for anything else: another key, another place, altered, truncated.
pub(super) fn open(key: &Secret, bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(Failure::Sealed)?;
    let cipher = Aes256Gcm::new(key.expose().into());
    cipher
        .decrypt(nonce.into(), Payload { msg: ciphertext, aad: bound })
        .map(Zeroizing::new)
        .map_err(|_| Failure::Sealed)
}

/// Joins parts so that no two different lists give the same bytes: each part is preceded by its length.
pub(super) fn bind(parts: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut bound = Vec::with_capacity(parts.iter().map(|part| part.as_ref().len() + 8).sum());
    for part in parts.iter().map(AsRef::as_ref) {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part);
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::rng::SystemRng;

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        assert_ne!(bind(&["ab", "c"]), bind(&["a", "bc"]));
        assert_ne!(bind(&["ab"]), bind(&["ab", ""]));
    }

    #[test]
    fn flipping_any_bit_or_cutting_anywhere_is_noticed() {
        let key = Secret::random(&SystemRng).expect("random");
        let sealed = seal(&SystemRng, &key, b"place", b"Befund").expect("seals");
        assert_eq!(open(&key, b"place", &sealed).expect("opens").as_slice(), b"Befund");
        for position in 0..sealed.len() {
            for bit in 0..8 {
                let mut altered = sealed.clone();
                altered[position] ^= 1 << bit;
                assert!(open(&key, b"place", &altered).is_err(), "byte {position} bit {bit}");
            }
            assert!(open(&key, b"place", &sealed[..position]).is_err(), "cut at {position}");
        }
        assert!(open(&key, b"elsewhere", &sealed).is_err());
        assert!(open(&Secret::random(&SystemRng).expect("random"), b"place", &sealed).is_err());
    }
}
