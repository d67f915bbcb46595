//! The pages, asked over HTTP without a socket.

use super::*;
use crate::{
    backend::{instance, settings::Practice, testing::Engine},
    staff::routes,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use tower::ServiceExt as _;

async fn ask(ctx: &RequestContext, request: Request<Body>) -> (StatusCode, String, String) {
    let router = routes::routes().into_parts().0.with_state(ctx.state.clone()).layer(Extension(ctx.clone()));
    let answer: Response = router.oneshot(request).await.expect("an answer");
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let (status, location) = (answer.status(), location.unwrap_or_default().to_owned());
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, location, String::from_utf8(body.to_vec()).expect("text"))
}

async fn get(ctx: &RequestContext, path: &str) -> (StatusCode, String) {
    let (status, _, html) = ask(ctx, Request::get(path).body(Body::empty()).expect("a request")).await;
    (status, html)
}

async fn post(ctx: &RequestContext, path: &str) -> (StatusCode, String) {
    let token = ctx.form_token().map(|token| format!("form_token={token}"));
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(token.unwrap_or_default()))
        .expect("a request");
    let (status, location, _) = ask(ctx, request).await;
    (status, location)
}

fn title(html: &str) -> &str {
    html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title")
}

#[tokio::test]
async fn the_start_page_shows_each_role_its_own_work() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let petra = colleague(&portal, "Petra", Role::Reception).await;
    let arne = colleague(&portal, "<b>Arne</b>", Role::Administrator).await;
    let anna = patient(&portal, "Anna").await;
    enrol(&portal, &invite(&portal, anna, None).await).await;

    let (status, html) = get(&petra.context, "/staff").await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "Guten Tag, Petra Kollege",
        "Ihre Rolle: Empfang",
        "href=\"/staff/patients\"",
        "href=\"/staff/patients/new\"",
        "href=\"/staff/invitations\"",
        "href=\"/staff/enrolments\"",
        "Eine Person wartet.",
        "Neue Konten im Team",
        "&lt;b&gt;Arne&lt;/b&gt; Kollege",
        "Administration, angelegt am Dienstag, 24. November 2026",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!title(&html).contains("Petra") && !html.contains("Anna"), "{html}");

    assert!(!html.contains("id=\"team\"") && !html.contains("obhut staff"), "{html}");

    let (status, html) = get(&arne.context, "/staff").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Neue Konten im Team") && html.contains("href=\"/me/security\""));
    assert!(!html.contains("/staff/patients") && !html.contains("/staff/enrolments"), "{html}");
    let jana = colleague(&portal, "Jana", Role::PrivacyOfficer).await;
    service::disable(&portal.state, petra.id).await.expect("disables");
    for (member, about, finds) in
        [(&arne, "obhut staff add", false), (&jana, "sehen Sie nur mit einem Grund", true)]
    {
        let (_, html) = get(&member.context, "/staff").await;
        let team = html.split("id=\"team\"").nth(1).expect("the team").split("</ul>").next().expect("a list");
        for part in ["Petra Kollege", "gesperrt", "Jana Kollege", "noch ohne Passkey"] {
            assert!(team.contains(part), "{part} in {team}");
        }
        assert!(html.contains(about) && html.contains("href=\"/privacy\""), "{html}");
        assert_eq!(html.contains("href=\"/staff/patients\""), finds, "{html}");
        assert!(!html.contains("/staff/patients/new") && !html.contains("/staff/invitations"), "{html}");
    }
}

