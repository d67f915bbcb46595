//! One's own record: when it opens, what it shows, and how documents leave.

use super::*;
use crate::{backend::crypto::PIECE, ids::RecordFileId, on_both_databases, sql};
use axum::http::header;
use futures::StreamExt as _;

const HOUR: i64 = 3_600_000;

/// A patient with a condition and a document of this many bytes, and the path of that document.
async fn with_document(portal: &TestPortal, number: usize, length: usize) -> (PersonId, String) {
    let person = somebody(portal, number).await;
    taken(portal, person, &file(&["Befundcanary"], &[&pdf(length, b'a')])).await;
    let kept =
        record(portal, person).await.into_iter().find(|kept| !kept.files.is_empty()).expect("a document");
    (person, format!("/me/record/documents/{}", kept.files[&0]))
}

async fn hold(portal: &TestPortal, person: PersonId, time: i64) {
    let until = Timestamp(portal.state.clock.now().0 + time);
    let held = portal.state.db.write(move |tx| Box::pin(people::set_content_hold(tx, person, until)));
    held.await.expect("holds");
}

/// Asserts that neither the record nor the document is shown, and that a page says why.
async fn assert_closed(portal: &TestPortal, person: PersonId, document: &str, why: &str) {
    let me = patient(portal, person);
    let (status, html) = page(&me, "/me/record").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Ihre Akte ist noch geschlossen") && html.contains(why), "{why} in {html}");
    assert!(!html.contains("canary"), "{html}");
    // Whether there is such a document is not said either.
    let nobodys = format!("/me/record/documents/{}", RecordFileId::from_random([3; 16]));
    for path in [document, &nobodys] {
        let answer = answer(&me, path).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
        assert_eq!(answer.headers()[header::LOCATION], "/me/record");
        assert!(to_bytes(answer.into_body(), 1).await.expect("a body").is_empty());
    }
}

