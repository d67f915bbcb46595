//! The letter: there until it is printed or ten minutes are over, in the session that made it and nowhere else.

use super::*;
use crate::{
    accounts::{
        routes,
        service::invitations::{self, LETTER_KEPT, Made, Shown},
    },
    backend::{context::RequestContext, policy::Role, testing::Engine},
    ids::InvitationId,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use cast::{BORN, redeem};
use tower::ServiceExt as _;

/// A desk at which reception is signed in.
async fn desk(portal: &TestPortal) -> Browser {
    cast::member_session(portal, cast::member(portal, Role::Reception).await).await
}

/// A letter, and with it the end of the one before.
async fn make(desk: &mut Browser, patient: PersonId) -> InvitationId {
    let mut replaces = None;
    loop {
        let made =
            desk.does(async |context| invitations::make_letter(context, patient, replaces).await).await;
        match made.expect("may invite") {
            Made::Letter(id) => return id,
            Made::Asks(open) => replaces = Some(open.id),
            Made::TooMany { again_at } => panic!("too many until {again_at:?}"),
        }
    }
}

/// The code in groups, while the letter is there.
async fn code(desk: &Browser, letter: InvitationId) -> Option<String> {
    match invitations::show_letter(&desk.ask().await, letter).await.expect("one of ours") {
        Shown::Letter(letter) => Some(letter.code),
        Shown::Gone { .. } => None,
    }
}

async fn put_away(desk: &mut Browser, letter: InvitationId) -> Option<PersonId> {
    desk.does(async |context| invitations::put_letter_away(context, letter).await).await.expect("may")
}

on_both_databases! {
    async fn letters_stay_until_each_is_put_away(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (anna, ben) = (cast::patient(&portal).await, cast::patient(&portal).await);
        let mut desk = desk(&portal).await;
        let (one, other) = (make(&mut desk, anna).await, make(&mut desk, ben).await);
        let first = code(&desk, one).await.expect("it is there");
        assert_eq!(code(&desk, one).await, Some(first.clone()), "a reload shows the same");
        assert!(code(&desk, other).await.is_some_and(|code| code != first));

        assert_eq!(put_away(&mut desk, one).await, Some(anna));
        assert_eq!(code(&desk, one).await, None);
        assert_eq!(put_away(&mut desk, one).await, None, "it is gone already");
        assert!(code(&desk, other).await.is_some(), "the other one stays");
        assert!(redeem(&mut Browser::new(&portal.state), &first, BORN).await.is_some(), "on paper it is good");
    }

    async fn ten_minutes_after_it_was_made_a_letter_is_gone(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let mut desk = desk(&portal).await;
        let letter = make(&mut desk, patient).await;
        portal.clock.advance(LETTER_KEPT - 1);
        assert!(code(&desk, letter).await.is_some());
        portal.clock.advance(1);
        assert_eq!(code(&desk, letter).await, None);
        assert_eq!(put_away(&mut desk, letter).await, None);
    }

    async fn a_letter_whose_code_is_worth_nothing_is_not_shown(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let (mut desk, mut elsewhere) = (desk(&portal).await, desk(&portal).await);
        let letter = make(&mut desk, patient).await;
        assert_eq!(code(&elsewhere, letter).await, None, "nor in anybody else's session");
        let newer = make(&mut elsewhere, patient).await;
        assert_eq!(code(&desk, letter).await, None);
        let known = code(&elsewhere, newer).await.expect("it is there");
        for _ in 0..5 {
            redeem(&mut Browser::new(&portal.state), &known, ["5", "5", "1980"]).await;
        }
        assert_eq!(code(&elsewhere, newer).await, None);
    }

    async fn a_letter_says_beforehand_that_it_replaces_something(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let (enrolled, _) = cast::with_passkey(&portal).await;
        let first = cast::patient(&portal).await;
        let mut desk = desk(&portal).await;
        for (patient, expected) in [(enrolled, true), (first, false)] {
            let id = make(&mut desk, patient).await;
            let shown = invitations::show_letter(&desk.ask().await, id).await.expect("one of ours");
            let Shown::Letter(letter) = shown else { panic!("it is there") };
            assert_eq!((letter.person, letter.replaces), (patient, expected));
            assert_eq!(letter.name, "Erika Müller");
            assert!(!letter.sign_in_name.is_empty() && !letter.patient_number.is_empty());
        }
    }

    async fn only_those_who_invite_see_letters_and_only_of_patients(engine: Engine) {
        let portal = TestPortal::new(engine).await;
        let patient = cast::patient(&portal).await;
        let mut reception = desk(&portal).await;
        let letter = make(&mut reception, patient).await;
        let admin = cast::member(&portal, Role::Administrator).await;
        let issuer = invitations::Issuer::COMMAND_LINE;
        let link = invitations::issue(&portal.state, admin.person, issuer, HOUR, None).await.expect("issues");
        for (mut browser, refusal) in [
            (cast::member_session(&portal, admin).await, AppError::NotFound),
            (cast::patient_session(&portal, patient).await, AppError::NotFound),
            (Browser::new(&portal.state), AppError::SignInRequired),
        ] {
            let shown = invitations::show_letter(&browser.ask().await, letter).await;
            assert_eq!(shown.err(), Some(refusal.clone()));
            let away = browser.does(async |context| invitations::put_letter_away(context, letter).await).await;
            assert_eq!(away.err(), Some(refusal.clone()));
            let made = browser.does(async |context| invitations::make_letter(context, patient, None).await).await;
            assert_eq!(made.err(), Some(refusal));
        }
        for unknown in [link.id, InvitationId::from_random([9; 16])] {
            let shown = invitations::show_letter(&reception.ask().await, unknown).await;
            assert_eq!(shown.err(), Some(AppError::NotFound));
        }
        assert!(code(&reception, letter).await.is_some());
    }
}

async fn ask(context: &RequestContext, request: Request<Body>) -> (StatusCode, String, String) {
    let router =
        routes::routes().into_parts().0.with_state(context.state.clone()).layer(Extension(context.clone()));
    let answer = router.oneshot(request).await.expect("an answer");
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let (status, location) = (answer.status(), location.unwrap_or_default().to_owned());
    let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, location, String::from_utf8(body.to_vec()).expect("text"))
}

