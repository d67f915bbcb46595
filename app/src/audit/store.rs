//! The tables of the access log.

use crate::{
    backend::{db::Tx, failure::Failure},
    ids::ChainId,
    sql,
};

/// An entry as it is stored.
pub(super) struct Row {
    pub chain: ChainId,
    pub seq: i64,
    pub details: Vec<u8>,
    pub mac: Vec<u8>,
}

impl From<(ChainId, i64, Vec<u8>, Vec<u8>)> for Row {
    fn from((chain, seq, details, mac): (ChainId, i64, Vec<u8>, Vec<u8>)) -> Self {
        Self { chain, seq, details, mac }
    }
}

type Columns = (ChainId, i64, Vec<u8>, Vec<u8>);

/// Moves the end of a chain on by one, beginning it if need be; gives the new number and the MAC of the head before.
///
/// Whoever else moves the same head waits here until this transaction has ended.
pub(super) async fn advance_head(tx: &mut Tx<'_>, chain: ChainId) -> Result<(i64, Vec<u8>), Failure> {
    sql!(tx, one as (i64, Vec<u8>):
        "INSERT INTO audit_heads (chain, seq, mac) VALUES ($1, 1, $2) \
         ON CONFLICT (chain) DO UPDATE SET seq = audit_heads.seq + 1 RETURNING seq, mac",
        chain, Vec::<u8>::new())
}

pub(super) async fn insert_entry(
    tx: &mut Tx<'_>,
    chain: ChainId,
    seq: i64,
    details: Vec<u8>,
    mac: &[u8],
) -> Result<(), Failure> {
    sql!(tx, execute: "INSERT INTO audit_entries (chain, seq, details_enc, mac) VALUES ($1, $2, $3, $4)",
        chain, seq, details.as_slice(), mac)?;
    Ok(())
}

pub(super) async fn set_head(tx: &mut Tx<'_>, chain: ChainId, seq: i64, mac: &[u8]) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE audit_heads SET mac = $3 WHERE chain = $1 AND seq = $2", chain, seq, mac)?;
    Ok(())
}

/// The entries of a chain before a number, newest first.
pub(super) async fn list_before(
    tx: &mut Tx<'_>,
    chain: ChainId,
    before: i64,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    let rows = sql!(tx, all as Columns:
        "SELECT chain, seq, details_enc, mac FROM audit_entries WHERE chain = $1 AND seq < $2 \
         ORDER BY seq DESC LIMIT $3", chain, before, limit)?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// The entries of a chain from a number on, oldest first.
pub(super) async fn list_from(
    tx: &mut Tx<'_>,
    chain: ChainId,
    from: i64,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    let rows = sql!(tx, all as Columns:
        "SELECT chain, seq, details_enc, mac FROM audit_entries WHERE chain = $1 AND seq >= $2 \
         ORDER BY seq LIMIT $3", chain, from, limit)?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// The entries of all chains after a place, in the order of chains and numbers.
pub(super) async fn list_after(
    tx: &mut Tx<'_>,
    chain: ChainId,
    seq: i64,
    limit: i64,
) -> Result<Vec<Row>, Failure> {
    let rows = sql!(tx, all as Columns:
        "SELECT chain, seq, details_enc, mac FROM audit_entries WHERE (chain, seq) > ($1, $2) \
         ORDER BY chain, seq LIMIT $3", chain, seq, limit)?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// Where every chain ends.
pub(super) async fn list_heads(tx: &mut Tx<'_>) -> Result<Vec<(ChainId, i64, Vec<u8>)>, Failure> {
    sql!(tx, all as (ChainId, i64, Vec<u8>): "SELECT chain, seq, mac FROM audit_heads ORDER BY chain")
}

/// How many entries there are, as far as the heads know.
pub(super) async fn count_entries(tx: &mut Tx<'_>) -> Result<i64, Failure> {
    let (count,) = sql!(tx, one as (i64,): "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) FROM audit_heads")?;
    Ok(count)
}

/// What the database knows of the newest checkpoints, sealed; `None` when its row was deleted.
pub(super) async fn find_marks(tx: &mut Tx<'_>) -> Result<Option<Vec<u8>>, Failure> {
    let row = sql!(tx, optional as (Vec<u8>,): "SELECT marks_enc FROM audit_checkpoints")?;
    Ok(row.map(|(marks,)| marks))
}

/// The same for whoever is about to change it; others wait here until this transaction has ended.
pub(super) async fn hold_marks(tx: &mut Tx<'_>) -> Result<Option<Vec<u8>>, Failure> {
    let row = sql!(tx, optional as (Vec<u8>,):
        "UPDATE audit_checkpoints SET singleton = singleton RETURNING marks_enc")?;
    Ok(row.map(|(marks,)| marks))
}

/// Changes the row; one that was deleted is not made again, so that its absence stays to be seen.
pub(super) async fn set_marks(tx: &mut Tx<'_>, marks: &[u8]) -> Result<(), Failure> {
    sql!(tx, execute: "UPDATE audit_checkpoints SET marks_enc = $1", marks)?;
    Ok(())
}
