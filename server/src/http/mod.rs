//! HTTP: the layers around the portal, from the outside in.
//!
//! 1. [`request_id`]: a number for the log and for error pages.
//! 2. [`client`]: the caller's address, through trusted proxies only; how many requests it may have under way.
//! 3. [`trace`]: one log line per request, without persons.
//! 4. [`headers`]: what every response carries.
//! 5. `context` and `error_page` of the crate `app`: language and actor; failures become pages.
//! 6. Panics become failures.
//! 7. [`host`]: requests for other names are turned away.
//! 8. [`csrf`]: requests that change something come from our own pages.
//! 9. [`limits`]: size and time.
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
mod tls;
mod trace;

use crate::{config::Config, startup::Refusal};
use app::{
    backend::{context, state::AppState},
    error::AppError,
    ui::error_page,
};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use client::{InFlight, TrustedProxies};
use ipnet::IpNet;
use tower_http::catch_panic::CatchPanicLayer;

/// Serves the portal until the process is asked to stop, then finishes what is under way.
pub async fn serve(state: AppState, config: &Config) -> Result<(), Refusal> {
    let tls = config.tls.as_ref().map(tls::acceptor).transpose()?;
    let router = router(state.clone(), config.trusted_proxies.clone());
    let listener = listen::bind(config.address).await?;
    let ops = match config.ops_address {
        Some(address) => Some(tokio::spawn(ops::serve(
            listen::bind(address).await?,
            state.db.clone(),
        ))),
        None => None,
    };
    tracing::info!(address = %config.address, "the portal is open");
    // People look for this line; the log may be switched off.
    eprintln!("Obhut is open at {}", config.origin);
    listen::run(listener, tls, router).await;
    if let Some(ops) = ops {
        ops.abort();
    }
    state.db.close().await;
    Ok(())
}

/// The portal with every layer; what tests speak HTTP to.
pub fn router(state: AppState, trusted_proxies: Vec<IpNet>) -> Router {
    let origin = state.settings.origin.clone();
    // The last layer added is the first a request meets.
    app::app::router(state.clone())
        .fallback(assets::serve)
        .layer(from_fn(limits::enforce))
        .layer(from_fn(csrf::require_origin))
        .layer(csrf::layer())
        .layer(from_fn_with_state(origin.clone(), host::check))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(error_page::render))
        .layer(from_fn_with_state(state, context::attach))
        .layer(from_fn_with_state(origin, headers::add))
        .layer(from_fn_with_state(InFlight::default(), client::limit))
        .layer(from_fn_with_state(
            TrustedProxies(trusted_proxies.into()),
            client::identify,
        ))
        .layer(from_fn(trace::record))
        .layer(from_fn(request_id::assign))
}

/// A handler panicked: the fault is logged by the panic hook, the visitor gets an ordinary error page.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    AppError::Internal {
        incident: String::new(),
    }
    .into_response()
}
