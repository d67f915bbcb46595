//! Accepts connections, with the limits a public port needs, and stops without cutting anybody off.

use super::client::Peer;
use crate::startup::Refusal;
use axum::{Router, body::Body};
use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    signal::unix::{Signal, SignalKind, signal},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_rustls::TlsAcceptor;
use tower::Service as _;

/// Connections open at once.
const CONNECTIONS: usize = 1000;
/// How long the head of a request, or a TLS handshake, may take; a slow sender holds a connection no longer.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// The largest head of a request, in bytes.
const HEAD: usize = 8 * 1024;
/// How long requests under way may take after SIGTERM.
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// Binds the address, or says why not.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Refusal> {
    TcpListener::bind(address)
        .await
        .map_err(|source| Refusal::Listen { address, source })
}

/// Serves until SIGTERM or SIGINT; a second signal ends the process at once.
pub async fn run(listener: TcpListener, tls: Option<TlsAcceptor>, router: Router) {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be received, so the portal does not start");
        return;
    };
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // 1. Wait for room first: beyond the limit, connections wait in the kernel's queue.
        let accepted = async {
            let permit = room.clone().acquire_owned().await.ok()?;
            Some((listener.accept().await.ok()?, permit))
        };
        // 2. Then for a connection, or for the end.
        tokio::select! {
            accepted = accepted => match accepted {
                Some(((stream, peer), permit)) => {
                    let watcher = graceful.watcher();
                    tokio::spawn(connection(stream, peer, permit, tls.clone(), router.clone(), watcher));
                }
                // Out of file descriptors, most likely: busy trying would make it worse.
                None => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            () = asked_to_stop(&mut terminate, &mut interrupt) => break,
        }
    }
    // 3. No new connections; those that are open finish their requests.
    drop(listener);
    tracing::info!("stopping: requests under way have ten seconds to finish");
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(DRAIN_TIME) => tracing::warn!("some requests did not finish in time"),
        () = asked_to_stop(&mut terminate, &mut interrupt) => tracing::warn!("stopped at once, as asked a second time"),
    }
}

async fn asked_to_stop(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    permit: OwnedSemaphorePermit,
    tls: Option<TlsAcceptor>,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
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
    drop(permit);
}

async fn http(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().call(request)
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD)
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(HEAD_TIME)
        .keep_alive_timeout(HEAD_TIME)
        .max_concurrent_streams(100)
        .max_header_list_size(HEAD as u32);
    let connection = builder
        .serve_connection(TokioIo::new(stream), service)
        .into_owned();
    // A connection that breaks off is the visitor's business; there is nothing to log.
    drop(watcher.watch(connection).await);
}
