//! Everything that reaches somebody, on both databases, with a clock to turn and a mailbox to look into.

mod calls;
mod carried;
mod gate;
mod letters;
mod sending;
mod told;

use super::{
    gate::{Question, Refusal, Verdict, may_send},
    model::Channel,
    outbox::{self, Message, Outcome},
    template::Template,
};
use crate::{
    backend::{failure::Failure, testing::TestPortal},
    consents::{
        catalogue,
        history::{self, NewEvent},
        model::{By, Cell, Method, PurposeKey, What},
    },
    ids::{PersonId, SubjectId},
    lang::Lang,
    patients::{
        contacts::arranged,
        model::{Item, Kind, Source},
        service::{prepare, store_prepared},
        subjects,
    },
    time::Timestamp,
    work,
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Where everybody of these tests is reached.
const ADDRESS: &str = "erika@beispiel.example";

/// Somebody with a pseudonym.
#[derive(Clone, Copy)]
struct Somebody {
    person: PersonId,
    subject: SubjectId,
}

/// Somebody without a contact point.
async fn somebody(portal: &TestPortal) -> Somebody {
    named(portal, "Müller").await
}

/// The same with another family name.
async fn named(portal: &TestPortal, family: &str) -> Somebody {
    let items = [
        (Item::FamilyName, family),
        (Item::GivenName, "Erika"),
        (Item::BirthDate, "1980-05-04"),
        (Item::Language, "en"),
    ];
    let items = items.map(|(item, value)| (item, value.to_owned())).to_vec();
    let new = prepare(&portal.state, Kind::Patient, items, Source::Reception).expect("prepares");
    let person = new.id();
    let stored = portal.state.db.write(move |tx| Box::pin(async move { store_prepared(tx, &new).await }));
    stored.await.expect("stores");
    let subject = subjects::subject_of(&portal.state, person).await.expect("draws");
    Somebody { person, subject }
}

/// Somebody who is reached at [`ADDRESS`].
async fn reachable(portal: &TestPortal) -> Somebody {
    let somebody = somebody(portal).await;
    arranged::email(portal, somebody.person, ADDRESS, true).await;
    somebody
}

fn cell(purpose: &str, channel: Channel) -> Cell {
    Cell { purpose: PurposeKey::parse(purpose).expect("a name"), channel }
}

/// Adds to somebody's history what they are to have decided.
async fn decide(portal: &TestPortal, who: Somebody, cell: &Cell, what: &[What]) {
    let state = &portal.state;
    let history = history::history(state, who.subject).await.expect("reads");
    let key = history::evidence_key(state, who.subject).await.expect("a key");
    let catalogue = catalogue::load(state).await.expect("loads");
    let text = catalogue.find(&cell.purpose).expect("a purpose").text_ref(Lang::De).expect("a text");
    let new = what.iter().map(|what| NewEvent {
        at: state.clock.now(),
        cell: cell.clone(),
        what: what.clone(),
        text: text.clone(),
        method: Method::Portal,
        by: By::Patient,
    });
    let prepared = history::append(state, &history, &key, new.collect()).expect("follows");
    let write = state.db.write(move |tx| Box::pin(async move { history::record(tx, prepared).await }));
    assert!(write.await.expect("records"));
}

/// Asks for a consent and confirms it.
async fn consent(portal: &TestPortal, who: Somebody, cell: &Cell, expires_at: Option<Timestamp>) {
    let until = Timestamp(portal.state.clock.now().0 + DAY);
    decide(portal, who, cell, &[What::Requested { until }, What::Confirmed { expires_at }]).await;
}

/// What the gate says about an ordinary message.
async fn verdict(portal: &TestPortal, who: Somebody, cell: &Cell) -> Verdict {
    let Somebody { person, subject } = who;
    let question = Question { person, subject, cell: cell.clone(), matter: super::gate::Matter::Message };
    may_send(&portal.state, question, portal.state.clock.now()).await.expect("answers").verdict
}

async fn refused(portal: &TestPortal, who: Somebody, cell: &Cell) -> Option<Refusal> {
    match verdict(portal, who, cell).await {
        Verdict::Refuse(refusal) => Some(refusal),
        Verdict::Allow(_) | Verdict::Later { .. } => None,
    }
}

/// Queues a message that differs from others by a number.
async fn queue(portal: &TestPortal, who: Somebody, cell: &Cell, number: u8) -> Result<Outcome, Failure> {
    let message = Message {
        subject: who.subject,
        cell: cell.clone(),
        template: Template::ConsentEnding { on: portal.state.clock.now() },
        lang: Lang::De,
        about: vec![vec![number]],
        not_before: portal.state.clock.now(),
    };
    let prepared = outbox::prepare(&portal.state, message).await?;
    portal.state.db.write(move |tx| Box::pin(async move { outbox::enqueue(tx, &prepared).await })).await
}

/// Works until nothing is due.
async fn work(portal: &TestPortal) {
    while work::run_due(&portal.state).await.expect("works") > 0 {}
}

/// In which state everything is that was ever queued.
async fn states(portal: &TestPortal) -> Vec<String> {
    let found = portal.state.db.read(|tx| {
        Box::pin(
            async move { crate::sql!(tx, all as (String,): "SELECT state FROM outbox ORDER BY due_at, id") },
        )
    });
    found.await.expect("reads").into_iter().map(|(state,)| state).collect()
}
