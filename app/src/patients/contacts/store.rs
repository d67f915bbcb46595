//! The tables of contact points, of their codes, and of how discreet the practice is to be.

use super::model::ContactKind;
use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::{ContactId, PersonId},
    sql,
    time::Timestamp,
};

/// A contact point as the table holds it.
pub struct StoredPoint {
    pub id: ContactId,
    pub kind: ContactKind,
    pub value_enc: Encrypted,
    pub since: Timestamp,
    pub verified_at: Option<Timestamp>,
    pub preferred: bool,
}

type Row = (ContactId, String, Encrypted, Timestamp, Option<Timestamp>, bool);

/// Somebody's contact points, in no particular order.
pub async fn list(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<StoredPoint>, Failure> {
    let rows = sql!(tx, all as Row:
        "SELECT id, kind, value_enc, since, verified_at, preferred FROM contact_points WHERE person_id = $1", person)?;
    rows.into_iter()
        .map(|(id, kind, value_enc, since, verified_at, preferred)| {
            let kind = ContactKind::parse(&kind)
                .ok_or(Failure::Inconsistent { table: "contact_points", column: "kind" })?;
            Ok(StoredPoint { id, kind, value_enc, since, verified_at, preferred })
        })
        .collect()
}

/// Whether somebody wants no name of the practice outside; `None` when they have never said.
pub async fn find_discreet(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<bool>, Failure> {
    let row =
        sql!(tx, optional as (bool,): "SELECT discreet FROM contact_settings WHERE person_id = $1", person)?;
    Ok(row.map(|(discreet,)| discreet))
}
