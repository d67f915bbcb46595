//! The letter that carries an invitation's code.
//!
//! The database has the code's keyed hash only. The code itself stays in the (encrypted) session of whoever made the
//! letter, until they say that it is printed, or for ten minutes: long enough for a jammed printer, a reload or the
//! other language, and short enough for a desk that somebody leaves.

use super::{Invited, Issued, Open, invite};
use crate::{
    accounts::{
        model::in_groups,
        service::session,
        store::{invitations, people},
        totp,
    },
    backend::{
        context::RequestContext,
        policy::{Action, authorise},
    },
    error::AppError,
    ids::{InvitationId, PersonId},
    lang::Lang,
    patients::{
        model::Item,
        sealed,
        service::{Known, name_of, value_of},
    },
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How long a letter can be looked at after it was made, in milliseconds.
pub const LETTER_KEPT: i64 = 10 * 60_000;
/// The entry of the session that holds the letters by their ids; several may be made and put away at once.
const LETTERS: &str = "each_letter";
/// A session holds so many at most; then the oldest gives way.
const MOST: usize = 20;

/// A letter that was made and not put away yet.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    issued: Issued,
    made_at: Timestamp,
}

/// Everything that stands in a letter.
pub struct Letter {
    pub person: PersonId,
    /// The language the patient reads, which need not be that of the page.
    pub lang: Lang,
    pub name: String,
    pub sign_in_name: String,
    pub patient_number: String,
    /// The code in groups of four.
    pub code: String,
    /// `https://…/enrol`, as people type it.
    pub address: String,
    /// A drawing of address and code.
    pub qr: String,
    pub made_at: Timestamp,
    pub valid_until: Timestamp,
    /// Until when it can be looked at.
    pub kept_until: Timestamp,
    /// The patient has a way to sign in already: the code alone does not open anything.
    pub replaces: bool,
}

/// What there is to see of a letter.
pub enum Shown {
    Letter(Box<Letter>),
    /// It was put away, its ten minutes are over, or its code is not good any more.
    Gone {
        /// Who would need a new one.
        person: PersonId,
    },
}

/// How a letter was asked for.
pub enum Made {
    Letter(InvitationId),
    /// Somebody has to say first that this one may become void.
    Asks(Open),
    /// There were too many of late; when the next one may be issued.
    TooMany {
        again_at: Timestamp,
    },
}

/// Invites a patient and keeps the letter; one for the same person that it `replaces` is worth nothing and goes.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such patient.
pub async fn make_letter(
    context: &RequestContext,
    person: PersonId,
    replaces: Option<InvitationId>,
) -> Result<Made, AppError> {
    let issued = match invite(context, person, replaces).await? {
        Invited::Issued(issued) => issued,
        Invited::Open(open) => return Ok(Made::Asks(open)),
        Invited::TooMany { again_at } => return Ok(Made::TooMany { again_at }),
    };
    let id = issued.id;
    let mut kept = recall(context).await?;
    kept.retain(|_, kept| kept.issued.person != person);
    if kept.len() >= MOST
        && let Some(oldest) = kept.values().min_by_key(|kept| kept.made_at).map(|kept| kept.issued.id)
    {
        kept.remove(&oldest);
    }
    kept.insert(id, Kept { issued, made_at: context.now() });
    session::keep(context, LETTERS, kept).await?;
    Ok(Made::Letter(id))
}

/// Shows a letter as often as somebody looks while it is kept.
///
/// # Errors
/// [`AppError::NotFound`] when no patient was ever invited under this id.
pub async fn show_letter(context: &RequestContext, id: InvitationId) -> Result<Shown, AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    let state = &context.state;
    let found = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let Some(row) = invitations::find(tx, id).await? else { return Ok(None) };
                let person = people::find(tx, row.person_id).await?.filter(people::PersonRow::is_patient);
                let sealed = sealed::load(tx, row.person_id).await?;
                Ok(person.zip(sealed).map(|(person, sealed)| (row, person, sealed)))
            })
        })
        .await?;
    let (row, person, sealed) = found.ok_or(AppError::NotFound)?;
    let kept = recall(context).await?.remove(&id);
    let Some(kept) = kept.filter(|_| row.is_open(context.now())) else {
        return Ok(Shown::Gone { person: person.id });
    };
    let known = sealed.open(&state.keys)?;
    let address = format!("{}/enrol", state.settings.origin);
    Ok(Shown::Letter(Box::new(write(kept, &known, address, person.enrolled_at.is_some())?)))
}

fn write(kept: Kept, known: &[Known], address: String, replaces: bool) -> Result<Letter, AppError> {
    let Kept { issued, made_at } = kept;
    let text = |item| value_of(known, item).map(|value| value.expose().clone());
    Ok(Letter {
        person: issued.person,
        lang: text(Item::Language).and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default(),
        name: name_of(known).map(|name| name.expose().clone()).unwrap_or_default(),
        sign_in_name: text(Item::SignInName).unwrap_or_default(),
        patient_number: text(Item::PatientNumber).unwrap_or_default(),
        code: in_groups(&issued.code),
        qr: totp::qr_code(&format!("{address}#{}", issued.code))?,
        address,
        made_at,
        valid_until: issued.expires_at,
        kept_until: Timestamp(made_at.0 + LETTER_KEPT),
        replaces,
    })
}

/// The letter is printed: its code is forgotten here, and stays good. Gives whose it was, unless it was gone already.
pub async fn put_letter_away(
    context: &RequestContext,
    id: InvitationId,
) -> Result<Option<PersonId>, AppError> {
    authorise(Action::InvitePatient, &context.actor)?;
    let mut left = recall(context).await?;
    let gone = left.remove(&id);
    session::keep(context, LETTERS, left).await?;
    Ok(gone.map(|kept| kept.issued.person))
}

/// The letters of this session whose ten minutes are not over.
async fn recall(context: &RequestContext) -> Result<BTreeMap<InvitationId, Kept>, AppError> {
    let kept: Option<BTreeMap<InvitationId, Kept>> = session::recall(context, LETTERS).await?;
    let mut kept = kept.unwrap_or_default();
    kept.retain(|_, kept| context.now().0 < kept.made_at.0 + LETTER_KEPT);
    Ok(kept)
}