async fn get(desk: &mut Browser, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let (status, _, html) = desk.does(async |context| ask(context, request).await).await;
    (status, html)
}

async fn post(desk: &mut Browser, path: &str) -> (StatusCode, String) {
    let (status, location, _) = send(desk, path, "").await;
    (status, location)
}

/// Posts a form with these further fields.
async fn send(desk: &mut Browser, path: &str, fields: &str) -> (StatusCode, String, String) {
    let send = async |context: &RequestContext| {
        let token = context.form_token().expect("somebody is signed in");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("form_token={token}&{fields}")))
            .expect("a request");
        ask(context, request).await
    };
    desk.does(send).await
}

#[tokio::test]
async fn the_letter_is_a_page_until_it_is_reported_as_printed() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let (patient, _) = cast::with_passkey(&portal).await;
    let mut desk = desk(&portal).await;
    let (status, path) = post(&mut desk, &format!("/staff/patients/{patient}/invitation")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(path.starts_with("/staff/letters/"), "{path}");
    for parts in [
        ["bis 09:10 Uhr zu sehen", "Gedruckt, fertig", "Ersatzcodes bereit", "jemand anderes aus dem Team"],
        [
            "Guten Tag Erika Müller,",
            "Drucken Sie diesen Brief",
            "24. November 2026",
            "id=\"invitation-code\"",
        ],
    ] {
        let (status, html) = get(&mut desk, &path).await;
        assert_eq!(status, StatusCode::OK);
        for part in parts {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(html.contains(&format!("action=\"{path}/done\"")), "{html}");
    }
    let done = format!("{path}/done");
    let person = format!("/staff/patients/{patient}");
    assert_eq!(post(&mut desk, &done).await, (StatusCode::SEE_OTHER, person.clone()));
    assert_eq!(post(&mut desk, &done).await, (StatusCode::SEE_OTHER, path.clone()), "a second time");
    let (status, html) = get(&mut desk, &path).await;
    assert_eq!(status, StatusCode::GONE);
    assert!(html.contains("Dieser Brief ist nicht mehr da") && html.contains(&format!("href=\"{person}\"")));
    assert!(!html.contains("invitation-code"), "{html}");
    for path in ["/staff/letters/x", "/staff/letters/00000000-0000-4000-8000-000000000000"] {
        assert_eq!(get(&mut desk, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(post(&mut desk, "/staff/letters/x/done").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_letter_asks_before_it_makes_an_open_invitation_void() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let patient = cast::patient(&portal).await;
    let mut desk = desk(&portal).await;
    let path = format!("/staff/patients/{patient}/invitation");
    let (_, first) = post(&mut desk, &path).await;
    let (status, _, html) = send(&mut desk, &path, "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    let id = first.rsplit('/').next().expect("an id");
    let hidden = format!("<input type=\"hidden\" name=\"replaces\" value=\"{id}\"");
    for part in [
        "Es gibt schon eine offene Einladung",
        "Ausgestellt am Dienstag, 24. November 2026, 09:00 Uhr von Erika Müller",
        "gültig bis Dienstag, 8. Dezember 2026, 09:00 Uhr",
        hidden.as_str(),
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert_eq!(get(&mut desk, &first).await.0, StatusCode::OK, "asking makes nothing void");
    // What is not the open one is no answer to the question.
    for fields in ["replaces=x", "replaces=00000000-0000-4000-8000-000000000000"] {
        assert_eq!(send(&mut desk, &path, fields).await.0, StatusCode::CONFLICT, "{fields}");
    }
    let (status, second, _) = send(&mut desk, &path, &format!("replaces={id}")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(get(&mut desk, &first).await.0, StatusCode::GONE);
    assert_eq!(get(&mut desk, &second).await.0, StatusCode::OK);
    // The same answer once more is about an invitation that is void already.
    assert_eq!(send(&mut desk, &path, &format!("replaces={id}")).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn somebody_is_invited_five_times_a_day_at_most() {
    let portal = TestPortal::new(Engine::Sqlite).await;
    let patient = cast::patient(&portal).await;
    let mut desk = desk(&portal).await;
    for _ in 0..5 {
        make(&mut desk, patient).await;
        portal.clock.advance(MINUTE);
    }
    let path = format!("/staff/patients/{patient}/invitation");
    let (status, _, html) = send(&mut desk, &path, "").await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        html.contains("5 Einladungen ausgestellt. Die nächste ist ab Mittwoch, 25. November 2026, 09:00 Uhr")
    );
    make(&mut desk, cast::patient(&portal).await).await;
    portal.clock.advance(DAY - 5 * MINUTE - 1);
    let mut desk = self::desk(&portal).await;
    assert_eq!(send(&mut desk, &path, "").await.0, StatusCode::TOO_MANY_REQUESTS);
    portal.clock.advance(1);
    assert_eq!(send(&mut desk, &path, "").await.0, StatusCode::CONFLICT, "asked about the open one again");
}
