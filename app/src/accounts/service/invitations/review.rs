//! What the team sees of the invitations it has issued, and the approval of a second member of staff.

use super::{Issuance, Issuers};
use crate::{
    accounts::{
        service::{
            enrolment::identity_key,
            events::{self, Happened},
            step_up::{self, Deed, Done},
        },
        store::{
            invitations::{self, InvitationRow, VoidReason},
            people::{self, PersonRow},
        },
    },
    audit::{self, Act, Category},
    backend::{
        context::{Actor, RequestContext, Staff},
        db::Tx,
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    error::AppError,
    ids::{InvitationId, PersonId},
    patients::{
        model::Item,
        sealed::{self, SealedPerson},
        service::{display_name, name_of, value_of},
    },
    redacted::Redacted,
    time::Timestamp,
};

/// Of each kind so many are listed; more are found by looking up the person.
const MOST: i64 = 50;
/// How long an invitation that nobody can use any more is listed after it was issued, in milliseconds.
const LISTED: i64 = 30 * 24 * 3_600_000;

/// An invitation as the team's list shows it.
pub struct Listed {
    pub id: InvitationId,
    pub person: PersonId,
    pub name: Redacted<String>,
    /// Tells two people of the same name apart.
    pub patient_number: String,
    pub issuance: Issuance,
    pub state: State,
    /// The person has a way to sign in already; the invitation replaces a lost one.
    pub replaces: bool,
    pub approved: bool,
    /// Whether the member of staff who looks may approve it: not the one who issued it, and never what the command
    /// line issued.
    pub may_approve: bool,
}

/// What has become of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open { until: Timestamp },
    Redeemed { at: Timestamp },
    Void { since: Timestamp, because: Because },
}

/// Why nobody can use an invitation any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    Replaced,
    Withdrawn,
    WrongTries,
    Expired,
}

impl State {
    /// What ended it first is what is said.
    pub fn of(row: &InvitationRow, now: Timestamp) -> Result<Self, Failure> {
        if let Some(at) = row.redeemed_at {
            return Ok(State::Redeemed { at });
        }
        let inconsistent = Failure::Inconsistent { table: "invitations", column: "void_reason" };
        let voided = match (row.voided_at, row.void_reason.as_deref()) {
            (None, _) => None,
            (Some(at), reason) => match reason.and_then(VoidReason::parse).ok_or(inconsistent)? {
                VoidReason::Replaced => Some((at, Because::Replaced)),
                VoidReason::Withdrawn => Some((at, Because::Withdrawn)),
            },
        };
        let used_up = row.tries_ended_at.map(|at| (at, Because::WrongTries));
        let expired = (row.expires_at <= now).then_some((row.expires_at, Because::Expired));
        let first = [used_up, voided, expired].into_iter().flatten().min_by_key(|(at, _)| *at);
        Ok(match first {
            Some((since, because)) => State::Void { since, because },
            None => State::Open { until: row.expires_at },
        })
    }
}

/// What the team's list shows.
pub struct Overview {
    /// Invitations that may still be used, newest first.
    pub open: Vec<Listed>,
    /// Those of the last thirty days that were used or are void, newest first.
    pub ended: Vec<Listed>,
    /// The practice has one person, so an approval is given on the server.
    pub is_alone: bool,
}

/// Invitations of patients, as the team's list shows them.
pub async fn list(context: &RequestContext) -> Result<Overview, AppError> {
    let reader = reader(context)?.person();
    let (state, now) = (&context.state, context.now());
    let (open, ended) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let open = invitations::list_open(tx, now, MOST).await?;
                let ended = invitations::list_ended(tx, Timestamp(now.0 - LISTED), now, MOST).await?;
                Ok((with_people(tx, open).await?, with_people(tx, ended).await?))
            })
        })
        .await?;
    let shown: Vec<PersonId> = open.iter().chain(&ended).map(|(_, person, _)| person.id).collect();
    audit::list_shown(context, &shown).await?;
    let mut issuers = Issuers::default();
    Ok(Overview {
        open: describe_all(context, open, reader, &mut issuers).await?,
        ended: describe_all(context, ended, reader, &mut issuers).await?,
        is_alone: !state.settings.practice.checks_identity(),
    })
}

