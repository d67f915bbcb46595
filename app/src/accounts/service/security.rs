//! What somebody sees and changes of their own access: ways to sign in, sessions, events.

use super::{
    enrolment::{self, check_first_code, check_passphrase, identity_key},
    events::{self, Event, Happened},
    factors::{self, NewFactor},
    session,
    step_up::{self, Deed, signed},
};
use crate::{
    accounts::{
        model::NameForm,
        store::{passkeys, passphrases, people, recovery_codes},
        totp,
        webauthn::{self, Begun, Registrant, Use},
    },
    backend::{
        context::RequestContext,
        policy::{Action, authorise},
        sessions::{self, HOLDER, Holder},
    },
    error::{AppError, FieldError},
    ids::{PasskeyId, SessionId},
    patients,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The entry of the session that holds a passphrase being added.
const ADDING: &str = "adding_passphrase";
/// How long the proof before it lasts for connecting the app, in milliseconds.
const ADDING_TIME: i64 = 10 * 60_000;
/// The entry of the session that holds codes being shown.
const CODES: &str = "new_codes";

/// A passkey as its owner sees it.
pub struct ShownPasskey {
    pub id: PasskeyId,
    pub name: String,
    pub synced: bool,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub suspended: bool,
}

/// A session as its owner sees it.
pub struct ShownSession {
    pub id: SessionId,
    pub browser: String,
    pub since: Timestamp,
    pub last_seen_at: Timestamp,
    pub is_this_one: bool,
}

/// Everything `/me/security` shows.
pub struct Overview {
    pub passkeys: Vec<ShownPasskey>,
    pub passphrase_since: Option<(Timestamp, Option<Timestamp>)>,
    pub codes_left: i64,
    pub sessions: Vec<ShownSession>,
    pub events: Vec<Event>,
    pub is_patient: bool,
}

/// Looks everything up.
pub async fn overview(context: &RequestContext) -> Result<Overview, AppError> {
    let (person, this) = whoami(context)?;
    let (state, now) = (&context.state, context.now());
    let (rows, passphrase, codes_left, found, known) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                Ok((
                    passkeys::list(tx, person).await?,
                    passphrases::find(tx, person).await?,
                    recovery_codes::count_unused(tx, person).await?,
                    sessions::store::list(tx, person, now).await?,
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
    let store = state.sessions();
    let mut live = Vec::with_capacity(found.len());
    for row in found {
        let data = store.open(&row)?;
        let holder: Option<Holder> =
            data.get(HOLDER).and_then(|holder| serde_json::from_value(holder.clone()).ok());
        // One that has been idle for too long is over, whatever the table says.
        let Some(holder) = holder.filter(|holder| now.0 - row.last_seen_at.0 <= holder.kind.idle()) else {
            continue;
        };
        live.push(ShownSession {
            id: row.id,
            browser: holder.browser,
            since: holder.since,
            last_seen_at: row.last_seen_at,
            is_this_one: row.id == this,
        });
    }
    Ok(Overview {
        passkeys: shown,
        passphrase_since: passphrase.map(|row| (row.created_at, row.last_used_at)),
        codes_left,
        sessions: live,
        events: events::list(state, person).await?,
        is_patient: known.is_some_and(|person| person.is_patient()),
    })
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`AppError::NotFound`] when there is none with this id, or it is somebody else's.
pub async fn end_session(context: &RequestContext, id: SessionId) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    if id == this {
        return session::end(context).await;
    }
    let now = context.now();
    let ended = context
        .state
        .db
        .write(move |tx| Box::pin(async move { sessions::store::end(tx, person, id, now).await }))
        .await?;
    if ended { Ok(()) } else { Err(AppError::NotFound) }
}

/// Ends all of one's own sessions but this one.
pub async fn end_other_sessions(context: &RequestContext) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    let now = context.now();
    let end = context.state.db.write(move |tx| {
        Box::pin(async move { sessions::store::end_all(tx, person, Some(this), now).await })
    });
    end.await?;
    Ok(())
}

/// Gives a passkey another name.
///
/// # Errors
/// [`AppError::Invalid`] for a name that cannot be used, [`AppError::NotFound`] for a passkey that is not one's own.
pub async fn rename_passkey(
    context: &RequestContext,
    id: PasskeyId,
    form: &NameForm,
) -> Result<(), AppError> {
    let (person, _) = whoami(context)?;
    let name = form.check().map_err(one_field)?;
    let key = identity_key(context, person).await?;
    let name = factors::seal_name(&context.state, &key, id, &name)?;
    let renamed = context
        .state
        .db
        .write(move |tx| Box::pin(async move { passkeys::rename(tx, person, id, name).await }))
        .await?;
    if renamed { Ok(()) } else { Err(AppError::NotFound) }
}

/// Removes a passkey; the last way to sign in cannot be removed.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof, [`AppError::NotFound`] for a passkey that is not one's own,
/// [`AppError::Invalid`] when nothing would be left to sign in with.
pub async fn remove_passkey(context: &RequestContext, id: PasskeyId) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    let mine = overview(context).await?;
    let passkey = mine.passkeys.iter().find(|passkey| passkey.id == id).ok_or(AppError::NotFound)?;
    let others = mine.passkeys.iter().filter(|other| other.id != id && !other.suspended).count();
    if others == 0 && mine.passphrase_since.is_none() {
        return Err(webauthn::refused());
    }
    step_up::take(context, Deed::RemovePasskey).await?;
    let key = identity_key(context, person).await?;
    let happened = Happened::PasskeyRemoved { name: passkey.name.clone() };
    let event = events::prepare(&context.state, &key, person, &happened)?;
    let now = context.now();
    let removed = context
        .state
        .db
        .write(move |tx| {
            Box::pin(async move {
                // Decided again where it counts: two removals at once must not leave nothing.
                people::take_turns(tx, person).await?;
                let left = passkeys::list(tx, person).await?;
                let others = left.iter().filter(|row| row.id != id && row.suspended_at.is_none()).count();
                if others == 0 && passphrases::find(tx, person).await?.is_none() {
                    return Ok(false);
                }
                sessions::store::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await?;
                passkeys::delete(tx, person, id).await
            })
        })
        .await?;
    if removed { Ok(()) } else { Err(webauthn::refused()) }
}

