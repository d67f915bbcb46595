//! [`ConsentExport`]: building the next version.

use super::{
    document::{Document, Facts, NoticeRecord, PurposeRecord},
    jws, kept, store,
};
use crate::{
    audit::{self, Act, Category, Entry, Vouched, Who},
    backend::{
        crypto::Purpose as KeyPurpose,
        failure::Failure,
        queue::{self, Claimed, Job, JobError},
        state::AppState,
    },
    consents::{
        catalogue::{self, Catalogue, Purpose},
        history::{self, History, evidence_key},
        model::{Event, TextRef},
    },
    ids::SubjectId,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map};

/// How often a build begins again because the history has moved on.
const ROUNDS: usize = 5;
/// A text that a decision refers to is not there, or is another one.
const LACKING: Failure = Failure::Inconsistent { table: "purpose_texts", column: "text_hash" };
/// What was kept is not what we write.
const BROKEN: Failure = Failure::Inconsistent { table: "consent_exports", column: "content_enc" };

/// The next version of a subject's export is to be built.
#[derive(Serialize, Deserialize)]
pub struct ConsentExport {
    pub subject: SubjectId,
}

impl Job for ConsentExport {
    const KIND: &'static str = "consent-export";
}

/// Prepares the job for the transaction of a change; it waits once for each subject.
///
/// The transaction holds the end of the history before it adds the job (as recording a decision does), so that no build
/// ends between the two without seeing the change.
pub fn prepare_build(state: &AppState, subject: SubjectId) -> Result<queue::Prepared, Failure> {
    let job = ConsentExport { subject };
    queue::prepare(state, &job, &[subject.as_bytes()], None, state.clock.now())
}

/// Carries the job out: one version more, or none where nothing was decided since the last one.
pub async fn run(state: &AppState, claimed: &Claimed) -> Result<(), JobError> {
    let ConsentExport { subject } = claimed.job(state)?;
    for _ in 0..ROUNDS {
        let (next, end) = build(state, subject).await?;
        let receipt = claimed.receipt();
        let done = state.db.write(move |tx| {
            Box::pin(async move {
                // 1. Nobody adds to the history, and nobody else builds, until this has ended. What was decided meanwhile
                //    belongs into this version: its job is this one.
                if history::hold(tx, subject).await? != end {
                    return Ok(false);
                }
                let Some(Next { row, log }) = next else {
                    queue::finish(tx, &receipt).await?;
                    return Ok(true);
                };
                if store::last_version(tx, subject).await? + 1 != row.version {
                    return Ok(false);
                }
                // 2. The version, that it is done, and its hash.
                store::insert(tx, &row).await?;
                queue::finish(tx, &receipt).await?;
                audit::record(tx, log).await?;
                Ok(true)
            })
        });
        if done.await? {
            return Ok(());
        }
    }
    Err(JobError::Retry("busy"))
}

/// A version ready to be stored.
struct Next {
    row: store::Row,
    log: audit::Prepared,
}

/// Makes the next version, if there is anything new; tells the end of the history it was made of.
async fn build(state: &AppState, subject: SubjectId) -> Result<(Option<Next>, i64), Failure> {
    let key = evidence_key(state, subject).await?;
    // The last version before the history: a history can only have more.
    let last = state.db.read(move |tx| Box::pin(store::list_before(tx, subject, i64::MAX, 1))).await?.pop();
    let history = history::history(state, subject).await?;
    let (version, predecessor) = match &last {
        None if history.seq == 0 => return Ok((None, 0)),
        None => (1, None),
        Some(row) => {
            let file = kept::open(&key, row)?;
            let payload = jws::open(&file, &state.keys.public_keys()).map_err(|_| BROKEN)?;
            let before: Document = serde_json::from_slice(&payload).map_err(|_| BROKEN)?;
            if before.last_event() >= history.seq {
                return Ok((None, history.seq));
            }
            (row.version + 1, Some(kept::hash(&file)))
        }
    };
    let file = sign(state, &history, version, predecessor).await?;
    let row = kept::seal(&*state.rng, &key, (subject, version), &file)?;
    let chain = audit::chain_for_subject(state, subject).await?;
    let vouched = Some(Vouched { version, hash: kept::hash(&file) });
    let entry = Entry::new(state.clock.now(), Who::System, Act::ConsentsExported, Category::Consents);
    let log = audit::prepare(state, &chain, &Entry { vouched, ..entry })?;
    Ok((Some(Next { row, log }), history.seq))
}

