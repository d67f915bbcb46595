//! The connection to a mail server before it is encrypted.

use lettre::transport::smtp::client::AsyncTokioStream;
use std::{
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// What a TLS handshake begins with (RFC 8446, section 5.1); no command of SMTP does.
const HANDSHAKE: u8 = 22;

/// Gives one byte at a time until the handshake has begun.
///
/// Whoever sits on the line may send further answers right behind the permission to start TLS. They would wait in the
/// client's buffer, and afterwards be taken for encrypted ones of the server (RFC 3207, section 6). This way nothing waits
/// there: they meet the handshake, which fails.
pub struct Clear {
    stream: TcpStream,
    has_begun: bool,
}

impl Clear {
    pub fn new(stream: TcpStream) -> Self {
        Self { stream, has_begun: false }
    }
}

impl AsyncRead for Clear {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.has_begun {
            return Pin::new(&mut this.stream).poll_read(context, buffer);
        }
        let mut byte = [0];
        let mut one = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut this.stream).poll_read(context, &mut one))?;
        buffer.put_slice(one.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Clear {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.has_begun |= bytes.first() == Some(&HANDSHAKE);
        Pin::new(&mut this.stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

impl AsyncTokioStream for Clear {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl fmt::Debug for Clear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clear")
    }
}
