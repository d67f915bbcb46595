//! Switching on: at once where no consent is needed, else with a code that goes to the very channel.

use super::{
    ROUNDS,
    cells::{Barrier, Reach},
    change::{Change, change, log_of},
    codes::{self, About},
    decider, renewal,
};
use crate::{
    audit::Act,
    backend::{context::RequestContext, failure::Failure},
    consents::{
        catalogue::{self, Purpose},
        history::{self, History, NewEvent},
        model::{By, Cell, CellState, Ledger, Method, Standing, TextRef, What},
    },
    error::AppError,
    notices::{
        codes::lifetime,
        model::Class,
        outbox::{self, Message},
        template::Template,
    },
    time::Timestamp,
    ui::date::practice_zone,
};
use jiff::ToSpan as _;

/// Codes for one cell within [`DAY`].
const CODES: usize = 5;
/// In milliseconds.
const DAY: i64 = 24 * 3_600_000;
/// A moment no calendar has.
const NO_MOMENT: Failure = Failure::Inconsistent { table: "purpose_versions", column: "validity_months" };

/// What became of a "yes".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It holds, now or since before.
    On,
    /// A code is on its way; until it is entered nothing holds.
    CodeSent,
    /// There were so many codes of late that the next one has to wait.
    TooMany { again_at: Timestamp },
    /// It cannot be switched on.
    Barred(Barrier),
    /// The text is another one than the one they had before them.
    OtherText,
}

/// Switches a cell on for the patient who asks, who had the version `shown` of its text before them. What holds at once
/// holds to no other text; what needs a code shows its text once more where the code is entered.
///
/// # Errors
/// [`AppError::NotFound`] for what is no cell of the table.
pub async fn switch_on(context: &RequestContext, cell: &Cell, shown: i64) -> Result<Asked, AppError> {
    let (state, patient, now) = (&context.state, decider(context).await?, context.now());
    let catalogue = catalogue::load(state).await?;
    let purpose = catalogue.find(&cell.purpose).filter(|purpose| purpose.channels.contains(&cell.channel));
    let purpose = purpose.ok_or(AppError::NotFound)?;
    if let Some(barrier) = Reach::of(state, patient).await?.barrier(purpose, cell.channel) {
        return Ok(match barrier {
            Barrier::Always => Asked::On,
            barrier => Asked::Barred(barrier),
        });
    }
    if purpose.class == Class::Care && shown != purpose.version {
        return Ok(Asked::OtherText);
    }
    let (text, key) = (purpose.text_ref(context.lang)?, history::evidence_key(state, patient.subject).await?);
    for _ in 0..ROUNDS {
        let history = history::history(state, patient.subject).await?;
        let ledger = history.ledger()?;
        let standing = ledger.standing(cell, now, &catalogue.deadlines);
        if let Standing::Active { .. } = standing {
            return Ok(Asked::On);
        }
        let mut decisions: Vec<NewEvent> = noted(&ledger, cell, &standing).into_iter().collect();
        let decided = |what| NewEvent {
            at: now,
            cell: cell.clone(),
            what,
            text: text.clone(),
            method: Method::Portal,
            by: By::Patient,
        };
        let prepared = match purpose.class {
            Class::Care => {
                let expires_at = months_later(now, purpose.validity_months)?;
                decisions.push(decided(What::Granted { expires_at }));
                let log = log_of(context, patient, Act::ConsentGiven).await?;
                let given = history.seq + i64::try_from(decisions.len()).unwrap_or(i64::MAX);
                let plans = renewal::plan(state, patient.subject, cell, given, expires_at)?;
                Change::prepare(state, &history, &key, decisions, log)?.planning(plans)
            }
            Class::Outreach => {
                if let Some(again_at) = too_many(&history, cell, now) {
                    return Ok(Asked::TooMany { again_at });
                }
                let about = about(purpose, cell, &text, now);
                decisions.push(decided(What::Requested { until: about.until }));
                let (code, row) = codes::new(state, &key, &about)?;
                let message = Message {
                    subject: patient.subject,
                    cell: cell.clone(),
                    template: Template::ConsentCode { code },
                    lang: context.lang,
                    about: vec![b"consent-code".to_vec(), row.id.as_bytes().to_vec()],
                    not_before: now,
                };
                let message = outbox::prepare(state, message).await?;
                let log = log_of(context, patient, Act::ConsentRequested).await?;
                Change::prepare(state, &history, &key, decisions, log)?.with_code(cell.clone(), row, message)
            }
        };
        if change(state, prepared).await? {
            return Ok(match purpose.class {
                Class::Care => Asked::On,
                Class::Outreach => Asked::CodeSent,
            });
        }
    }
    Err(AppError::Unavailable)
}

fn about(purpose: &Purpose, cell: &Cell, text: &TextRef, now: Timestamp) -> About {
    About {
        cell: cell.clone(),
        until: Timestamp(now.0.saturating_add(lifetime(cell.channel))),
        text: text.clone(),
        validity_months: purpose.validity_months,
    }
}

/// That a consent has expired, where nobody has noted it yet: only then can it be given again.
pub(in crate::consents) fn noted(ledger: &Ledger, cell: &Cell, standing: &Standing) -> Option<NewEvent> {
    let CellState::Active { text, .. } = ledger.state(cell) else { return None };
    let Standing::Expired { at } = *standing else { return None };
    let (what, method, by) = (What::Expired, Method::Time, By::System);
    Some(NewEvent { at, cell: cell.clone(), what, text, method, by })
}

/// When the next code may be asked for, if there were enough of late.
fn too_many(history: &History, cell: &Cell, now: Timestamp) -> Option<Timestamp> {
    let since = now.0.saturating_sub(DAY);
    let is_of_late = |at: &Timestamp| at.0 > since;
    let asked = history
        .events
        .iter()
        .filter(|event| event.cell == *cell && matches!(event.what, What::Requested { .. }));
    let of_late: Vec<Timestamp> = asked.map(|event| event.at).filter(is_of_late).collect();
    let first = of_late.len().checked_sub(CODES).and_then(|place| of_late.get(place))?;
    Some(Timestamp(first.0.saturating_add(DAY)))
}

/// So many months later on the calendar of the practice, at the same time of day; `None` where it never ends.
pub(super) fn months_later(now: Timestamp, months: Option<i64>) -> Result<Option<Timestamp>, Failure> {
    let Some(months) = months else { return Ok(None) };
    let months = i32::try_from(months).map_err(|_| NO_MOMENT)?;
    let moment = jiff::Timestamp::from_millisecond(now.0).map_err(|_| NO_MOMENT)?;
    let later = moment.to_zoned(practice_zone()).checked_add(months.months()).map_err(|_| NO_MOMENT)?;
    Ok(Some(Timestamp(later.timestamp().as_millisecond())))
}
