//! Beginning and ending sessions, and the cookie by which a browser is known again.

use crate::{
    backend::{
        context::{DEVICE_COOKIE, DEVICE_TOKEN, RequestContext},
        crypto::KeyRing,
        failure::Failure,
        rng,
        sessions::{self, ADOPTED, BroughtCookie, HOLDER, Holder, Kind, RENEWED},
        state::AppState,
    },
    error::AppError,
    ids::{PersonId, SessionId},
    time::Timestamp,
};
use serde::{Serialize, de::DeserializeOwned};
use tower_sessions::{Session, session::Id};

/// A browser that has just signed somebody in.
pub struct Device {
    /// Keyed hash of its cookie.
    pub hash: Vec<u8>,
    /// The `Set-Cookie` value; it also makes an older cookie last another year.
    pub set_cookie: String,
}

/// The browser of a request; one without a cookie is given one.
pub fn device(context: &RequestContext) -> Result<Device, Failure> {
    let (token, hash) = match (&context.device_cookie, &context.device) {
        (Some(token), Some(hash)) => (token.expose().clone(), hash.clone()),
        _ => new_device(&context.state)?,
    };
    let cookie =
        format!("{DEVICE_COOKIE}={token}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Strict");
    Ok(Device { hash, set_cookie: cookie })
}

/// The keyed hash under which a person's browser is stored; two people on one browser have nothing in common there.
pub fn device_of(keys: &KeyRing, person: PersonId, device: &[u8]) -> Vec<u8> {
    keys.code_hash("known-device", &[person.as_bytes().as_slice(), device].concat())
}

fn new_device(state: &AppState) -> Result<(String, Vec<u8>), Failure> {
    let token = rng::crockford::<DEVICE_TOKEN>(&*state.rng)?;
    let hash = state.keys.code_hash("device", token.as_bytes());
    Ok((token, hash))
}

/// Begins a session under a new id; whatever this browser's session was before has ended.
///
/// # Errors
/// [`AppError::Unavailable`] when the older one could not be ended.
pub async fn begin(context: &RequestContext, person: PersonId, kind: Kind) -> Result<(), AppError> {
    let session = carried(context)?;
    session.cycle_id().await.map_err(unavailable)?;
    session.clear().await;
    let holder = Holder { person, kind, since: context.now(), browser: context.browser.clone() };
    session.insert(HOLDER, holder).await.map_err(unavailable)
}

/// Writes a session that has begun before the answer leaves; gives what its cookie will hold.
pub(super) async fn save(context: &RequestContext) -> Result<Id, AppError> {
    let session = carried(context)?;
    session.save().await.map_err(unavailable)?;
    session.id().ok_or(AppError::Unavailable)
}

/// Takes over a session that was begun for this browser by another request of it; its older one has ended.
pub(super) async fn adopt(context: &RequestContext, id: Id) -> Result<(), AppError> {
    let session = carried(context)?;
    if session.id() == Some(id) {
        return Ok(());
    }
    if session.id().is_some() {
        session.cycle_id().await.map_err(unavailable)?;
    }
    session.clear().await;
    session.insert(ADOPTED, id.to_string()).await.map_err(unavailable)
}

/// Gives the session a new id, because it is worth more than before; its absolute end stays.
///
/// # Errors
/// [`AppError::SignInRequired`] when somebody has ended it in the meantime: a new id would bring it back.
pub async fn renew(context: &RequestContext) -> Result<(), AppError> {
    let session = carried(context)?;
    let old = session.id().ok_or(AppError::SignInRequired)?;
    let new = context.state.sessions().renew(&old).await?.ok_or(AppError::SignInRequired)?;
    // The library now believes in a new session, and its store knows which one it is.
    session.cycle_id().await.map_err(unavailable)?;
    session.insert(RENEWED, new.to_string()).await.map_err(unavailable)
}

/// Whole seconds until the session ends if nothing more happens.
///
/// # Errors
/// [`AppError::SignInRequired`] without a session.
pub fn seconds_left(context: &RequestContext) -> Result<i64, AppError> {
    let signed = context.signed.as_ref().ok_or(AppError::SignInRequired)?;
    Ok((signed.view.ends_at.0 - context.now().0).max(0) / 1000)
}

/// A session that stands, newest request first.
pub struct Live {
    pub id: SessionId,
    pub holder: Holder,
    pub last_seen_at: Timestamp,
}

