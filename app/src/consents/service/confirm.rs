//! Entering the code: the second half of a double opt-in.

use super::{
    ROUNDS,
    ask::months_later,
    change::{Change, change, log_of},
    codes, decider, renewal,
};
use crate::{
    audit::Act,
    backend::{context::RequestContext, crypto::DataKey, failure::Failure, state::AppState},
    consents::{
        catalogue::{self, Wording},
        history::{self, NewEvent},
        model::{By, Cell, CellState, Method, Standing, What},
        store::{self, CodeRow},
    },
    error::{AppError, FieldCode, FieldError},
    ids::SubjectId,
    notices::{codes::OneTimeCode, whose},
    time::Timestamp,
};

/// The name of the field.
pub const CODE_FIELD: &str = "code";

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It holds from now on.
    Given,
    /// It holds already; the code was not needed.
    GivenBefore,
    /// It is another one.
    Wrong { tries_left: i64 },
    /// It belongs to another cell.
    OfAnother { tries_left: i64 },
    /// It was mistyped too often.
    UsedUp,
    /// Its text is another one than was shown.
    OtherText,
    /// It came too late.
    Late { until: Timestamp },
    /// No code waits here: it was entered already, replaced, or taken back.
    None,
}

/// Confirms a consent with what somebody has typed below the version of the text that was `shown`: a page can be older than
/// the code that was sent last. Another version is no try.
///
/// A try is counted, for good, before anything is compared: so many tries at once are no way around.
///
/// # Errors
/// - [`AppError::NotFound`] for what is no cell of the table.
/// - [`AppError::Invalid`] for what is no code; that is no try.
pub async fn confirm(
    context: &RequestContext,
    cell: &Cell,
    typed: &str,
    shown: i64,
) -> Result<Confirmed, AppError> {
    let (state, patient) = (&context.state, decider(context).await?);
    let subject = patient.subject;
    let catalogue = catalogue::load(state).await?;
    catalogue.find(&cell.purpose).ok_or(AppError::NotFound)?;
    let code = read(typed)?;
    if catalogue.of_cell(cell).is_none() {
        return Ok(Confirmed::None);
    }
    let key = history::evidence_key(state, subject).await?;
    let history = history::history(state, subject).await?;
    let standing = history.ledger()?.standing(cell, context.now(), &catalogue.deadlines);
    if let Standing::Active { .. } = standing {
        return Ok(Confirmed::GivenBefore);
    }
    // 1. Whether there is anything to enter, and still time.
    let Some(row) = find(state, subject, cell).await? else { return Ok(Confirmed::None) };
    let about = codes::open(&key, &row)?;
    if context.now() >= about.until {
        return Ok(Confirmed::Late { until: about.until });
    }
    if shown != about.text.version {
        return Ok(Confirmed::OtherText);
    }
    // 2. The try.
    let id = row.id;
    let taken = state.db.write(move |tx| Box::pin(async move { store::take_try(tx, subject, id).await }));
    let Some(tries_left) = taken.await? else { return used_up(state, subject, cell, &row).await };
    // 3. Only now is anything compared.
    if !codes::fits(state, &row, &code) {
        return Ok(match is_of_another(state, subject, &row, &code).await? {
            true => Confirmed::OfAnother { tries_left },
            false => Confirmed::Wrong { tries_left },
        });
    }
    // 4. It holds.
    for _ in 0..ROUNDS {
        // The history before the code: as long as it does not move on, the code that was read then is there.
        let history = history::history(state, subject).await?;
        match history.ledger()?.state(cell) {
            CellState::Pending { .. } => {}
            CellState::Active { .. } => return Ok(Confirmed::GivenBefore),
            _ => return Ok(Confirmed::None),
        }
        if find(state, subject, cell).await?.is_none_or(|other| other.id != id) {
            return Ok(Confirmed::None);
        }
        let now = context.now();
        let expires_at = months_later(now, about.validity_months)?;
        let event = NewEvent {
            at: now,
            cell: cell.clone(),
            what: What::Confirmed { expires_at },
            text: about.text.clone(),
            method: Method::Code,
            by: By::Patient,
        };
        let log = log_of(context, patient, Act::ConsentGiven).await?;
        let plans = renewal::plan(state, subject, cell, history.seq + 1, expires_at)?;
        let given = Change::prepare(state, &history, &key, vec![event], log)?.planning(plans);
        if change(state, given).await? {
            return Ok(Confirmed::Given);
        }
    }
    Err(AppError::Unavailable)
}

