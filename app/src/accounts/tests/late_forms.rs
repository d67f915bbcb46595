//! A desk at which somebody types a new person in and is late, asked over the real routes.

use super::{
    cast::{self, Member},
    *,
};
use crate::backend::{
    crypto::Purpose,
    kept_forms::{KEEP_ONLY, KEPT, SIGN_IN},
    policy::Role,
    sessions::{Kind, Path},
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use serde_json::Value;
use tower::ServiceExt as _;

/// Where a new person is typed in.
pub const NEW: &str = "/staff/patients/new";
/// Time after which a session of staff has ended.
pub const LATE: i64 = 15 * MINUTE + SECOND;

/// What nobody is called, so that it is found wherever it went.
pub const TYPED: [(&str, &str); 9] = [
    ("family_name", "Kranewitterzapf"),
    ("given_name", "Xaverlinde"),
    ("birth_date_day", "29"),
    ("birth_date_month", "2"),
    ("birth_date_year", "1912"),
    ("email", "quietschvergnuegt@wolpertinger.example"),
    ("phone", "0171 5550192837"),
    ("insurance_number", "PKVQX7731XW"),
    ("language", "en"),
];

/// What a browser was answered.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub html: String,
}

/// Somebody of the team at their browser.
pub struct Desk {
    pub member: Member,
    pub browser: Browser,
    /// The token of the form that is open.
    pub token: String,
}

impl Desk {
    /// Somebody of reception who has the form of a new person in front of them.
    pub async fn open(portal: &TestPortal) -> Self {
        let member = cast::member(portal, Role::Reception).await;
        Self::of(portal, member).await
    }

    /// The same for anybody of the team.
    pub async fn of(portal: &TestPortal, member: Member) -> Self {
        let browser = cast::member_session(portal, member).await;
        let token = browser.ask().await.form_token().expect("a token");
        Self { member, browser, token }
    }

    /// Signs in again in the same browser.
    pub async fn sign_in(&mut self, member: Member) {
        let Member { id, person, role } = member;
        cast::begin(&mut self.browser, person, Kind::Staff { id, role, path: Path::P }).await;
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        ask(&mut self.browser, path, Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form with the token of the page that was opened first.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        post(&mut self.browser, path, &[&[("form_token", token.as_str())], fields].concat()).await
    }

    /// Types everything and sends it.
    pub async fn send(&mut self) -> Answer {
        self.post(NEW, &TYPED).await
    }

    /// Types everything and has it kept only, as a page does whose session has ended.
    pub async fn keep_only(&mut self) -> Answer {
        self.post(NEW, &[&TYPED[..], &[(KEEP_ONLY, "yes")]].concat()).await
    }
}

/// Sends a form.
pub async fn post(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    ask(browser, path, request).await
}

/// One request over the portal's own routes.
pub async fn ask(browser: &mut Browser, path: &str, request: Request<Body>) -> Answer {
    let context = browser.ask_at(path).await;
    let router = crate::app::router(context.state.clone()).layer(Extension(context.clone()));
    let answer: Response = router.oneshot(request).await.expect("an answer");
    browser.answered(&context).await;
    let (parts, body) = answer.into_parts();
    let location = parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.unwrap_or_default().to_owned();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    Answer { status: parts.status, location, html: String::from_utf8(body.to_vec()).expect("text") }
}

/// That a form was kept, and sign-in follows.
pub fn assert_kept(answer: &Answer) {
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, SIGN_IN));
}

/// Whether a page shows what was typed, all but the birth date.
pub fn is_filled(html: &str) -> bool {
    let shown = |value: &str| html.contains(&format!("value=\"{value}\""));
    let (born, rest): (Vec<_>, Vec<_>) = TYPED[..8].iter().partition(|(name, _)| name.starts_with("birth"));
    let some = rest.iter().any(|(_, value)| shown(value));
    let all = rest.iter().all(|(_, value)| shown(value));
    assert_eq!(some, all, "everything or nothing: {html}");
    assert!(!born.iter().any(|(_, value)| shown(value)), "never the birth date: {html}");
    all
}

/// The id of the kept form a page was filled from.
pub fn kept_id(html: &str) -> String {
    let field = format!("name=\"{KEPT}\" value=\"");
    let id = html.split(&field).nth(1).and_then(|rest| rest.split('"').next());
    id.expect("a page filled from a kept form").to_owned()
}

/// How many rows a table has.
pub async fn rows_of_kept(portal: &TestPortal) -> i64 {
    let counted = portal
        .state
        .db
        .read(|tx| Box::pin(async move { sql!(tx, one as (i64,): "SELECT COUNT(*) FROM kept_forms") }));
    counted.await.expect("counts").0
}

/// How many people there are.
pub async fn people(portal: &TestPortal) -> i64 {
    let counted = portal
        .state
        .db
        .read(|tx| Box::pin(async move { sql!(tx, one as (i64,): "SELECT COUNT(*) FROM people") }));
    counted.await.expect("counts").0
}

/// What lies under the seals of all kept forms of a person.
pub async fn unsealed(portal: &TestPortal, person: PersonId) -> Vec<Value> {
    let rows = portal.state.db.read(move |tx| {
        Box::pin(async move {
            sql!(tx, all as (crate::ids::KeptFormId, String, Vec<u8>):
                "SELECT id, action, content_enc FROM kept_forms WHERE person_id = $1", person)
        })
    });
    let open = |(id, action, sealed): (crate::ids::KeptFormId, String, Vec<u8>)| {
        let place: [&[u8]; 4] = [b"kept-form", person.as_bytes(), action.as_bytes(), id.as_bytes()];
        let plain = portal.state.keys.open_sealed(Purpose::Session, &place, &sealed).expect("opens");
        serde_json::from_slice(&plain).expect("JSON")
    };
    rows.await.expect("reads").into_iter().map(open).collect()
}
