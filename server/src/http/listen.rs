//! Accepts connections, with the limits a public port needs, and stops without cutting anybody off.
//!
//! HTTP/1.1 only: a page needs four requests, and two timeouts cover every state of a connection.
//! A reverse proxy may speak newer versions to browsers.

use super::client::{self, Counter, Peer, Ticket};
use crate::{startup::Refusal, stop::StopSignal};
use axum::{Router, body::Body};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use ipnet::IpNet;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tower::Service as _;

/// Connections open at once.
const CONNECTIONS: usize = 1000;
/// How long the head of a request, a TLS handshake, or silence between two requests may take.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long the visitor's side may take nothing in while an answer is being sent.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// The largest head of a request, in bytes.
const HEAD: usize = 8 * 1024;
/// How long requests under way may take after SIGTERM.
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// Binds the address, or says why not.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Refusal> {
    TcpListener::bind(address).await.map_err(|source| Refusal::Listen { address, source })
}

/// Set once the process has been asked to stop; health checks tell.
#[derive(Clone, Default)]
pub struct Stopping(Arc<AtomicBool>);

impl Stopping {
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Requests were finished, or had their time.
    InOrder,
    /// A second signal asked not to wait.
    AtOnce,
}

/// A bound port and what belongs to it.
pub struct Port {
    pub listener: TcpListener,
    pub tls: Option<TlsAcceptor>,
    pub proxies: Vec<IpNet>,
    pub stop: StopSignal,
}

impl Port {
    /// Serves until SIGTERM or SIGINT, then finishes what is under way; a second signal ends the wait.
    pub async fn run(mut self, router: Router, stopping: &Stopping) -> Stopped {
        let graceful = GracefulShutdown::new();
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        let peers = Counter::new(client::CONNECTIONS);
        loop {
            // 1. Wait for room first: beyond the limit, connections wait in the kernel's queue.
            let accepted = async {
                let permit = room.clone().acquire_owned().await.ok()?;
                Some((self.listener.accept().await.ok()?, permit))
            };
            // 2. Then for a connection, or for the end.
            let ((stream, peer), permit) = tokio::select! {
                accepted = accepted => match accepted {
                    Some(accepted) => accepted,
                    None => {
                        // Out of file descriptors, most likely: busy trying would make it worse.
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                },
                () = self.stop.received() => break,
            };
            // 3. One peer cannot take all the room; a trusted proxy stands for many.
            let ticket = peers.enter(peer.ip());
            if ticket.is_none() && !client::is_trusted(peer.ip(), &self.proxies) {
                continue;
            }
            let place = Place { _permit: permit, _ticket: ticket };
            tokio::spawn(connection(
                stream,
                peer,
                place,
                self.tls.clone(),
                router.clone(),
                graceful.watcher(),
            ));
        }
        // 4. No new connections; those that are open finish their requests.
        drop(self.listener);
        stopping.begin();
        tracing::info!("stopping: requests under way have ten seconds to finish");
        tokio::select! {
            () = graceful.shutdown() => Stopped::InOrder,
            () = tokio::time::sleep(DRAIN_TIME) => {
                tracing::warn!("some requests did not finish in time");
                Stopped::InOrder
            }
            () = self.stop.received() => {
                tracing::warn!("stopped at once, as asked a second time");
                Stopped::AtOnce
            }
        }
    }
}

/// What a connection occupies; dropping it makes room.
struct Place {
    _permit: OwnedSemaphorePermit,
    _ticket: Option<Ticket>,
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    tls: Option<TlsAcceptor>,
    router: Router,
    watcher: Watcher,
) {
    // Without it, answers on a kept-alive connection wait some 40 ms for an acknowledgement.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    match tls {
        None => http(stream, peer, router, watcher).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(HEAD_TIME, acceptor.accept(stream)).await {
                http(stream, peer, router, watcher).await;
            }
        }
    }
    drop(place);
}

async fn http(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
    watcher: Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().call(request)
    });
    let mut stream = Box::pin(TimeoutStream::new(stream));
    stream.as_mut().set_write_timeout_pinned(Some(WRITE_TIME));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that breaks off is the visitor's business; there is nothing to log.
    drop(watcher.watch(connection).await);
}
