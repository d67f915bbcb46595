//! [`History`]: everything somebody has decided, at rest and added to.
//!
//! Whoever adds reads the history, seals what is new after its end, and records it in a transaction that holds the end:
//! if it has moved on in between, nothing is recorded, and all begins anew.

use super::{
    model::{By, Cell, Event, Ledger, Method, TextRef, What},
    store,
};
use crate::{
    backend::{
        crypto::{self, CareClass, DataKey, Encrypted, Place},
        db::Tx,
        failure::Failure,
        state::AppState,
    },
    ids::SubjectId,
    time::Timestamp,
};

const EVENT: Place = Place { table: "consent_events", column: "event_enc" };
/// Sealed decisions have a length that is a multiple of this, so that length does not tell what was decided.
const PADDING: usize = 512;
/// The history is not what we write.
const BROKEN: Failure = Failure::Inconsistent { table: "consent_events", column: "seq" };

/// What somebody has decided, from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub subject: SubjectId,
    /// The number of the last event; nought where there is none.
    pub seq: i64,
    pub events: Vec<Event>,
}

impl History {
    /// What follows from it.
    ///
    /// # Errors
    /// [`Failure::Inconsistent`] for a history we cannot have written.
    pub fn ledger(&self) -> Result<Ledger, Failure> {
        Ledger::of(&self.events).map_err(|_| BROKEN)
    }
}

/// Reads everything a subject has decided.
///
/// # Errors
/// [`Failure::Sealed`] when an event was altered or moved, or the key was erased; [`Failure::Inconsistent`] when one is
/// missing.
pub async fn history(state: &AppState, subject: SubjectId) -> Result<History, Failure> {
    let read = state.db.read(move |tx| {
        Box::pin(async move {
            let found = crypto::store::find_care_key(tx, subject, CareClass::Evidence).await?;
            // What comes after the end that was read belongs to the next reading.
            let seq = store::find_head(tx, subject).await?.unwrap_or_default();
            Ok((found, seq, store::list_events(tx, subject, seq).await?))
        })
    });
    let (found, seq, rows) = read.await?;
    let (key_id, wrapped) = found.ok_or(Failure::Sealed)?;
    let key = state.keys.open_data_key(key_id, subject, CareClass::Evidence, &wrapped)?;
    let events: Vec<Event> = rows.iter().map(|row| open(&key, subject, row)).collect::<Result<_, _>>()?;
    let is_whole = (1..=seq).eq(events.iter().map(|event| event.seq));
    is_whole.then_some(History { subject, seq, events }).ok_or(BROKEN)
}

/// The key under which a subject's decisions are sealed.
///
/// # Errors
/// [`Failure::Sealed`] when it was erased.
pub async fn evidence_key(state: &AppState, subject: SubjectId) -> Result<DataKey, Failure> {
    let found = state.db.read(move |tx| {
        Box::pin(async move { crypto::store::find_care_key(tx, subject, CareClass::Evidence).await })
    });
    let (key_id, wrapped) = found.await?.ok_or(Failure::Sealed)?;
    state.keys.open_data_key(key_id, subject, CareClass::Evidence, &wrapped)
}

/// A decision before it has its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    pub at: Timestamp,
    pub cell: Cell,
    pub what: What,
    pub text: TextRef,
    pub method: Method,
    pub by: By,
}

/// Decisions ready to be recorded.
#[must_use = "decisions are recorded by `record` only"]
pub struct Prepared {
    subject: SubjectId,
    /// The end of the history they were made for.
    after: i64,
    sealed: Vec<(i64, Encrypted)>,
}

/// Seals decisions that follow a history, before the transaction begins.
///
/// # Errors
/// [`Failure::Inconsistent`] when one of them cannot follow.
pub fn append(
    state: &AppState,
    history: &History,
    key: &DataKey,
    new: Vec<NewEvent>,
) -> Result<Prepared, Failure> {
    let numbered = (history.seq + 1..).zip(new).map(|(seq, new)| {
        let NewEvent { at, cell, what, text, method, by } = new;
        Event { seq, at, cell, what, text, method, by }
    });
    let new: Vec<Event> = numbered.collect();
    Ledger::of(history.events.iter().chain(&new)).map_err(|_| BROKEN)?;
    let sealed = new
        .iter()
        .map(|event| {
            let mut plain = serde_json::to_vec(event).map_err(|_| Failure::Sealed)?;
            // White space after the value is part of the grammar (RFC 8259, section 2).
            plain.resize(plain.len().next_multiple_of(PADDING), b' ');
            let row = place(history.subject, event.seq);
            Ok((event.seq, key.seal(&*state.rng, EVENT, &row, &plain)?))
        })
        .collect::<Result<_, Failure>>()?;
    Ok(Prepared { subject: history.subject, after: history.seq, sealed })
}

/// Makes whoever adds to a history wait until the end of the transaction, and gives its end.
pub async fn hold(tx: &mut Tx<'_>, subject: SubjectId) -> Result<i64, Failure> {
    store::hold_head(tx, subject).await
}

/// Records decisions; tells whether the history still ended where they begin, and records nothing otherwise.
///
/// It comes before everything else its transaction writes, so that whoever hears "no" has nothing to undo.
pub async fn record(tx: &mut Tx<'_>, prepared: Prepared) -> Result<bool, Failure> {
    let Prepared { subject, after, sealed } = prepared;
    if hold(tx, subject).await? != after {
        return Ok(false);
    }
    let Some((last, _)) = sealed.last() else { return Ok(true) };
    let last = *last;
    for (seq, event_enc) in sealed {
        store::insert_event(tx, subject, seq, &event_enc).await?;
    }
    store::set_head(tx, subject, last).await?;
    Ok(true)
}

fn open(key: &DataKey, subject: SubjectId, (seq, sealed): &(i64, Encrypted)) -> Result<Event, Failure> {
    let plain = key.open(EVENT, &place(subject, *seq), sealed)?;
    let event: Event = serde_json::from_slice(&plain)
        .map_err(|_| Failure::Inconsistent { table: EVENT.table, column: EVENT.column })?;
    if event.seq == *seq { Ok(event) } else { Err(BROKEN) }
}

fn place(subject: SubjectId, seq: i64) -> Vec<u8> {
    [subject.as_bytes().as_slice(), &seq.to_be_bytes()].concat()
}
