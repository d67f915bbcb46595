//! Every error as a page, in both languages.

use super::*;
use crate::{
    backend::{
        context::{self, RequestId},
        failure::{DbFault, DbFaultKind},
        testing::{Engine, TestPortal},
    },
    error::{FieldCode, FieldError},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
    middleware::{from_fn, from_fn_with_state},
};
use tower::ServiceExt as _;

/// Asks a router whose only answer is an error.
async fn answer(
    portal: &TestPortal,
    error: impl IntoResponse + Clone + Send + Sync + 'static,
    lang: &str,
) -> (Response, String) {
    let router = Router::new()
        .fallback(move || {
            let error = error.clone();
            async move { error }
        })
        .layer(from_fn(render))
        .layer(from_fn(context::look_up))
        .layer(from_fn_with_state(portal.state.clone(), context::attach));
    let mut request =
        Request::get("/").header(header::ACCEPT_LANGUAGE, lang).body(Body::empty()).expect("a request");
    request.extensions_mut().insert(RequestId("REQUEST123".to_owned()));
    let (parts, body) = router.oneshot(request).await.expect("an answer").into_parts();
    let text = String::from_utf8(to_bytes(body, usize::MAX).await.expect("a body").to_vec()).expect("text");
    (Response::from_parts(parts, Body::empty()), text)
}

#[tokio::test]
async fn every_error_is_a_page_in_the_frame_with_a_number_to_mention() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let field = FieldError { field: "given_name".to_owned(), code: FieldCode::Missing };
    for (error, status, german, english) in [
        (AppError::SignInRequired, 401, "Bitte melden Sie sich an", "Please sign in"),
        (AppError::Forbidden, 403, "Das wurde nicht ausgeführt", "This was not carried out"),
        (AppError::NotFound, 404, "Diese Seite gibt es nicht", "This page does not exist"),
        (
            AppError::Invalid { fields: vec![field] },
            422,
            "Bitte prüfen Sie Ihre Angaben",
            "Please check what you entered",
        ),
        (
            AppError::RateLimited { retry_after_seconds: 7 },
            429,
            "Bitte warten Sie einen Moment",
            "Please wait a moment",
        ),
        (
            AppError::Internal { incident: String::new() },
            500,
            "Das hat leider nicht geklappt",
            "Sorry, that did not work",
        ),
        (
            AppError::Unavailable,
            503,
            "Das Portal ist gerade nicht erreichbar",
            "The portal is not available right now",
        ),
    ] {
        for (lang, title) in [("de", german), ("en", english)] {
            let (response, body) = answer(&portal, error.clone(), lang).await;
            assert_eq!(response.status().as_u16(), status);
            assert!(body.contains(&format!("<h1>{title}</h1>")), "{status}: {body}");
            assert!(
                body.contains(&format!("<html lang=\"{lang}\"")) && body.contains("site-footer"),
                "{status}"
            );
            // Nothing has gone wrong for somebody who only has to sign in.
            assert_eq!(body.contains("<code>REQUEST123</code>"), status != 401, "{status}");
            let says_when = response.headers().get(header::RETRY_AFTER).is_some();
            assert_eq!(says_when, status == 429 || status == 503, "{status}");
        }
    }
}

/// A failure that would tell a lot if anybody printed it.
#[derive(Clone)]
struct Talkative;

impl IntoResponse for Talkative {
    fn into_response(self) -> Response {
        let fault = DbFault { kind: DbFaultKind::Broken, code: "secret-code-42".to_owned() };
        Failure::Db(fault).into_response()
    }
}

#[tokio::test]
async fn a_fault_of_ours_tells_its_incident_number_and_nothing_else() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (response, body) = answer(&portal, Talkative, "de").await;
    assert_eq!(response.status().as_u16(), 500);
    assert!(
        !body.contains("secret-code-42") && !body.contains("Broken") && !body.contains("database"),
        "{body}"
    );
    let incident = body.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a number");
    assert_eq!(incident.len(), 10);
    assert_ne!(incident, "REQUEST123", "the number under which the fault itself was logged");
}

#[tokio::test]
async fn a_page_a_handler_has_rendered_itself_is_left_alone() {
    #[derive(Clone)]
    struct OwnPage;
    impl IntoResponse for OwnPage {
        fn into_response(self) -> Response {
            let mut response =
                (StatusCode::UNPROCESSABLE_ENTITY, "the form, with what was typed").into_response();
            response.extensions_mut().insert(Rendered);
            response
        }
    }
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (response, body) = answer(&portal, OwnPage, "de").await;
    assert_eq!((response.status().as_u16(), body.as_str()), (422, "the form, with what was typed"));
}
