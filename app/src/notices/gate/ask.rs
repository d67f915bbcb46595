//! Asking.

use super::{
    Basis, Decision, Matter, Offered, Question, Recorded, Refusal, Verdict, has_transport, is_security,
    quiet_until,
};
use crate::{
    backend::{failure::Failure, state::AppState},
    consents::{
        catalogue::{self, Catalogue},
        history,
        model::{Cell, Ledger, Standing},
    },
    notices::{
        model::{Channel, Class},
        store, whose,
    },
    patients::contacts::{self, ContactKind},
    time::Timestamp,
};

/// The time within which messages of a purpose are counted, in milliseconds.
const CAP_WINDOW: i64 = 30 * 24 * 3_600_000;

/// Whether something may leave the house now; the reason why not is part of the answer, which is to be recorded.
///
/// # Errors
/// [`Failure::Sealed`] when the evidence of this subject cannot be read: then nothing leaves.
pub async fn may_send(state: &AppState, question: Question, now: Timestamp) -> Result<Decision, Failure> {
    let Question { person, subject, cell, matter } = &question;
    let history = history::history(state, *subject).await?;
    let contact = match matter {
        Matter::ContactCode { contact } => contacts::find(state, *person, *contact)
            .await?
            .filter(|point| ContactKind::of(cell.channel) == Some(point.kind)),
        Matter::ConsentCode | Matter::Message => contacts::usable(state, *person, cell.channel).await?,
    };
    let catalogue = catalogue::load(state).await?;
    let ledger = history.ledger()?;
    let verdict = match ground(&catalogue, &ledger, (cell, *matter), contact.is_some(), now) {
        Err(refusal) => Verdict::Refuse(refusal),
        Ok((basis, class)) => {
            let is_message = matches!(matter, Matter::Message);
            if is_message && class == Class::Outreach && is_capped(state, &question, now).await? {
                Verdict::Refuse(Refusal::Capped)
            } else {
                // A code is waited for, and neither the portal nor a letter wakes anybody.
                let quiet = is_message && !matches!(cell.channel, Channel::Portal | Channel::Letter);
                match quiet_until(state.settings.outbound.quiet, now).filter(|_| quiet) {
                    Some(until) => Verdict::Later { until, basis },
                    None => Verdict::Allow(basis),
                }
            }
        }
    };
    let contact = contact.filter(|_| !matches!(verdict, Verdict::Refuse(_)));
    let recorded = Recorded { at: now, cell: cell.clone(), matter: *matter, verdict: verdict.clone() };
    Ok(Decision { verdict, seq: history.seq, subject: *subject, contact, recorded })
}

/// The ground on which a message would leave at a moment, and of which class it is; or why there is none.
///
/// It rests on what was decided and published, and on whether there is a contact point, and on nothing else.
///
/// # Errors
/// The [`Refusal`], where nothing may leave.
pub fn ground(
    catalogue: &Catalogue,
    ledger: &Ledger,
    (cell, matter): (&Cell, Matter),
    has_contact: bool,
    now: Timestamp,
) -> Result<(Basis, Class), Refusal> {
    if !has_transport(cell.channel) {
        return Err(Refusal::NoTransport);
    }
    let reached = cell.channel == Channel::Portal || has_contact;
    if let Matter::ContactCode { .. } = matter {
        return if reached { Ok((Basis::OwnRequest, Class::Care)) } else { Err(Refusal::NoContactPoint) };
    }
    let Offered { class, channels } = offered(catalogue, cell).ok_or(Refusal::UnknownPurpose)?;
    if !channels.contains(&cell.channel) {
        return Err(Refusal::ChannelNotOffered);
    }
    let standing = ledger.standing(cell, now, &catalogue.deadlines);
    let basis = match (matter, class) {
        (Matter::ConsentCode, _) => Basis::OwnRequest,
        (_, Class::Care) if cell.channel == Channel::Portal || is_security(&cell.purpose) => Basis::Care,
        (_, Class::Care) => Basis::Choice { since: holds(standing)? },
        (_, Class::Outreach) => Basis::Consent { since: holds(standing)? },
    };
    if reached { Ok((basis, class)) } else { Err(Refusal::NoContactPoint) }
}

/// Since when a consent or a choice holds, or why it does not.
fn holds(standing: Standing) -> Result<Timestamp, Refusal> {
    match standing {
        Standing::Active { since, .. } => Ok(since),
        Standing::Off => Err(Refusal::NotGiven),
        Standing::Pending { .. } | Standing::Lapsed { .. } => Err(Refusal::NotConfirmed),
        Standing::OnPaper => Err(Refusal::OnlyOnPaper),
        Standing::Withdrawn { .. } => Err(Refusal::Withdrawn),
        Standing::Expired { .. } => Err(Refusal::Expired),
    }
}

fn offered(catalogue: &Catalogue, cell: &Cell) -> Option<Offered> {
    if is_security(&cell.purpose) {
        return Some(Offered { class: Class::Care, channels: vec![Channel::Portal, Channel::Email] });
    }
    let purpose = catalogue.find_offered(&cell.purpose)?;
    Some(Offered { class: purpose.class, channels: purpose.channels.clone() })
}

/// Whether so many of this purpose have left of late, by this channel, that another one is too many.
async fn is_capped(state: &AppState, question: &Question, now: Timestamp) -> Result<bool, Failure> {
    let cell = whose::cell(&state.keys, question.subject, &question.cell);
    let since = Timestamp(now.0.saturating_sub(CAP_WINDOW));
    let sent = state.db.read(move |tx| Box::pin(async move { store::count_sent(tx, &cell, since).await }));
    Ok(sent.await? >= i64::from(state.settings.outbound.monthly_cap))
}
