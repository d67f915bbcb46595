//! What happens once somebody has proven who they are.

use super::Outcome;
use crate::{
    accounts::{
        service::{
            enrolment::identity_key,
            events::{self, Happened},
            passphrase, session,
        },
        store::{
            devices,
            people::{self, PersonRow},
        },
    },
    backend::{
        context::RequestContext,
        db::Tx,
        failure::Failure,
        kept_forms,
        policy::Role,
        sessions::{self, Kind, Path},
    },
    error::AppError,
    ids::{SessionId, StaffId},
    time::Timestamp,
};
use std::borrow::Cow;

/// Somebody who has proven who they are and is about to get a session.
pub(in crate::accounts::service) struct Arrival {
    pub person: PersonRow,
    pub staff: Option<(StaffId, Role)>,
    pub path: Path,
    /// Tries that failed before this one succeeded.
    pub failed_before: i64,
}

impl Arrival {
    /// Notes the browser and the first sign-in, and begins the session.
    pub(in crate::accounts::service) async fn enter(
        self,
        context: &RequestContext,
    ) -> Result<Outcome, AppError> {
        let Arrival { person, staff, path, failed_before } = self;
        let (state, whose) = (&context.state, person.id);
        let kind = match staff {
            Some((id, role)) => Kind::Staff { id, role, path },
            None => Kind::Patient { path },
        };
        let device = session::device(context)?;
        let key = identity_key(context, whose).await?;
        let prepare = |happened| events::prepare(state, &key, whose, &happened);
        let mut leaving = Vec::new();
        for live in session::crowded_out(context, whose, kind).await? {
            leaving.push((live.id, prepare(Happened::SessionCrowdedOut { browser: live.holder.browser })?));
        }
        let notes = Notes {
            device: session::device_of(&state.keys, whose, &device.hash),
            new_device: prepare(Happened::NewDevice { browser: context.browser.clone() })?,
            tries_before: match failed_before {
                0 => None,
                count => Some(prepare(Happened::TriesBefore { count })?),
            },
            leaving,
        };
        let now = context.now();
        state.db.write(move |tx| Box::pin(async move { note(tx, &person, notes, now).await })).await?;
        session::begin(context, whose, kind).await?;
        let start = if staff.is_some() { "/staff" } else { "/home" };
        let next = kept_forms::waiting(state, whose).await?.map_or(Cow::Borrowed(start), Cow::Owned);
        Ok(Outcome::SignedIn { next, device_cookie: device.set_cookie })
    }
}

/// What a sign-in leaves behind.
struct Notes {
    /// The browser, by its keyed hash.
    device: Vec<u8>,
    new_device: events::Prepared,
    tries_before: Option<events::Prepared>,
    /// Sessions that make room for the new one.
    leaving: Vec<(SessionId, events::Prepared)>,
}

/// Writes it: the browser, and a word about it unless it was the first of all.
async fn note(tx: &mut Tx<'_>, person: &PersonRow, notes: Notes, now: Timestamp) -> Result<(), Failure> {
    let known = devices::is_known(tx, person.id, &notes.device, Timestamp(0)).await?;
    devices::prune(tx, Timestamp(now.0 - passphrase::DEVICE_MEMORY)).await?;
    devices::remember(tx, person.id, &notes.device, now).await?;
    let first = people::set_first_sign_in(tx, person.id, now).await?;
    if let Some(event) = notes.tries_before {
        events::record(tx, event).await?;
    }
    if !known && !first {
        events::record(tx, notes.new_device).await?;
    }
    for (id, event) in notes.leaving {
        // Should others sign in at the same moment, the store of sessions still keeps to the number.
        if sessions::store::end(tx, person.id, id, now).await? {
            events::record(tx, event).await?;
        }
    }
    Ok(())
}
