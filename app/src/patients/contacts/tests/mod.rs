//! Contact points on both databases: what people do, and what others try.

mod adding;
mod changing;
mod codes;
mod guarded;
mod pages;
mod phone;
mod post;

use super::{
    forms::{AddForm, CodeForm},
    model::ContactPoint,
    reading,
    service::{self, Refusal, Stopped},
};
use crate::{
    accounts::service::{
        session,
        step_up::{self, ContactChange, Deed},
    },
    app::router,
    audit::{self, Act, Line, Owner, Reading},
    backend::{
        db::Conn,
        mail::Mail,
        sessions::{Kind as SessionKind, Path},
        testing::{Browser, TestPortal},
    },
    error::AppError,
    ids::{ContactId, PersonId},
    on_both_databases,
    patients::{
        model::{Item, Kind, Source},
        sealed,
    },
    sql,
    ui::error_page,
    work,
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    middleware::from_fn,
    response::Response,
};
use futures::future::join_all;
use tower::ServiceExt as _;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// A patient of whom the practice has noted this e-mail address, and a browser on which they are signed in.
async fn patient(portal: &TestPortal, email: Option<&str>) -> (PersonId, Browser) {
    let mut items = vec![
        (Item::FamilyName, "Müllercanary".to_owned()),
        (Item::GivenName, "Erika".to_owned()),
        (Item::BirthDate, "1980-05-04".to_owned()),
    ];
    items.extend(email.map(|email| (Item::Email, email.to_owned())));
    let person = sealed::prepare(&portal.state, Kind::Patient, items, Source::Reception).expect("seals");
    let id = person.id();
    let added =
        portal.state.db.write(move |tx| Box::pin(async move { sealed::store_prepared(tx, &person).await }));
    added.await.expect("stores");
    (id, signed_in(portal, id).await)
}

/// Another browser of the same person.
async fn signed_in(portal: &TestPortal, person: PersonId) -> Browser {
    let mut browser = Browser::new(&portal.state);
    let kind = SessionKind::Patient { path: Path::P };
    browser.does(async |context| session::begin(context, person, kind).await).await.expect("begins");
    browser
}

/// Turns the clock so far that a session is over, and signs in again.
async fn later(portal: &TestPortal, (person, browser): (PersonId, &mut Browser), time: i64) {
    portal.clock.advance(time);
    *browser = signed_in(portal, person).await;
}

/// Has a browser hold the fresh proof for a change.
async fn prove(browser: &mut Browser, change: ContactChange) {
    let deed = Deed::ChangeContact(change);
    browser.does(async |context| step_up::grant(context, deed).await).await.expect("grants");
}

fn typed(email: &str) -> AddForm {
    AddForm { email: email.to_owned(), ..AddForm::default() }
}

/// Adds an address, with the proof it takes.
async fn add(browser: &mut Browser, email: &str) -> Result<ContactId, Stopped> {
    prove(browser, ContactChange::Add).await;
    browser.does(async |context| service::add(context, &typed(email)).await).await
}

/// Enters a code.
async fn enter(browser: &mut Browser, id: ContactId, code: &str) -> Result<(), Stopped> {
    let form = CodeForm { code: code.to_owned() };
    browser.does(async |context| service::confirm(context, id, &form).await).await
}

async fn send_code(browser: &mut Browser, id: ContactId) -> Result<(), Stopped> {
    browser.does(async |context| service::send_code(context, id).await).await
}

/// Does all the work that is due, and gives the mails that have left.
async fn mails(portal: &TestPortal) -> Vec<Mail> {
    while work::run_due(&portal.state).await.expect("works") > 0 {}
    portal.mailbox.take()
}

/// The code in a mail, as it stands there.
fn code_in(mail: &Mail) -> String {
    let is_code = |line: &&str| {
        line.len() == 9
            && line.chars().enumerate().all(|(at, c)| if at == 4 { c == ' ' } else { c.is_ascii_digit() })
    };
    mail.text.lines().find(is_code).expect("a code").to_owned()
}

