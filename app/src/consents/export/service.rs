//! Reading one's own exports; that leaves no entry, as with everything people read about themselves.

use super::{
    document::Document,
    jws, kept,
    store::{self, Row},
};
use crate::{
    accounts::service::access,
    backend::{
        context::{Actor, RequestContext},
        crypto::DataKey,
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    consents::history::evidence_key,
    error::AppError,
    ids::{PersonId, SubjectId},
    patients::subjects::known_subject,
    time::Timestamp,
};

/// Versions on a page.
const SHOWN: i64 = 20;
/// What is kept is not what was stored.
const BROKEN: Failure = Failure::Inconsistent { table: "consent_exports", column: "content_enc" };

/// Somebody's own exports, or until when they are held back.
pub enum Own<T> {
    Open(T),
    /// A second invitation has just bound a new way to sign in.
    Held {
        until: Timestamp,
    },
}

/// A page of the list.
pub struct List {
    /// The newest first.
    pub lines: Vec<Line>,
    /// The number before which the next page begins, if there is one.
    pub older: Option<i64>,
}

/// One version in the list.
pub struct Line {
    pub version: i64,
    /// What can be said about it; empty when it is not as it was stored.
    pub about: Option<About>,
}

/// What the list says about a version.
pub struct About {
    /// When it was made (RFC 3339, UTC).
    pub created_at: String,
    pub hash: String,
}

/// One version.
pub struct Opened {
    /// The file as it was signed.
    pub file: Vec<u8>,
    pub document: Document,
}

/// The versions of the patient who asks, before a number.
pub async fn list(context: &RequestContext, before: i64) -> Result<Own<List>, AppError> {
    let person = owner(context)?;
    if let Some(until) = access::content_hold(context, person).await? {
        return Ok(Own::Held { until });
    }
    let state = &context.state;
    let Some(subject) = known_subject(state, person).await? else {
        return Ok(Own::Open(List { lines: Vec::new(), older: None }));
    };
    let read = state.db.read(move |tx| Box::pin(store::list_before(tx, subject, before, SHOWN + 1)));
    let mut rows = read.await?;
    let has_more = i64::try_from(rows.len()).is_ok_and(|rows| rows > SHOWN);
    if has_more {
        rows.pop();
    }
    let older = rows.last().filter(|_| has_more).map(|row| row.version);
    let key = evidence_key(state, subject).await?;
    let lines = rows.iter().map(|row| line(state, &key, row)).collect();
    Ok(Own::Open(List { lines, older }))
}

/// One version of the patient who asks.
///
/// # Errors
/// [`AppError::NotFound`] when there is none of that number.
pub async fn one(context: &RequestContext, version: i64) -> Result<Own<Opened>, AppError> {
    let person = owner(context)?;
    if let Some(until) = access::content_hold(context, person).await? {
        return Ok(Own::Held { until });
    }
    let state = &context.state;
    let subject = known_subject(state, person).await?.ok_or(AppError::NotFound)?;
    let opened = find(state, subject, version).await?;
    opened.map(Own::Open).ok_or(AppError::NotFound)
}

/// A version of a subject; for callers that have authorised the reading.
pub async fn find(state: &AppState, subject: SubjectId, version: i64) -> Result<Option<Opened>, Failure> {
    let read = state.db.read(move |tx| Box::pin(store::find(tx, subject, version)));
    let Some(content_enc) = read.await? else { return Ok(None) };
    let key = evidence_key(state, subject).await?;
    open(state, &key, &Row { subject_id: subject, version, content_enc }).map(Some)
}

/// One version that was tampered with does not hide the others.
fn line(state: &AppState, key: &DataKey, row: &Row) -> Line {
    let about = open(state, key, row)
        .map(|opened| About { created_at: opened.document.created_at, hash: kept::hash(&opened.file) });
    Line { version: row.version, about: about.ok() }
}

/// Opens a row down to what it says; what we have not signed ourselves is not given out as an export.
pub(super) fn open(state: &AppState, key: &DataKey, row: &Row) -> Result<Opened, Failure> {
    let file = kept::open(key, row)?;
    let payload = jws::open(&file, &state.keys.public_keys()).map_err(|_| BROKEN)?;
    let document = serde_json::from_slice(&payload).map_err(|_| BROKEN)?;
    Ok(Opened { file, document })
}

fn owner(context: &RequestContext) -> Result<PersonId, AppError> {
    authorise(Action::DecideConsents, &context.actor)?;
    match &context.actor {
        Actor::Patient(patient) => Ok(patient.person()),
        Actor::Staff(_) | Actor::Nobody => Err(AppError::NotFound),
    }
}
