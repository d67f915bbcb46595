//! [`Secret`]: thirty-two bytes nobody may see.

use crate::backend::{failure::Failure, rng::Rng};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A 256-bit key; wiped when dropped, and without any way to print it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A new random key.
    pub fn random(rng: &dyn Rng) -> Result<Self, Failure> {
        let mut secret = Self([0; 32]);
        rng.fill(&mut secret.0)?;
        Ok(secret)
    }

    /// A key from stored bytes; `None` unless there are exactly thirty-two.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }

    /// The bytes, for a cipher or MAC of this module only.
    pub(super) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}