on_both_databases! {
    async fn a_record_opens_once_the_identity_was_confirmed(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, document) = with_document(&portal, 1, 1000).await;
        assert_closed(&portal, person, &document, "prüft jemand aus der Praxis noch einmal").await;
        confirmed(&portal, person).await;
        let me = patient(&portal, person);
        let (status, html) = page(&me, "/me/record").await;
        assert_eq!(status, StatusCode::OK);
        for part in [
            "<h1>Ihre Akte</h1>",
            "Befundcanary",
            "Zuletzt übernommen: Dienstag, 24. November 2026",
            "aus: <bdi lang=\"\">Quelle</bdi>",
            &format!("<a href=\"{document}\">PDF herunterladen"),
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("geschlossen"));
        let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
        assert_eq!(title, "Ihre Akte – Patientenportal", "the history names neither person nor finding");
        assert_eq!(page(&me, &document).await.0, StatusCode::OK);
    }

    async fn in_the_first_day_after_a_second_invitation_nothing_is_shown(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, document) = with_document(&portal, 1, 1000).await;
        confirmed(&portal, person).await;
        hold(&portal, person, 24 * HOUR).await;
        assert_closed(&portal, person, &document, "erst wieder ab Mittwoch, 25. November 2026").await;
        portal.clock.advance(24 * HOUR - 1);
        assert_closed(&portal, person, &document, "Zu Ihrem Schutz").await;
        portal.clock.advance(1);
        assert!(page(&patient(&portal, person), "/me/record").await.1.contains("Befundcanary"));
        // Both at once: first the one, then the other.
        let (other, document) = with_document(&portal, 2, 1000).await;
        hold(&portal, other, HOUR).await;
        assert_closed(&portal, other, &document, "Zu Ihrem Schutz").await;
        portal.clock.advance(HOUR);
        assert_closed(&portal, other, &document, "prüft jemand aus der Praxis").await;
    }

    async fn who_has_no_record_gets_a_page_that_says_so_and_no_pseudonym(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let person = somebody(&portal, 1).await;
        confirmed(&portal, person).await;
        let (status, html) = page(&patient(&portal, person), "/me/record").await;
        assert_eq!(status, StatusCode::OK);
        assert!(html.contains("noch keine Gesundheitsdaten"), "{html}");
        assert_eq!(html.matches("Dazu ist hier nichts hinterlegt.").count(), 7, "every section says so");
        assert_missing(&patient(&portal, person), &format!("/me/record/documents/{}", RecordFileId::from_random([3; 16]))).await;
        let linked = portal.state.db.read(|tx| Box::pin(async move {
            sql!(tx, one as (i64,): "SELECT COUNT(*) FROM person_subjects")
        }));
        assert_eq!(linked.await.expect("counts").0, 0, "looking writes nothing");
    }

    async fn a_document_leaves_in_pieces_as_something_to_keep_and_not_to_run(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let length = 5 * PIECE + 77;
        let (person, document) = with_document(&portal, 1, length).await;
        confirmed(&portal, person).await;
        let answer = answer(&patient(&portal, person), &document).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let header = |name: header::HeaderName| answer.headers()[name].to_str().expect("text").to_owned();
        assert_eq!(header(header::CONTENT_TYPE), "application/pdf");
        assert_eq!(header(header::CONTENT_DISPOSITION), "attachment; filename=\"dokument.pdf\"", "a name that says nothing");
        assert_eq!(header(header::CONTENT_LENGTH), length.to_string());
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(header::CACHE_CONTROL), "no-store");
        assert!(header(header::CONTENT_SECURITY_POLICY).starts_with("sandbox; default-src 'none'"));
        let pieces: Vec<_> = answer.into_body().into_data_stream().collect().await;
        let pieces: Vec<_> = pieces.into_iter().map(|piece| piece.expect("a piece")).collect();
        assert_eq!(pieces.iter().map(|piece| piece.len()).max(), Some(PIECE), "no more than a piece is held at a time");
        assert!(pieces.concat() == pdf(length, b'a'));
    }

    async fn a_document_that_was_tampered_with_breaks_off(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, document) = with_document(&portal, 1, 3 * PIECE).await;
        confirmed(&portal, person).await;
        portal.arrange("DELETE FROM record_file_pieces WHERE number = 1").await;
        let pieces: Vec<_> = answer(&patient(&portal, person), &document).await.into_body().into_data_stream().collect().await;
        assert_eq!(pieces.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
    }

    async fn what_is_somebody_elses_what_was_replaced_and_what_never_was_are_answered_alike(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, document) = with_document(&portal, 1, 1000).await;
        let (other, foreign) = with_document(&portal, 2, 1000).await;
        for person in [person, other] {
            confirmed(&portal, person).await;
        }
        let me = patient(&portal, person);
        assert_eq!(page(&me, &document).await.0, StatusCode::OK);
        taken(&portal, person, &file(&[], &[&pdf(1000, b'b')])).await;
        let entry = record(&portal, other).await.remove(0).id;
        let nobodys = RecordFileId::from_random([3; 16]);
        for path in [
            foreign.clone(),
            document.clone(),
            format!("/me/record/documents/{entry}"),
            format!("/me/record/documents/{nobodys}"),
            "/me/record/documents/0".to_owned(),
            "/me/record/documents/..%2F..%2Fetc%2Fpasswd".to_owned(),
            "/me/record/documents/%F0%9F%99%82".to_owned(),
        ] {
            assert_missing(&me, &path).await;
        }
        assert_eq!(page(&patient(&portal, other), &foreign).await.0, StatusCode::OK);
        assert_missing(&patient(&portal, other), &document).await;
    }

    async fn nobody_but_patients_has_a_record_of_their_own(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (person, document) = with_document(&portal, 1, 1000).await;
        confirmed(&portal, person).await;
        for (name, actor) in cast::everybody() {
            let context = context(&portal, actor);
            for path in ["/me/record", &document] {
                let status = answer(&context, path).await.status();
                match name {
                    "nobody" => assert_eq!(status, StatusCode::UNAUTHORIZED, "{name} {path}"),
                    // They are not in the database, so nobody has confirmed who they are.
                    "patient" | "other-patient" => assert!(status != StatusCode::NOT_FOUND, "{name} {path}"),
                    _ => assert_eq!(status, StatusCode::NOT_FOUND, "{name} {path}"),
                }
            }
        }
    }
}
