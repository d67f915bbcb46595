//! The tables of texts, their versions, and what was decided about them.

use super::model::{Verdict, Wording};
use crate::{
    backend::{db::Tx, failure::Failure},
    ids::PersonId,
    lang::Lang,
    sql,
    time::Timestamp,
};

/// The only channel that has texts of the practice so far.
const EMAIL: &str = "email";

/// A version as the table holds it.
#[derive(sqlx::FromRow)]
pub struct VersionRow {
    pub version: i64,
    pub author_id: PersonId,
    pub authored_at: Timestamp,
}

/// A text of a version.
#[derive(sqlx::FromRow)]
pub struct TextRow {
    pub version: i64,
    pub lang: String,
    pub subject: String,
    pub body: String,
}

/// A decision about a version.
#[derive(Clone, sqlx::FromRow)]
pub struct DecisionRow {
    pub version: i64,
    pub verdict: String,
    pub decided_by: PersonId,
    pub decided_at: Timestamp,
    pub reason_enc: Option<Vec<u8>>,
}

/// Makes sure that there is a row by which people take turns.
pub async fn begin(tx: &mut Tx<'_>, kind: &str) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO template_heads (kind, channel, version) VALUES ($1, $2, 0) ON CONFLICT (kind, channel) DO NOTHING",
        kind, EMAIL)?;
    Ok(())
}

/// Moves the newest version on by one; tells whether it still was the one given.
pub async fn advance(tx: &mut Tx<'_>, kind: &str, from: i64) -> Result<bool, Failure> {
    let moved = sql!(tx, execute:
        "UPDATE template_heads SET version = version + 1 WHERE kind = $1 AND channel = $2 AND version = $3",
        kind, EMAIL, from)?;
    Ok(moved == 1)
}

/// Makes others wait who write or decide.
pub async fn take_turns(tx: &mut Tx<'_>, kind: &str) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE template_heads SET version = version WHERE kind = $1 AND channel = $2", kind, EMAIL)?;
    Ok(())
}

/// Adds a version.
pub async fn insert_version(
    tx: &mut Tx<'_>,
    kind: &str,
    version: i64,
    author: PersonId,
    now: Timestamp,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO templates (kind, channel, version, author_id, authored_at) VALUES ($1, $2, $3, $4, $5)",
        kind, EMAIL, version, author, now)?;
    Ok(())
}

/// Adds what a version says in a language.
pub async fn insert_text(
    tx: &mut Tx<'_>,
    kind: &str,
    version: i64,
    lang: Lang,
    text: &Wording,
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO template_texts (kind, channel, version, lang, subject, body) VALUES ($1, $2, $3, $4, $5, $6)",
        kind, EMAIL, version, lang.tag(), text.subject.as_str(), text.body.as_str())?;
    Ok(())
}

/// What is decided about a version.
pub struct NewDecision {
    pub kind: &'static str,
    pub version: i64,
    pub verdict: Verdict,
    pub author: PersonId,
    pub decided_by: PersonId,
    pub reason_enc: Option<Vec<u8>>,
}

/// Adds a decision.
pub async fn insert_decision(tx: &mut Tx<'_>, new: &NewDecision, now: Timestamp) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO template_decisions
             (kind, channel, version, verdict, author_id, decided_by, decided_at, reason_enc)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.kind, EMAIL, new.version, new.verdict.as_str(), new.author, new.decided_by, now, new.reason_enc.as_deref())?;
    Ok(())
}

/// The versions of a kind, the newest first.
pub async fn list_versions(tx: &mut Tx<'_>, kind: &str) -> Result<Vec<VersionRow>, Failure> {
    sql!(tx, all as VersionRow:
        "SELECT version, author_id, authored_at FROM templates WHERE kind = $1 AND channel = $2 ORDER BY version DESC",
        kind, EMAIL)
}

/// The texts of all versions of a kind.
pub async fn list_texts(tx: &mut Tx<'_>, kind: &str) -> Result<Vec<TextRow>, Failure> {
    sql!(tx, all as TextRow:
        "SELECT version, lang, subject, body FROM template_texts WHERE kind = $1 AND channel = $2", kind, EMAIL)
}

/// The decisions about all versions of a kind.
pub async fn list_decisions(tx: &mut Tx<'_>, kind: &str) -> Result<Vec<DecisionRow>, Failure> {
    sql!(tx, all as DecisionRow:
        "SELECT version, verdict, decided_by, decided_at, reason_enc FROM template_decisions
         WHERE kind = $1 AND channel = $2", kind, EMAIL)
}

/// What is sent in a language: the newest released version, unless it was retired.
pub async fn find_in_force(
    tx: &mut Tx<'_>,
    kind: &str,
    lang: Lang,
) -> Result<Option<(String, String)>, Failure> {
    sql!(tx, optional as (String, String):
        "SELECT t.subject, t.body FROM template_texts t
         WHERE t.kind = $1 AND t.channel = $2 AND t.lang = $3
           AND t.version = (SELECT MAX(d.version) FROM template_decisions d
                            WHERE d.kind = $1 AND d.channel = $2 AND d.verdict = 'released')
           AND NOT EXISTS (SELECT 1 FROM template_decisions r
                           WHERE r.kind = $1 AND r.channel = $2 AND r.version = t.version AND r.verdict = 'retired')",
        kind, EMAIL, lang.tag())
}
