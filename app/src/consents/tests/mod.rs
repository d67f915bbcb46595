//! Tests of what is decided about consents, on both databases.

mod catalogue;
mod fold;
mod history;
mod states;

use super::{
    history::{NewEvent, append, evidence_key, history, record},
    model::{By, Cell, Method, PurposeKey, TextRef, What},
};
use crate::{
    backend::{failure::Failure, state::AppState, testing::TestPortal},
    ids::{PersonId, SubjectId},
    lang::Lang,
    notices::model::Channel,
    patients::{
        model::{Item, Kind, Source},
        sealed, subjects,
    },
};

/// A cell of the table.
fn cell(purpose: &str, channel: Channel) -> Cell {
    Cell { purpose: PurposeKey::parse(purpose).expect("a purpose"), channel }
}

/// A patient of the practice, and under which pseudonym.
async fn patient(portal: &TestPortal) -> (PersonId, SubjectId) {
    let items = vec![(Item::FamilyName, "Muster".to_owned()), (Item::GivenName, "Erika".to_owned())];
    let person =
        sealed::prepare(&portal.state, Kind::Patient, items, Source::Reception).expect("a new person");
    let id = person.id();
    let write =
        portal.state.db.write(move |tx| Box::pin(async move { sealed::store_prepared(tx, &person).await }));
    write.await.expect("stores");
    (id, subjects::subject_of(&portal.state, id).await.expect("a pseudonym"))
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
