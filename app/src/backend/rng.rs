//! The only source of randomness.

use super::failure::Failure;

/// Fills buffers with bytes nobody can predict.
pub trait Rng: Send + Sync {
    /// Fills the whole buffer or fails; a partly filled one is never used.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Failure>;
}

/// The operating system's generator.
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Failure> {
        getrandom::fill(buffer).map_err(|_| Failure::Randomness)
    }
}

/// A fixed number of random bytes.
pub fn bytes<const N: usize>(rng: &dyn Rng) -> Result<[u8; N], Failure> {
    let mut buffer = [0; N];
    rng.fill(&mut buffer)?;
    Ok(buffer)
}

/// Digits and letters without I, L, O and U, which people misread (Crockford's base 32).
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A random code of `N` characters, five bits each, that can be read out over the telephone.
pub fn crockford<const N: usize>(rng: &dyn Rng) -> Result<String, Failure> {
    let random: [u8; N] = bytes(rng)?;
    Ok(random.iter().map(|byte| char::from(CROCKFORD[usize::from(byte & 31)])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_hold_only_characters_people_can_tell_apart() {
        let code = crockford::<500>(&SystemRng).expect("random");
        assert_eq!(code.len(), 500);
        assert!(code.bytes().all(|byte| CROCKFORD.contains(&byte)));
        assert_ne!(code, crockford::<500>(&SystemRng).expect("random"));
    }
}
