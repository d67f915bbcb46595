//! What somebody does with their own contact points.

mod adding;
mod changing;
pub(super) mod codes;
mod confirming;

pub use adding::{add, send_code};
pub use changing::{prefer, remove, set_discreet};
pub use confirming::confirm;

use super::{
    address::PostField,
    mailbox,
    model::ContactPoint,
    reading, sealed,
    store::{self, SentCode},
};
use crate::{
    accounts::service::access,
    audit::{self, Act, Category, Entry, Prepared},
    backend::{
        context::{Actor, RequestContext},
        failure::Failure,
        policy::{Action, authorise},
    },
    error::{AppError, FieldCode},
    ids::{ContactId, PersonId},
    patients::{
        model::Item,
        normal,
        service::{known_patient, value_of},
    },
    redacted::Redacted,
    time::Timestamp,
};

/// Why something is not done; nothing has changed then, but for a counted try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Content is held back, because a second invitation has just bound a new way to sign in.
    Held { until: Timestamp },
    /// The address typed cannot be used.
    Address(FieldCode),
    /// Of a postal address, this field cannot be used.
    Post(PostField, FieldCode),
    /// The telephone number typed cannot be used.
    Number(FieldCode),
    /// The telephone number typed says nothing of where it is.
    AreaCode,
    /// It is among one's own already.
    Known,
    /// There may be no more.
    TooMany,
    /// So many codes went to this address today.
    CodesOfAddress,
    /// So many codes went to all of one's addresses today.
    CodesOfPerson,
    /// No code was typed.
    CodeMissing,
    /// What was typed is no code.
    CodeMalformed,
    /// It is another one; so many tries are left.
    CodeWrong { left: i64 },
    /// The tries are used up.
    CodeUsedUp,
    /// It was to be entered earlier.
    CodeExpired,
    /// No code is in force for this address.
    NoCode,
    /// There is nothing to confirm any more.
    Verified,
    /// Only what was verified can be preferred.
    NotVerified,
}

/// How a use case ends that does not do its work.
#[derive(Debug, PartialEq, Eq)]
pub enum Stopped {
    Refused(Refusal),
    Failed(AppError),
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<AppError> for Stopped {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure.into())
    }
}

/// A contact point with its code, if one was sent and not entered.
#[derive(Clone)]
pub struct Shown {
    pub point: ContactPoint,
    pub code: Option<SentCode>,
}

impl Shown {
    /// Until when its code may be entered.
    pub fn open_until(&self, now: Timestamp) -> Option<Timestamp> {
        let open = self.code.filter(|code| code.tries_left > 0 && now < code.expires_at);
        open.map(|code| code.expires_at)
    }
}

/// Everything `/me/contact` shows.
pub struct Own {
    /// The oldest first; none while they are held back.
    pub points: Vec<Shown>,
    /// What the practice has noted, and is not among them.
    pub noted: Option<Redacted<String>>,
    pub discreet: bool,
    /// Until when nothing is shown and nothing changes.
    pub held_until: Option<Timestamp>,
}

/// The contact points of the patient who asks.
pub async fn own(context: &RequestContext) -> Result<Own, AppError> {
    let person = whoami(context)?;
    let discreet = reading::is_discreet(&context.state, person).await?;
    if let Some(until) = access::content_hold(context, person).await? {
        return Ok(Own { points: Vec::new(), noted: None, discreet, held_until: Some(until) });
    }
    let points = list(context, person).await?;
    let noted = noted(context, person).await?.filter(|noted| {
        let same = |shown: &Shown| normal::email(shown.point.value.expose()) == normal::email(noted.expose());
        !points.iter().any(same)
    });
    Ok(Own { points, noted, discreet, held_until: None })
}

/// One of one's own, for the pages about it.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else's, as for one that is not there.
pub async fn one(context: &RequestContext, id: ContactId) -> Result<(Own, Shown), Stopped> {
    let own = own(context).await?;
    if let Some(until) = own.held_until {
        return Err(Refusal::Held { until }.into());
    }
    let found = own.points.iter().find(|shown| shown.point.id == id).cloned();
    let shown = found.ok_or(AppError::NotFound)?;
    Ok((own, shown))
}

async fn list(context: &RequestContext, person: PersonId) -> Result<Vec<Shown>, Failure> {
    let state = &context.state;
    let read = state.db.read(move |tx| {
        Box::pin(async move { Ok((sealed::load(tx, person).await?, store::list_codes(tx, person).await?)) })
    });
    let (points, codes) = read.await?;
    let with_code = |point: ContactPoint| {
        let code = codes.iter().find(|code| code.contact == point.id).copied();
        Shown { point, code }
    };
    Ok(points.open(&state.keys)?.into_iter().map(with_code).collect())
}

/// The e-mail address the practice has noted, if mail can go there.
async fn noted(context: &RequestContext, person: PersonId) -> Result<Option<Redacted<String>>, AppError> {
    let patient = known_patient(&context.state, person).await?.ok_or(AppError::NotFound)?;
    let noted = value_of(&patient.known, Item::Email);
    Ok(noted.and_then(|noted| mailbox::mailbox(noted.expose()).ok()).map(Redacted::new))
}

/// The patient who asks.
fn whoami(context: &RequestContext) -> Result<PersonId, AppError> {
    authorise(Action::KeepOwnContacts, &context.actor)?;
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    Ok(patient.person())
}

/// The patient who asks, when something may change.
async fn may_change(context: &RequestContext) -> Result<PersonId, Stopped> {
    let person = whoami(context)?;
    match access::content_hold(context, person).await? {
        Some(until) => Err(Refusal::Held { until }.into()),
        None => Ok(person),
    }
}

/// One of one's own, when something may change.
async fn to_change(context: &RequestContext, id: ContactId) -> Result<(PersonId, ContactPoint), Stopped> {
    let person = may_change(context).await?;
    let point = reading::find(&context.state, person, id).await?.ok_or(AppError::NotFound)?;
    Ok((person, point))
}

/// An entry in the person's own log.
async fn log(
    context: &RequestContext,
    person: PersonId,
    act: Act,
    contact: Option<ContactId>,
) -> Result<Prepared, Failure> {
    let entry = audit::deed(context, act, Category::MasterData).await?;
    let objects = contact.iter().map(ContactId::uuid).collect();
    let chain = audit::chain_for_person(&context.state, person).await?;
    audit::prepare(&context.state, &chain, &Entry { objects, ..entry })
}
