//! Sealing what was typed, and finding it again.

use super::{
    Keep,
    gate::Sent,
    store::{self, KeptRow, NewKept},
};
use crate::{
    backend::{
        context::RequestContext, crypto::Purpose, failure::Failure, policy::Action, rng,
        sessions::store::take_turns, state::AppState,
    },
    ids::{KeptFormId, PersonId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// How long a form is kept, in milliseconds.
pub const LIFETIME: i64 = 30 * 60_000;
/// How many forms one account has at a time; the oldest goes.
const MOST: i64 = 3;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Content {
    /// Where the form stands; it may hold ids, so it is not in clear.
    path: String,
    fields: Map<String, Value>,
}

/// A form that was kept.
pub struct Kept {
    pub id: KeptFormId,
    fields: Map<String, Value>,
}

impl Kept {
    /// What was typed, as the struct the form is read into; fields that are not kept are as if nothing was typed.
    pub fn typed<T: DeserializeOwned + Default>(&self) -> T {
        serde_json::from_value(Value::Object(self.fields.clone())).unwrap_or_default()
    }
}

/// Keeps what may be kept of a form; tells whether there was anything.
///
/// For callers that know whose form it is.
pub(super) async fn keep(
    context: &RequestContext,
    person: PersonId,
    action: Action,
    keep: Keep,
    sent: &Sent,
) -> Result<bool, Failure> {
    let fields: Map<String, Value> = keep
        .fields()
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), sent.value(name)?.into())))
        .collect();
    if fields.is_empty() {
        return Ok(false);
    }
    let state = &context.state;
    let (id, now) = (KeptFormId::from_random(rng::bytes(&*state.rng)?), context.now());
    let action = name(action);
    let content = Content { path: context.path.clone(), fields };
    let plain = Zeroizing::new(serde_json::to_vec(&content).map_err(|_| Failure::Sealed)?);
    let content_enc = state.keys.seal(&*state.rng, Purpose::Session, &place(person, &action, id), &plain)?;
    let new = NewKept { id, person, action, content_enc, expires_at: Timestamp(now.0 + LIFETIME) };
    // A form that was filled from an older one takes its place.
    let older = sent.kept();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                take_turns(tx, person).await?;
                store::prune(tx, now).await?;
                if let Some(older) = older {
                    store::delete(tx, person, older).await?;
                }
                store::insert(tx, &new).await?;
                store::delete_beyond(tx, person, MOST).await
            })
        })
        .await?;
    Ok(true)
}

/// What was kept of the form on this page, for whoever is signed in; the newest if there are several.
pub async fn find(context: &RequestContext, action: Action) -> Result<Option<Kept>, Failure> {
    let Some(person) = context.actor.person() else { return Ok(None) };
    let action = name(action);
    let rows = rows(&context.state, person).await?;
    Ok(rows.into_iter().filter(|row| row.action == action).find_map(|row| {
        let content = open(&context.state, person, &row)?;
        (content.path == context.path).then_some(Kept { id: row.id, fields: content.fields })
    }))
}

/// The path of the newest form that waits for somebody who has just signed in.
pub async fn waiting(state: &AppState, person: PersonId) -> Result<Option<String>, Failure> {
    let rows = rows(state, person).await?;
    Ok(rows.iter().find_map(|row| open(state, person, row)).map(|content| content.path))
}

/// Forgets a kept form; one of somebody else stays.
pub(super) async fn forget(context: &RequestContext, id: KeptFormId) -> Result<(), Failure> {
    let Some(person) = context.actor.person() else { return Ok(()) };
    context.state.db.write(move |tx| Box::pin(async move { store::delete(tx, person, id).await })).await
}

async fn rows(state: &AppState, person: PersonId) -> Result<Vec<KeptRow>, Failure> {
    let now = state.clock.now();
    state.db.read(move |tx| Box::pin(async move { store::list(tx, person, now).await })).await
}

/// Opens a row; one that was altered or moved keeps nobody from signing in.
fn open(state: &AppState, person: PersonId, row: &KeptRow) -> Option<Content> {
    let place = place(person, &row.action, row.id);
    let plain = state.keys.open_sealed(Purpose::Session, &place, &row.content_enc).ok();
    let content = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
    if content.is_none() {
        tracing::error!("a kept form could not be opened");
    }
    content
}

/// The action's name in the table.
fn name(action: Action) -> String {
    format!("{action:?}")
}

/// What a kept form is bound to.
fn place(person: PersonId, action: &str, id: KeptFormId) -> [Vec<u8>; 4] {
    [b"kept-form".to_vec(), person.as_bytes().to_vec(), action.as_bytes().to_vec(), id.as_bytes().to_vec()]
}