/// The code of the one mail that has left.
async fn code(portal: &TestPortal) -> String {
    let mails = mails(portal).await;
    assert_eq!(mails.len(), 1);
    code_in(&mails[0])
}

/// A code that is another one.
fn another(code: &str) -> String {
    let digit = if code.starts_with('1') { "2" } else { "1" };
    format!("{digit}{}", &code[1..])
}

/// Adds an address and verifies it.
async fn verified(portal: &TestPortal, browser: &mut Browser, email: &str) -> ContactId {
    let id = add(browser, email).await.expect("adds");
    let code = code(portal).await;
    enter(browser, id, &code).await.expect("verifies");
    id
}

async fn points(portal: &TestPortal, person: PersonId) -> Vec<ContactPoint> {
    reading::list(&portal.state, person).await.expect("reads")
}

/// Addresses, whether each is verified, and whether it is preferred.
async fn standing(portal: &TestPortal, person: PersonId) -> Vec<(String, bool, bool)> {
    let row =
        |point: ContactPoint| (point.value.expose().clone(), point.verified_at.is_some(), point.preferred);
    points(portal, person).await.into_iter().map(row).collect()
}

/// What somebody's access log says, newest first.
async fn logged(portal: &TestPortal, person: PersonId) -> Vec<Act> {
    let page = audit::page(&portal.state, Owner::Person(person), None, 50).await.expect("reads");
    let act = |line: Line| match line.reading {
        Reading::Entry(entry) => entry.action,
        other => panic!("not readable: {other:?}"),
    };
    page.lines.into_iter().map(act).collect()
}

fn refused<T>(refusal: Refusal) -> Result<T, Stopped> {
    Err(Stopped::Refused(refusal))
}

/// Opens the connections that PostgreSQL needs for doing things really at once.
async fn prepare_for_a_crowd(portal: &TestPortal) {
    let sleeping = (0..12).map(|_| {
        let db = portal.state.db.clone();
        async move {
            let slept = db.write(|tx| {
                Box::pin(async move {
                    if matches!(tx.conn()?, Conn::Postgres(_)) {
                        sql!(tx, execute: "SELECT 1 FROM pg_sleep(0.1)")?;
                    }
                    Ok(())
                })
            });
            slept.await.expect("sleeps");
        }
    });
    at_once(sleeping).await;
}

/// Runs tasks at once, each on its own.
async fn at_once<T: Send + 'static>(
    tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    join_all(tasks).await.into_iter().map(|done| done.expect("the task ends")).collect()
}

/// What came back over HTTP, without its nonce, which differs from page to page.
struct Answer {
    status: StatusCode,
    location: String,
    html: String,
}

/// A request of this browser, without a socket.
async fn ask(browser: &mut Browser, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
    let context = browser.ask_at(path).await;
    let fields = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(fields))
        .expect("a request");
    let router =
        router(browser.state.clone()).layer(from_fn(error_page::render)).layer(Extension(context.clone()));
    let answer: Response = router.oneshot(request).await.expect("an answer");
    browser.answered(&context).await;
    let (parts, body) = answer.into_parts();
    let location = parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.unwrap_or_default().to_owned();
    let policy = parts.headers.get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok());
    let nonce = policy.and_then(|policy| policy.split("'nonce-").nth(1)?.split('\'').next());
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let html = String::from_utf8(body.to_vec()).expect("text").replace("<!>", "");
    let html = nonce.map_or(html.clone(), |nonce| html.replace(nonce, ""));
    Answer { status: parts.status, location, html }
}

async fn get(browser: &mut Browser, path: &str) -> Answer {
    ask(browser, "GET", path, &[]).await
}

/// Sends a form as its page would, with the token of the session.
async fn post(browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> Answer {
    let token = browser.ask().await.form_token().unwrap_or_default();
    let form = [&[("form_token", token.as_str())], form].concat();
    ask(browser, "POST", path, &form).await
}