/// Where somebody is signed in; one that has been idle for too long is over, whatever the table says.
pub(super) async fn list(context: &RequestContext, person: PersonId) -> Result<Vec<Live>, Failure> {
    let (state, now) = (&context.state, context.now());
    let rows = state
        .db
        .read(move |tx| Box::pin(async move { sessions::store::list(tx, person, now).await }))
        .await?;
    let store = state.sessions();
    let mut live = Vec::with_capacity(rows.len());
    for row in rows {
        let holder: Option<Holder> =
            store.open(&row)?.remove(HOLDER).and_then(|holder| serde_json::from_value(holder).ok());
        let holder = holder.filter(|holder| now.0 - row.last_seen_at.0 <= holder.kind.idle());
        live.extend(holder.map(|holder| Live { id: row.id, holder, last_seen_at: row.last_seen_at }));
    }
    Ok(live)
}

/// Which sessions have to end so that one more of this kind may begin on this browser.
pub(super) async fn crowded_out(
    context: &RequestContext,
    person: PersonId,
    kind: Kind,
) -> Result<Vec<Live>, Failure> {
    let this = context.signed.as_ref().map(|signed| signed.view.id);
    let others = list(context, person).await?.into_iter();
    let others = others.filter(|live| live.holder.kind.name() == kind.name() && Some(live.id) != this);
    let room = usize::try_from(kind.most() - 1).unwrap_or(0);
    Ok(others.skip(room).collect())
}

/// Who held the session whose cookie this browser brought, whether or not it has ended.
pub(super) async fn former_holder(
    context: &RequestContext,
    cookie: &BroughtCookie,
) -> Result<Option<Holder>, Failure> {
    match cookie.id() {
        Some(id) => context.state.sessions().former_holder(&id).await,
        None => Ok(None),
    }
}

/// Ends the session of this browser.
pub async fn end(context: &RequestContext) -> Result<(), AppError> {
    let session = context.session.as_ref().filter(|session| session.id().is_some());
    let Some(session) = session else { return Ok(()) };
    session.flush().await.map_err(unavailable)
}

/// What the session remembers under a name.
pub async fn recall<T: DeserializeOwned>(
    context: &RequestContext,
    name: &str,
) -> Result<Option<T>, AppError> {
    carried(context)?.get(name).await.map_err(unavailable)
}

/// Lets the session remember something.
pub async fn keep(context: &RequestContext, name: &str, value: impl Serialize) -> Result<(), AppError> {
    carried(context)?.insert(name, value).await.map_err(unavailable)
}

/// Takes out what the session remembers.
pub async fn take<T: DeserializeOwned>(context: &RequestContext, name: &str) -> Result<Option<T>, AppError> {
    carried(context)?.remove(name).await.map_err(unavailable)
}

/// The entry of the session by which a deed tells the page after it that it is done.
const NEWS: &str = "news";

/// Lets the next page of this session say that something is done; an address could say anything.
pub async fn tell(context: &RequestContext, news: &str) -> Result<(), AppError> {
    match &context.session {
        Some(_) => keep(context, NEWS, news).await,
        None => Ok(()),
    }
}

/// Whether this is the page after something was done; a reload says nothing any more.
pub async fn is_told(context: &RequestContext, news: &str) -> Result<bool, AppError> {
    Ok(told(context, [(news, ())]).await?.is_some())
}

/// What belongs to whatever was done before this page, if it is among these; a reload says nothing any more.
pub async fn told<'a, T>(
    context: &RequestContext,
    news: impl IntoIterator<Item = (&'a str, T)>,
) -> Result<Option<T>, AppError> {
    let Some(session) = &context.session else { return Ok(None) };
    let kept: Option<String> = session.get(NEWS).await.map_err(unavailable)?;
    let Some((_, found)) = news.into_iter().find(|(name, _)| kept.as_deref() == Some(*name)) else {
        return Ok(None);
    };
    take::<String>(context, NEWS).await?;
    Ok(Some(found))
}

fn carried(context: &RequestContext) -> Result<&Session, AppError> {
    context.session.as_ref().ok_or_else(|| {
        // Only a router assembled without the session layer comes here.
        tracing::error!("a route is served without sessions");
        AppError::Unavailable
    })
}

fn unavailable(_: tower_sessions::session::Error) -> AppError {
    tracing::warn!("a session could not be read or written");
    AppError::Unavailable
}