#[tokio::test]
async fn an_invitation_that_replaces_something_lost_has_a_button_for_others_only() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let petra = colleague(&portal, "Petra", Role::Reception).await;
    let paula = colleague(&portal, "Paula", Role::Clinician).await;
    let (status, html) = get(&petra.context, "/staff/invitations").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("Keine offenen Einladungen"));

    let (anna, ben) = (patient(&portal, "Anna").await, patient(&portal, "Ben").await);
    enrol(&portal, &invite(&portal, anna, None).await).await;
    let lost = invite(&portal, anna, Some(&petra)).await;
    let first = invite(&portal, ben, Some(&petra)).await;
    let form = format!("action=\"/staff/invitations/{}/approval\"", lost.id);
    let (_, hers) = get(&petra.context, "/staff/invitations").await;
    assert!(!hers.contains("/approval\"") && hers.contains("Jemand anderes aus dem Team muss freigeben"));
    assert!(hers.contains("offen bis Dienstag, 8. Dezember 2026, 09:00 Uhr"), "{hers}");
    let (_, others) = get(&paula.context, "/staff/invitations").await;
    assert!(others.contains(&form) && others.contains("Ersetzt einen verlorenen Zugang"), "{others}");
    assert!(others.contains("Ben Muster") && others.contains("Erster Zugang"));
    assert!(!others.contains(&format!("{}/approval", first.id)), "a first access needs no approval");
    assert!(
        others.contains("Ausgestellt am Dienstag, 24. November 2026, 09:00 Uhr von Petra Kollege"),
        "{others}"
    );
    assert!(!others.contains(&lost.code) && !title(&others).contains("Anna"));
    assert!(others.contains("eingelöst am Dienstag, 24. November 2026, 09:00 Uhr"), "{others}");
    invite(&portal, ben, Some(&petra)).await;
    let (_, others) = get(&paula.context, "/staff/invitations").await;
    assert!(
        others.contains("ungültig seit Dienstag, 24. November 2026, 09:00 Uhr: eine neuere hat sie ersetzt")
    );

    let path = format!("/staff/invitations/{}/approval", lost.id);
    assert_eq!(post(&petra.context, &path).await.0, StatusCode::NOT_FOUND);
    let mut desk = at_desk(&portal, &paula).await;
    let (status, location) = desk.does(async |context| post(context, &path).await).await;
    let proof = format!("/step-up/approve-invitation-{}", lost.id);
    assert_eq!((status, location), (StatusCode::SEE_OTHER, proof), "first a fresh proof");
    let deed = Deed::ApproveInvitation(lost.id);
    desk.does(async |context| step_up::grant(context, deed).await).await.expect("grants");
    assert!(!others.contains("noch einmal auf"), "nothing was proven so far");
    let (_, html) = desk.does(async |context| get(context, &deed.page()).await).await;
    assert!(html.contains("noch einmal auf „Freigeben“") && html.contains(&form), "{html}");
    assert!(html.contains("Noch ein Schritt") && !html.contains("Erledigt"), "{html}");
    let (status, location) = desk.does(async |context| post(context, &path).await).await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/staff/invitations"));
    let (_, html) = desk.does(async |context| get(context, &location).await).await;
    assert!(html.contains("Die Einladung ist freigegeben.") && html.contains("Freigegeben"), "{html}");
    for address in ["/staff/invitations", "/staff/invitations?done", "/staff/invitations?proven"] {
        let (_, html) = desk.does(async |context| get(context, address).await).await;
        assert!(
            !html.contains("Die Einladung ist freigegeben.") && !html.contains("noch einmal auf"),
            "said once"
        );
    }
    for path in ["/staff/invitations/x/approval", &path] {
        assert_eq!(post(&paula.context, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn who_works_alone_is_told_the_command() {
    let alone = Practice { identity_check: Some(false), ..Practice::default() };
    let portal = TestPortal::with(Engine::Sqlite, instance::Kind::Real, alone).await;
    let petra = colleague(&portal, "Petra", Role::TeamLead).await;
    let anna = patient(&portal, "Anna").await;
    enrol(&portal, &invite(&portal, anna, None).await).await;
    let lost = invite(&portal, anna, Some(&petra)).await;
    let command = format!("obhut invitation approve {}", lost.id);
    let (_, html) = get(&petra.context, "/staff/invitations").await;
    assert!(html.contains(&command), "{html}");
    invites::approve_on_server(&portal.state, lost.id).await.expect("approves");
    let (_, html) = get(&petra.context, "/staff/invitations").await;
    assert!(!html.contains("obhut invitation") && html.contains("Freigegeben"), "{html}");
}

#[tokio::test]
async fn an_identity_is_confirmed_by_somebody_else() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let petra = colleague(&portal, "Petra", Role::Reception).await;
    let paula = colleague(&portal, "Paula", Role::Clinician).await;
    let (_, html) = get(&petra.context, "/staff/enrolments").await;
    assert!(html.contains("Niemand wartet"));

    let anna = patient(&portal, "<script>Anna").await;
    enrol(&portal, &invite(&portal, anna, Some(&petra)).await).await;
    let path = format!("/staff/enrolments/{anna}");
    let (_, hers) = get(&petra.context, "/staff/enrolments").await;
    assert!(hers.contains("Sie haben diese Person eingeladen") && !hers.contains(&path), "{hers}");
    for part in [
        "Haben Sie diesen Zugang selbst eingerichtet?",
        "Einladung: Ausgestellt am Dienstag",
        "von Petra Kollege",
    ] {
        assert!(hers.contains(part), "{part} in {hers}");
    }
    let (_, html) = get(&paula.context, "/staff/enrolments?lang=en").await;
    assert!(html.contains("&lt;script&gt;Anna Muster") && html.contains("4. Mai 1980"), "{html}");
    assert!(html.contains(&format!("action=\"{path}\"")));

    assert_eq!(post(&petra.context, &path).await.0, StatusCode::NOT_FOUND);
    let mut desk = at_desk(&portal, &paula).await;
    let (status, location) = desk.does(async |context| post(context, &path).await).await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/staff/enrolments"));
    let (_, html) = desk.does(async |context| get(context, &location).await).await;
    assert!(html.contains("Die Identität ist bestätigt.") && html.contains("Niemand wartet"), "{html}");
    let (_, html) = desk.does(async |context| get(context, "/staff/enrolments?done").await).await;
    assert!(!html.contains("Die Identität ist bestätigt."), "said once, whatever the address says");
    for path in ["/staff/enrolments/x", &path] {
        assert_eq!(post(&petra.context, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
