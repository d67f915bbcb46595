//! Texts on both databases: writing, releasing, what is sent, and the pages.

use super::{
    current,
    model::{Standing, TemplateForm, TemplateKind, Verdict, Wordings},
    routes,
    service::{self, Decided, Written},
};
use crate::{
    audit::{self, Act, Owner, Reading},
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        policy::Role,
        testing::{Engine, TestPortal},
    },
    error::AppError,
    ids::PersonId,
    lang::Lang,
    on_both_databases, sql,
    staff::arranged::colleague,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;

const KIND: TemplateKind = TemplateKind::Security;

/// The shipped text with another subject.
fn typed(subject: &str, base: i64) -> TemplateForm {
    TemplateForm { subject_de: subject.to_owned(), ..TemplateForm::filled(&Wordings::shipped(KIND), base) }
}

async fn standings(ctx: &RequestContext) -> Vec<Standing> {
    let history = service::history(ctx, KIND).await.expect("reads");
    history.versions.into_iter().map(|version| version.standing).collect()
}

async fn sent(portal: &TestPortal) -> String {
    current::wording(&portal.state, KIND, Lang::De).await.expect("reads").subject
}

async fn decide(ctx: &RequestContext, number: i64, verdict: Verdict) -> Decided {
    service::decide(ctx, KIND, number, verdict, "Ein guter Grund dafür").await.expect("decides")
}

async fn acts(portal: &TestPortal) -> Vec<Act> {
    let page = audit::page(&portal.state, Owner::System, None, 50).await.expect("reads");
    let act = |reading: Reading| match reading {
        Reading::Entry(entry) => Some(entry.action),
        _ => None,
    };
    page.lines.into_iter().filter_map(|line| act(line.reading)).collect()
}

on_both_databases! {
    async fn what_one_writes_another_releases_and_then_it_is_sent(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::TeamLead).await;
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let shipped = sent(&portal).await;
        assert_eq!(service::write(&petra, KIND, &typed("Bitte lesen", 0)).await, Ok(Written::Done));
        assert_eq!(standings(&paul).await, [Standing::Draft]);
        assert_eq!(sent(&portal).await, shipped, "a draft is not sent");
        assert_eq!(decide(&petra, 1, Verdict::Released).await, Decided::Own);
        assert_eq!(decide(&paul, 1, Verdict::Released).await, Decided::Done);
        assert_eq!(sent(&portal).await, "Bitte lesen");
        assert_eq!(decide(&paul, 1, Verdict::Released).await, Decided::Elsewhere);

        assert_eq!(service::write(&petra, KIND, &typed("Noch besser", 1)).await, Ok(Written::Done));
        assert_eq!(decide(&petra, 2, Verdict::Rejected).await, Decided::Done, "one may take back one's own");
        assert_eq!(service::write(&petra, KIND, &typed("Am besten", 2)).await, Ok(Written::Done));
        assert_eq!(service::write(&petra, KIND, &typed("Am allerbesten", 3)).await, Ok(Written::Done));
        assert_eq!(decide(&paul, 3, Verdict::Released).await, Decided::Elsewhere, "there is a newer one");
        assert_eq!(decide(&paul, 4, Verdict::Released).await, Decided::Done);
        let expected = [Standing::InForce, Standing::Overtaken, Standing::Rejected, Standing::Replaced];
        assert_eq!(standings(&paul).await, expected);
        assert_eq!(decide(&paul, 1, Verdict::Retired).await, Decided::Elsewhere);
        assert_eq!(decide(&paul, 4, Verdict::Retired).await, Decided::Done);
        assert_eq!(sent(&portal).await, shipped, "not the one before, which was replaced for a reason");
        let done = acts(&portal).await;
        for (act, times) in [
            (Act::TemplateWritten, 4),
            (Act::TemplateReleased, 2),
            (Act::TemplateRejected, 1),
            (Act::TemplateRetired, 1),
        ] {
            assert_eq!(done.iter().filter(|found| **found == act).count(), times, "{act:?}");
        }
    }

    async fn nobody_else_writes_or_releases(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        for role in [Role::Reception, Role::Clinician, Role::Administrator, Role::PrivacyOfficer] {
            let ctx = colleague(&portal, "Wer", role).await;
            assert_eq!(service::write(&ctx, KIND, &typed("x", 0)).await, Err(AppError::NotFound), "{role:?}");
            if role != Role::PrivacyOfficer {
                assert!(service::list(&ctx).await.is_err(), "{role:?}");
            }
        }
        let nobody = RequestContext::for_tests(portal.state.clone(), Actor::Nobody);
        assert_eq!(service::list(&nobody).await.err(), Some(AppError::SignInRequired));
    }

    async fn of_two_editors_the_second_is_told(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::TeamLead).await;
        let paula = colleague(&portal, "Paula", Role::TeamLead).await;
        let (one, other) = (typed("Die eine Fassung", 0), typed("Die andere Fassung", 0));
        let both = tokio::join!(service::write(&petra, KIND, &one), service::write(&paula, KIND, &other));
        let done = [both.0.expect("answers"), both.1.expect("answers")];
        assert_eq!(done.iter().filter(|written| **written == Written::Done).count(), 1, "{done:?}");
        assert!(done.contains(&Written::Elsewhere), "{done:?}");
        assert_eq!(standings(&petra).await.len(), 1);
        for base in ["", "x", "-1", "99", "9223372036854775807"] {
            let form = TemplateForm { base: base.to_owned(), ..one.clone() };
            assert_eq!(service::write(&petra, KIND, &form).await, Ok(Written::Elsewhere), "{base}");
        }
    }

    async fn of_two_who_decide_one_does(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::TeamLead).await;
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let paula = colleague(&portal, "Paula", Role::TeamLead).await;
        service::write(&petra, KIND, &typed("Bitte lesen", 0)).await.expect("writes");
        let both = tokio::join!(decide(&paul, 1, Verdict::Released), decide(&paula, 1, Verdict::Rejected));
        assert!([(Decided::Done, Decided::Elsewhere), (Decided::Elsewhere, Decided::Done)].contains(&both), "{both:?}");
    }

    async fn the_database_refuses_what_the_service_refuses(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let petra = colleague(&portal, "Petra", Role::TeamLead).await;
        let author = petra.actor.person().expect("somebody");
        let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
        let other = paul.actor.person().expect("somebody");
        service::write(&petra, KIND, &typed("Bitte lesen", 0)).await.expect("writes");
        let release = |author: PersonId, by: PersonId| {
            portal.state.db.write(move |tx| Box::pin(async move {
                sql!(tx, execute:
                    "INSERT INTO template_decisions
                         (kind, channel, version, verdict, author_id, decided_by, decided_at)
                     VALUES ('security', 'email', 1, 'released', $1, $2, 0)", author, by)
            }))
        };
        assert!(release(author, author).await.is_err(), "four eyes");
        assert!(release(other, author).await.is_err(), "nobody says that somebody else wrote it");
        release(author, other).await.expect("four eyes");
        assert!(release(author, other).await.is_err(), "once");
        for table in ["templates", "template_texts", "template_decisions"] {
            for number in 0..2 {
                let refused: Result<u64, Failure> = portal.state.db.write(move |tx| Box::pin(async move {
                    match (table, number) {
                        ("templates", 0) => sql!(tx, execute: "UPDATE templates SET authored_at = 1"),
                        ("templates", _) => sql!(tx, execute: "DELETE FROM templates"),
                        ("template_texts", 0) => sql!(tx, execute: "UPDATE template_texts SET body = 'x'"),
                        ("template_texts", _) => sql!(tx, execute: "DELETE FROM template_texts"),
                        (_, 0) => sql!(tx, execute: "UPDATE template_decisions SET decided_at = 1"),
                        (_, _) => sql!(tx, execute: "DELETE FROM template_decisions"),
                    }
                })).await;
                assert!(refused.is_err(), "{table} {number}");
            }
        }
        let back = portal.state.db.write(|tx| Box::pin(async move {
            sql!(tx, execute: "UPDATE template_heads SET version = 0")
        }));
        assert!(back.await.is_err());
    }
}

