//! Tests of what is decided about consents, on both databases.

mod agreement;
mod asking;
mod catalogue;
mod confirming;
mod fold;
mod history;
mod pages;
mod random;
mod renewing;
mod shown;
mod states;
mod titles;
mod walks;
mod withdrawing;

use super::{
    catalogue as purposes,
    history::{NewEvent, append, evidence_key, history, record},
    model::{By, Cell, Method, PurposeKey, Standing, TextRef, What},
    service::{self, Asked, CellView, Confirmed, Overview, Seen},
    store,
};
use crate::{
    backend::{
        context::RequestContext,
        failure::Failure,
        state::AppState,
        testing::{TestPortal, cast},
    },
    ids::{PersonId, SubjectId},
    lang::Lang,
    notices::{model::Channel, portal, template::Template},
    patients::{
        contacts::arranged,
        model::{Item, Kind, Source},
        sealed, subjects,
    },
    time::Timestamp,
    work,
};

const HOUR: i64 = 3_600_000;
pub(in crate::consents) const DAY: i64 = 24 * HOUR;
/// Where the patient of these tests is reached.
const ADDRESS: &str = "erika@beispiel.example";

/// A cell of the table.
pub(in crate::consents) fn cell(purpose: &str, channel: Channel) -> Cell {
    Cell { purpose: PurposeKey::parse(purpose).expect("a purpose"), channel }
}

/// A patient of the practice, and under which pseudonym.
pub(in crate::consents) async fn patient(portal: &TestPortal) -> (PersonId, SubjectId) {
    let items = vec![(Item::FamilyName, "Muster".to_owned()), (Item::GivenName, "Erika".to_owned())];
    let person =
        sealed::prepare(&portal.state, Kind::Patient, items, Source::Reception).expect("a new person");
    let id = person.id();
    let write =
        portal.state.db.write(move |tx| Box::pin(async move { sealed::store_prepared(tx, &person).await }));
    write.await.expect("stores");
    (id, subjects::subject_of(&portal.state, id).await.expect("a pseudonym"))
}

/// The patient who is reached at [`ADDRESS`], asking.
pub(in crate::consents) async fn erika(portal: &TestPortal) -> RequestContext {
    let (person, _) = patient(portal).await;
    arranged::email(portal, person, ADDRESS, true).await;
    asks(portal, person)
}

fn asks(portal: &TestPortal, person: PersonId) -> RequestContext {
    RequestContext::for_tests(portal.state.clone(), cast::patient_of(person))
}

/// The pseudonym of whoever asks.
async fn subject(context: &RequestContext) -> SubjectId {
    subjects::subject_of(&context.state, context.actor.person().expect("somebody"))
        .await
        .expect("a pseudonym")
}

/// A decision of the patient in the portal.
fn decided(state: &AppState, cell: Cell, what: What) -> NewEvent {
    let text = TextRef { version: 1, lang: Lang::De, hash: "00".repeat(32) };
    NewEvent { at: state.clock.now(), cell, what, text, method: Method::Portal, by: By::Patient }
}

/// Adds decisions to a subject's history; tells whether nobody was faster.
async fn decide(state: &AppState, subject: SubjectId, new: Vec<NewEvent>) -> Result<bool, Failure> {
    let (before, key) = (history(state, subject).await?, evidence_key(state, subject).await?);
    let prepared = append(state, &before, &key, new)?;
    state.db.write(move |tx| Box::pin(async move { record(tx, prepared).await })).await
}

/// What was decided so far, without times.
pub(in crate::consents) async fn decisions(context: &RequestContext) -> Vec<&'static str> {
    let history = history(&context.state, subject(context).await).await.expect("reads");
    let name = |what: &What| match what {
        What::Requested { .. } => "requested",
        What::Confirmed { .. } => "confirmed",
        What::Granted { .. } => "granted",
        What::Renewed { .. } => "renewed",
        What::Recorded { .. } => "recorded",
        What::Withdrawn => "withdrawn",
        What::Expired => "expired",
    };
    history.events.iter().map(|event| name(&event.what)).collect()
}

pub(in crate::consents) async fn table(context: &RequestContext) -> Overview {
    match service::overview(context).await.expect("answers") {
        Seen::Open(overview) => overview,
        Seen::Held { .. } => panic!("nothing is held back"),
    }
}