/// A further passkey, first half.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof.
pub async fn begin_passkey(context: &RequestContext) -> Result<Begun, AppError> {
    let (person, this) = whoami(context)?;
    if !step_up::is_granted(context, Deed::AddPasskey).await? {
        return Err(AppError::StepUpRequired);
    }
    let state = &context.state;
    let (found, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move { Ok((people::find(tx, person).await?, passkeys::list(tx, person).await?)) })
        })
        .await?;
    let found = found.ok_or(AppError::NotFound)?;
    let key = identity_key(context, person).await?;
    let existing = rows.iter().map(|row| factors::open_passkey(&key, row)).collect::<Result<Vec<_>, _>>()?;
    // What the first one was called: staff by name, patients by the name the portal gave them.
    let name = match found.is_patient() {
        true => enrolment::sign_in_name(context, person).await?,
        false => patients::service::display_name(state, person).await?.expose().clone(),
    };
    let purpose = Use::Add { session: this };
    let registrant = Registrant {
        person,
        handle: found.user_handle,
        name: &name,
        existing: &existing,
        is_staff: !found.is_patient(),
    };
    Ok(webauthn::begin_registration(state, purpose, registrant).await?)
}

/// A further passkey, second half.
pub async fn finish_passkey(
    context: &RequestContext,
    ticket: &str,
    credential: Value,
    name: String,
) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    step_up::take(context, Deed::AddPasskey).await?;
    let purpose = Use::Add { session: this };
    let registered =
        webauthn::finish_registration(&context.state, |kept| *kept == purpose, ticket, credential).await?;
    if registered.person != person {
        return Err(webauthn::refused());
    }
    let happened = Happened::PasskeyAdded { name: name.clone() };
    let factor = NewFactor::Passkey { passkey: Box::new(registered.passkey), name };
    add(context, factor, happened).await
}

/// A passphrase being added to an account that has passkeys.
#[derive(Clone, Serialize, Deserialize)]
pub struct Adding {
    until: Timestamp,
    hash: String,
    pub totp_secret: String,
}

/// The passphrase being added in this session.
pub async fn adding(context: &RequestContext) -> Result<Option<Adding>, AppError> {
    patients_only(context)?;
    let adding: Option<Adding> = session::recall(context, ADDING).await?;
    Ok(adding.filter(|adding| context.now() < adding.until))
}

