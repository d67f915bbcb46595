//! Invitations: issued by the team, redeemed by the person they are for.
//!
//! The code carries the proof; the birth date beside it guards against mix-ups and is no factor.
//! Making one stands here; the desk, the letter, the redemption and what the team sees of it have files of their own.

mod alone;
mod invite;
mod issuance;
mod letters;
mod redeem;
mod review;

pub use alone::{Approval, approve_on_server};
pub use invite::{Invited, MOST, Open, invite, open_of};
pub use issuance::{By, Issuance, Issuers};
pub use letters::{LETTER_KEPT, Letter, Made, Shown, make_letter, put_letter_away, show_letter};
pub use redeem::{Redeemed, find_staff_link, note_used_up, redeem};
pub use review::{Because, Listed, Overview, State, approve, list, to_approve};

use super::events::{self, Happened};
use crate::{
    accounts::{
        model::INVITATION_CODE,
        store::{
            invitations::{self, NewInvitation, VoidReason},
            people,
        },
    },
    audit::{self, Act, Category, Chain, Who},
    backend::{
        crypto::{DataKey, IdentityClass, store},
        db::Tx,
        failure::Failure,
        rng,
        state::AppState,
    },
    ids::{InvitationId, PersonId},
    patients,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

const DAY: i64 = 24 * 3_600_000;
/// How long a letter is good for, in milliseconds.
pub const LETTER_TIME: i64 = 14 * DAY;
/// How long a link for a member of staff is good for, in milliseconds.
pub const LINK_TIME: i64 = 3_600_000;
/// Wrong birth dates, or wrong recovery codes, after which a code is void.
const TRIES: i64 = 5;
/// The kind under which codes are hashed.
const CODE: &str = "invitation";

/// An invitation whose code is known this once.
#[derive(Clone, Serialize, Deserialize)]
pub struct Issued {
    pub id: InvitationId,
    pub person: PersonId,
    pub code: String,
    pub expires_at: Timestamp,
}

/// Who issues an invitation.
pub struct Issuer {
    /// `None` for the command line.
    pub person: Option<PersonId>,
    /// Keyed hash of their browser, which may not redeem it.
    pub device: Option<Vec<u8>>,
    /// The same for the access log.
    pub who: Who,
}

impl Issuer {
    /// Nobody of the team issued this.
    pub const COMMAND_LINE: Self = Self { person: None, device: None, who: Who::CommandLine };
}

/// Issues an invitation for anybody; who may is the caller's to know, and what has to be logged with it.
pub async fn issue(
    state: &AppState,
    person: PersonId,
    issuer: Issuer,
    time: i64,
    also: Option<audit::Prepared>,
) -> Result<Issued, Failure> {
    let (key, chain) = key_and_chain(state, person).await?;
    let prepared = prepare(state, (&key, &chain), person, issuer, time).await?.logging(also);
    let issued = prepared.issued.clone();
    state.db.write(move |tx| Box::pin(async move { record(tx, prepared).await })).await?;
    Ok(issued)
}

/// What an invitation is sealed with.
async fn key_and_chain(state: &AppState, person: PersonId) -> Result<(DataKey, Chain), Failure> {
    let key = state
        .db
        .read(move |tx| Box::pin(store::find_identity_key(tx, person, IdentityClass::Identity)))
        .await?;
    Ok((state.keys.open_identity_key(person, key)?, audit::chain_for_person(state, person).await?))
}

/// An invitation ready to be written.
pub struct Prepared {
    pub issued: Issued,
    new: NewInvitation,
    event: events::Prepared,
    log: audit::Prepared,
}

impl Prepared {
    /// Writes something else into the access log with it.
    pub fn logging(mut self, also: Option<audit::Prepared>) -> Self {
        if let Some(also) = also {
            self.log = self.log.and(also);
        }
        self
    }
}

/// Makes an invitation before the transaction begins; key and access log are the invited person's.
pub async fn prepare(
    state: &AppState,
    (key, chain): (&DataKey, &Chain),
    person: PersonId,
    issuer: Issuer,
    time: i64,
) -> Result<Prepared, Failure> {
    let code = rng::crockford::<INVITATION_CODE>(&*state.rng)?;
    let id = InvitationId::from_random(rng::bytes(&*state.rng)?);
    let now = state.clock.now();
    let by = match issuer.person {
        Some(issuer) => Some(patients::service::display_name(state, issuer).await?.expose().clone()),
        None => None,
    };
    let event = events::prepare(state, key, person, &Happened::Invited { by, at: now })?;
    let entry = audit::Entry::new(now, issuer.who, Act::InvitationIssued, Category::Access);
    let log = audit::prepare(state, chain, &entry)?;
    let new = NewInvitation {
        id,
        code_hash: state.keys.code_hash(CODE, code.as_bytes()),
        person,
        issued_by: issuer.person,
        issuer_device: issuer.device,
        issued_at: now,
        expires_at: Timestamp(now.0 + time),
        tries: TRIES,
    };
    let issued = Issued { id, person, code, expires_at: new.expires_at };
    Ok(Prepared { issued, new, event, log })
}

/// Writes a prepared invitation, as the last thing of its transaction; older ones of that person that are still open are withdrawn.
pub async fn record(tx: &mut Tx<'_>, prepared: Prepared) -> Result<(), Failure> {
    let Prepared { issued: _, new, event, log } = prepared;
    people::take_turns(tx, new.person).await?;
    invitations::void_open(tx, new.person, VoidReason::Replaced, new.issued_at).await?;
    invitations::insert(tx, &new).await?;
    events::record(tx, event).await?;
    audit::record(tx, log).await
}