/// An invitation that may be approved by whoever asks, for the page on which they prove that it is them.
///
/// # Errors
/// [`AppError::NotFound`] when there is nothing for them to approve.
pub async fn to_approve(context: &RequestContext, id: InvitationId) -> Result<Listed, AppError> {
    let reader = reader(context)?.person();
    let row = approvable(context, id).await?;
    let rows =
        context.state.db.read(move |tx| Box::pin(async move { with_people(tx, vec![row]).await })).await?;
    let listed = describe_all(context, rows, reader, &mut Issuers::default()).await?.pop();
    let listed = listed.ok_or(AppError::NotFound)?;
    audit::list_shown(context, &[listed.person]).await?;
    Ok(listed)
}

async fn describe_all(
    context: &RequestContext,
    rows: Vec<Row>,
    reader: PersonId,
    issuers: &mut Issuers,
) -> Result<Vec<Listed>, Failure> {
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        let issuance = issuers.of(&context.state, &row.0).await?;
        listed.extend(describe(&context.state, row, issuance, reader, context.now())?);
    }
    Ok(listed)
}

/// An invitation, and whom it is for.
type Row = (InvitationRow, PersonRow, SealedPerson);

async fn with_people(tx: &mut Tx<'_>, rows: Vec<InvitationRow>) -> Result<Vec<Row>, Failure> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let person = people::find(tx, row.person_id).await?;
        let sealed = sealed::load(tx, row.person_id).await?;
        found.extend(person.zip(sealed).map(|(person, sealed)| (row, person, sealed)));
    }
    Ok(found)
}

/// `None` for somebody of whom nothing is known any more.
fn describe(
    state: &AppState,
    (row, person, sealed): Row,
    issuance: Issuance,
    reader: PersonId,
    now: Timestamp,
) -> Result<Option<Listed>, Failure> {
    let known = sealed.open(&state.keys)?;
    let Some(name) = name_of(&known) else { return Ok(None) };
    let number = value_of(&known, Item::PatientNumber).map(|number| number.expose().clone());
    Ok(Some(Listed {
        id: row.id,
        person: person.id,
        name,
        patient_number: number.unwrap_or_default(),
        issuance,
        state: State::of(&row, now)?,
        replaces: person.enrolled_at.is_some(),
        approved: row.approved_at.is_some(),
        may_approve: row.issued_by.is_some_and(|issuer| issuer != reader),
    }))
}

/// Lets an invitation replace a lost factor without a recovery code; the second pair of eyes.
///
/// It outlasts the session in which it is given, so it takes a fresh proof for this very invitation. The invited person
/// is told who approved.
///
/// # Errors
/// - [`AppError::NotFound`] when there is nothing to approve, also for the one who issued it.
/// - [`AppError::StepUpRequired`] without a fresh proof.
pub async fn approve(context: &RequestContext, id: InvitationId) -> Result<(), AppError> {
    let by = reader(context)?.person();
    let (state, now) = (&context.state, context.now());
    // Nobody is asked for a proof in vain; what is decided here is decided once more by the statement below.
    let person = approvable(context, id).await?.person_id;
    let grant = step_up::granted(context, Deed::ApproveInvitation(id)).await?;
    let key = identity_key(context, person).await?;
    let name = display_name(state, by).await?.expose().clone();
    let event = events::prepare(state, &key, person, &Happened::InvitationApproved { by: Some(name) })?;
    let log = audit::deed_about(context, person, Act::InvitationApproved, Category::Access).await?;
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !grant.use_up(tx).await? {
                    return Ok(Some(Done::NotGranted));
                }
                // A proof that found nothing to approve is used up all the same; it was for this and nothing else.
                if !invitations::approve(tx, id, by, now).await? {
                    return Ok(None);
                }
                events::record(tx, event).await?;
                audit::record(tx, log).await?;
                Ok(Some(Done::Yes))
            })
        })
        .await?;
    done.ok_or(AppError::NotFound)?.answer(context).await
}

/// An invitation that whoever asks may approve now.
async fn approvable(context: &RequestContext, id: InvitationId) -> Result<InvitationRow, AppError> {
    let (by, now) = (reader(context)?.person(), context.now());
    let found = context.state.db.read(move |tx| Box::pin(invitations::find(tx, id))).await?;
    let may = |row: &InvitationRow| {
        row.is_open(now) && row.approved_at.is_none() && row.issued_by.is_some_and(|issuer| issuer != by)
    };
    found.filter(may).ok_or(AppError::NotFound)
}

fn reader(context: &RequestContext) -> Result<&Staff, AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    match &context.actor {
        Actor::Staff(staff) => Ok(staff),
        Actor::Patient(_) | Actor::Nobody => Err(AppError::NotFound),
    }
}
