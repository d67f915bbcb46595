//! What somebody sees and changes of their own access: ways to sign in, sessions.

mod codes;
mod passkeys;
mod passphrase;
mod sessions;

pub use codes::{new_codes, put_codes_away, renew_codes};
pub use passkeys::{begin_passkey, finish_passkey, remove_passkey, rename_passkey};
pub use passphrase::{Adding, adding, choose_passphrase, confirm_totp, remove_passphrase};
use sessions::list;
pub use sessions::{ShownSession, end_other_sessions, end_session};

use super::{
    enrolment::identity_key,
    events::{self, Happened},
    factors::{self, NewFactor},
    step_up::{Done, Granted, signed},
};
use crate::{
    accounts::store::{passkeys as keys, passphrases, people, recovery_codes},
    audit::{self, Act},
    backend::{
        context::RequestContext,
        policy::{Action, authorise},
        sessions::store as live,
    },
    error::AppError,
    ids::{PasskeyId, PersonId, SessionId},
    time::Timestamp,
};

/// A passkey as its owner sees it.
pub struct ShownPasskey {
    pub id: PasskeyId,
    pub name: String,
    pub synced: bool,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub suspended: bool,
}

/// Everything `/me/security` shows.
pub struct Overview {
    pub passkeys: Vec<ShownPasskey>,
    pub passphrase_since: Option<(Timestamp, Option<Timestamp>)>,
    pub codes_left: i64,
    pub sessions: Vec<ShownSession>,
    pub is_patient: bool,
}

/// Looks everything up.
pub async fn overview(context: &RequestContext) -> Result<Overview, AppError> {
    let (person, this) = whoami(context)?;
    let (rows, passphrase, codes_left, found) = context
        .state
        .db
        .read(move |tx| {
            Box::pin(async move {
                Ok((
                    keys::list(tx, person).await?,
                    passphrases::find(tx, person).await?,
                    recovery_codes::count_unused(tx, person).await?,
                    people::find(tx, person).await?,
                ))
            })
        })
        .await?;
    let key = identity_key(context, person).await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        shown.push(ShownPasskey {
            id: row.id,
            name: factors::open_name(&key, &row)?,
            synced: row.synced,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            suspended: row.suspended_at.is_some(),
        });
    }
    Ok(Overview {
        passkeys: shown,
        passphrase_since: passphrase.map(|row| (row.created_at, row.last_used_at)),
        codes_left,
        sessions: list(context, person, this).await?,
        is_patient: found.is_some_and(|person| person.is_patient()),
    })
}

/// Puts a further way to sign in in force; with the grant it takes, if it was not taken before.
async fn add(
    context: &RequestContext,
    factor: NewFactor,
    (happened, act): (Happened, Act),
    grant: Option<Granted>,
) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    let state = &context.state;
    let key = identity_key(context, person).await?;
    let sealed = factor.seal(state, &key, person)?;
    let event = events::prepare(state, &key, person, &happened)?;
    let log = audit::own_deed(context, person, act).await?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, person).await?;
                if let Some(grant) = grant
                    && !grant.use_up(tx).await?
                {
                    return Ok(Done::NotGranted);
                }
                // Somebody else's passkey fails here, and takes all of it back.
                factors::add(tx, person, sealed, now).await?;
                live::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await?;
                audit::record(tx, log).await?;
                Ok(Done::Yes)
            })
        })
        .await;
    let done = match done {
        Err(failure) if failure.is_unique_violation() => Done::Refused,
        done => done?,
    };
    done.answer(context).await
}

fn whoami(context: &RequestContext) -> Result<(PersonId, SessionId), AppError> {
    let signed = signed(context)?;
    Ok((signed.holder.person, signed.view.id))
}

/// Staff sign in with passkeys only; for them there is no such thing.
fn patients_only(context: &RequestContext) -> Result<(PersonId, SessionId), AppError> {
    authorise(Action::KeepPassphrase, &context.actor)?;
    whoami(context)
}
