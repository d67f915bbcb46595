//! [`Rates`]: how often one caller may begin what costs a row, before anybody knows who it is.
//!
//! Kept in memory: a restart forgets it, which gains nobody more than another burst. What protects an account is counted
//! in the database, elsewhere.

use super::context::Client;
use crate::{error::AppError, time::Timestamp};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

/// How many may come at once; a whole practice, or a waiting room, may share one address.
const BURST: i64 = 60;
/// Milliseconds after which one more is welcome.
const EVERY: i64 = 2_000;
/// Milliseconds after which those who have waited long enough are forgotten.
const FORGET_EVERY: i64 = 60_000;

/// What is begun; a crowd at one door leaves the others open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// A sign-in with a passkey.
    Passkey,
    /// An invitation of a patient.
    Invitation,
    /// A link of a member of the team.
    StaffLink,
}

/// For each door and caller the moment from which a whole burst is welcome again (a token bucket, written as the
/// generic cell rate algorithm).
#[derive(Default)]
pub struct Rates(Mutex<Buckets>);

#[derive(Default)]
struct Buckets {
    full_at: HashMap<(Door, IpAddr), i64>,
    forgotten_at: i64,
}

impl Rates {
    /// Lets a caller through, or says when to come back.
    ///
    /// # Errors
    /// [`AppError::RateLimited`].
    pub fn pass(&self, door: Door, client: Option<Client>, now: Timestamp) -> Result<(), AppError> {
        let Some(Client(address)) = client else { return Ok(()) };
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.0.abs_diff(buckets.forgotten_at) >= FORGET_EVERY.unsigned_abs() {
            buckets.full_at.retain(|_, full_at| *full_at > now.0);
            buckets.forgotten_at = now.0;
        }
        let full = buckets.full_at.entry((door, network(address))).or_insert(now.0);
        // Never further away than an empty bucket, should the clock have been set back.
        let next = (*full).clamp(now.0, now.0 + BURST * EVERY) + EVERY;
        let early = next - now.0 - BURST * EVERY;
        if early > 0 {
            let retry_after_seconds = u32::try_from((early + 999) / 1000).unwrap_or(u32::MAX);
            return Err(AppError::RateLimited { retry_after_seconds });
        }
        *full = next;
        Ok(())
    }
}

/// The part of an address that stands for one subscriber: an IPv4 address, or the /64 of an IPv6 one.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(text: &str) -> Option<Client> {
        Some(Client(text.parse().expect("an address")))
    }

    #[test]
    fn a_subscriber_is_an_address_or_a_network_of_64_bits() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn a_caller_has_a_burst_and_then_one_every_two_seconds() {
        let (rates, start) = (Rates::default(), 1_000_000);
        let pass = |door, text, at: i64| rates.pass(door, client(text), Timestamp(start + at));
        for _ in 0..BURST {
            assert_eq!(pass(Door::Passkey, "2001:db8::1", 0), Ok(()));
        }
        let refused = Err(AppError::RateLimited { retry_after_seconds: 2 });
        assert_eq!(pass(Door::Passkey, "2001:db8::2", 0), refused, "the same network is the same caller");
        assert_eq!(pass(Door::Invitation, "2001:db8::1", 0), Ok(()), "another door");
        assert_eq!(pass(Door::Passkey, "192.0.2.1", 0), Ok(()), "another caller");
        assert_eq!(
            pass(Door::Passkey, "2001:db8::1", 1_500),
            Err(AppError::RateLimited { retry_after_seconds: 1 })
        );
        assert_eq!(pass(Door::Passkey, "2001:db8::1", 2_000), Ok(()), "a refusal is not counted");
        assert_eq!(pass(Door::Passkey, "2001:db8::1", 2_000), refused);
        // A clock that is set back by a day keeps nobody out for a day.
        assert_eq!(pass(Door::Passkey, "2001:db8::1", -86_400_000), refused);
        assert_eq!(pass(Door::Passkey, "2001:db8::1", 2_000 + BURST * EVERY), Ok(()));
    }

    #[test]
    fn callers_who_have_waited_are_forgotten() {
        let rates = Rates::default();
        let known = || rates.0.lock().expect("no panic").full_at.len();
        for number in 0..100_u32 {
            let address = IpAddr::V4(std::net::Ipv4Addr::from(number));
            assert_eq!(rates.pass(Door::Passkey, Some(Client(address)), Timestamp(1)), Ok(()));
        }
        assert_eq!(known(), 100);
        assert_eq!(rates.pass(Door::Passkey, client("192.0.2.1"), Timestamp(FORGET_EVERY + 1)), Ok(()));
        assert_eq!(known(), 1);
    }
}
