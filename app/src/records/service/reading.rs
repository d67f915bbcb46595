//! Reads a record: one's own, and that of somebody one treats.
//!
//! - Whoever reads their own leaves no entry in the access log. It opens once the team has confirmed who they are, and
//!   not in the first day after a second invitation.
//! - Whoever treats leaves one entry for each opening and each document, durable before anything is given out. Without the
//!   entry there are no data.
//! - What is somebody else's, was replaced or never existed has one answer.

use crate::{
    accounts::service::access::{self, Closed},
    audit::{self, Act, Category, Entry, Prepared, Who},
    backend::{
        context::{Actor, RequestContext, Staff},
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    error::AppError,
    ids::{PersonId, RecordFileId, SubjectId},
    patients::{
        model::{BirthDate, Item},
        sealed::Known,
        service::{display_name, known_patient, name_of, value_of},
        subjects::{known_subject, subject_of},
    },
    records::{
        files::{self, OpenFile},
        sealed::{self, Kept},
    },
    redacted::Redacted,
};

/// Somebody's own record, or why it is not shown yet.
pub enum Own {
    Open(Opened),
    Closed(Closed),
}

/// A file of somebody's own record.
pub enum OwnFile {
    Open(OpenFile),
    /// The record is not shown yet; whether there is such a file is not said either.
    Closed,
}

/// A record, and whose it is.
pub struct Opened {
    pub whose: Whose,
    /// Newest first; empty when nothing was taken over.
    pub record: Vec<Kept>,
}

/// By what people tell a record from that of somebody else, on a sheet of paper as well.
pub struct Whose {
    pub name: Redacted<String>,
    pub birth_date: Option<BirthDate>,
    pub number: Option<Redacted<String>>,
}

impl Whose {
    fn of(known: &[Known]) -> Option<Self> {
        Some(Self {
            name: name_of(known)?,
            birth_date: value_of(known, Item::BirthDate).and_then(|date| BirthDate::from_iso(date.expose())),
            number: value_of(known, Item::PatientNumber).cloned(),
        })
    }
}

/// The record of the patient who asks.
pub async fn own(context: &RequestContext) -> Result<Own, AppError> {
    let person = owner(context)?;
    if let Some(closed) = access::record_closed(context, person).await? {
        return Ok(Own::Closed(closed));
    }
    let state = &context.state;
    let patient = known_patient(state, person).await?.ok_or(AppError::NotFound)?;
    let whose = Whose::of(&patient.known).ok_or(AppError::NotFound)?;
    let record = match known_subject(state, person).await? {
        Some(subject) => record_of(state, subject).await?,
        None => Vec::new(),
    };
    Ok(Own::Open(Opened { whose, record }))
}

/// A file from the record of the patient who asks.
///
/// # Errors
/// [`AppError::NotFound`] for every other file.
pub async fn own_file(context: &RequestContext, file: RecordFileId) -> Result<OwnFile, AppError> {
    let person = owner(context)?;
    if access::record_closed(context, person).await?.is_some() {
        return Ok(OwnFile::Closed);
    }
    let subject = known_subject(&context.state, person).await?.ok_or(AppError::NotFound)?;
    let found = files::file(&context.state, subject, file).await?;
    found.map(OwnFile::Open).ok_or(AppError::NotFound)
}

/// Opens a patient's record for somebody who treats them, and writes that down.
///
/// # Errors
/// [`AppError::NotFound`] when nobody with this id is a patient.
pub async fn open(context: &RequestContext, person: PersonId) -> Result<Opened, AppError> {
    let reader = reader(context)?;
    let state = &context.state;
    let known = known_patient(state, person).await?.ok_or(AppError::NotFound)?.known;
    let whose = Whose::of(&known).ok_or(AppError::NotFound)?;
    // Somebody without a record gets a pseudonym here: that their record was opened has to be written down as well.
    let subject = subject_of(state, person).await?;
    let log = entry(context, reader, subject, Act::RecordOpened, Category::Record, None).await?;
    // The entry first, and then a reading that holds up nobody: the record of a lifetime takes longer than a transaction
    // that changes something may last.
    audit::write_down(state, log).await?;
    Ok(Opened { whose, record: record_of(state, subject).await? })
}

/// Opens a file from a patient's record for somebody who treats them, and writes that down.
///
/// # Errors
/// [`AppError::NotFound`] when it is not a file of this patient's present record; then nothing is written down.
pub async fn open_file(
    context: &RequestContext,
    person: PersonId,
    file: RecordFileId,
) -> Result<OpenFile, AppError> {
    let reader = reader(context)?;
    let state = &context.state;
    known_patient(state, person).await?.ok_or(AppError::NotFound)?;
    let subject = known_subject(state, person).await?.ok_or(AppError::NotFound)?;
    let log =
        entry(context, reader, subject, Act::DocumentDownloaded, Category::Documents, Some(file)).await?;
    let found = audit::read_then(state, log, move |tx| Box::pin(files::load(tx, subject, file))).await?;
    Ok(found.ok_or(AppError::NotFound)?.open(state)?)
}

/// The record of a subject, newest first; empty when there is none.
///
/// For callers that have authorised the reading, and recorded it where that is owed.
pub async fn record_of(state: &AppState, subject: SubjectId) -> Result<Vec<Kept>, Failure> {
    state.db.read(move |tx| Box::pin(sealed::load(tx, subject))).await?.open(&state.keys)
}

fn owner(context: &RequestContext) -> Result<PersonId, AppError> {
    authorise(Action::ReadOwnRecord, &context.actor)?;
    match &context.actor {
        Actor::Patient(patient) => Ok(patient.person()),
        Actor::Staff(_) | Actor::Nobody => Err(AppError::NotFound),
    }
}

fn reader(context: &RequestContext) -> Result<&Staff, AppError> {
    authorise(Action::ReadRecord, &context.actor)?;
    match &context.actor {
        Actor::Staff(staff) => Ok(staff),
        Actor::Patient(_) | Actor::Nobody => Err(AppError::NotFound),
    }
}

/// The entry of the access log for what a member of the team is about to see.
async fn entry(
    context: &RequestContext,
    reader: &Staff,
    subject: SubjectId,
    act: Act,
    category: Category,
    file: Option<RecordFileId>,
) -> Result<Prepared, Failure> {
    let state = &context.state;
    let who = Who::staff(reader, display_name(state, reader.person()).await?);
    let chain = audit::chain_for_subject(state, subject).await?;
    let entry = Entry {
        objects: file.iter().map(RecordFileId::uuid).collect(),
        request: Some(context.request_id.0.clone()),
        ..Entry::new(context.now(), who, act, category)
    };
    audit::prepare(state, &chain, &entry)
}
