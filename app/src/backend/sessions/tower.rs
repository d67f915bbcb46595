//! [`Sessions`]: sessions in our own database, sealed.

use super::{
    Holder, Kind, SessionView,
    changes::{BEFORE, Changes, Data},
    store::{self, NewSession, SessionRow, Written},
};
use crate::{
    backend::{
        clock::Clock,
        crypto::{KeyRing, Purpose},
        db::{Db, Tx},
        failure::Failure,
        kept_forms,
        rng::{self, Rng},
    },
    ids::SessionId,
    time::Timestamp,
};
use std::{collections::HashMap, fmt, sync::Arc};
use tower_sessions::session::{Id, Record};

/// The cookie; its prefix binds it to this host and to TLS (RFC 6265bis, section 4.1.3.2).
pub const COOKIE: &str = "__Host-sid";
/// The `Set-Cookie` value that removes it; one less strict is ignored because of the prefix.
pub const FORGOTTEN: &str = "__Host-sid=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict";
/// The entry of a session that says whose it is; a session without it is not stored.
pub const HOLDER: &str = "holder";
/// The entry that is added when a session is loaded.
pub const VIEW: &str = "view";
/// The entry that tells which id [`Sessions::renew`] has given a session.
pub const RENEWED: &str = "renewed";
/// The entry that tells the id of a session that was begun for this browser already.
pub const ADOPTED: &str = "adopted";

/// Entries that are never stored.
const UNSAVED: [&str; 4] = [VIEW, RENEWED, ADOPTED, BEFORE];

/// How often a request is noted at the most, in milliseconds.
const TOUCH_EVERY: i64 = 60_000;
/// How long a session that is over stays in the table, in milliseconds.
const KEEP: i64 = 24 * 60 * 60_000;

/// Sessions in our own database.
#[derive(Clone)]
pub struct Sessions {
    pub db: Db,
    pub keys: Arc<KeyRing>,
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

/// A session whose time ran out.
pub struct Expired {
    pub holder: Holder,
    pub token_hash: Vec<u8>,
    /// Whether it was also ended afterwards, by signing in again or by its owner.
    pub is_ended: bool,
}

impl Sessions {
    /// The session with this handle, if its time ran out; one that somebody ended before has not.
    pub async fn expired(&self, id: SessionId) -> Result<Option<Expired>, Failure> {
        let row = self.db.read(move |tx| Box::pin(async move { store::find_by_id(tx, id).await })).await?;
        let Some(row) = row else { return Ok(None) };
        let Some(holder) = holder(&self.open(&row)?) else { return Ok(None) };
        let at = row.ended_at.unwrap_or_else(|| self.clock.now());
        let is_ended = row.ended_at.is_some();
        Ok(is_over(&row, &holder, at).then_some(Expired { holder, token_hash: row.token_hash, is_ended }))
    }

    /// What a session in the table remembers.
    pub fn open(&self, row: &SessionRow) -> Result<Data, Failure> {
        let plain =
            self.keys.open_sealed(Purpose::Session, &place(&row.token_hash), row.content_enc.as_slice())?;
        serde_json::from_slice(&plain).map_err(|_| Failure::Sealed)
    }

    /// Gives a session another id, in its own row: an end that comes at the same moment meets it before or after.
    ///
    /// The library is told with the entry [`RENEWED`]. `None` when the session has ended.
    pub async fn renew(&self, old: &Id) -> Result<Option<Id>, Failure> {
        let new = Id(i128::from_be_bytes(rng::bytes(&*self.rng)?));
        let (old_hash, new_hash) = (self.token_hash(old), self.token_hash(&new));
        let own = self.clone();
        let renewed = self.db.write(move |tx| {
            Box::pin(async move {
                let Some(row) = store::hold(tx, None, &old_hash).await? else { return Ok(None) };
                own.write(tx, row.id, new_hash, &own.open(&row)?).await?;
                Ok(Some(new))
            })
        });
        renewed.await
    }

    /// Who held the session a cookie was once good for, whether or not it has ended.
    pub async fn former_holder(&self, id: &Id) -> Result<Option<Holder>, Failure> {
        let token_hash = self.token_hash(id);
        let row = self
            .db
            .read(move |tx| Box::pin(async move { store::find_former(tx, &token_hash).await }))
            .await?;
        row.map_or(Ok(None), |row| Ok(holder(&self.open(&row)?)))
    }

    /// The hash under which the session behind a cookie is stored.
    pub(in crate::backend) fn token_hash(&self, id: &Id) -> Vec<u8> {
        self.keys.code_hash("session", &id.0.to_be_bytes())
    }

    fn seal(&self, token_hash: &[u8], data: &Data) -> Result<Vec<u8>, Failure> {
        let stored: HashMap<_, _> =
            data.iter().filter(|(name, _)| !UNSAVED.contains(&name.as_str())).collect();
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(&stored).map_err(|_| Failure::Sealed)?);
        self.keys.seal(&*self.rng, Purpose::Session, &place(token_hash), &plain)
    }