/// Path T is added, or its passphrase and app replaced: first step.
///
/// # Errors
/// [`AppError::StepUpRequired`] without a fresh proof, [`AppError::Invalid`] for a passphrase that cannot be chosen.
pub async fn choose_passphrase(context: &RequestContext, passphrase: &str) -> Result<(), AppError> {
    let (person, _) = patients_only(context)?;
    check_passphrase(passphrase)?;
    step_up::take(context, Deed::AddPassphrase).await?;
    let hash = factors::hash_passphrase(&context.state, person, passphrase).await?;
    let totp_secret = totp::new_secret(&*context.state.rng)?.to_string();
    let until = Timestamp(context.now().0 + ADDING_TIME);
    session::keep(context, ADDING, Adding { until, hash, totp_secret }).await
}

/// Path T is added: the first code proves that the app works.
pub async fn confirm_totp(context: &RequestContext, typed: &str) -> Result<(), AppError> {
    patients_only(context)?;
    let Adding { until: _, hash, totp_secret } = adding(context).await?.ok_or(AppError::NotFound)?;
    let step = check_first_code(&totp_secret, typed, context.now())?;
    let factor = NewFactor::Passphrase { hash, totp_secret, step };
    add(context, factor, Happened::PassphraseAdded).await?;
    session::take::<Adding>(context, ADDING).await?;
    Ok(())
}

/// Removes path T; a passkey must be left.
pub async fn remove_passphrase(context: &RequestContext) -> Result<(), AppError> {
    let (person, this) = patients_only(context)?;
    step_up::take(context, Deed::RemovePassphrase).await?;
    let key = identity_key(context, person).await?;
    let event = events::prepare(&context.state, &key, person, &Happened::PassphraseRemoved)?;
    let now = context.now();
    let removed = context
        .state
        .db
        .write(move |tx| {
            Box::pin(async move {
                people::take_turns(tx, person).await?;
                let left = passkeys::list(tx, person).await?;
                if !left.iter().any(|row| row.suspended_at.is_none()) {
                    return Ok(false);
                }
                sessions::store::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await?;
                passphrases::delete(tx, person).await
            })
        })
        .await?;
    if removed { Ok(()) } else { Err(webauthn::refused()) }
}

/// Ten new recovery codes; the old ones are void at once, and other sessions end. They are kept in the session until put away.
pub async fn renew_codes(context: &RequestContext) -> Result<(), AppError> {
    let (person, this) = patients_only(context)?;
    step_up::take(context, Deed::RenewCodes).await?;
    let state = &context.state;
    let codes = factors::new_recovery_codes(state)?;
    let key = identity_key(context, person).await?;
    let sealed = factors::seal_recovery_codes(state, &key, person, &codes).await?;
    let event = events::prepare(state, &key, person, &Happened::CodesRenewed)?;
    let now = context.now();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                factors::replace_recovery_codes(tx, person, sealed).await?;
                // Also whoever has shown an old code somewhere and is not finished yet.
                sessions::store::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await
            })
        })
        .await?;
    session::keep(context, CODES, codes).await
}

/// The new codes, until they were put away.
pub async fn new_codes(context: &RequestContext) -> Result<Option<Vec<String>>, AppError> {
    patients_only(context)?;
    session::recall(context, CODES).await
}

/// The new codes were put away.
pub async fn put_codes_away(context: &RequestContext) -> Result<(), AppError> {
    patients_only(context)?;
    session::take::<Vec<String>>(context, CODES).await?;
    Ok(())
}

async fn add(context: &RequestContext, factor: NewFactor, happened: Happened) -> Result<(), AppError> {
    let (person, this) = whoami(context)?;
    let state = &context.state;
    let key = identity_key(context, person).await?;
    let sealed = factor.seal(state, &key, person)?;
    let event = events::prepare(state, &key, person, &happened)?;
    let now = context.now();
    let done = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                factors::add(tx, person, sealed, now).await?;
                sessions::store::end_all(tx, person, Some(this), now).await?;
                events::record(tx, event).await
            })
        })
        .await;
    match done {
        Err(failure) if failure.is_unique_violation() => Err(webauthn::refused()),
        done => Ok(done?),
    }
}

fn whoami(context: &RequestContext) -> Result<(crate::ids::PersonId, SessionId), AppError> {
    let signed = signed(context)?;
    Ok((signed.holder.person, signed.view.id))
}

/// Staff sign in with passkeys only; for them there is no such thing.
fn patients_only(context: &RequestContext) -> Result<(crate::ids::PersonId, SessionId), AppError> {
    authorise(Action::KeepPassphrase, &context.actor)?;
    whoami(context)
}

fn one_field(field: FieldError) -> AppError {
    AppError::Invalid { fields: vec![field] }
}
