//! A running portal, and a client that speaks HTTP by hand, so that a test decides every byte.

use crate::support::PATIENCE;
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command},
    time::{Duration, Instant},
};

/// A portal that is killed when the test ends, unless it was stopped in order.
pub struct Running {
    child: Child,
    pub port: u16,
}

impl Running {
    pub fn new(child: Child, port: u16) -> Self {
        Self { child, port }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// Waits for the end, and tells the exit code and how long it took.
    pub fn wait(&mut self) -> (Option<i32>, Duration) {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("waits") {
                return (status.code(), began.elapsed());
            }
            assert!(began.elapsed() < PATIENCE, "it does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops it in order.
    pub fn stop(mut self) {
        self.terminate();
        assert_eq!(self.wait().0, Some(0));
    }

    pub fn connect(&self) -> TcpStream {
        connect(self.port)
    }

    /// A GET, as a browser would send it.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    /// Any request; `Host` is right unless it is given.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head += &format!("Host: localhost:{}\r\n", self.port);
        }
        if method == "POST" {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        let mut stream = self.connect();
        stream.write_all((head + "\r\n" + body).as_bytes()).expect("sends");
        Answer::read(stream)
    }

    /// What a page of our own sends with a form.
    pub fn own_origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An HTTP answer, taken apart.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// Reads until the other end closes.
    pub fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A connection reset after the answer is the server's right; what arrived counts.
        drop(stream.read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or_default();
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        Self { status, headers, body: body.to_owned() }
    }

    /// The only value of a header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| value.as_str()).unwrap_or_default();
        assert!(values.next().is_none(), "{name} is sent more than once");
        value
    }
}

pub fn connect(port: u16) -> TcpStream {
    let address: SocketAddr = ([127, 0, 0, 1], port).into();
    let stream = TcpStream::connect_timeout(&address, PATIENCE).expect("connects");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}
