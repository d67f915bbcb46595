//! The layers around handlers that misbehave.

use super::*;
use app::backend::{
    sessions::{COOKIE, FORGOTTEN},
    testing::{Engine, TestPortal},
};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
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
use tower_sessions::session::Id;

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

/// A request that brings a session cookie.
fn with_cookie(host: &'static str) -> Request {
    let mut request = request("192.0.2.1");
    let cookie = format!("{}={}", COOKIE, Id(4711));
    request.headers_mut().insert(header::COOKIE, cookie.parse().expect("a header"));
    request.headers_mut().insert(header::HOST, HeaderValue::from_static(host));
    request
}

#[tokio::test]
async fn a_request_that_is_turned_away_costs_the_database_nothing() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let router = super::router(portal.state.clone(), Vec::new());
    let before = portal.state.db.statements();
    let foreign = router.clone().oneshot(with_cookie("other.example")).await.expect("an answer");
    assert_eq!(foreign.status(), StatusCode::MISDIRECTED_REQUEST);
    let mut forged = with_cookie("localhost:3000");
    *forged.method_mut() = axum::http::Method::POST;
    *forged.uri_mut() = "/sign-out".parse().expect("a path");
    assert_eq!(router.clone().oneshot(forged).await.expect("an answer").status(), StatusCode::FORBIDDEN);
    assert_eq!(portal.state.db.statements(), before);
    let welcome = router.oneshot(with_cookie("localhost:3000")).await.expect("an answer");
    assert_eq!(welcome.status(), StatusCode::OK);
    assert!(portal.state.db.statements() > before, "the search would find it");
}

#[tokio::test]
async fn the_cookie_of_a_session_that_is_over_is_removed_in_a_way_browsers_heed() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let router = super::router(portal.state.clone(), Vec::new());
    let answer = router.oneshot(with_cookie("localhost:3000")).await.expect("an answer");
    let cookies: Vec<_> = answer.headers().get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(cookies, [FORGOTTEN]);
    for part in ["__Host-sid=;", "Path=/", "Max-Age=0", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(FORGOTTEN.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_page_that_is_loaded_on_suspicion_is_not_made() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let made = Arc::new(AtomicUsize::new(0));
    let count = made.clone();
    let page = move || {
        count.fetch_add(1, Ordering::SeqCst);
        async { StatusCode::OK }
    };
    let router = layered(Router::new().fallback(page), portal.state.clone(), Vec::new());
    for (name, value) in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "Prefetch"),
        ("x-moz", "prefetch"),
    ] {
        let mut asked = request("192.0.2.1");
        asked.headers_mut().insert(name, HeaderValue::from_static(value));
        let answer = router.clone().oneshot(asked).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{name}: {value}");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    }
    assert_eq!(made.load(Ordering::SeqCst), 0);
    let mut asked = request("192.0.2.1");
    asked.headers_mut().insert("sec-purpose", HeaderValue::from_static("navigate"));
    assert_eq!(router.oneshot(asked).await.expect("an answer").status(), StatusCode::OK);
}
