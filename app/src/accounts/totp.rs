//! Time-based one-time codes (RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator app knows them.

use crate::{
    backend::{
        failure::Failure,
        rng::{self, Rng},
    },
    time::Timestamp,
};
use fast_qr::{
    QRBuilder,
    convert::{Builder as _, svg::SvgBuilder},
};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

/// Seconds of a time step.
const STEP: u64 = 30;
/// Bytes of a secret: the 160 bits RFC 4226, section 4, recommends.
const SECRET: usize = 20;

/// A new secret in base 32, as apps take it.
pub fn new_secret(rng: &dyn Rng) -> Result<Zeroizing<String>, Failure> {
    let bytes: [u8; SECRET] = rng::bytes(rng)?;
    Ok(Zeroizing::new(Secret::from(bytes).to_base32()))
}

/// The time step whose code this is: the present one or the one before (RFC 6238, section 5.2 allows for delay).
pub fn matching_step(secret: &str, code: &str, now: Timestamp) -> Option<i64> {
    let totp = totp(secret, None).ok()?;
    let now = u64::try_from(now.0 / 1000).ok()?;
    let step = totp.check(code, now).or_else(|| totp.check(code, now.checked_sub(STEP)?))?;
    i64::try_from(step).ok()
}

/// The code of the present step; for the demo's made-up people.
pub fn present_code(secret: &str, now: Timestamp) -> Result<String, Failure> {
    let now = u64::try_from(now.0 / 1000).map_err(|_| Failure::Sealed)?;
    Ok(totp(secret, None)?.generate(now).to_string())
}

/// The `otpauth` address apps read, with a label that says nothing about health.
pub fn address(secret: &str, sign_in_name: &str) -> Result<String, Failure> {
    totp(secret, Some(sign_in_name))?.to_url().map_err(|_| Failure::Sealed)
}

/// A QR code as an SVG drawing, black on white with a quiet zone (ISO/IEC 18004).
pub fn qr_code(text: &str) -> Result<String, Failure> {
    let code = QRBuilder::new(text).build().map_err(|_| Failure::Sealed)?;
    Ok(SvgBuilder::default().margin(4).to_str(&code))
}

fn totp(secret: &str, account: Option<&str>) -> Result<Totp, Failure> {
    let secret = Secret::try_from_base32(secret).map_err(|_| Failure::Sealed)?;
    Builder::new()
        .with_secret(secret)
        .with_skew(0)
        .with_step_duration(STEP)
        .with_account_name(account.unwrap_or("portal"))
        .with_issuer(Some("Portal"))
        .build()
        .map_err(|_| Failure::Sealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::rng::SystemRng;

    /// The secret of RFC 6238, appendix B.
    const RFC_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1000)
    }

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        // Appendix B lists eight digits; an app shows the last six.
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(present_code(RFC_SECRET, at(seconds)).expect("a code"), code);
            assert_eq!(matching_step(RFC_SECRET, code, at(seconds)), Some(seconds / 30));
        }
    }

    #[test]
    fn the_present_and_the_previous_step_are_taken_and_no_other() {
        let start = 1_795_507_200;
        let code = present_code(RFC_SECRET, at(start)).expect("a code");
        let step = Some(start / 30);
        for (offset, expected) in [(-1, None), (0, step), (29, step), (30, step), (59, step), (60, None)] {
            assert_eq!(matching_step(RFC_SECRET, &code, at(start + offset)), expected, "{offset} s");
        }
        assert_eq!(matching_step(RFC_SECRET, "000000", at(-5)), None);
    }

    #[test]
    fn an_app_can_read_the_address_and_it_says_nothing_about_health() {
        let secret = new_secret(&SystemRng).expect("random");
        assert_eq!(secret.len(), 32);
        let address = address(&secret, "ahorn-12345").expect("an address");
        assert_eq!(address, format!("otpauth://totp/Portal:ahorn-12345?secret={}&issuer=Portal", *secret));
        let svg = qr_code(&address).expect("a drawing");
        assert!(svg.starts_with("<svg") && !svg.contains("style="), "{}", &svg[..200]);
    }
}