pub(in crate::consents) async fn view(context: &RequestContext, cell: &Cell) -> CellView {
    table(context).await.find(cell).expect("a cell").clone()
}

pub(in crate::consents) async fn standing(context: &RequestContext, cell: &Cell) -> Standing {
    view(context, cell).await.standing
}

/// Works until nothing is due.
pub(in crate::consents) async fn work_off(portal: &TestPortal) {
    while work::run_due(&portal.state).await.expect("works") > 0 {}
}

/// Asks for a consent by e-mail and gives the code that comes.
async fn code_for(portal: &TestPortal, context: &RequestContext, cell: &Cell) -> String {
    assert_eq!(service::arranged::switch_on(context, cell).await.expect("answers"), Asked::CodeSent);
    work_off(portal).await;
    let mail = portal.mailbox.take().pop().expect("a mail");
    let digits =
        |line: &&str| line.len() == 9 && line.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    mail.text.lines().find(digits).expect("a code").to_owned()
}

/// The code that stands in the portal.
async fn code_in_portal(portal: &TestPortal, context: &RequestContext) -> String {
    work_off(portal).await;
    let notices = portal::unseen(context).await.expect("answers");
    let code = |template: &Template| template.code().map(|code| code.in_groups());
    notices.first().and_then(|notice| code(&notice.template)).expect("a code")
}

/// Asks for a consent by e-mail and confirms it.
pub(in crate::consents) async fn consent(portal: &TestPortal, context: &RequestContext, cell: &Cell) {
    let code = code_for(portal, context, cell).await;
    assert_eq!(service::arranged::confirm(context, cell, &code).await.expect("answers"), Confirmed::Given);
}

/// Publishes the next version of a purpose, which is called otherwise, in German and in English.
pub(in crate::consents) async fn publish_as(portal: &TestPortal, purpose: &str, titles: [&'static str; 2]) {
    let purpose = PurposeKey::parse(purpose).expect("a purpose");
    publish(portal, &purpose, Some(titles), None).await;
}

/// Publishes the next version of a purpose, with the same words but for its titles, and gives its number. Consents to older
/// ones end on a day, if one is given.
async fn publish(
    portal: &TestPortal,
    purpose: &PurposeKey,
    titles: Option<[&'static str; 2]>,
    renew_by: Option<Timestamp>,
) -> i64 {
    let (state, now) = (&portal.state, portal.state.clock.now());
    let catalogue = purposes::load(state).await.expect("loads");
    let known = catalogue.find(purpose).expect("is there");
    let version = known.version + 1;
    let row = store::VersionRow {
        purpose_id: known.id,
        version,
        channels: purposes::channel_words(&known.channels),
        validity_months: known.validity_months,
        legal_basis: known.legal_basis.clone(),
        contact: known.contact.clone(),
        renew_by,
    };
    let texts = known.texts.iter().map(|text| {
        let title = titles.map(|titles| titles[usize::from(text.lang == Lang::En)]);
        let title = title.unwrap_or(&text.title);
        store::TextRow {
            purpose_id: known.id,
            version,
            lang: text.lang.tag().to_owned(),
            title: title.to_owned(),
            body: text.body.clone(),
            text_hash: purposes::text_hash(title, &text.body).to_vec(),
        }
    });
    let texts: Vec<_> = texts.collect();
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            store::insert_version(tx, &row, now, None).await?;
            for text in &texts {
                store::insert_text(tx, text).await?;
            }
            Ok(())
        })
    });
    write.await.expect("publishes");
    version
}

/// A code that is not this one.
fn other_than(code: &str) -> String {
    let first = if code.starts_with('0') { "1" } else { "0" };
    format!("{first}{}", &code[1..])
}

/// Asks for a consent inside the portal and confirms it.
pub(in crate::consents) async fn consent_inside(portal: &TestPortal, context: &RequestContext, cell: &Cell) {
    assert_eq!(service::arranged::switch_on(context, cell).await.expect("answers"), Asked::CodeSent);
    let code = code_in_portal(portal, context).await;
    assert_eq!(service::arranged::confirm(context, cell, &code).await.expect("answers"), Confirmed::Given);
}