/// What the page shows on which a code is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub cell: Cell,
    /// What is agreed to, as it stood when the code was asked for.
    pub text: Wording,
    /// Which version of it that is.
    pub version: i64,
    pub until: Timestamp,
    pub tries_left: i64,
}

/// The code that waits for a cell; `None` when there is none, or no time left.
///
/// # Errors
/// [`AppError::NotFound`] for what is no cell of the table.
pub async fn confirmation(context: &RequestContext, cell: &Cell) -> Result<Option<Confirmation>, AppError> {
    let (state, patient) = (&context.state, decider(context).await?);
    let catalogue = catalogue::load(state).await?;
    let purpose = catalogue.find(&cell.purpose).ok_or(AppError::NotFound)?;
    if catalogue.of_cell(cell).is_none() {
        return Ok(None);
    }
    let Some(row) = find(state, patient.subject, cell).await? else { return Ok(None) };
    let key: DataKey = history::evidence_key(state, patient.subject).await?;
    let about = codes::open(&key, &row)?;
    if context.now() >= about.until {
        return Ok(None);
    }
    let texts = catalogue::texts_of(state, purpose.id, about.text.version).await?;
    let text = texts.into_iter().find(|text| text.lang == about.text.lang);
    let text = text.ok_or(Failure::Inconsistent { table: "purpose_texts", column: "lang" })?;
    let (cell, version, until, tries_left) = (cell.clone(), about.text.version, about.until, row.tries_left);
    Ok(Some(Confirmation { cell, text, version, until, tries_left }))
}

fn read(typed: &str) -> Result<OneTimeCode, AppError> {
    let code = match typed.trim().is_empty() {
        true => FieldCode::Missing,
        false => FieldCode::Malformed,
    };
    let error = || FieldError { field: CODE_FIELD.to_owned(), code };
    OneTimeCode::read(typed).ok_or_else(|| AppError::Invalid { fields: vec![error()] })
}

async fn find(state: &AppState, subject: SubjectId, cell: &Cell) -> Result<Option<CodeRow>, Failure> {
    let hash = whose::cell(&state.keys, subject, cell);
    state.db.read(move |tx| Box::pin(async move { store::find_code(tx, subject, &hash).await })).await
}

/// Whether a code confirms a consent: it was not used, replaced, taken back or mistyped too often. It may be over.
pub async fn is_in_force(
    state: &AppState,
    subject: SubjectId,
    cell: &Cell,
    code: &OneTimeCode,
) -> Result<bool, Failure> {
    let row = find(state, subject, cell).await?;
    Ok(row.is_some_and(|row| row.tries_left > 0 && codes::fits(state, &row, code)))
}

/// Why there was no try to take: there is none left, or no code any more.
async fn used_up(
    state: &AppState,
    subject: SubjectId,
    cell: &Cell,
    row: &CodeRow,
) -> Result<Confirmed, AppError> {
    let is_there = find(state, subject, cell).await?.is_some_and(|other| other.id == row.id);
    Ok(if is_there { Confirmed::UsedUp } else { Confirmed::None })
}

/// Whether somebody has entered the code of another cell of theirs.
async fn is_of_another(
    state: &AppState,
    subject: SubjectId,
    row: &CodeRow,
    code: &OneTimeCode,
) -> Result<bool, Failure> {
    let rows = state.db.read(move |tx| Box::pin(store::list_codes(tx, subject))).await?;
    Ok(rows.iter().any(|other| other.id != row.id && codes::fits(state, other, code)))
}
