//! Slow, large and many: what one visitor cannot do to the others.

use crate::support::{Answer, Setup};
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// The documented limit for the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Connections one peer may hold, as documented.
const PER_PEER: usize = 100;

/// Opens a connection from one of the many addresses of this machine.
fn from(address: u8, port: u16) -> TcpStream {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    let source: SocketAddr = ([127, 0, 0, address], 0).into();
    let target: SocketAddr = ([127, 0, 0, 1], port).into();
    socket.bind(&source.into()).expect("an address of this machine");
    socket.connect(&target.into()).expect("connects");
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(HEAD_TIME * 3)).expect("a timeout");
    stream
}

/// Waits until the other end closes, and tells how long that took.
fn closed_after(mut stream: TcpStream, began: Instant) -> Duration {
    drop(stream.read_to_end(&mut Vec::new()));
    began.elapsed()
}

#[test]
fn silent_and_slow_connections_are_cut_off_and_hold_nobody_up() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let began = Instant::now();
    let beginnings: [&[u8]; 4] = [b"", b"GET / HTTP/1.1\r\nHost: loc", b"PRI * HT", b"\x16\x03\x01"];
    let held: Vec<TcpStream> = (0..8 * PER_PEER)
        .map(|number| {
            let peer = 10 + u8::try_from(number / PER_PEER).expect("few");
            let mut stream = from(peer, portal.port);
            drop(stream.write_all(beginnings[number % beginnings.len()]));
            stream
        })
        .collect();
    let opened = Instant::now();
    // Others are answered meanwhile.
    assert_eq!(portal.get("/").status, 200);
    // A byte now and then does not buy more time: the last one comes when the time is almost over.
    for wait in [HEAD_TIME / 2, HEAD_TIME * 4 / 10] {
        std::thread::sleep(wait);
        for (number, mut stream) in held.iter().enumerate() {
            if beginnings[number % beginnings.len()].starts_with(b"GET") {
                drop(stream.write_all(b"a"));
            }
        }
    }
    for stream in held {
        let closed = began + closed_after(stream, began);
        assert!(closed < opened + HEAD_TIME * 14 / 10, "still open after {:?}", closed - began);
        assert!(closed >= began + HEAD_TIME - Duration::from_secs(1), "too early: {:?}", closed - began);
    }
    assert_eq!(portal.get("/").status, 200);
}

#[test]
fn one_peer_cannot_take_all_the_connections() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let held: Vec<TcpStream> = (0..PER_PEER).map(|_| from(20, portal.port)).collect();
    let began = Instant::now();
    let one_more = from(20, portal.port);
    assert!(closed_after(one_more, began) < HEAD_TIME / 2, "one too many is turned away at once");
    assert_eq!(portal.get("/").status, 200, "somebody else is let in");
    drop(held);
}

/// How long a visitor may take nothing in, as documented.
const WRITE_TIME: Duration = Duration::from_secs(30);

#[test]
fn a_visitor_who_takes_no_answer_in_is_cut_off() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let page = portal.get("/").body;
    let module = page.split('"').find(|part| part.ends_with(".wasm")).expect("a module").to_owned();
    let size =
        portal.send("HEAD", &module, &[], "").header("content-length").parse::<usize>().expect("a size");
    // More answers than all the buffers between here and there can hold.
    const ENOUGH: usize = 64 * 1024 * 1024;
    let times = ENOUGH / size + 1;
    let mut stream = from(30, portal.port);
    let request = format!("GET {module} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", portal.port);
    stream.write_all(request.repeat(times).as_bytes()).expect("sends");
    std::thread::sleep(WRITE_TIME + WRITE_TIME / 3);
    let mut received = Vec::new();
    drop(stream.read_to_end(&mut received));
    assert!(!received.is_empty() && received.len() < ENOUGH, "all {} bytes arrived", received.len());
}

#[test]
fn a_head_or_a_body_that_is_too_large_is_refused() {
    let setup = Setup::sqlite();
    let portal = setup.start(&["serve"]);
    let large = "x".repeat(16 * 1024);
    assert_eq!(portal.send("GET", "/", &[("X-Large", &large)], "").status, 431);
    let origin = portal.own_origin();
    let exactly = "x".repeat(64 * 1024);
    assert_eq!(portal.send("POST", "/exit", &[("Origin", &origin)], &exactly).status, 200);
    // Announced, and therefore refused before it is read.
    let mut stream = portal.connect();
    let head = format!(
        "POST /exit HTTP/1.1\r\nHost: localhost:{}\r\nOrigin: {origin}\r\nContent-Length: 10000000\r\n\r\n",
        portal.port
    );
    stream.write_all(head.as_bytes()).expect("sends");
    assert_eq!(Answer::read(stream).status, 413);
    // Not announced, but too much all the same.
    let mut stream = portal.connect();
    let head = format!(
        "POST /exit HTTP/1.1\r\nHost: localhost:{}\r\nOrigin: {origin}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n{}\r\n0\r\n\r\n",
        portal.port,
        "x".repeat(0x10001)
    );
    stream.write_all(head.as_bytes()).expect("sends");
    assert_eq!(Answer::read(stream).status, 413);
}
