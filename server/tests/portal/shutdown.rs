//! Stopping: nobody is cut off, nothing is left behind.

use crate::support::{Answer, Setup};
use app::on_both_databases;
use std::{io::Write as _, net::TcpStream, time::Duration};

/// How long requests under way may take after SIGTERM.
const DRAIN_TIME: Duration = Duration::from_secs(10);

on_both_databases! {
    async fn a_request_under_way_is_finished_after_sigterm(engine: Engine) {
        let setup = Setup::new(engine).await;
        let mut portal = setup.start(&["serve"]);
        let mut slow = portal.connect();
        let origin = portal.own_origin();
        let head = format!(
            "POST /exit HTTP/1.1\r\nHost: localhost:{}\r\nOrigin: {origin}\r\nContent-Length: 10\r\n\r\nhalf.",
            portal.port
        );
        slow.write_all(head.as_bytes()).expect("sends");
        let idle = portal.connect();
        // An answer on another connection shows that the first one has been taken in.
        assert_eq!(portal.get("/").status, 200);

        portal.terminate();
        while !setup.log().contains("stopping") {
            std::thread::sleep(Duration::from_millis(10));
        }
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

#[test]
fn a_request_that_never_ends_does_not_hold_the_stop_up_for_longer_than_promised() {
    let setup = Setup::sqlite();
    let mut portal = setup.start(&["serve"]);
    let mut endless = portal.connect();
    let origin = portal.own_origin();
    let head = format!(
        "POST /exit HTTP/1.1\r\nHost: localhost:{}\r\nOrigin: {origin}\r\nContent-Length: 10\r\n\r\nhalf.",
        portal.port
    );
    endless.write_all(head.as_bytes()).expect("sends");
    assert_eq!(portal.get("/").status, 200);
    portal.terminate();
    let (code, took) = portal.wait();
    assert_eq!(code, Some(0));
    assert!(took >= DRAIN_TIME - Duration::from_secs(1), "it was cut off early: {took:?}");
    assert!(took < DRAIN_TIME * 2, "{took:?}");
}

#[test]
fn health_is_told_on_an_address_of_its_own() {
    let setup = Setup::sqlite();
    let ops = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let setup = setup.with("OBHUT_OPS_ADDR", &ops.to_string());
    let portal = setup.start(&["serve"]);
    let ask = |path: &str| {
        let mut stream = crate::support::connect(ops.port());
        stream
            .write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
            .expect("sends");
        let answer = Answer::read(stream);
        (answer.status, answer.body)
    };
    assert_eq!(ask("/livez"), (200, "ok".to_owned()));
    assert_eq!(ask("/readyz"), (200, "ok".to_owned()));
    assert_eq!(ask("/").0, 404);
    assert_eq!(portal.get("/livez").status, 404, "the public address does not tell");
}
