//! Files: a key of their own each, and content in pieces that open only in their place.
//!
//! The pieces are a STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) of AES-256-GCM: piece number and "this is the
//! last one" are part of each nonce, so pieces that were swapped, repeated, dropped or cut off do not open.

use super::{DataKey, Encrypted, Place, Secret};
use crate::backend::{
    failure::Failure,
    rng::{self, Rng},
};
use aead_stream::{DecryptorBE32, EncryptorBE32};
use aes_gcm::Aes256Gcm;
use zeroize::Zeroizing;

/// Bytes of a piece before it is sealed; the last one may have fewer.
pub const PIECE: usize = 64 * 1024;
/// What STREAM leaves of a nonce of twelve bytes: four count, one marks the last piece.
const NONCE: usize = 7;

/// The key of one file; it seals that file once and no other.
pub struct FileKey {
    secret: Secret,
    nonce: [u8; NONCE],
}

impl FileKey {
    /// A key for a new file.
    pub fn create(rng: &dyn Rng) -> Result<Self, Failure> {
        Ok(Self { secret: Secret::random(rng)?, nonce: rng::bytes(rng)? })
    }

    /// The key as the database stores it: encrypted under the key of the file's class.
    pub fn wrap(&self, rng: &dyn Rng, key: &DataKey, place: Place, row: &[u8]) -> Result<Encrypted, Failure> {
        let plain = Zeroizing::new([self.secret.expose().as_slice(), &self.nonce].concat());
        key.seal(rng, place, row, &plain)
    }

    /// Takes a stored key up again.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when it was altered or moved.
    pub fn unwrap(key: &DataKey, place: Place, row: &[u8], field: &Encrypted) -> Result<Self, Failure> {
        let plain = key.open(place, row, field)?;
        let (nonce, secret) = plain
            .split_last_chunk::<NONCE>()
            .map(|(secret, nonce)| (nonce, secret))
            .ok_or(Failure::Sealed)?;
        Ok(Self { secret: Secret::from_slice(secret).ok_or(Failure::Sealed)?, nonce: *nonce })
    }

    /// Seals a whole file; an empty one has one empty piece.
    pub fn seal(self, content: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
        let mut stream = EncryptorBE32::<Aes256Gcm>::new(self.secret.expose().into(), (&self.nonce).into());
        let mut pieces: Vec<&[u8]> = content.chunks(PIECE).collect();
        let last = pieces.pop().unwrap_or_default();
        let mut sealed = Vec::with_capacity(pieces.len() + 1);
        for piece in pieces {
            sealed.push(stream.encrypt_next(piece).map_err(|_| Failure::Sealed)?);
        }
        sealed.push(stream.encrypt_last(last).map_err(|_| Failure::Sealed)?);
        Ok(sealed)
    }

    /// Opens the pieces of a file one after another.
    pub fn open(&self) -> PieceOpener {
        PieceOpener(DecryptorBE32::new(self.secret.expose().into(), (&self.nonce).into()))
    }
}

/// Knows which piece is next.
pub struct PieceOpener(DecryptorBE32<Aes256Gcm>);

impl PieceOpener {
    /// Opens the next piece, which is not the last.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when it was altered or is not that piece.
    pub fn next(&mut self, sealed: &[u8]) -> Result<Vec<u8>, Failure> {
        self.0.decrypt_next(sealed).map_err(|_| Failure::Sealed)
    }

    /// Opens the last piece; after it there is nothing.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when it was altered, or is not the last.
    pub fn last(self, sealed: &[u8]) -> Result<Vec<u8>, Failure> {
        self.0.decrypt_last(sealed).map_err(|_| Failure::Sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::rng::SystemRng;

    fn open(key: &FileKey, pieces: &[Vec<u8>]) -> Result<Vec<u8>, Failure> {
        let mut opener = key.open();
        let (last, others) = pieces.split_last().ok_or(Failure::Sealed)?;
        let mut content = Vec::new();
        for piece in others {
            content.extend(opener.next(piece)?);
        }
        content.extend(opener.last(last)?);
        Ok(content)
    }

    fn sealed(content: &[u8]) -> (FileKey, Vec<Vec<u8>>) {
        let key = FileKey::create(&SystemRng).expect("random");
        let same = FileKey { secret: key.secret.clone(), nonce: key.nonce };
        (same, key.seal(content).expect("seals"))
    }

    #[test]
    fn files_of_every_length_come_back() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let content: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let (key, pieces) = sealed(&content);
            assert_eq!(pieces.len(), length.div_ceil(PIECE).max(1));
            assert!(open(&key, &pieces).expect("opens") == content, "{length}");
        }
    }

    #[test]
    fn pieces_open_in_their_place_only() {
        let (key, pieces) = sealed(&vec![7; 3 * PIECE]);
        let with = |change: fn(&mut Vec<Vec<u8>>)| {
            let mut changed = pieces.clone();
            change(&mut changed);
            open(&key, &changed)
        };
        assert!(with(|_| {}).is_ok());
        assert!(with(|pieces| pieces.swap(0, 1)).is_err());
        assert!(with(|pieces| drop(pieces.pop())).is_err());
        assert!(with(|pieces| drop(pieces.remove(0))).is_err());
        assert!(with(|pieces| pieces.insert(1, pieces[0].clone())).is_err());
        assert!(with(|pieces| pieces[2][100] ^= 1).is_err());
        let (other, _) = sealed(b"");
        assert!(open(&other, &pieces).is_err());
    }
}
