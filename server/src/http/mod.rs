//! HTTP: the layers around the portal, from the outside in.
//!
//! 1. [`request_id`]: a number for the log and for error pages.
//! 2. [`trace`]: one log line per request, without persons.
//! 3. [`client`]: the caller's address, through trusted proxies only.
//! 4. [`headers`]: what every response carries.
//! 5. [`sessions`]: the cookie.
//! 6. `context` and `error_page` of the crate `app`: language and browser; failures become pages.
//! 7. [`client`] again: how many requests a caller may have under way.
//! 8. Panics become failures.
//! 9. [`host`]: requests for other names are turned away.
//! 10. [`csrf`]: requests that change something come from our own pages.
//! 11. [`speculation`]: pages that nobody has asked for yet are not made.
//! 12. [`limits`]: size and time.
//! 13. `context` again: whose session it is, which asks the database.
//!
//! [`listen`] accepts connections, [`ops`] answers health checks, [`assets`] serves the built web files.

pub mod assets;
mod client;
mod csrf;
mod headers;
mod host;
mod limits;
mod listen;
mod ops;
mod request_id;
mod sessions;
mod speculation;
#[cfg(test)]
mod tests;
mod tls;
mod trace;

use crate::{config::Config, startup::Refusal, stop::StopSignal, worker::Worker};
use app::{
    audit::checkpoint::Keeper,
    backend::{context, state::AppState},
    error::AppError,
    ui::error_page,
};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use client::{Counter, TrustedProxies};
use ipnet::IpNet;
use limits::Uploads;
use listen::{Stopped, Stopping};
use std::{io::Write as _, time::Duration};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

/// How long the last checkpoint of the access log, and the database's last writes, may take.
const CLOSE_TIME: Duration = Duration::from_secs(5);

/// Everything that has to be had from the machine before an installation is opened or made.
pub struct Ports {
    public: listen::Port,
    ops: Option<TcpListener>,
}

/// Binds the addresses and reads the certificate, so that a start that fails here leaves nothing behind.
pub async fn bind(config: &Config) -> Result<Ports, Refusal> {
    let public = listen::Port {
        tls: config.tls.as_ref().map(tls::acceptor).transpose()?,
        listener: listen::bind(config.address).await?,
        proxies: config.trusted_proxies.clone(),
        stop: StopSignal::new()?,
    };
    let ops = match config.ops_address {
        Some(address) => Some(listen::bind(address).await?),
        None => None,
    };
    Ok(Ports { public, ops })
}

/// Serves the portal until the process is asked to stop, then finishes what is under way.
pub async fn serve(ports: Ports, state: AppState, config: &Config) {
    let router = router(state.clone(), config.trusted_proxies.clone());
    let stopping = Stopping::default();
    let keeper = Keeper::new(state.clone(), &config.data_dir).start();
    let worker = config.worker.then(|| Worker::start(state.clone()));
    let ops = ports.ops.map(|listener| tokio::spawn(ops::serve(listener, state.clone(), stopping.clone())));
    tracing::info!(address = %config.address, "the portal is open");
    // For the person at the terminal; the log goes to standard error and may be switched off.
    drop(writeln!(std::io::stdout(), "Obhut is open at {}", config.origin));
    let stopped = ports.public.run(router, &stopping).await;
    if let Some(ops) = ops {
        ops.abort();
    }
    if stopped == Stopped::AtOnce {
        return;
    }
    // What a job has done is in the last checkpoint.
    if let Some(worker) = worker {
        worker.stop().await;
    }
    let end = async {
        keeper.stop().await;
        state.db.close().await;
    };
    if tokio::time::timeout(CLOSE_TIME, end).await.is_err() {
        tracing::warn!("the database did not close in time; the next start tidies up");
    }
}

/// The portal with every layer.
pub fn router(state: AppState, trusted_proxies: Vec<IpNet>) -> Router {
    layered(app::app::router(state.clone()).fallback(assets::serve), state, trusted_proxies)
}

/// Puts the layers around a router.
pub fn layered(inner: Router, state: AppState, trusted_proxies: Vec<IpNet>) -> Router {
    let origin = state.settings.origin.clone();
    // The last layer added is the first a request meets.
    inner
        .layer(from_fn(context::look_up))
        .layer(from_fn_with_state(Uploads::of_routes(), limits::enforce))
        .layer(from_fn(speculation::refuse))
        .layer(from_fn_with_state(origin.clone(), csrf::require_origin))
        .layer(csrf::layer())
        .layer(from_fn_with_state(origin.clone(), host::check))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Counter::new(client::REQUESTS), client::limit))
        .layer(from_fn(error_page::render))
        .layer(from_fn_with_state(state.clone(), context::attach))
        .layer(sessions::layer(&state))
        .layer(from_fn(sessions::forget))
        .layer(from_fn_with_state(origin, headers::add))
        .layer(from_fn_with_state(TrustedProxies(trusted_proxies.into()), client::identify))
        .layer(from_fn(trace::record))
        .layer(from_fn(request_id::assign))
}

/// A handler panicked: the fault is logged by the panic hook, the visitor gets an ordinary error page.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    AppError::Internal { incident: String::new() }.into_response()
}
