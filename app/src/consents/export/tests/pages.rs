//! What a patient sees of it, and what leaves.

use super::*;
use crate::{
    accounts::store::people,
    app,
    backend::{
        context::{Actor, RequestContext},
        policy::Role,
        testing::cast,
    },
    consents::export::{kept, reading, verify::verify},
    on_both_databases,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use tower::ServiceExt as _;

async fn answer(portal: &TestPortal, actor: Actor, path: &str) -> Response {
    let context = RequestContext::for_tests(portal.state.clone(), actor);
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let router = app::router(portal.state.clone());
    router.layer(Extension(context)).oneshot(request).await.expect("an answer")
}

async fn text(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("text").replace("<!>", "").replace("<wbr>", "")
}

async fn page(portal: &TestPortal, person: PersonId, path: &str) -> String {
    let answer = answer(portal, cast::patient_of(person), path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    text(answer).await
}

on_both_databases! {
    async fn every_version_is_listed_with_its_time_its_hash_and_four_ways_to_have_it(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, subject) = with_versions(&portal, 2).await;
        let html = page(&portal, person, "/consents/exports").await;
        let hash = kept::hash(&opened(&portal, subject, 2).await.file);
        for part in [
            "<h1>Nachweis Ihrer Einwilligungen</h1>",
            "<h3>Fassung 2</h3>",
            "<dd>Dienstag, 24. November 2026, 09:02 Uhr</dd>",
            &format!("{} {} {}", &hash[..4], &hash[4..8], &hash[8..12]),
            "href=\"/consents/exports/1\"",
            "href=\"/consents/exports/2/pdf\"",
            "href=\"/consents/exports/2/json\"",
            "href=\"/consents/exports/2/fhir\"",
            "aria-label=\"Unterschriebene Datei, Fassung 2\"",
            "obhut consents verify einwilligungen-v1.jws --key keys.json",
            "href=\"/privacy#keys\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(html.find("Fassung 2").expect("is there") < html.find("Fassung 1").expect("is there"));
        assert!(!html.contains("before="));
    }

    async fn a_long_list_comes_a_page_at_a_time(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, _) = with_versions(&portal, 22).await;
        let first = page(&portal, person, "/consents/exports").await;
        assert!(first.contains("<h3>Fassung 3</h3>") && !first.contains("<h3>Fassung 2</h3>"));
        assert!(first.contains("href=\"/consents/exports?before=3\""), "{first}");
        let second = page(&portal, person, "/consents/exports?before=3").await;
        assert!(second.contains("<h3>Fassung 2</h3>") && second.contains("<h3>Fassung 1</h3>"));
        assert!(!second.contains("before=") && second.contains("Zu den neuesten Fassungen"));
        let none = page(&portal, person, "/consents/exports?before=1").await;
        assert!(none.contains("Ältere Fassungen gibt es nicht."), "{none}");
    }

    async fn a_version_that_was_tampered_with_is_said_to_be_and_hides_no_other(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, _) = with_versions(&portal, 2).await;
        portal.unlock().await;
        portal.arrange("UPDATE consent_exports SET version = 9 WHERE version = 1").await;
        let html = page(&portal, person, "/consents/exports").await;
        assert_eq!(html.matches("nicht mehr so, wie sie gespeichert wurde").count(), 1, "{html}");
        assert!(html.contains("<h3>Fassung 9</h3>") && html.contains("href=\"/consents/exports/2\""), "{html}");
        assert!(!html.contains("href=\"/consents/exports/9\""));
    }

    async fn who_has_decided_nothing_reads_that(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, _) = patient(&portal).await;
        assert!(page(&portal, person, "/consents/exports").await.contains("Noch keine Fassung"));
    }

    async fn each_form_leaves_as_something_to_keep_and_not_to_run(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, subject) = with_versions(&portal, 1).await;
        for (path, media_type, name) in [
            ("/consents/exports/1", "application/jose", "einwilligungen-v1.jws"),
            ("/consents/exports/1/pdf", "application/pdf", "einwilligungen-v1.pdf"),
            ("/consents/exports/1/json", "application/json", "einwilligungen-v1.json"),
            ("/consents/exports/1/fhir", "application/fhir+json", "einwilligungen-v1.fhir.json"),
        ] {
            let answer = answer(&portal, cast::patient_of(person), path).await;
            assert_eq!(answer.status(), StatusCode::OK);
            let header = |name: header::HeaderName| answer.headers()[name].to_str().expect("text").to_owned();
            assert_eq!(header(header::CONTENT_TYPE), media_type);
            assert_eq!(header(header::CONTENT_DISPOSITION), format!("attachment; filename=\"{name}\""));
            assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(header(header::CACHE_CONTROL), "no-store");
            assert!(header(header::CONTENT_SECURITY_POLICY).starts_with("sandbox; default-src 'none'"));
        }
        let signed = text(answer(&portal, cast::patient_of(person), "/consents/exports/1").await).await;
        assert!(verify(signed.as_bytes(), &portal.state.keys.public_keys()).is_ok());
        assert_eq!(signed.as_bytes(), opened(&portal, subject, 1).await.file);
        let json = text(answer(&portal, cast::patient_of(person), "/consents/exports/1/json").await).await;
        let document: Document = serde_json::from_str(&json).expect("a document");
        assert!(document == opened(&portal, subject, 1).await.document);
        assert!(json.starts_with("{\n  \"schema_version\""), "{json}");
    }

    async fn what_is_somebody_elses_and_what_never_was_are_answered_alike(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, _) = with_versions(&portal, 2).await;
        let (other, _) = with_versions(&portal, 1).await;
        let (nobody, _) = patient(&portal).await;
        assert_eq!(answer(&portal, cast::patient_of(person), "/consents/exports/2").await.status(), StatusCode::OK);
        for (who, number) in [(other, "2"), (nobody, "1"), (person, "3"), (person, "0"), (person, "-1"), (person, "01"), (person, "x")] {
            for form in ["", "/pdf", "/json", "/fhir"] {
                let path = format!("/consents/exports/{number}{form}");
                let answer = answer(&portal, cast::patient_of(who), &path).await;
                assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
            }
        }
    }

    async fn the_team_and_strangers_have_no_such_page(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for (name, actor) in cast::everybody() {
            let expected = match name {
                "nobody" => StatusCode::UNAUTHORIZED,
                "patient" | "other-patient" => continue,
                role => {
                    assert!(Role::parse(role).is_some());
                    StatusCode::NOT_FOUND
                }
            };
            for path in ["/consents/exports", "/consents/exports/1", "/consents/exports/1/pdf", "/consents/exports/1/json", "/consents/exports/1/fhir"] {
                assert_eq!(answer(&portal, actor.clone(), path).await.status(), expected, "{name} {path}");
            }
        }
    }

    async fn after_a_second_invitation_it_is_held_back_for_a_while(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, _) = with_versions(&portal, 1).await;
        let until = Timestamp(portal.state.clock.now().0 + 60 * MINUTE);
        let held = portal.state.db.write(move |tx| Box::pin(people::set_content_hold(tx, person, until)));
        held.await.expect("holds");
        let html = page(&portal, person, "/consents/exports").await;
        assert!(html.contains("Noch verborgen") && !html.contains("Fassung 1"), "{html}");
        for path in ["/consents/exports/1", "/consents/exports/1/pdf", "/consents/exports/1/json", "/consents/exports/9/fhir"] {
            let answer = answer(&portal, cast::patient_of(person), path).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            assert_eq!(answer.headers()[header::LOCATION], "/consents/exports");
        }
    }

    async fn anybody_may_check_a_file_with_the_keys_that_come_with_the_page(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let html = text(answer(&portal, Actor::Nobody, "/consents/verify").await).await;
        let key = portal.state.keys.public_keys().remove(0);
        for part in [
            "<h1>Nachweis einer Einwilligung prüfen</h1>",
            &format!("data-keys=\"{} {}\"", reading::header(&key.thumbprint()), key.x()),
            &key.thumbprint(),
            "Dafür braucht es JavaScript.",
            "obhut consents verify einwilligungen-v1.jws --key keys.json",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    async fn the_keys_are_published_for_everybody_and_stay_the_same(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let set = || async { text(answer(&portal, Actor::Nobody, "/privacy/keys.json").await).await };
        let first = set().await;
        assert_eq!(first, set().await);
        let keys = crate::backend::crypto::read_jwks(first.as_bytes());
        assert_eq!(keys, portal.state.keys.public_keys());
        let html = text(answer(&portal, Actor::Nobody, "/privacy").await).await;
        assert!(html.contains(&keys[0].thumbprint()) && html.contains("href=\"/privacy/keys.json\""), "{html}");
        let (_, subject) = with_versions(&portal, 1).await;
        assert!(verify(&opened(&portal, subject, 1).await.file, &keys).is_ok());
    }
}
