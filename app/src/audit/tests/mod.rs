//! The access log on both databases.

mod access_log;
mod checkpoints;
mod concurrency;
mod entries;
mod kinds;
mod marks;
mod tampering;
mod with_reason;

use super::{Act, Category, Chain, Entry, Owner, Prepared, Who, prepare, record};
use crate::{
    audit::{chain_for_person, chain_for_subject, macs, system_chain},
    backend::{failure::Failure, state::AppState, testing::TestPortal},
    ids::{ChainId, PersonId, SubjectId},
};

const PERSON: u8 = 1;
const SUBJECT: u8 = 2;

fn person(number: u8) -> PersonId {
    PersonId::from_random([number; 16])
}

fn subject(number: u8) -> SubjectId {
    SubjectId::from_random([number; 16])
}

fn id(portal: &TestPortal, owner: Owner) -> ChainId {
    macs::chain_id(&portal.state.keys, owner)
}

async fn chain(portal: &TestPortal, owner: Owner) -> Chain {
    match owner {
        Owner::Person(person) => chain_for_person(&portal.state, person).await.expect("a chain"),
        Owner::Subject(subject) => chain_for_subject(&portal.state, subject).await.expect("a chain"),
        Owner::System => system_chain(&portal.state),
    }
}

fn entry(portal: &TestPortal, action: Act) -> Entry {
    use crate::backend::clock::Clock as _;
    Entry::new(portal.clock.now(), Who::CommandLine, action, Category::Record)
}

async fn prepared(portal: &TestPortal, owner: Owner) -> Prepared {
    let chain = chain(portal, owner).await;
    prepare(&portal.state, &chain, &entry(portal, Act::RecordOpened)).expect("seals")
}

async fn write(state: &AppState, prepared: Prepared) -> Result<(), Failure> {
    state.db.write(move |tx| Box::pin(record(tx, prepared))).await
}

/// Writes so many entries into a chain.
async fn add(portal: &TestPortal, owner: Owner, entries: usize) {
    for _ in 0..entries {
        let prepared = prepared(portal, owner).await;
        write(&portal.state, prepared).await.expect("writes");
    }
}