    pub(super) async fn find(&self, id: &Id) -> Result<Option<Data>, Failure> {
        let token_hash = self.token_hash(id);
        let row = self.db.read(move |tx| Box::pin(async move { store::find(tx, &token_hash).await })).await?;
        let Some(mut row) = row else { return Ok(None) };
        let mut data = self.open(&row)?;
        let Some(holder) = holder(&data) else { return Ok(None) };
        let now = self.clock.now();
        if is_over(&row, &holder, now) {
            // It is nobody's, but its cookie stays: a form that is sent late has to say which session it was.
            return Ok(Some(Data::new()));
        }
        if now.0 - row.last_seen_at.0 >= TOUCH_EVERY {
            let id = row.id;
            // Ended between the two statements: then this request is one too many.
            if !self.db.write(move |tx| Box::pin(async move { store::touch(tx, id, now).await })).await? {
                return Ok(None);
            }
            row.last_seen_at = now;
        }
        let ends_at = Timestamp((row.last_seen_at.0 + holder.kind.idle()).min(row.ends_at.0));
        data.insert(BEFORE.to_owned(), data.clone().into_iter().collect());
        let view = SessionView { id: row.id, ends_at, ends_at_the_latest: row.ends_at };
        data.insert(VIEW.to_owned(), serde_json::to_value(view).map_err(|_| Failure::Sealed)?);
        Ok(Some(data))
    }

    pub(super) async fn add(&self, record: &Record) -> Result<(), Failure> {
        let holder = holder(&record.data).ok_or(Failure::Sealed)?;
        let token_hash = self.token_hash(&record.id);
        let now = self.clock.now();
        let new = NewSession {
            id: SessionId::from_random(rng::bytes(&*self.rng)?),
            content_enc: self.seal(&token_hash, &record.data)?,
            holder_enc: self.seal(&token_hash, &only_holder(&record.data))?,
            token_hash,
            person: holder.person,
            kind: holder.kind,
            since: holder.since,
            now,
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::take_turns(tx, new.person).await?;
                    if let Kind::Staff { id, .. } = new.kind
                        && !store::note_staff(tx, id, now).await?
                    {
                        return Err(Failure::Unavailable);
                    }
                    store::prune(tx, Timestamp(now.0 - KEEP)).await?;
                    store::empty_over(tx, now).await?;
                    kept_forms::store::prune(tx, now).await?;
                    store::insert(tx, &new).await?;
                    store::end_beyond(tx, &new, now).await
                })
            })
            .await
    }

    /// Writes what a request has changed onto what is there now, unless the session has ended in the meantime.
    pub(super) async fn change(&self, record: &Record) -> Result<(), Failure> {
        let changes = Changes::of(&record.data, &UNSAVED);
        if changes.is_empty() {
            return Ok(());
        }
        holder(&record.data).ok_or(Failure::Sealed)?;
        // Its cookie may be another by now; its handle stays.
        let id = view(&record.data).map(|view| view.id);
        let (own, token_hash) = (self.clone(), self.token_hash(&record.id));
        let write = self.db.write(move |tx| {
            Box::pin(async move {
                let Some(row) = store::hold(tx, id, &token_hash).await? else { return Ok(()) };
                let mut data = own.open(&row)?;
                changes.make(&mut data);
                own.write(tx, row.id, row.token_hash, &data).await
            })
        });
        write.await
    }

    /// Writes a session that is held in this transaction.
    async fn write(
        &self,
        tx: &mut Tx<'_>,
        id: SessionId,
        token_hash: Vec<u8>,
        data: &Data,
    ) -> Result<(), Failure> {
        let new = Written {
            kind: holder(data).ok_or(Failure::Sealed)?.kind,
            content_enc: self.seal(&token_hash, data)?,
            holder_enc: self.seal(&token_hash, &only_holder(data))?,
            token_hash,
        };
        store::write(tx, id, &new).await
    }

    pub(super) async fn end(&self, id: &Id) -> Result<(), Failure> {
        let (token_hash, now) = (self.token_hash(id), self.clock.now());
        self.db
            .write(move |tx| Box::pin(async move { store::end_by_token(tx, &token_hash, now).await }))
            .await
    }
}

fn place(token_hash: &[u8]) -> [&[u8]; 2] {
    [b"session", token_hash]
}

fn holder(data: &Data) -> Option<Holder> {
    serde_json::from_value(data.get(HOLDER)?.clone()).ok()
}

/// What is left of a session when it has ended.
fn only_holder(data: &Data) -> Data {
    data.get(HOLDER).map(|holder| (HOLDER.to_owned(), holder.clone())).into_iter().collect()
}

fn view(data: &Data) -> Option<SessionView> {
    serde_json::from_value(data.get(VIEW)?.clone()).ok()
}

/// Whether a session's time had run out at a moment.
fn is_over(row: &SessionRow, holder: &Holder, at: Timestamp) -> bool {
    at >= row.ends_at || at.0 - row.last_seen_at.0 > holder.kind.idle()
}
