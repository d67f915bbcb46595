//! Who is calling, as far as the network tells; used for throttling and never written to a log.

use app::{backend::context::Client, error::AppError};
use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use ipnet::IpNet;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

/// Requests one caller may have under way.
pub const REQUESTS: usize = 100;
/// Connections one peer may hold open; a trusted proxy stands for many and is not counted.
pub const CONNECTIONS: usize = 100;

/// The other end of the connection.
#[derive(Clone, Copy)]
pub struct Peer(pub IpAddr);

/// Networks whose `X-Forwarded-For` is believed.
#[derive(Clone)]
pub struct TrustedProxies(pub Arc<[IpNet]>);

/// Middleware: finds the caller, which is the peer or what a trusted proxy says it stands for.
pub async fn identify(State(proxies): State<TrustedProxies>, mut request: Request, next: Next) -> Response {
    if let Some(Peer(peer)) = request.extensions().get::<Peer>().copied() {
        let client = Client(caller(peer, request.headers(), &proxies.0));
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

/// Whether an address belongs to a trusted proxy.
pub fn is_trusted(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|network| network.contains(&address.to_canonical()))
}

/// Walks `X-Forwarded-For` from the right as long as each hop is trusted; whatever stands further left is hearsay.
fn caller(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let hops: Vec<IpAddr> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        // A hop that is not an address breaks the chain: nothing left of it is believed.
        .map(|hop| hop.trim().parse().ok())
        .rev()
        .map_while(|hop| hop)
        .collect();
    let mut address = peer.to_canonical();
    for hop in hops {
        if !is_trusted(address, proxies) {
            break;
        }
        address = hop.to_canonical();
    }
    address
}

/// How much each caller has under way, up to a limit; an IPv6 caller is its /64.
#[derive(Clone)]
pub struct Counter {
    limit: usize,
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Counter {
    pub fn new(limit: usize) -> Self {
        Self { limit, counts: Arc::default() }
    }

    /// Room for one more, until the ticket is dropped; `None` when there is none.
    pub fn enter(&self, address: IpAddr) -> Option<Ticket> {
        let key = network_of(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key).or_default();
        if *count >= self.limit {
            return None;
        }
        *count += 1;
        Some(Ticket { counts: self.counts.clone(), key })
    }
}

/// One thing under way; dropping it makes room.
pub struct Ticket {
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
    key: IpAddr,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.key);
            }
        }
    }
}

fn network_of(address: IpAddr) -> IpAddr {
    // An IPv4 caller on an IPv6 socket is itself, and not one of all IPv4 callers together.
    match address.to_canonical() {
        v4 @ IpAddr::V4(_) => v4,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Middleware: refuses what goes beyond.
pub async fn limit(State(in_flight): State<Counter>, request: Request, next: Next) -> Response {
    let Some(Client(address)) = request.extensions().get::<Client>().copied() else {
        return next.run(request).await;
    };
    match in_flight.enter(address) {
        Some(_ticket) => next.run(request).await,
        None => AppError::RateLimited { retry_after_seconds: 1 }.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("header"));
        }
        let proxies: Vec<IpNet> = proxies.iter().map(|network| network.parse().expect("network")).collect();
        caller(peer.parse().expect("address"), &headers, &proxies).to_string()
    }

    #[test]
    fn only_trusted_hops_are_believed_from_right_to_left() {
        let proxies = ["10.0.0.0/8", "::1/128"];
        for (peer, forwarded, expected) in [
            // Nobody forwards.
            ("198.51.100.7", &[][..], "198.51.100.7"),
            // A stranger claims to forward.
            ("198.51.100.7", &["203.0.113.9"][..], "198.51.100.7"),
            // Our proxy forwards; what the caller put in front is hearsay.
            ("10.0.0.1", &["192.0.2.1, 203.0.113.9"][..], "203.0.113.9"),
            // Two of our proxies in a row, in one header or in two.
            ("10.0.0.1", &["203.0.113.9, 10.0.0.2"][..], "203.0.113.9"),
            ("::1", &["203.0.113.9", "10.0.0.2"][..], "203.0.113.9"),
            // A broken hop ends the chain.
            ("10.0.0.1", &["203.0.113.9, unknown"][..], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.9, <script>, 10.0.0.2"][..], "10.0.0.2"),
            // IPv4 inside IPv6 is the same address.
            ("::ffff:10.0.0.1", &["2001:db8::1"][..], "2001:db8::1"),
        ] {
            assert_eq!(seen(peer, forwarded, &proxies), expected, "{peer} {forwarded:?}");
        }
        assert_eq!(seen("10.0.0.1", &["203.0.113.9"], &[]), "10.0.0.1");
    }

    #[test]
    fn ipv4_callers_on_an_ipv6_socket_are_told_apart() {
        let counter = Counter::new(1);
        let ticket = counter.enter("::ffff:192.0.2.1".parse().expect("address"));
        assert!(ticket.is_some());
        assert!(counter.enter("192.0.2.1".parse().expect("address")).is_none(), "the same caller");
        assert!(counter.enter("::ffff:192.0.2.2".parse().expect("address")).is_some());
    }

    #[test]
    fn a_caller_gets_so_many_requests_at_once_and_the_next_when_one_is_done() {
        let in_flight = Counter::new(REQUESTS);
        let address = "2001:db8:1:2::1".parse().expect("address");
        let neighbour = "2001:db8:1:2::ffff".parse().expect("address");
        let other = "2001:db8:1:3::1".parse().expect("address");
        let mut tickets: Vec<_> = (0..REQUESTS).map(|_| in_flight.enter(address).expect("room")).collect();
        assert!(in_flight.enter(neighbour).is_none(), "the same /64 is the same caller");
        assert!(in_flight.enter(other).is_some());
        tickets.pop();
        assert!(in_flight.enter(neighbour).is_some());
        drop(tickets);
        assert!(
            in_flight.counts.lock().expect("no panic").is_empty(),
            "nothing is remembered about callers who left"
        );
    }
}
