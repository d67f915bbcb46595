//! Proving oneself again before something that would outlast a stolen session.
//!
//! A grant belongs to one session and one thing to do, lasts five minutes and is used up by doing it. Which session
//! and what for is remembered by the session; that it is unused, by the table of ceremonies, because two requests at
//! once would each find it in the session.

use super::{passphrase, session, sign_in};
use crate::{
    accounts::{
        model::read_totp,
        store::ceremonies,
        webauthn::{self, Begun, Use},
    },
    backend::{
        context::{RequestContext, Signed},
        db::Tx,
        failure::Failure,
        policy::{Action, authorise},
        rng,
    },
    error::AppError,
    ids::{ContactId, InvitationId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// The entry of the session that holds the grant.
const GRANT: &str = "step_up";
/// How long a grant lasts, in milliseconds.
const TIME: i64 = 5 * 60_000;

/// What somebody wants to do that needs a fresh proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    AddPasskey,
    RemovePasskey,
    AddPassphrase,
    RemovePassphrase,
    RenewCodes,
    /// To change how one is reached.
    ChangeContact(ContactChange),
    /// For a member of the team: to let this invitation, and no other, replace a lost way to sign in.
    ApproveInvitation(InvitationId),
}

/// What about one's contact points is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactChange {
    Add,
    /// This one, and no other.
    Remove(ContactId),
    /// This one, and no other.
    Prefer(ContactId),
}

/// The beginning of the word for an approval; the invitation's id stands behind it.
const APPROVAL: &str = "approve-invitation-";
/// The same for removing a contact point.
const REMOVAL: &str = "remove-contact-";
/// The same for preferring one.
const PREFERENCE: &str = "prefer-contact-";

impl Deed {
    /// Those of which there is one.
    const ALL: [Deed; 6] = [
        Deed::AddPasskey,
        Deed::RemovePasskey,
        Deed::AddPassphrase,
        Deed::RemovePassphrase,
        Deed::RenewCodes,
        Deed::ChangeContact(ContactChange::Add),
    ];

    /// The word in an address.
    pub fn as_str(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Deed::AddPasskey => "add-passkey",
            Deed::RemovePasskey => "remove-passkey",
            Deed::AddPassphrase => "add-passphrase",
            Deed::RemovePassphrase => "remove-passphrase",
            Deed::RenewCodes => "renew-codes",
            Deed::ChangeContact(ContactChange::Add) => "add-contact",
            Deed::ChangeContact(ContactChange::Remove(id)) => return Cow::Owned(format!("{REMOVAL}{id}")),
            Deed::ChangeContact(ContactChange::Prefer(id)) => return Cow::Owned(format!("{PREFERENCE}{id}")),
            Deed::ApproveInvitation(id) => return Cow::Owned(format!("{APPROVAL}{id}")),
        })
    }

    /// The deed of that word.
    pub fn parse(word: &str) -> Option<Self> {
        let contact = |rest: &str, change: fn(ContactId) -> ContactChange| {
            ContactId::parse(rest).map(change).map(Deed::ChangeContact)
        };
        if let Some(id) = word.strip_prefix(APPROVAL) {
            InvitationId::parse(id).map(Deed::ApproveInvitation)
        } else if let Some(id) = word.strip_prefix(REMOVAL) {
            contact(id, ContactChange::Remove)
        } else if let Some(id) = word.strip_prefix(PREFERENCE) {
            contact(id, ContactChange::Prefer)
        } else {
            Deed::ALL.into_iter().find(|deed| deed.as_str() == word)
        }
    }

    /// Whose it is to do.
    const fn action(self) -> Action {
        match self {
            Deed::AddPasskey | Deed::RemovePasskey => Action::KeepOwnAccess,
            Deed::AddPassphrase | Deed::RemovePassphrase | Deed::RenewCodes => Action::KeepPassphrase,
            Deed::ChangeContact(_) => Action::KeepOwnContacts,
            Deed::ApproveInvitation(_) => Action::InvitePatient,
        }
    }

    /// The page that goes on with it.
    pub fn page(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Deed::AddPasskey => "/me/security/passkey",
            Deed::AddPassphrase => "/me/security/passphrase",
            Deed::RenewCodes => "/me/security/codes",
            Deed::RemovePasskey | Deed::RemovePassphrase => "/me/security",
            Deed::ChangeContact(ContactChange::Add) => "/me/contact/add",
            Deed::ChangeContact(ContactChange::Remove(id)) => {
                return Cow::Owned(format!("/me/contact/{id}/remove"));
            }
            Deed::ChangeContact(ContactChange::Prefer(id)) => {
                return Cow::Owned(format!("/me/contact/{id}/prefer"));
            }
            Deed::ApproveInvitation(_) => "/staff/invitations",
        })
    }

    /// The page for whoever thinks better of it.
    pub const fn way_back(self) -> &'static str {
        match self {
            Deed::ApproveInvitation(_) => "/staff/invitations",
            Deed::ChangeContact(_) => "/me/contact",
            _ => "/me/security",
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Grant {
    deed: Deed,
    until: Timestamp,
    ticket: String,
}

impl Grant {
    /// Whether it allows this now, unless it was used.
    fn allows(&self, deed: Deed, now: Timestamp) -> bool {
        self.deed == deed && now < self.until
    }
}

/// Whether this session may do it now; the grant stays.
pub async fn is_granted(context: &RequestContext, deed: Deed) -> Result<bool, AppError> {
    let grant: Option<Grant> = session::recall(context, GRANT).await?;
    Ok(grant.is_some_and(|grant| grant.allows(deed, context.now())))
}

/// Whether this session may approve some invitation now, so that only the button is still to be pressed.
pub async fn may_approve(context: &RequestContext) -> Result<bool, AppError> {
    if context.session.is_none() {
        return Ok(false);
    }
    let grant: Option<Grant> = session::recall(context, GRANT).await?;
    Ok(grant
        .is_some_and(|grant| matches!(grant.deed, Deed::ApproveInvitation(_)) && context.now() < grant.until))
}

/// A grant this session holds, as far as the session knows.
pub struct Granted(Vec<u8>);

impl Granted {
    /// Uses it up in the transaction that does the deed, so that what fails costs no proof.
    ///
    /// Tells whether it was unused: of deeds at once only one may go on.
    pub async fn use_up(&self, tx: &mut Tx<'_>) -> Result<bool, Failure> {
        Ok(ceremonies::take(tx, &self.0).await?.is_some())
    }
}

/// How a deed ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Yes,
    /// It cannot be done; the grant is good for another try.
    Refused,
    /// Another deed has used the grant.
    NotGranted,
}

