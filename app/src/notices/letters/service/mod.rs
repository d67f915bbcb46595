//! Putting letters into a batch, printing it, and saying that it was posted.

mod posting;
mod printing;

pub use posting::post;
pub use printing::print;

use super::store::{self, BatchRow, LetterRow};
use crate::{
    backend::{context::RequestContext, failure::Failure, rng, state::AppState},
    error::AppError,
    ids::BatchId,
    notices::{
        carried::{Carried, carrier, unless_broken},
        outbox::Content,
    },
    patients::service::display_name,
    redacted::Redacted,
    time::Timestamp,
};

/// Letters in a batch at the most: what fits into a printer, and what one transaction can carry.
pub const MOST: i64 = 50;

/// What the page shows.
pub struct Overview {
    /// How many letters are in no batch yet.
    pub waiting: i64,
    /// What was put together and not posted yet, the oldest first.
    pub batches: Vec<Batch>,
}

/// A batch that was not posted yet.
pub struct Batch {
    pub id: BatchId,
    pub made_at: Timestamp,
    pub made_by: Redacted<String>,
    pub letters: usize,
    /// The numbers of those that are not to be posted: called off after they had been put into it, bringing a code that
    /// is void by now, or in doubt.
    pub called_off: Vec<i64>,
    /// Whether any of it was printed.
    pub is_printed: bool,
}

/// What waits, and what was put together.
pub async fn overview(context: &RequestContext) -> Result<Overview, AppError> {
    carrier(context)?;
    let (state, now) = (&context.state, context.now());
    let read = state.db.read(move |tx| {
        Box::pin(async move {
            let mut batches = Vec::new();
            for batch in store::list_open(tx).await? {
                let letters = store::list_letters(tx, batch.id).await?;
                batches.push((batch, letters));
            }
            Ok((store::count_waiting(tx, now).await?, batches))
        })
    });
    let (waiting, rows) = read.await?;
    let mut batches = Vec::with_capacity(rows.len());
    for (row, letters) in rows {
        batches.push(shown(state, row, &letters, now).await?);
    }
    Ok(Overview { waiting, batches })
}

/// A batch that is to be taken to the post, to ask once more.
///
/// # Errors
/// [`AppError::NotFound`] for a batch that was posted, as for one that is not there.
pub async fn batch(context: &RequestContext, id: BatchId) -> Result<Batch, AppError> {
    carrier(context)?;
    let state = &context.state;
    let (row, letters) = find(state, id).await?;
    Ok(shown(state, row, &letters, context.now()).await?)
}

/// An open batch with its letters.
async fn find(state: &AppState, id: BatchId) -> Result<(BatchRow, Vec<LetterRow>), AppError> {
    let found = state.db.read(move |tx| {
        Box::pin(async move {
            let Some(batch) = store::find_open(tx, id).await? else { return Ok(None) };
            Ok(Some((batch, store::list_letters(tx, id).await?)))
        })
    });
    found.await?.ok_or(AppError::NotFound)
}

async fn shown(
    state: &AppState,
    row: BatchRow,
    letters: &[LetterRow],
    now: Timestamp,
) -> Result<Batch, Failure> {
    let mut called_off = Vec::new();
    for letter in letters {
        let is_printed = letter.printed_at.is_some();
        let is_to_be_posted = match letter.waits() {
            true => !is_printed || matches!(standing(state, letter, now).await?, Standing::Good(_)),
            false => false,
        };
        if !is_to_be_posted {
            called_off.push(letter.number);
        }
    }
    Ok(Batch {
        id: row.id,
        made_at: row.made_at,
        made_by: display_name(state, row.made_by).await?,
        letters: letters.len(),
        called_off,
        is_printed: letters.iter().any(|letter| letter.printed_at.is_some()),
    })
}

/// What is to become of a letter that waits.
enum Standing {
    /// It can be posted; as it is kept afterwards.
    Good(Content),
    /// It is for nobody, or its code is void by now.
    Void,
    /// What it rests on cannot be read; the log of the installation says so.
    InDoubt,
}

async fn standing(state: &AppState, row: &LetterRow, now: Timestamp) -> Result<Standing, Failure> {
    let id = row.dispatch_id;
    let Some(carried) = Carried::open(state, id, row.due_at, &row.content_enc).await? else {
        return Ok(Standing::Void);
    };
    Ok(match unless_broken(id, carried.is_void(state, now).await)? {
        Some(false) => Standing::Good(carried.content),
        Some(true) => Standing::Void,
        None => Standing::InDoubt,
    })
}

/// Puts the letters that wait into a batch; `None` when there were none, or somebody was faster.
///
/// 1. What is due and in no batch is looked up.
/// 2. Each is put into the new batch. One that somebody else has put into theirs meanwhile is passed over: the key of the
///    table decides, and waits for the other transaction to end.
/// 3. A batch without a letter is none.
pub async fn gather(context: &RequestContext) -> Result<Option<BatchId>, AppError> {
    let (by, now, state) = (carrier(context)?, context.now(), &context.state);
    let id = BatchId::from_random(rng::bytes(&*state.rng)?);
    let write = state.db.write(move |tx| {
        Box::pin(async move {
            let waiting = store::list_waiting(tx, now, MOST).await?;
            if waiting.is_empty() {
                return Ok(None);
            }
            store::insert_batch(tx, id, by, now).await?;
            let mut number = 0;
            for (dispatch,) in waiting {
                if store::insert_letter(tx, id, dispatch, number + 1).await? {
                    number += 1;
                }
            }
            if number == 0 {
                store::delete_batch(tx, id).await?;
                return Ok(None);
            }
            Ok(Some(id))
        })
    });
    Ok(write.await?)
}
