//! What the team sees of sending, and what it can have tried again.

use super::{routes, service};
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::{
        context::RequestContext,
        policy::Role,
        queue::{self, Job, JobError},
        state::AppState,
        testing::{Engine, TestPortal},
    },
    error::AppError,
    ids::JobId,
    on_both_databases,
    staff::arranged::colleague,
    time::Timestamp,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use serde::{Deserialize, Serialize};
use tower::ServiceExt as _;

#[derive(Serialize, Deserialize)]
struct Letter;

impl Job for Letter {
    const KIND: &'static str = "send";
}

/// A job that was given up.
async fn dead(state: &AppState, about: &[u8], code: &'static str) -> JobId {
    let job = queue::prepare(state, &Letter, &[about], None, state.clock.now()).expect("seals");
    state.db.write(move |tx| Box::pin(async move { queue::enqueue(tx, &job).await })).await.expect("adds");
    let claimed = queue::claim_due(state, 10).await.expect("claims");
    // Whoever is added gets work of their own, which is put off.
    let later = JobError::NotBefore(Timestamp(state.clock.now().0 + 3_600_000));
    let mut given_up = None;
    for job in &claimed {
        let is_it = job.kind == Letter::KIND;
        let error = if is_it { &JobError::Fail(code) } else { &later };
        queue::has_failed(state, job, error).await.expect("is noted");
        given_up = given_up.or(is_it.then_some(job.id));
    }
    given_up.expect("was claimed")
}

async fn page(ctx: &RequestContext, request: Request<Body>) -> (StatusCode, String) {
    let router = routes::routes().into_parts().0.with_state(ctx.state.clone()).layer(Extension(ctx.clone()));
    let answer = router.oneshot(request).await.expect("an answer");
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8(body.to_vec()).expect("text").replace("<!>", ""))
}

on_both_databases! {
    async fn what_was_given_up_is_tried_again_once_and_that_is_on_record(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::TeamLead).await;
        let id = dead(&portal.state, b"one", "recipient").await;
        assert_eq!(service::overview(&petra).await.expect("reads").given_up, 1);
        service::retry(&petra, id).await.expect("revives");
        assert_eq!(service::retry(&petra, id).await, Err(AppError::NotFound), "somebody was faster");
        assert_eq!(service::retry(&petra, JobId::from_random([7; 16])).await, Err(AppError::NotFound));
        assert_eq!(service::overview(&petra).await.expect("reads").given_up, 0);
        let due = queue::claim_due(&portal.state, 10).await.expect("claims");
        assert_eq!(due.iter().map(|job| job.id).collect::<Vec<_>>(), [id]);
        let log = audit::page(&portal.state, Owner::System, None, 20).await.expect("reads");
        let is_retry = |reading: &Reading| matches!(reading, Reading::Entry(entry) if entry.action == Act::SendingRetried);
        assert_eq!(log.lines.iter().filter(|line| is_retry(&line.reading)).count(), 1);
    }

    async fn it_is_the_concern_of_two_roles(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for role in Role::ALL {
            let ctx = colleague(&portal, "Petra", role).await;
            let may = matches!(role, Role::TeamLead | Role::Administrator);
            assert_eq!(service::overview(&ctx).await.is_ok(), may, "{role:?}");
            assert_eq!(service::brief(&ctx).await.expect("reads").is_some(), may, "{role:?}");
        }
    }
}

#[tokio::test]
async fn the_page_says_why_in_words_and_offers_another_try() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let arne = colleague(&portal, "Petra", Role::Administrator).await;
    let get = || Request::get("/staff/sending").body(Body::empty()).expect("a request");
    let (status, html) = page(&arne, get()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Es wartet nichts.") && html.contains("Es wurde nichts aufgegeben."), "{html}");
    let id = dead(&portal.state, b"one", "no-starttls").await;
    dead(&portal.state, b"two", "something-new").await;
    let (_, html) = page(&arne, get()).await;
    for part in [
        "bietet keine verschlüsselte Verbindung an",
        "<code>no-starttls</code>",
        "Aus einem anderen Grund.",
        "nach einem Versuch",
        &format!("action=\"/staff/sending/{id}\""),
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let post = |path: String| Request::post(path).body(Body::empty()).expect("a request");
    assert_eq!(page(&arne, post("/staff/sending/x".to_owned())).await.0, StatusCode::NOT_FOUND);
    assert_eq!(page(&arne, post(format!("/staff/sending/{id}"))).await.0, StatusCode::SEE_OTHER);
    assert_eq!(page(&arne, post(format!("/staff/sending/{id}"))).await.0, StatusCode::NOT_FOUND);
}