impl Done {
    /// The answer to it; what was done takes the grant out of the session.
    pub async fn answer(self, context: &RequestContext) -> Result<(), AppError> {
        match self {
            Done::Yes => session::take::<Grant>(context, GRANT).await.map(|_| ()),
            Done::Refused => Err(webauthn::refused()),
            Done::NotGranted => Err(AppError::StepUpRequired),
        }
    }
}

/// The grant for a deed, which is to be used up with it.
///
/// # Errors
/// [`AppError::StepUpRequired`] when there is none for this deed.
pub async fn granted(context: &RequestContext, deed: Deed) -> Result<Granted, AppError> {
    let grant: Option<Grant> = session::recall(context, GRANT).await?;
    let grant = grant.filter(|grant| grant.allows(deed, context.now())).ok_or(AppError::StepUpRequired)?;
    Ok(Granted(context.state.keys.code_hash(GRANT, grant.ticket.as_bytes())))
}

/// Uses a grant up for a deed that takes several requests.
///
/// # Errors
/// [`AppError::StepUpRequired`] when there is none for this deed.
pub async fn take(context: &RequestContext, deed: Deed) -> Result<(), AppError> {
    let grant = granted(context, deed).await?;
    let unused = context.state.db.write(move |tx| Box::pin(async move { grant.use_up(tx).await })).await?;
    if unused { Done::Yes } else { Done::NotGranted }.answer(context).await
}

/// Path T: passphrase and code of the person who is signed in.
///
/// # Errors
/// As a sign-in; tells whether it was right.
pub async fn with_passphrase(
    context: &RequestContext,
    deed: Deed,
    passphrase: &str,
    code: &str,
) -> Result<bool, AppError> {
    let signed = permitted(context, deed)?;
    let name = super::enrolment::sign_in_name(context, signed.holder.person).await?;
    let Some(tried) = passphrase::attempt(context, &name, passphrase).await? else { return Ok(false) };
    let code = read_totp(code).unwrap_or_default();
    let right = sign_in::settle(context, tried, &code).await?;
    if right.is_none_or(|settled| settled.person.id != signed.holder.person) {
        return Ok(false);
    }
    grant(context, deed).await?;
    Ok(true)
}

/// Path P, first half.
pub async fn begin_with_passkey(context: &RequestContext) -> Result<Begun, AppError> {
    let purpose = Use::StepUp { session: signed(context)?.view.id };
    Ok(webauthn::begin_authentication(&context.state, purpose).await?)
}

/// Path P, second half.
///
/// # Errors
/// [`AppError::Invalid`] whatever was not right, also for somebody else's passkey.
pub async fn finish_with_passkey(
    context: &RequestContext,
    deed: Deed,
    ticket: &str,
    credential: Value,
) -> Result<(), AppError> {
    let signed = permitted(context, deed)?;
    let purpose = Use::StepUp { session: signed.view.id };
    let proven = sign_in::prove_passkey(context, &purpose, ticket, credential).await?;
    if proven.person.id != signed.holder.person {
        return Err(webauthn::refused());
    }
    grant(context, deed).await
}

/// The session is worth more now, so it gets a new id.
///
/// Within this crate for tests of other slices, which have no authenticator to prove anything with.
pub(crate) async fn grant(context: &RequestContext, deed: Deed) -> Result<(), AppError> {
    session::renew(context).await?;
    let state = &context.state;
    let until = Timestamp(context.now().0 + TIME);
    let ticket = rng::crockford::<26>(&*state.rng).map_err(AppError::from)?;
    let hash = state.keys.code_hash(GRANT, ticket.as_bytes());
    state
        .db
        .write(move |tx| Box::pin(async move { ceremonies::insert(tx, &hash, &[], until).await }))
        .await?;
    session::keep(context, GRANT, Grant { deed, until, ticket }).await
}

/// The session of somebody who may do this at all.
///
/// # Errors
/// [`AppError::NotFound`] for a member of staff and what they do not have, as for a deed nobody knows.
pub fn permitted(context: &RequestContext, deed: Deed) -> Result<&Signed, AppError> {
    authorise(deed.action(), &context.actor)?;
    signed(context)
}

/// The session of somebody who is signed in.
pub fn signed(context: &RequestContext) -> Result<&Signed, AppError> {
    authorise(Action::KeepOwnAccess, &context.actor)?;
    context.signed.as_ref().ok_or(AppError::SignInRequired)
}
