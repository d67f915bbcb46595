//! Access from end to end, on both databases: what people do, and what others try.

mod at_rest;
mod attestation;
mod authenticator;
mod cast;
mod clones;
mod doors;
mod enrolment;
mod flood;
mod invitations;
mod kept_forms;
mod kept_forms_of_others;
mod lanes;
mod late_forms;
mod leaving;
mod letters;
mod notices;
mod pages;
mod passkeys;
mod recovery;
mod reinvitation;
mod removal;
mod security;
mod session_content;
mod sessions;
mod sign_in;
mod step_up;
mod sweep;
mod throttling;
mod twice;
mod uniformity;

use super::{
    model::{KeptForm, SignInForm},
    service,
};
use crate::{
    audit::{self, Act, Line, Owner, Reading},
    backend::{
        db::Conn,
        testing::{Browser, TestPortal},
    },
    error::AppError,
    ids::PersonId,
    on_both_databases, sql,
};
use cast::{PASSPHRASE, PathT};
use futures::future::join_all;
use service::{
    events::{self, Happened},
    sign_in::Outcome,
};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The tick that the recovery codes were kept.
fn kept() -> KeptForm {
    KeptForm { kept: "on".to_owned() }
}

/// What somebody types who remembers everything and has their app at hand.
fn right(portal: &TestPortal, who: &PathT) -> SignInForm {
    SignInForm {
        sign_in_name: who.name.clone(),
        passphrase: PASSPHRASE.to_owned(),
        code: who.code(portal),
        form_id: String::new(),
    }
}

/// The same with another passphrase.
fn wrong(portal: &TestPortal, who: &PathT) -> SignInForm {
    SignInForm { passphrase: "nicht das richtige Wort".to_owned(), ..right(portal, who) }
}

/// The same with a code that is neither the present nor the previous one.
fn wrong_code(portal: &TestPortal, who: &PathT) -> SignInForm {
    let good = who.codes_now(portal);
    let code = (0..).map(|number| format!("{number:06}")).find(|code| !good.contains(code));
    SignInForm { code: code.expect("a code"), ..right(portal, who) }
}

/// A try on path T; tells whether it let somebody in.
async fn sign_in(browser: &mut Browser, form: &SignInForm) -> bool {
    let outcome = browser.does(async |context| service::sign_in::with_passphrase(context, form).await).await;
    entered(browser, outcome)
}

/// Whether a sign-in succeeded; the browser keeps its cookie.
fn entered(browser: &mut Browser, outcome: Result<Outcome, AppError>) -> bool {
    match outcome {
        Ok(Outcome::SignedIn { device_cookie, .. }) => {
            browser.keep_device(Some(&device_cookie));
            true
        }
        Ok(Outcome::Refused) => false,
        Err(AppError::Invalid { fields }) if fields.is_empty() => false,
        Err(error) => panic!("not an answer to a sign-in: {error:?}"),
    }
}

/// Opens the connections that PostgreSQL needs for doing things really at once.
///
/// A pool that has one connection would serve a crowd one after another and hide every race.
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

/// What the security page lists, newest first.
async fn happened(portal: &TestPortal, person: PersonId) -> Vec<Happened> {
    let events = events::of(&portal.state, person).await.expect("reads");
    events.into_iter().map(|(happened, _)| happened).collect()
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

fn is_refused<T>(result: &Result<T, AppError>) -> bool {
    matches!(result, Err(AppError::Invalid { .. }))
}
