//! A code on its way to a contact point.

use super::Refusal;
use crate::{
    accounts::service::caps::Cap,
    backend::{context::RequestContext, db::Tx, failure::Failure, state::AppState},
    ids::{ContactId, PersonId},
    notices::{
        codes::{OneTimeCode, TRIES, lifetime},
        outbox::{self, Outcome},
        template::Template,
    },
    patients::contacts::{ContactKind, store},
    time::Timestamp,
};

/// What a code is hashed for.
pub(in crate::patients::contacts) const WHAT_FOR: &str = "contact-code";
/// Codes for one address within [`DAY`], also when it was removed and added again.
pub(super) const OF_ADDRESS: i64 = 5;
/// Codes for all addresses of one person within [`DAY`].
pub(super) const OF_PERSON: i64 = 10;
/// In milliseconds.
const DAY: i64 = 24 * 3_600_000;

/// How many codes somebody had sent of late: strangers would get mails they never asked for.
pub(super) struct Limits {
    of_address: Cap,
    of_person: Cap,
}

impl Limits {
    pub(super) fn new(state: &AppState, person: PersonId, value_hash: &[u8]) -> Result<Self, Failure> {
        let of_address = Cap::new(state, "contact-codes-address", value_hash, (OF_ADDRESS, DAY))?;
        let of_person = Cap::new(state, "contact-codes-person", person.as_bytes(), (OF_PERSON, DAY))?;
        Ok(Self { of_address, of_person })
    }

    /// Why there may be none today.
    pub(super) async fn refusal(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<Refusal>, Failure> {
        Ok(if self.of_address.is_reached(tx, now).await? {
            Some(Refusal::CodesOfAddress)
        } else if self.of_person.is_reached(tx, now).await? {
            Some(Refusal::CodesOfPerson)
        } else {
            None
        })
    }

    async fn count(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Failure> {
        self.of_address.count(tx, now).await?;
        self.of_person.count(tx, now).await
    }
}

/// A new code, ready to be sent.
pub(super) struct NewCode {
    contact: ContactId,
    kind: ContactKind,
    hash: Vec<u8>,
    message: outbox::Prepared,
}

impl NewCode {
    /// Draws a code for a contact point that is stored, and prepares what carries it there.
    pub(super) async fn new(
        context: &RequestContext,
        person: PersonId,
        (contact, kind): (ContactId, ContactKind),
    ) -> Result<Self, Failure> {
        let state = &context.state;
        let code = OneTimeCode::new(&*state.rng)?;
        let hash = code.hash(&state.keys, WHAT_FOR, contact.as_bytes());
        let template = Template::ContactCode { code };
        let message =
            outbox::prepare_contact_code(state, person, (contact, kind), template, context.lang).await?;
        Ok(Self { contact, kind, hash, message })
    }

    /// Puts the code in force, in place of the one before, and sends it.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the gate lets nothing out: nobody is to wait for a code that never leaves.
    pub(super) async fn send(self, tx: &mut Tx<'_>, limits: &Limits, now: Timestamp) -> Result<(), Failure> {
        limits.count(tx, now).await?;
        let expires_at = Timestamp(now.0.saturating_add(lifetime(self.kind.channel())));
        store::set_code(tx, self.contact, &self.hash, TRIES, expires_at).await?;
        match outbox::enqueue(tx, &self.message).await? {
            Outcome::Queued(_) | Outcome::SaidBefore => Ok(()),
            Outcome::Refused(_) => Err(Failure::Unavailable),
        }
    }
}
