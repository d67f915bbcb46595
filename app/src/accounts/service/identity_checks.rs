//! The identity check: a member of the team confirms that whoever has enrolled is the person who was invited.
//!
//! Whoever issued the invitation does not confirm it: nobody lets a stranger into a record alone. A practice with only
//! one person switches that off (`practice.identity_check`).

use super::invitations::{Issuance, Issuers};
use crate::{
    accounts::store::{
        invitations,
        people::{self, Confirmed},
    },
    audit::{self, Act, Category},
    backend::{
        context::{Actor, RequestContext, Staff},
        failure::Failure,
        policy::{Action, authorise},
        state::AppState,
    },
    error::AppError,
    ids::PersonId,
    patients::{
        birth_date::BirthDate,
        model::Item,
        sealed,
        service::{name_of, value_of},
    },
    redacted::Redacted,
    time::Timestamp,
};

/// How many are listed at a time; the oldest come first, so the others move up.
const LISTED: i64 = 50;

/// Somebody who has enrolled and whose identity was not confirmed yet.
pub struct Waiting {
    pub person: PersonId,
    pub name: Redacted<String>,
    pub birth_date: Option<BirthDate>,
    pub enrolled_at: Timestamp,
    /// Who issued the invitation they used, and when; `None` only if there is none.
    pub issuance: Option<Issuance>,
    /// Whether the member of staff who looks may confirm it.
    pub may_confirm: bool,
}

/// Everybody who waits, oldest first.
pub struct Waitlist {
    pub people: Vec<Waiting>,
    /// There are more than are listed.
    pub more: bool,
}

/// Everybody whose identity check waits.
pub async fn list(context: &RequestContext) -> Result<Waitlist, AppError> {
    let reader = reader(context)?.person();
    let state = &context.state;
    let mut rows = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for (person, enrolled_at) in people::list_to_confirm(tx, LISTED + 1).await? {
                    let is_issuer = invitations::has_invited(tx, reader, person).await?;
                    let used = invitations::find_last_redeemed(tx, person).await?;
                    let found = sealed::load(tx, person).await?;
                    rows.extend(found.map(|found| (found, enrolled_at, is_issuer, used)));
                }
                Ok(rows)
            })
        })
        .await?;
    let shown: Vec<PersonId> = rows.iter().map(|(found, ..)| found.id).collect();
    audit::list_shown(context, &shown).await?;
    let most = usize::try_from(LISTED).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let alone = !state.settings.practice.checks_identity();
    let mut people = Vec::with_capacity(rows.len());
    let mut issuers = Issuers::default();
    for (found, enrolled_at, is_issuer, used) in rows {
        let known = found.open(&state.keys)?;
        // Somebody whose data were erased has nothing left to confirm.
        let Some(name) = name_of(&known) else { continue };
        let issuance = match used {
            Some(used) => Some(issuers.of(state, &used).await?),
            None => None,
        };
        people.push(Waiting {
            person: found.id,
            name,
            birth_date: value_of(&known, Item::BirthDate).and_then(|date| BirthDate::from_iso(date.expose())),
            enrolled_at,
            issuance,
            may_confirm: alone || !is_issuer,
        });
    }
    Ok(Waitlist { people, more })
}

/// How many identity checks wait, for whoever was authorised by other means.
pub async fn count(state: &AppState) -> Result<i64, Failure> {
    state.db.read(|tx| Box::pin(people::count_to_confirm(tx))).await
}

/// Confirms that somebody who has enrolled is who they say; pressed twice, it is done once.
///
/// # Errors
/// [`AppError::NotFound`] when nobody with this id waits, also for the one who issued the invitation.
pub async fn confirm(context: &RequestContext, person: PersonId) -> Result<(), AppError> {
    let by = reader(context)?.person();
    let alone = !context.state.settings.practice.checks_identity();
    let now = context.now();
    let found = context.state.db.read(move |tx| Box::pin(people::find(tx, person))).await?;
    let person = found.ok_or(AppError::NotFound)?.id;
    let log = audit::deed_about(context, person, Act::IdentityConfirmed, Category::Access).await?;
    let confirmed = context
        .state
        .db
        .write(move |tx| {
            Box::pin(async move {
                if !alone && invitations::has_invited(tx, by, person).await? {
                    return Ok(Confirmed::No);
                }
                let confirmed = people::confirm_identity(tx, person, by, now).await?;
                if confirmed == Confirmed::Now {
                    audit::record(tx, log).await?;
                }
                Ok(confirmed)
            })
        })
        .await?;
    if confirmed == Confirmed::No { Err(AppError::NotFound) } else { Ok(()) }
}

fn reader(context: &RequestContext) -> Result<&Staff, AppError> {
    authorise(Action::ConfirmIdentity, &context.actor)?;
    match &context.actor {
        Actor::Staff(staff) => Ok(staff),
        Actor::Patient(_) | Actor::Nobody => Err(AppError::NotFound),
    }
}
