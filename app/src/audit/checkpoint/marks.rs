//! What the database knows of the newest checkpoints: one for each data directory, in one value sealed under our key.
//!
//! - Several portals on one PostgreSQL make checkpoints each for itself, in a series of its own; so no machine's files
//!   depend on another's, and each is a witness for the whole log.
//! - The value is there from the beginning of an installation and is never made again: a row that was deleted or emptied
//!   is a finding for ever, and not only until the next checkpoint.

use crate::{
    audit::{macs, store},
    backend::{
        crypto::{KeyRing, Purpose},
        db::Tx,
        failure::Failure,
        rng::Rng,
        state::AppState,
    },
    ids::SeriesId,
    patients,
    time::Timestamp,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The newest checkpoint of a data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::audit) struct Mark {
    pub number: i64,
    pub hash: [u8; 32],
    /// Zero for one from before there were several.
    pub at: Timestamp,
}

/// One for each data directory.
pub(in crate::audit) type Marks = BTreeMap<SeriesId, Mark>;

/// Bytes of one mark: series, number, time, hash.
const MARK: usize = 16 + 8 + 8 + 32;
/// Bytes of the one mark of earlier versions: number, hash, MAC.
const EARLIER: usize = 8 + 32 + 32;
const PLACE: [&[u8]; 2] = [b"audit_checkpoints", b"marks_enc"];

/// What the row of the database holds.
pub(in crate::audit) enum Stored {
    /// The row is gone.
    Deleted,
    /// It is as a migration makes it: the installation has not been opened since.
    Empty,
    /// It is not what the portal wrote.
    Altered,
    Sealed(Marks),
}

/// The series of notes that name none, because they are from before there were several.
pub(in crate::audit) fn first_series() -> SeriesId {
    Uuid::nil().into()
}

/// Reads the row.
pub(in crate::audit) fn open(keys: &KeyRing, row: Option<Vec<u8>>) -> Stored {
    match row {
        None => Stored::Deleted,
        Some(sealed) if sealed.is_empty() => Stored::Empty,
        Some(sealed) => {
            let plain = keys.open_sealed(Purpose::Audit, &PLACE, &sealed).ok();
            let marks = plain.and_then(|plain| parse(&plain)).or_else(|| earlier(keys, &sealed));
            marks.map_or(Stored::Altered, Stored::Sealed)
        }
    }
}

fn parse(plain: &[u8]) -> Option<Marks> {
    let (rows, []) = plain.as_chunks::<MARK>() else { return None };
    let marks = rows.iter().map(|row| {
        let (series, rest) = row.split_first_chunk::<16>()?;
        let (number, rest) = rest.split_first_chunk::<8>()?;
        let (at, hash) = rest.split_first_chunk::<8>()?;
        let mark = Mark {
            number: i64::from_be_bytes(*number),
            hash: hash.try_into().ok()?,
            at: Timestamp(i64::from_be_bytes(*at)),
        };
        Some((SeriesId::from(Uuid::from_bytes(*series)), mark))
    });
    marks.collect()
}

/// The mark of an earlier version, as the migration has taken it over.
fn earlier(keys: &KeyRing, row: &[u8]) -> Option<Marks> {
    let row: &[u8; EARLIER] = row.try_into().ok()?;
    let (number, rest) = row.split_first_chunk::<8>()?;
    let (hash, mac) = rest.split_first_chunk::<32>()?;
    let number = i64::from_be_bytes(*number);
    let mark = Mark { number, hash: *hash, at: Timestamp(0) };
    (macs::mark(keys, number, hash).as_slice() == mac).then(|| Marks::from([(first_series(), mark)]))
}

fn seal(keys: &KeyRing, rng: &dyn Rng, marks: &Marks) -> Result<Vec<u8>, Failure> {
    let mut plain = Vec::with_capacity(marks.len() * MARK);
    for (series, Mark { number, hash, at }) in marks {
        plain.extend_from_slice(series.as_bytes());
        plain.extend_from_slice(&number.to_be_bytes());
        plain.extend_from_slice(&at.0.to_be_bytes());
        plain.extend_from_slice(hash);
    }
    keys.seal(rng, Purpose::Audit, &PLACE, &plain)
}

/// Notes the newest checkpoint of a series, unless a newer one of it is noted; says whether there was a row to note it in.
pub(super) async fn note(state: &AppState, series: SeriesId, mark: Mark) -> Result<bool, Failure> {
    let (keys, rng) = (state.keys.clone(), state.rng.clone());
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Stored::Sealed(mut marks) = open(&keys, store::hold_marks(tx).await?) else {
                    return Ok(false);
                };
                if marks.get(&series).is_none_or(|known| known.number < mark.number) {
                    marks.insert(series, mark);
                    store::set_marks(tx, &seal(&keys, &*rng, &marks)?).await?;
                }
                Ok(true)
            })
        })
        .await
}

/// Puts our seal under an installation in which nothing has happened yet; every process does so before it writes.
///
/// Where there are people or entries already, an empty row was emptied by somebody else, and stays as it is.
pub async fn begin(state: &AppState) -> Result<(), Failure> {
    if !state.db.read(|tx| Box::pin(is_new(tx))).await? {
        return Ok(());
    }
    let sealed = seal(&state.keys, &*state.rng, &Marks::new())?;
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                store::hold_marks(tx).await?;
                if is_new(tx).await? { store::set_marks(tx, &sealed).await } else { Ok(()) }
            })
        })
        .await
}

/// Whether the row is as the migration made it, and there is nothing else.
async fn is_new(tx: &mut Tx<'_>) -> Result<bool, Failure> {
    let is_empty = store::find_marks(tx).await?.is_some_and(|marks| marks.is_empty());
    Ok(is_empty && !anything_there(tx).await?)
}

/// Whether anything has happened here that the log must know of.
pub(in crate::audit) async fn anything_there(tx: &mut Tx<'_>) -> Result<bool, Failure> {
    Ok(!store::list_heads(tx).await?.is_empty() || patients::store::is_anybody_there(tx).await?)
}