/// The file of a version.
async fn sign(
    state: &AppState,
    history: &History,
    version: i64,
    predecessor: Option<String>,
) -> Result<Vec<u8>, Failure> {
    let catalogue = catalogue::load(state).await?;
    let ledger = history.ledger()?;
    let signer = state.keys.signer();
    let document = Document::of(Facts {
        practice: &state.settings.practice,
        origin: &state.settings.origin.to_string(),
        principal: principal(state, history.subject),
        version,
        predecessor,
        key_id: signer.public().thumbprint(),
        now: state.clock.now(),
        purposes: purposes(state, &catalogue, &history.events).await?,
        events: &history.events,
        ledger: &ledger,
        deadlines: &catalogue.deadlines,
    });
    Ok(jws::sign(&signer, &document.to_json()))
}

/// The pseudonym of exports: sixteen bytes of a keyed hash, so that a file leads to no row of the database.
fn principal(state: &AppState, subject: SubjectId) -> String {
    let mac = state.keys.mac(KeyPurpose::BlindIndex, &[b"consent-principal".as_slice(), subject.as_bytes()]);
    mac[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The purposes that were decided about, in the order of the list, each with every text that was before somebody.
async fn purposes(
    state: &AppState,
    catalogue: &Catalogue,
    events: &[Event],
) -> Result<Vec<PurposeRecord>, Failure> {
    let mut records = Vec::new();
    let is_known = |event: &Event| catalogue.find(&event.cell.purpose).is_some();
    if !events.iter().all(is_known) {
        return Err(LACKING);
    }
    for purpose in &catalogue.purposes {
        let texts: Vec<&TextRef> = events
            .iter()
            .filter(|event| event.cell.purpose == purpose.key)
            .map(|event| &event.text)
            .collect();
        if !texts.is_empty() {
            records.push(record(state, purpose, &texts).await?);
        }
    }
    Ok(records)
}

async fn record(state: &AppState, purpose: &Purpose, texts: &[&TextRef]) -> Result<PurposeRecord, Failure> {
    let mut notices: BTreeMap<(i64, &'static str), NoticeRecord> = BTreeMap::new();
    for text in texts {
        let notice = match notices.entry((text.version, text.lang.tag())) {
            btree_map::Entry::Occupied(known) => known.into_mut(),
            btree_map::Entry::Vacant(free) => free.insert(notice(state, purpose, text).await?),
        };
        if notice.sha256 != text.hash {
            return Err(LACKING);
        }
    }
    Ok(PurposeRecord {
        purpose: purpose.key.as_str().to_owned(),
        purpose_type: purpose.class,
        lawful_basis: purpose.legal_basis.clone(),
        channels: purpose.channels.clone(),
        validity_months: purpose.validity_months,
        contact: purpose.contact.clone(),
        privacy_notices: notices.into_values().collect(),
    })
}

/// The text that a decision refers to, as it stood.
async fn notice(state: &AppState, purpose: &Purpose, text: &TextRef) -> Result<NoticeRecord, Failure> {
    let wordings = catalogue::all_texts_of(state, purpose.id, text.version).await?;
    let wording = wordings.into_iter().find(|wording| wording.lang == text.lang).ok_or(LACKING)?;
    Ok(NoticeRecord {
        version: text.version,
        language: text.lang,
        title: wording.title,
        text: wording.body,
        sha256: wording.hash,
    })
}
