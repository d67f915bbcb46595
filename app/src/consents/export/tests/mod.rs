//! Exports on both databases.

mod fhir;
mod file;
mod pages;
mod print;
mod tampering;
mod versions;

use super::{ConsentExport, document::Document, prepare_build, run, service};
use crate::{
    audit::Who,
    backend::{
        failure::Failure,
        queue::{self, Job as _, JobError},
        state::AppState,
        testing::TestPortal,
    },
    consents::{
        catalogue,
        history::{self, NewEvent},
        model::{By, Cell, Method, PurposeKey, What},
    },
    ids::{PersonId, SubjectId},
    lang::Lang,
    notices::model::Channel,
    patients::{
        arrivals::{self, Added, Arrival},
        model::BirthDate,
        subjects,
    },
    time::Timestamp,
};

const MINUTE: i64 = 60_000;

/// A patient of the practice, and under which pseudonym.
async fn patient(portal: &TestPortal) -> (PersonId, SubjectId) {
    let arrival = Arrival {
        family_name: "Canary".to_owned(),
        given_name: "Erika".to_owned(),
        birth_date: BirthDate::new(1980, 5, 4).expect("a date"),
        insurance_number: None,
        identifiers: Vec::new(),
    };
    let id = match arrivals::add(&portal.state, Who::CommandLine, &arrival, true).await.expect("adds") {
        Added::Created(person) => person,
        other => panic!("not created: {other:?}"),
    };
    (id, subjects::subject_of(&portal.state, id).await.expect("a pseudonym"))
}

/// One decision as a service records it: with its text, and with the build that follows; tells whether nobody was faster.
async fn try_to_decide(
    state: &AppState,
    subject: SubjectId,
    (purpose, channel): (&str, Channel),
    what: What,
    by: By,
) -> Result<bool, Failure> {
    let cell = Cell { purpose: PurposeKey::parse(purpose).expect("a purpose"), channel };
    let catalogue = catalogue::load(state).await?;
    let text = catalogue.find(&cell.purpose).expect("is offered").text_ref(Lang::De)?;
    let new = NewEvent { at: state.clock.now(), cell, what, text, method: Method::Portal, by };
    let before = history::history(state, subject).await?;
    let key = history::evidence_key(state, subject).await?;
    let prepared = history::append(state, &before, &key, vec![new])?;
    let build = prepare_build(state, subject)?;
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let recorded = history::record(tx, prepared).await?;
            if recorded {
                queue::enqueue(tx, &build).await?;
            }
            Ok(recorded)
        })
    });
    write.await
}

/// The same by the patient, without anybody else about.
async fn decide(portal: &TestPortal, subject: SubjectId, cell: (&str, Channel), what: What) {
    portal.clock.advance(MINUTE);
    let decided = try_to_decide(&portal.state, subject, cell, what, By::Patient).await;
    assert!(decided.expect("decides"));
}

/// Does one build.
async fn carry_out(portal: &TestPortal, job: &queue::Claimed) -> Result<(), JobError> {
    run(&portal.state, job).await
}

/// Does the builds that are due; gives how each has ended.
async fn build(portal: &TestPortal) -> Vec<Result<(), JobError>> {
    let jobs = queue::claim_due(&portal.state, 100).await.expect("claims");
    let mut outcomes = Vec::new();
    for job in jobs.into_iter().filter(|job| job.kind == ConsentExport::KIND) {
        outcomes.push(carry_out(portal, &job).await);
    }
    outcomes
}

/// A patient who has decided so often, each time with a version of its own.
async fn with_versions(portal: &TestPortal, versions: usize) -> (PersonId, SubjectId) {
    let (person, subject) = patient(portal).await;
    for number in 0..versions {
        let what = if number % 2 == 0 { What::Granted { expires_at: None } } else { What::Withdrawn };
        decide(portal, subject, ("new-message", Channel::Email), what).await;
        assert!(matches!(build(portal).await[..], [Ok(())]));
    }
    (person, subject)
}

/// A version that is there.
async fn opened(portal: &TestPortal, subject: SubjectId, version: i64) -> service::Opened {
    service::find(&portal.state, subject, version).await.expect("reads").expect("is there")
}
