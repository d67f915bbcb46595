//! Stopping: nobody is cut off, nothing is left behind.

use crate::support::{Answer, Running, Setup, connect, free_port};
use app::on_both_databases;
use std::{io::Write as _, net::TcpStream, time::Duration};

/// How long requests under way may take after SIGTERM.
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// A request of which five bytes of ten have arrived.
fn half_sent(portal: &Running) -> TcpStream {
    let mut stream = portal.connect();
    let origin = portal.own_origin();
    let head = format!(
        "POST /exit HTTP/1.1\r\nHost: localhost:{}\r\nOrigin: {origin}\r\nContent-Length: 10\r\n\r\nhalf.",
        portal.port
    );
    stream.write_all(head.as_bytes()).expect("sends");
    // An answer on another connection shows that the first one has been taken in.
    assert_eq!(portal.get("/").status, 200);
    stream
}

/// Sends SIGTERM and waits until the portal has heard it.
fn begin_to_stop(portal: &Running, setup: &Setup) {
    portal.terminate();
    while !setup.log().contains("stopping") {
        std::thread::sleep(Duration::from_millis(10));
    }
}

on_both_databases! {
    async fn a_request_under_way_is_finished_after_sigterm(engine: Engine) {
        let setup = Setup::new(engine).await;
        let mut portal = setup.start(&["serve"]);
        let idle = portal.connect();
        let mut slow = half_sent(&portal);
        begin_to_stop(&portal, &setup);
        assert!(TcpStream::connect(("127.0.0.1", portal.port)).is_err(), "nobody new is let in");
        slow.write_all(b"other").expect("still open");
        assert_eq!(Answer::read(slow).status, 200);
        drop(idle);
        let (code, took) = portal.wait();
        assert_eq!(code, Some(0));
        assert!(took < DRAIN_TIME, "it waited for nobody: {took:?}");
        let log = setup.data_dir().join("obhut.db-wal");
        assert_eq!(std::fs::metadata(log).map(|file| file.len()).unwrap_or(0), 0, "the log is folded back");
    }
}

/// A portal with a request that never ends, asked to stop.
fn held_up(setup: &Setup) -> (Running, TcpStream) {
    let portal = setup.start(&["serve"]);
    let endless = half_sent(&portal);
    begin_to_stop(&portal, setup);
    (portal, endless)
}

#[test]
fn a_request_that_never_ends_does_not_hold_the_stop_up_for_longer_than_promised() {
    let setup = Setup::sqlite();
    let (mut portal, _endless) = held_up(&setup);
    let (code, took) = portal.wait();
    assert_eq!(code, Some(0));
    assert!(took >= DRAIN_TIME - Duration::from_secs(2), "it was cut off early: {took:?}");
    assert!(took < DRAIN_TIME * 2, "{took:?}");
}

#[test]
fn a_second_signal_does_not_wait() {
    let setup = Setup::sqlite();
    let (mut portal, _endless) = held_up(&setup);
    portal.terminate();
    let (code, took) = portal.wait();
    assert_eq!(code, Some(0));
    assert!(took < DRAIN_TIME - Duration::from_secs(2), "{took:?}");
    assert!(setup.log().contains("as asked a second time"));
    // Nothing was lost: the next start folds the write-ahead log back.
    setup.start(&["serve"]).stop();
}

/// What the health address answers.
fn ask(port: u16, path: &str) -> (u16, String) {
    let mut stream = connect(port);
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sends");
    let answer = Answer::read(stream);
    (answer.status, answer.body)
}

#[test]
fn health_is_told_on_an_address_of_its_own() {
    let setup = Setup::sqlite();
    let ops = free_port();
    let setup = setup.with("OBHUT_OPS_ADDR", &format!("127.0.0.1:{ops}"));
    let portal = setup.start(&["serve"]);
    assert_eq!(ask(ops, "/livez"), (200, "ok".to_owned()));
    assert_eq!(ask(ops, "/readyz"), (200, "ok".to_owned()));
    assert_eq!(ask(ops, "/").0, 404);
    assert_eq!(portal.get("/livez").status, 404, "the public address does not tell");
}

#[test]
fn a_portal_that_stops_is_alive_but_not_ready() {
    let ops = free_port();
    let setup = Setup::sqlite().with("OBHUT_OPS_ADDR", &format!("127.0.0.1:{ops}"));
    let (_portal, _endless) = held_up(&setup);
    assert_eq!(ask(ops, "/readyz"), (503, "stopping".to_owned()));
    assert_eq!(ask(ops, "/livez").0, 200);
}
