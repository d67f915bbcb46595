//! How often somebody may try, and what a try costs.
//!
//! - Tries are counted before they are evaluated, so that many at once are no way around.
//! - A try inside a delay is neither evaluated nor counted: whoever waits is not made to wait longer.
//! - A browser we know this person on has its own count, so that strangers slow down only themselves.
//! - What a stranger's browser may try with one account is limited for all strangers together.
//! - A name that nobody has is counted like any other, so that counting tells nothing.
//!
//! Path P is not counted: a passkey cannot be guessed, and must not be locked by guesses at a passphrase.

use crate::backend::{context::Client, crypto::KeyRing, rates::network};
use std::net::IpAddr;

const SECOND: i64 = 1_000;
const HOUR: i64 = 3_600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// Failures in a row that cost nothing.
const FREE: i64 = 3;
/// The longest delay.
const LONGEST: i64 = HOUR;

/// Tries of all unknown browsers of one account together, within [`UNKNOWN_WINDOW`].
pub const UNKNOWN_MOST: i64 = 20;
/// In milliseconds.
pub const UNKNOWN_WINDOW: i64 = HOUR;
/// Wrong time-based or recovery codes of one account after a right passphrase, within [`CODE_WINDOW`].
pub const CODE_MOST: i64 = 150;
/// In milliseconds.
pub const CODE_WINDOW: i64 = 30 * DAY;
/// After this long without a try, in milliseconds, failures are forgotten.
pub const FORGET: i64 = DAY;

/// Milliseconds to wait after so many failures in a row: none for three, then 1 s, 2 s, 4 s up to an hour.
pub const fn delay(failures: i64) -> i64 {
    if failures < FREE {
        return 0;
    }
    let doublings = failures - FREE;
    // 2^12 s is more than an hour.
    if doublings >= 12 {
        return LONGEST;
    }
    let delay = SECOND << doublings;
    if delay < LONGEST { delay } else { LONGEST }
}

/// The counters a try belongs to; keyed hashes, from which neither name nor address can be read.
pub struct Buckets {
    /// Failures in a row of this account from this browser or network.
    pub delay: Vec<u8>,
    /// Tries of this account from all browsers we do not know it on.
    pub unknown: Vec<u8>,
    /// Wrong codes of this account.
    pub code: Vec<u8>,
}

impl Buckets {
    /// `account` is the blind index of the typed name; `device` is given when this account is known on it.
    pub fn new(keys: &KeyRing, account: &[u8], device: Option<&[u8]>, client: Option<Client>) -> Self {
        let delay = match (device, client) {
            (Some(device), _) => keys.code_hash("throttle-device", &[account, device].concat()),
            (None, Some(Client(address))) => {
                keys.code_hash("throttle-network", &[account, octets(network(address)).as_slice()].concat())
            }
            (None, None) => keys.code_hash("throttle-nowhere", account),
        };
        Self {
            delay,
            unknown: keys.code_hash("throttle-unknown", account),
            code: keys.code_hash("throttle-code", account),
        }
    }

    /// The counter whose tries take turns: strangers wait for strangers only, and nobody on a browser we know waits
    /// for them.
    pub fn in_turn(&self, known: bool) -> &[u8] {
        if known { &self.delay } else { &self.unknown }
    }
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_failures_are_free_and_then_the_delay_doubles_up_to_an_hour() {
        let seconds: Vec<i64> = (0..18).map(|failures| delay(failures) / SECOND).collect();
        assert_eq!(seconds, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]);
        assert_eq!(delay(i64::MAX), LONGEST);
    }
}