async fn ask(ctx: &RequestContext, request: Request<Body>) -> (StatusCode, String, String) {
    let router = routes::routes().into_parts().0.with_state(ctx.state.clone()).layer(Extension(ctx.clone()));
    let answer = router.oneshot(request).await.expect("an answer");
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let (status, location) = (answer.status(), location.unwrap_or_default().to_owned());
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, location, String::from_utf8(body.to_vec()).expect("text").replace("<!>", ""))
}

async fn get(ctx: &RequestContext, path: &str) -> (StatusCode, String) {
    let (status, _, html) = ask(ctx, Request::get(path).body(Body::empty()).expect("a request")).await;
    (status, html)
}

async fn post(ctx: &RequestContext, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    ask(ctx, request).await
}

fn fields(form: &TemplateForm) -> Vec<(&'static str, &str)> {
    vec![
        ("base", form.base.as_str()),
        ("subject_de", form.subject_de.as_str()),
        ("body_de", form.body_de.as_str()),
        ("subject_en", form.subject_en.as_str()),
        ("body_en", form.body_en.as_str()),
    ]
}

#[tokio::test]
async fn a_text_is_written_looked_at_and_released_on_pages() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let petra = colleague(&portal, "<b>Petra</b>", Role::TeamLead).await;
    let paul = colleague(&portal, "Paul", Role::PrivacyOfficer).await;
    let (status, html) = get(&petra, "/staff/templates").await;
    assert_eq!(status, StatusCode::OK);
    for part in ["Meldung zum Zugang", "Einwilligung läuft ab", "Gesendet wird der Text des Portals."] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let edit = "/staff/templates/security/edit";
    let (_, html) = get(&petra, edit).await;
    assert!(html.contains("Eine Meldung zu Ihrem Zugang") && html.contains("{salutation}"), "{html}");
    let form = typed("Neues für Sie", 0);
    let (status, _, html) = post(&petra, edit, &[fields(&form), vec![("preview", "yes")]].concat()).await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "So kommt es an",
        "Neues für Sie",
        "Guten Tag,",
        "Praxis am Park",
        "Good day,",
        "http://localhost:3000",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let discreet = html.split("Für alle, die Diskretion gewählt haben").nth(1).expect("a discreet mail");
    let discreet = discreet.split("</section>").next().expect("an end");
    assert!(discreet.contains("<dd>Portal</dd>") && !discreet.contains("Praxis am Park"), "{discreet}");
    let (status, location, _) = post(&petra, edit, &fields(&form)).await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/staff/templates/security"));
    let (_, html) = get(&petra, &location).await;
    for part in [
        "Entfällt:",
        "<del>Eine Meldung zu Ihrem Zugang</del>",
        "Neu:",
        "<ins>Neues für Sie</ins>",
        "Entwurf, wartet auf Freigabe",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(html.contains("&lt;b&gt;Petra&lt;/b&gt;") && !html.contains("<b>Petra"), "{html}");
    let version = "/staff/templates/security/versions/1";
    let (_, hers) = get(&petra, version).await;
    assert!(
        hers.contains("Sie haben diese Fassung geschrieben") && !hers.contains("value=\"released\""),
        "{hers}"
    );
    let (status, _, html) = post(&petra, version, &[("verdict", "released")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(html.contains("Freigeben muss jemand anderes"), "{html}");
    for (reason, said) in [
        ("", "Geben Sie den Grund an."),
        ("ok", "mindestens 10 Zeichen"),
        (&"x".repeat(301), "höchstens 300"),
    ] {
        let (status, _, html) = post(&paul, version, &[("verdict", "rejected"), ("reason", reason)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            html.contains(said) && html.contains(&format!("value=\"{reason}\"")) || reason.is_empty(),
            "{html}"
        );
    }
    let (_, html) = get(&paul, version).await;
    assert!(html.contains("value=\"released\"") && !html.contains(edit), "{html}");
    let (status, location, _) = post(&paul, version, &[("verdict", "released")]).await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/staff/templates/security"));
    let (_, html) = get(&paul, version).await;
    assert!(html.contains("Freigegeben von Paul Kollege") && html.contains("value=\"retired\""), "{html}");
    let (status, _, html) =
        post(&paul, version, &[("verdict", "rejected"), ("reason", "Viel zu spät gekommen")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(html.contains("Das hat sich inzwischen geändert"), "{html}");

    // The editor that was opened before is told, and keeps what was typed; sent once more it is saved.
    let late = typed("Viel später", 0);
    let (status, _, html) = post(&petra, edit, &fields(&late)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    for part in
        ["Inzwischen hat jemand anderes gespeichert", "value=\"Viel später\"", "name=\"base\" value=\"1\""]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
    let again = TemplateForm { base: "1".to_owned(), ..late };
    assert_eq!(post(&petra, edit, &fields(&again)).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn everything_wrong_is_said_beside_its_control_with_the_words_marked() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let petra = colleague(&portal, "Petra", Role::TeamLead).await;
    let edit = "/staff/templates/consent-ending/edit";
    let form = TemplateForm {
        base: "0".to_owned(),
        subject_de: String::new(),
        body_de: "</textarea><script>alert(1)</script> Ihr Befund liegt vor.\n{date} {link}".to_owned(),
        subject_en: "🙂".repeat(90),
        body_en: "\u{202e}مرحبا {diagnosis}".to_owned(),
    };
    let (status, _, html) = post(&petra, edit, &fields(&form)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "<title>Fehler: ",
        "<a href=\"#subject_de\">",
        "<a href=\"#body_de\">",
        "<a href=\"#subject_en\">",
        "<a href=\"#body_en\">",
        "Schreiben Sie etwas hinein",
        "„Befund“ (Zeile 1)",
        "<mark>Befund</mark>",
        "sagt etwas über Gesundheit",
        "<mark>{diagnosis}</mark>",
        "&lt;/textarea&gt;&lt;script&gt;",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("<script>alert"), "{html}");
    let (_, _, english) = post(&petra, &format!("{edit}?lang=en"), &fields(&form)).await;
    assert!(english.contains("<mark>Befund</mark>"), "{english}");
    assert_eq!(post(&petra, edit, &[]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    for path in [
        "/staff/templates/nothing",
        "/staff/templates/security/versions/1",
        "/staff/templates/security/versions/01",
        "/staff/templates/security/versions/-1",
        "/staff/templates/security/versions/99999999999999999999",
        "/staff/templates/Security",
        "/staff/templates/x/edit",
    ] {
        assert_eq!(get(&petra, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let foreign = "/staff/templates/security/versions/7";
    assert_eq!(post(&petra, foreign, &[("verdict", "released")]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(post(&petra, foreign, &[("verdict", "erased")]).await.0, StatusCode::BAD_REQUEST);
}
