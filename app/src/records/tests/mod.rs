//! Records on both databases: taken over, read, streamed, tampered with, and not linkable to people.

mod imports;
mod linkage;
mod order;
mod own;
mod tampering;
mod team;

use super::{
    fhir,
    model::{Import, When},
    service::{self, ImportOutcome, Kept},
};
use crate::{
    accounts::store::people::{self, Confirmed},
    audit::Who,
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        testing::{TestPortal, cast},
    },
    error::AppError,
    ids::{PersonId, SubjectId},
    patients::{
        arrivals::{self, Added, Arrival},
        subjects::subject_of,
    },
    time::Timestamp,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::TryStreamExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// From the npm package `hl7.fhir.uv.ips` 2.0.0 (CC0-1.0).
const REAL: &[u8] = include_bytes!("../../../tests/fhir/ips-bundle-01.json");
const SOURCE: &str = "Quelle";

fn read(bytes: &[u8]) -> Import {
    let now = Timestamp(When::parse("2026-11-22T12:00:00Z").expect("a date").earliest().0);
    fhir::read(bytes, now).unwrap_or_else(|refusal| panic!("refused: {refusal:?}"))
}

fn real() -> Import {
    read(REAL)
}

/// The real bundle with something else in it.
fn real_but(change: impl FnOnce(&mut Value)) -> Import {
    let mut value: Value = serde_json::from_slice(REAL).expect("JSON");
    change(&mut value);
    read(value.to_string().as_bytes())
}

/// A file about somebody with these conditions, and with documents of these bytes.
fn file(conditions: &[&str], documents: &[&[u8]]) -> Import {
    let mut entries = vec![json!({ "resource": {
        "resourceType": "Patient", "id": "p", "birthDate": "1980-05-04",
        "name": [{ "family": "Familycanary", "given": ["Givencanary"] }],
    } })];
    for (number, title) in conditions.iter().enumerate() {
        entries.push(json!({ "resource": {
            "resourceType": "Condition", "id": format!("c{number}"), "code": { "text": title },
            "subject": { "reference": "Patient/p" },
        } }));
    }
    for (number, bytes) in documents.iter().enumerate() {
        entries.push(json!({ "resource": {
            "resourceType": "DocumentReference", "id": format!("d{number}"), "status": "current",
            "subject": { "reference": "Patient/p" },
            "content": [{ "attachment": {
                "contentType": "application/pdf", "title": format!("Briefcanary {number}"),
                "data": STANDARD.encode(bytes),
            } }],
        } }));
    }
    read(json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }).to_string().as_bytes())
}

/// What passes for a PDF of so many bytes.
fn pdf(length: usize, fill: u8) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(length - 5, fill);
    bytes.extend(b"%%EOF");
    bytes
}

/// Somebody whose family name is unique to the number.
async fn somebody(portal: &TestPortal, number: usize) -> PersonId {
    let arrival = Arrival {
        family_name: format!("Muster{}", "abcdefghij".repeat(number % 5)),
        given_name: "Erika".to_owned(),
        birth_date: crate::patients::birth_date::BirthDate::new(1980, 5, 4).expect("a day"),
        insurance_number: None,
        identifiers: vec![("urn:test".to_owned(), number.to_string())],
    };
    match arrivals::add(&portal.state, Who::CommandLine, &arrival, true).await.expect("adds") {
        Added::Created(person) => person,
        other => panic!("not created: {other:?}"),
    }
}

async fn take(portal: &TestPortal, person: PersonId, import: &Import) -> Result<ImportOutcome, Failure> {
    service::import(&portal.state, Who::CommandLine, import, SOURCE, person).await
}

async fn taken(portal: &TestPortal, person: PersonId, import: &Import) -> ImportOutcome {
    take(portal, person, import).await.expect("imports")
}

async fn subject(portal: &TestPortal, person: PersonId) -> SubjectId {
    subject_of(&portal.state, person).await.expect("a pseudonym")
}

async fn record(portal: &TestPortal, person: PersonId) -> Vec<Kept> {
    service::record_of(&portal.state, subject(portal, person).await).await.expect("opens")
}

/// The pieces of a file; `None` when there is no such file.
async fn download(
    portal: &TestPortal,
    person: PersonId,
    of: &Kept,
    number: usize,
) -> Result<Option<Vec<Vec<u8>>>, Failure> {
    let subject = subject(portal, person).await;
    let Some(id) = of.files.get(&number) else { return Ok(None) };
    match service::file(&portal.state, subject, *id).await? {
        Some(file) => file.content.try_collect().await.map(Some),
        None => Ok(None),
    }
}

fn outcome(added: usize, unchanged: usize, replaced: usize) -> ImportOutcome {
    ImportOutcome { added, unchanged, replaced, ..ImportOutcome::default() }
}

/// Makes a patient somebody who has enrolled, and whose identity was confirmed.
async fn confirmed(portal: &TestPortal, person: PersonId) {
    let now = portal.state.clock.now();
    let done = portal.state.db.write(move |tx| {
        Box::pin(async move {
            people::set_enrolled(tx, person, now).await?;
            people::confirm_identity(tx, person, person, now).await
        })
    });
    assert_eq!(done.await.expect("confirms"), Confirmed::Now);
}

fn context(portal: &TestPortal, actor: Actor) -> RequestContext {
    RequestContext::for_tests(portal.state.clone(), actor)
}

/// A patient who is signed in.
fn patient(portal: &TestPortal, person: PersonId) -> RequestContext {
    context(portal, cast::patient_of(person))
}

/// The answer to a request as somebody, without a socket.
async fn answer(context: &RequestContext, path: &str) -> Response {
    let router = crate::app::router(context.state.clone());
    let request = Request::get(path).body(Body::empty()).expect("a request");
    router.layer(Extension(context.clone())).oneshot(request).await.expect("an answer")
}

/// Status and body of the answer.
async fn page(context: &RequestContext, path: &str) -> (StatusCode, String) {
    let answer = answer(context, path).await;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8_lossy(&body).replace("<!>", ""))
}

/// Asserts that an answer is the one to something that does not exist.
async fn assert_missing(context: &RequestContext, path: &str) {
    let answer = answer(context, path).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    assert_eq!(answer.extensions().get::<AppError>(), Some(&AppError::NotFound), "{path}");
    assert!(to_bytes(answer.into_body(), 1).await.expect("a body").is_empty(), "{path}");
}
