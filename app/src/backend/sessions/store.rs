//! The table of sessions.
//!
//! Whatever ends one leaves who held it, and nothing else of what it remembered.

use super::{Kind, holder};
use crate::{
    backend::{db::Tx, failure::Failure},
    ids::{PersonId, SessionId, StaffId},
    sql,
    time::Timestamp,
};

/// A session as the table holds it.
#[derive(sqlx::FromRow)]
pub struct SessionRow {
    pub id: SessionId,
    pub token_hash: Vec<u8>,
    pub content_enc: Vec<u8>,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub ends_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// What a new row needs.
pub struct NewSession {
    pub id: SessionId,
    pub token_hash: Vec<u8>,
    pub person: PersonId,
    pub kind: Kind,
    pub content_enc: Vec<u8>,
    pub holder_enc: Vec<u8>,
    pub since: Timestamp,
    pub now: Timestamp,
}

/// Adds a session.
pub async fn insert(tx: &mut Tx<'_>, new: &NewSession) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO sessions
             (id, token_hash, person_id, kind, content_enc, holder_enc, created_at, last_seen_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id, new.token_hash.as_slice(), new.person, new.kind.name(), new.content_enc.as_slice(),
        new.holder_enc.as_slice(), new.since, new.now, Timestamp(new.since.0 + new.kind.absolute()))?;
    Ok(())
}

/// Makes changes of one person's access, and beginnings of their sessions, take turns until the transaction ends.
///
/// The row is written as it is: on PostgreSQL that makes the next one wait, and see what this one has done
/// (READ COMMITTED). SQLite has one writer anyway.
pub async fn take_turns(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE people SET kind = kind WHERE id = $1", person)?;
    Ok(())
}

/// Notes that a member of staff signs in; tells whether their account may still be used.
///
/// The row is written, and so locked, until the end of the transaction: an account that is disabled at the same moment
/// either refuses this session or ends it.
pub async fn note_staff(tx: &mut Tx<'_>, id: StaffId, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE staff SET last_signed_in_at = $2 WHERE id = $1 AND disabled_at IS NULL", id, now)?;
    Ok(rows == 1)
}

/// The session behind a cookie, unless somebody has ended it; deadlines are the caller's to check.
pub async fn find(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<SessionRow>, Failure> {
    sql!(tx, optional as SessionRow:
        "SELECT id, token_hash, content_enc, created_at, last_seen_at, ends_at, ended_at FROM sessions
         WHERE token_hash = $1 AND ended_at IS NULL",
        token_hash)
}

/// The session with this handle, also one that has ended.
pub async fn find_by_id(tx: &mut Tx<'_>, id: SessionId) -> Result<Option<SessionRow>, Failure> {
    sql!(tx, optional as SessionRow:
        "SELECT id, token_hash, content_enc, created_at, last_seen_at, ends_at, ended_at FROM sessions WHERE id = $1",
        id)
}

/// The session a cookie was once good for, whether or not it has ended; gone a day after its last possible end.
pub async fn find_former(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<SessionRow>, Failure> {
    sql!(tx, optional as SessionRow:
        "SELECT id, token_hash, content_enc, created_at, last_seen_at, ends_at, ended_at FROM sessions
         WHERE token_hash = $1",
        token_hash)
}

/// A session that somebody is about to write, unless it has ended; by its handle, or by its cookie if that is unknown.
///
/// The row is written as it is, and so locked until the end of the transaction: whoever else writes it waits, and then
/// sees what was written. An end that comes at the same moment comes before or after.
pub async fn hold(
    tx: &mut Tx<'_>,
    id: Option<SessionId>,
    token_hash: &[u8],
) -> Result<Option<SessionRow>, Failure> {
    match id {
        Some(id) => sql!(tx, optional as SessionRow:
            "UPDATE sessions SET kind = kind WHERE id = $1 AND ended_at IS NULL
             RETURNING id, token_hash, content_enc, created_at, last_seen_at, ends_at, ended_at",
            id),
        None => sql!(tx, optional as SessionRow:
            "UPDATE sessions SET kind = kind WHERE token_hash = $1 AND ended_at IS NULL
             RETURNING id, token_hash, content_enc, created_at, last_seen_at, ends_at, ended_at",
            token_hash),
    }
}

/// What is written of a session that is held.
pub struct Written {
    pub token_hash: Vec<u8>,
    pub kind: Kind,
    pub content_enc: Vec<u8>,
    pub holder_enc: Vec<u8>,
}

/// Writes a session that is held in this transaction.
pub async fn write(tx: &mut Tx<'_>, id: SessionId, new: &Written) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE sessions SET token_hash = $2, kind = $3, content_enc = $4, holder_enc = $5 WHERE id = $1",
        id, new.token_hash.as_slice(), new.kind.name(), new.content_enc.as_slice(), new.holder_enc.as_slice())?;
    Ok(())
}

/// Notes that a request came; tells whether the session still stood.
pub async fn touch(tx: &mut Tx<'_>, id: SessionId, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute: "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND ended_at IS NULL", id, now)?;
    Ok(rows == 1)
}

/// Ends the session behind a cookie.
pub async fn end_by_token(tx: &mut Tx<'_>, token_hash: &[u8], now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE sessions SET ended_at = $2, content_enc = COALESCE(holder_enc, content_enc)
         WHERE token_hash = $1 AND ended_at IS NULL",
        token_hash, now)?;
    Ok(())
}

/// Ends one session of a person; tells whether there was one.
pub async fn end(tx: &mut Tx<'_>, person: PersonId, id: SessionId, now: Timestamp) -> Result<bool, Failure> {
    let rows = sql!(tx, execute:
        "UPDATE sessions SET ended_at = $3, content_enc = COALESCE(holder_enc, content_enc)
         WHERE id = $2 AND person_id = $1 AND ended_at IS NULL",
        person, id, now)?;
    Ok(rows == 1)
}

/// Ends all sessions of a person, except one if it is given.
pub async fn end_all(
    tx: &mut Tx<'_>,
    person: PersonId,
    except: Option<SessionId>,
    now: Timestamp,
) -> Result<u64, Failure> {
    sql!(tx, execute:
        "UPDATE sessions SET ended_at = $3, content_enc = COALESCE(holder_enc, content_enc)
         WHERE person_id = $1 AND ended_at IS NULL AND ($2 IS NULL OR id <> $2)",
        person, except, now)
}

/// Ends the oldest sessions of a person and kind, so that no more than `most` are left; never the one that begins, whatever
/// others have the same time.
pub async fn end_beyond(tx: &mut Tx<'_>, new: &NewSession, now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute:
        "UPDATE sessions SET ended_at = $3, content_enc = COALESCE(holder_enc, content_enc)
         WHERE person_id = $1 AND kind = $2 AND ended_at IS NULL AND id NOT IN (
             SELECT id FROM sessions WHERE person_id = $1 AND kind = $2 AND ended_at IS NULL
             ORDER BY CASE WHEN id = $5 THEN 0 ELSE 1 END, last_seen_at DESC, created_at DESC, id LIMIT $4)",
        new.person, new.kind.name(), now, new.kind.most(), new.id)?;
    Ok(())
}

/// The sessions of a person that nobody has ended, newest request first.
pub async fn list(tx: &mut Tx<'_>, person: PersonId, now: Timestamp) -> Result<Vec<SessionRow>, Failure> {
    sql!(tx, all as SessionRow:
        "SELECT id, token_hash, content_enc, created_at, last_seen_at, ends_at, ended_at FROM sessions
         WHERE person_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY last_seen_at DESC, id",
        person, now)
}

/// Lets sessions whose time has run out forget everything but who held them, as those that somebody ends do at once.
pub async fn empty_over(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Failure> {
    let idle_since = |time| Timestamp(now.0 - time);
    sql!(tx, execute:
        "UPDATE sessions SET content_enc = COALESCE(holder_enc, content_enc)
         WHERE ended_at IS NULL AND content_enc <> holder_enc
           AND (ends_at <= $1 OR (kind = 'staff' AND last_seen_at < $2) OR (kind <> 'staff' AND last_seen_at < $3))",
        now, idle_since(holder::STAFF_IDLE), idle_since(holder::IDLE))?;
    Ok(())
}

/// Removes sessions that were over before a moment.
pub async fn prune(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute: "DELETE FROM sessions WHERE ends_at < $1", before)?;
    Ok(())
}
