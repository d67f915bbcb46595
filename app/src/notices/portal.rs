//! What somebody is told inside the portal.

use super::{codes, outbox::Content, store, template::Template};
use crate::{
    backend::{
        context::{Actor, RequestContext},
        crypto::Purpose,
        db::Tx,
        failure::Failure,
        news,
        policy::{Action, authorise},
        rng,
        state::AppState,
    },
    consents::model::Cell,
    error::AppError,
    ids::{NoticeId, PersonId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// How many are shown; the others move up when these are put away.
const SHOWN: i64 = 20;

/// What a notice holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Told {
    cell: Cell,
    template: Template,
}

/// A notice ready to be told.
pub(super) struct Prepared {
    id: NoticeId,
    owner: Vec<u8>,
    content: Vec<u8>,
    now: Timestamp,
}

/// A notice as the start page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub at: Timestamp,
    /// What it is about.
    pub cell: Cell,
    pub template: Template,
}

/// Seals a message as a notice, outside any transaction.
pub(super) fn prepare(state: &AppState, person: PersonId, content: &Content) -> Result<Prepared, Failure> {
    let id = NoticeId::from_random(rng::bytes(&*state.rng)?);
    let told = Told { cell: content.cell.clone(), template: content.template.clone() };
    let plain = serde_json::to_vec(&told).map_err(|_| Failure::Sealed)?;
    let owner = news::owner(&state.keys, person);
    let content = state.keys.seal(&*state.rng, Purpose::Session, &place(id, &owner), &plain)?;
    Ok(Prepared { id, owner, content, now: state.clock.now() })
}

/// Tells it, in the transaction that notes that it was told.
pub(super) async fn tell(tx: &mut Tx<'_>, notice: Prepared) -> Result<(), Failure> {
    store::insert_notice(tx, notice.id, &notice.owner, &notice.content, notice.now).await
}

/// What the patient who asks has not put away, the newest first.
pub async fn unseen(context: &RequestContext) -> Result<Vec<Notice>, AppError> {
    let owner = own(context)?;
    let hash = owner.clone();
    let rows =
        context.state.db.read(move |tx| Box::pin(async move { store::list_unseen(tx, &hash, SHOWN).await }));
    let rows = rows.await?.into_iter();
    let notices = rows.map(|row| {
        let place = place(row.id, &owner);
        let plain = context.state.keys.open_sealed(Purpose::Session, &place, &row.content_enc)?;
        let Told { cell, template } = serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)?;
        Ok(Notice { id: row.id, at: row.at, cell, template })
    });
    let mut notices = notices.collect::<Result<Vec<_>, Failure>>()?;
    // A code that can no longer be entered is nothing to tell anybody.
    let is_good =
        |notice: &Notice| notice.template.code().is_none() || context.now().0 < notice.at.0 + codes::LIFETIME;
    notices.retain(is_good);
    Ok(notices)
}

/// Puts one away; once more is the same as once.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's.
pub async fn put_away(context: &RequestContext, id: NoticeId) -> Result<(), AppError> {
    let (owner, now) = (own(context)?, context.now());
    let write = context
        .state
        .db
        .write(move |tx| Box::pin(async move { store::mark_seen(tx, &owner, id, now).await }));
    if write.await? { Ok(()) } else { Err(AppError::NotFound) }
}

fn own(context: &RequestContext) -> Result<Vec<u8>, AppError> {
    authorise(Action::SeeHome, &context.actor)?;
    let Actor::Patient(patient) = &context.actor else { return Err(AppError::NotFound) };
    Ok(news::owner(&context.state.keys, patient.person()))
}

fn place(id: NoticeId, owner: &[u8]) -> [Vec<u8>; 3] {
    [b"notice".to_vec(), id.as_bytes().to_vec(), owner.to_vec()]
}
