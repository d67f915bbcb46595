//! The layers around handlers that misbehave.

use super::*;
use app::backend::testing::{Engine, TestPortal};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header},
};
use client::Peer;
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// A request as a browser on this machine sends it.
fn request(from: &str) -> Request {
    let mut request =
        Request::get("/").header(header::HOST, "localhost:3000").body(Body::empty()).expect("a request");
    request.extensions_mut().insert(Peer(from.parse::<IpAddr>().expect("an address")));
    request
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec())
        .expect("text")
}

#[tokio::test]
async fn a_panicking_handler_is_an_ordinary_error_page() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    async fn panics() -> StatusCode {
        panic!("Erika Mustermann")
    }
    let router = layered(Router::new().fallback(panics), portal.state.clone(), Vec::new());
    let response = router.clone().oneshot(request("192.0.2.1")).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    let id = response.headers()["x-request-id"].to_str().expect("text").to_owned();
    let body = text(response).await;
    assert!(body.contains("Das hat leider nicht geklappt") && body.contains(&id), "{body}");
    assert!(!body.contains("Erika"));
    assert_eq!(
        router.oneshot(request("192.0.2.1")).await.expect("an answer").status(),
        500,
        "and the next one too"
    );
}

#[tokio::test]
async fn a_closed_database_is_a_503_page_and_the_public_pages_go_on() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    portal.state.db.close().await;
    let db = portal.state.db.clone();
    let needs_database = move || {
        let db = db.clone();
        async move { db.write(|_| Box::pin(async { Ok(()) })).await.map(|()| StatusCode::OK) }
    };
    let router = layered(Router::new().fallback(needs_database), portal.state.clone(), Vec::new());
    let response = router.oneshot(request("192.0.2.1")).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text(response).await.contains("Das Portal ist gerade nicht erreichbar"));
    let public = super::router(portal.state.clone(), Vec::new()).oneshot(request("192.0.2.1")).await;
    assert_eq!(public.expect("an answer").status(), StatusCode::OK);
}

#[tokio::test]
async fn one_caller_with_too_many_requests_under_way_is_told_to_wait_and_others_are_not() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let gate = Arc::new(Semaphore::new(0));
    let arrived = Arc::new(AtomicUsize::new(0));
    let waits = {
        let (gate, arrived) = (gate.clone(), arrived.clone());
        move || async move {
            arrived.fetch_add(1, Ordering::SeqCst);
            drop(gate.acquire().await);
            StatusCode::OK
        }
    };
    let proxies = vec!["10.0.0.0/8".parse().expect("a network")];
    let router = layered(Router::new().fallback(waits), portal.state.clone(), proxies);
    let under_way: Vec<_> =
        (0..client::REQUESTS).map(|_| tokio::spawn(router.clone().oneshot(request("192.0.2.1")))).collect();
    while arrived.load(Ordering::SeqCst) < client::REQUESTS {
        tokio::task::yield_now().await;
    }
    let refused = router.clone().oneshot(request("192.0.2.1")).await.expect("an answer");
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
    assert!(text(refused).await.contains("Bitte warten Sie einen Moment"));

    // The same peer as a trusted proxy stands for somebody else, and a stranger's claim counts for nothing.
    let forwarded = |from: &str| {
        let mut request = request(from);
        request.headers_mut().insert("x-forwarded-for", "198.51.100.9".parse().expect("a header"));
        request
    };
    assert_eq!(router.clone().oneshot(forwarded("192.0.2.1")).await.expect("an answer").status(), 429);
    let through_proxy = tokio::spawn(router.clone().oneshot(forwarded("10.0.0.1")));
    let somebody_else = tokio::spawn(router.clone().oneshot(request("192.0.2.2")));
    gate.add_permits(200);
    for answered in under_way.into_iter().chain([through_proxy, somebody_else]) {
        assert_eq!(answered.await.expect("joins").expect("an answer").status(), StatusCode::OK);
    }
    assert_eq!(router.oneshot(request("192.0.2.1")).await.expect("an answer").status(), StatusCode::OK);
}
