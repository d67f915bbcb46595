//! Giving a consent again before its end.

use super::{
    ROUNDS,
    ask::months_later,
    change::{Change, change, log_of},
    decider, renewal,
};
use crate::{
    audit::Act,
    backend::context::RequestContext,
    consents::{
        catalogue,
        history::{self, NewEvent},
        model::{By, Cell, Method, Standing, What},
    },
    error::AppError,
    time::Timestamp,
};

/// How long before its end a consent can be given again, in milliseconds: from before the first reminder on.
const EARLY: i64 = 60 * 24 * 3_600_000;

/// What became of giving a consent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// It holds for another while.
    Now,
    /// It has not come to its end yet, or there is none.
    TooEarly,
    /// There is no consent that holds.
    Nothing,
    /// The text is another one than the one they had before them.
    OtherText,
}

/// Whether a consent comes to its end and can be given again.
pub(super) fn is_due(standing: &Standing, now: Timestamp) -> bool {
    matches!(standing, Standing::Active { expires_at: Some(end), .. } if end.0.saturating_sub(now.0) <= EARLY)
}

/// Gives a consent again, to the version of the text that was shown; only the newest can be agreed to. The channel was
/// proven when it was given first, so there is no code.
///
/// # Errors
/// [`AppError::NotFound`] for what is no cell of the table, and for a purpose that is not offered any more.
pub async fn renew(context: &RequestContext, cell: &Cell, shown: i64) -> Result<Renewed, AppError> {
    let (state, patient) = (&context.state, decider(context).await?);
    let catalogue = catalogue::load(state).await?;
    let purpose = catalogue.of_cell(cell).ok_or(AppError::NotFound)?;
    if shown != purpose.version {
        return Ok(Renewed::OtherText);
    }
    let key = history::evidence_key(state, patient.subject).await?;
    for _ in 0..ROUNDS {
        let (history, now) = (history::history(state, patient.subject).await?, context.now());
        let standing = history.ledger()?.standing(cell, now, &catalogue.deadlines);
        if !matches!(standing, Standing::Active { .. }) {
            return Ok(Renewed::Nothing);
        }
        if !is_due(&standing, now) {
            return Ok(Renewed::TooEarly);
        }
        let expires_at = months_later(now, purpose.validity_months)?;
        let event = NewEvent {
            at: now,
            cell: cell.clone(),
            what: What::Renewed { expires_at },
            text: purpose.text_ref(context.lang)?,
            method: Method::Portal,
            by: By::Patient,
        };
        let plans = renewal::plan(state, patient.subject, cell, history.seq + 1, expires_at)?;
        let log = log_of(context, patient, Act::ConsentRenewed).await?;
        let renewed = Change::prepare(state, &history, &key, vec![event], log)?.planning(plans);
        if change(state, renewed).await? {
            return Ok(Renewed::Now);
        }
    }
    Err(AppError::Unavailable)
}
