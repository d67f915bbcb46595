//! The desk invites a patient, unless an open invitation would become void unseen, or there were too many of late.

use super::{Issuance, Issued, Issuer, Issuers, LETTER_TIME, key_and_chain, prepare, record};
use crate::{
    accounts::store::{
        invitations::{self, InvitationRow},
        people::{self, PersonRow},
    },
    audit,
    backend::{
        context::{Actor, RequestContext},
        db::Tx,
        failure::Failure,
        policy::{Action, authorise},
    },
    error::AppError,
    ids::{InvitationId, PersonId},
    time::Timestamp,
};

/// Somebody has so many invitations within [`WINDOW`] at most; each one is an event they are told of.
pub const MOST: i64 = 5;
/// In milliseconds.
const WINDOW: i64 = 24 * 3_600_000;

/// How an invitation at the desk went.
pub enum Invited {
    Issued(Issued),
    /// There is an open one, which nobody has said may become void.
    Open(Open),
    /// There were [`MOST`] of late; when the next one may be issued.
    TooMany {
        again_at: Timestamp,
    },
}

/// An open invitation, as the page of its person shows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Open {
    pub id: InvitationId,
    pub issuance: Issuance,
    pub until: Timestamp,
    /// Whether somebody else has approved that it replaces a lost way to sign in; `None` for a first one, which needs
    /// no approval.
    pub approved: Option<bool>,
}

/// Issues an invitation for a patient. One that is still open becomes void only if it is the one the caller
/// `replaces`, so that nobody makes a letter worthless without having seen that there is one.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such patient.
pub async fn invite(
    context: &RequestContext,
    person: PersonId,
    replaces: Option<InvitationId>,
) -> Result<Invited, AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    let Actor::Staff(issuer) = &context.actor else { return Err(AppError::NotFound) };
    let (state, now) = (&context.state, context.now());
    let patient = patient(context, person).await?;
    let who = audit::who(context).await?;
    let issuer = Issuer { person: Some(issuer.person()), device: context.device.clone(), who };
    let (key, chain) = key_and_chain(state, person).await?;
    let prepared = prepare(state, (&key, &chain), person, issuer, LETTER_TIME).await?;
    let issued = prepared.issued.clone();
    let written = state.db.write(move |tx| {
        Box::pin(async move {
            people::take_turns(tx, person).await?;
            let way = way(tx, person, replaces, now).await?;
            if matches!(way, Way::Free) {
                record(tx, prepared).await?;
            }
            Ok(way)
        })
    });
    Ok(match written.await? {
        Way::Free => Invited::Issued(issued),
        Way::Open(row) => Invited::Open(describe(context, &patient, row).await?),
        Way::TooMany { again_at } => Invited::TooMany { again_at },
    })
}

/// Whether an invitation may be issued now.
enum Way {
    Free,
    Open(InvitationRow),
    TooMany { again_at: Timestamp },
}

async fn way(
    tx: &mut Tx<'_>,
    person: PersonId,
    replaces: Option<InvitationId>,
    now: Timestamp,
) -> Result<Way, Failure> {
    let of_late = invitations::list_issued_after(tx, person, Timestamp(now.0 - WINDOW), MOST).await?;
    if let Some(at) = of_late.get(usize::try_from(MOST - 1).unwrap_or_default()) {
        return Ok(Way::TooMany { again_at: Timestamp(at.0 + WINDOW) });
    }
    let open = invitations::find_open(tx, person, now).await?;
    Ok(open.filter(|open| Some(open.id) != replaces).map_or(Way::Free, Way::Open))
}

/// The open invitation of a patient, if there is one.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such patient.
pub async fn open_of(context: &RequestContext, person: PersonId) -> Result<Option<Open>, AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    let (state, now) = (&context.state, context.now());
    let patient = patient(context, person).await?;
    let found = state.db.read(move |tx| Box::pin(invitations::find_open(tx, person, now))).await?;
    Ok(match found {
        Some(row) => Some(describe(context, &patient, row).await?),
        None => None,
    })
}

async fn describe(
    context: &RequestContext,
    patient: &PersonRow,
    row: InvitationRow,
) -> Result<Open, Failure> {
    let issuance = Issuers::default().of(&context.state, &row).await?;
    let approved = patient.enrolled_at.is_some().then_some(row.approved_at.is_some());
    Ok(Open { id: row.id, issuance, until: row.expires_at, approved })
}

async fn patient(context: &RequestContext, person: PersonId) -> Result<PersonRow, AppError> {
    let found = context.state.db.read(move |tx| Box::pin(people::find(tx, person))).await?;
    found.filter(PersonRow::is_patient).ok_or(AppError::NotFound)
}
