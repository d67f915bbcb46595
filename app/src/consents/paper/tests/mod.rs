//! Forms on paper on both databases, and their pages.

mod pages;
mod recording;

use super::{
    model::{PaperForm, Problem, SCAN_MAX, ScanKind, Ticked, Wrong},
    sealed::{self, About, NewPaper},
    service::{self, Outcome},
    store,
};
use crate::{
    backend::{
        context::RequestContext,
        failure::Failure,
        policy::Role,
        state::AppState,
        testing::{Engine, TestPortal},
        uploads::File,
    },
    consents::{
        catalogue,
        history::evidence_key,
        model::PurposeKey,
        store as tables,
        tests::{DAY, cell, consent, decisions, erika, standing, view, work_off},
    },
    ids::{PersonId, SubjectId},
    notices::model::Channel,
    on_both_databases,
    staff::arranged::colleague,
};

fn person(patient: &RequestContext) -> PersonId {
    patient.actor.person().expect("somebody")
}

/// The beginning of a file is what counts.
fn a_scan() -> File {
    File::Content([b"%PDF-1.7\n".to_vec(), vec![b'x'; 70_000]].concat())
}

/// A form that was signed on 20 November 2026; the clock starts on the 24th.
fn signed(text: &str, channels: &[Channel]) -> PaperForm {
    let ticked = |channel: &Channel| Ticked { text: text.to_owned(), channel: *channel };
    PaperForm {
        ticked: channels.iter().map(ticked).collect(),
        lang: "de".to_owned(),
        day: "20".to_owned(),
        month: "11".to_owned(),
        year: "2026".to_owned(),
    }
}

/// Publishes the second version of a purpose, which adds the telephone, as somebody of the team.
async fn publish_with_phone(portal: &TestPortal, purpose: &str) {
    let by = person(&colleague(portal, "Paul", Role::PrivacyOfficer).await);
    let (state, now) = (&portal.state, portal.state.clock.now());
    let catalogue = catalogue::load(state).await.expect("loads");
    let known = catalogue.find(&PurposeKey::parse(purpose).expect("a purpose")).expect("is there");
    let channels = [known.channels.as_slice(), &[Channel::Phone]].concat();
    let row = tables::VersionRow {
        purpose_id: known.id,
        version: 2,
        channels: catalogue::channel_words(&channels),
        validity_months: known.validity_months,
        legal_basis: known.legal_basis.clone(),
        contact: known.contact.clone(),
        renew_by: None,
    };
    let texts = known.texts.iter().map(|text| tables::TextRow {
        purpose_id: known.id,
        version: 2,
        lang: text.lang.tag().to_owned(),
        title: text.title.clone(),
        body: text.body.clone(),
        text_hash: catalogue::text_hash(&text.title, &text.body).to_vec(),
    });
    let texts: Vec<_> = texts.collect();
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            tables::insert_version(tx, &row, now, Some(by)).await?;
            for text in &texts {
                tables::insert_text(tx, text).await?;
            }
            Ok(())
        })
    });
    write.await.expect("publishes");
}

/// A form of somebody, for tests that look at every row there can be.
pub(crate) async fn arrange(state: &AppState, subject: SubjectId, decision: i64, scan: &[u8]) {
    let key = evidence_key(state, subject).await.expect("a key");
    let (recorded_at, size) = (state.clock.now(), scan.len() as u64);
    let about = About { decisions: vec![decision], recorded_at, kind: ScanKind::Pdf, size };
    let paper = NewPaper::seal(&*state.rng, &key, subject, &about, scan).expect("seals");
    let write = state.db.write(move |tx| Box::pin(async move { sealed::insert(tx, subject, &paper).await }));
    write.await.expect("stores");
}

/// Every form of somebody, opened.
pub(crate) async fn read(state: &AppState, subject: SubjectId) -> Result<Vec<(Vec<i64>, Vec<u8>)>, Failure> {
    let key = evidence_key(state, subject).await?;
    let mut all = Vec::new();
    for row in state.db.read(move |tx| Box::pin(store::list(tx, subject))).await? {
        let id = row.id;
        let pieces = state.db.read(move |tx| Box::pin(store::list_pieces(tx, subject, id))).await?;
        // What does not open is given out to nobody.
        let about = sealed::open(&key, subject, &row);
        if let (Ok(about), Ok(scan)) = (about, sealed::open_scan(&key, subject, &row, &pieces)) {
            all.push((about.decisions, scan));
        }
    }
    Ok(all)
}
