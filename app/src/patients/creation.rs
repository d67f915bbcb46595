//! Creating a person, whoever asks for it: the desk, the command line, an import.

use super::{
    matching::{Match, describe, duplicates},
    model::{Item, Kind, Source},
    normal::Index,
    sealed, store,
};
use crate::{
    audit,
    backend::{failure::Failure, state::AppState},
    ids::PersonId,
    time::Timestamp,
};

/// How often a new person is prepared again because a number or a name was somebody else's.
const ROUNDS: usize = 5;
/// How long it is remembered whom a form has added, in milliseconds.
const REMEMBERED: i64 = 24 * 3_600_000;

/// A patient who is to be created, for whoever was authorised by other means.
pub(super) struct NewPerson {
    pub items: Vec<(Item, String)>,
    pub source: Source,
    /// What they will be found by besides the items.
    pub found_by: Vec<(Index, Vec<u8>)>,
    /// The first entry of their log.
    pub deed: audit::Entry,
    /// What the form is known again by, which adds nobody twice.
    pub form: Option<Vec<u8>>,
}

/// Creates a patient, unless somebody like that is known; `although` creates them all the same.
///
/// 1. Keys and ciphertexts are made before the transaction.
/// 2. In the transaction creations take turns, look whether the form was sent before, then for probable duplicates, and
///    only then store, with the deed as the first entry of the new person's log.
/// 3. A number or a name that is taken means another round with new ones.
pub(super) async fn create(
    state: &AppState,
    new: NewPerson,
    although: bool,
) -> Result<Result<PersonId, Vec<Match>>, Failure> {
    let now = state.clock.now();
    let mut round = 0;
    loop {
        round += 1;
        let person = sealed::prepare(state, Kind::Patient, new.items.clone(), new.source)?;
        let person = person.found_by(new.found_by.clone());
        let log = audit::prepare(state, &person.chain(&state.keys)?, &new.deed)?;
        let form = new.form.clone();
        let stored = state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::take_turns(tx).await?;
                    if let Some(form) = &form {
                        store::prune_creations(tx, Timestamp(now.0 - REMEMBERED)).await?;
                        if let Some(person) = store::find_creation(tx, form).await? {
                            return Ok(Ok(person));
                        }
                    }
                    let others = match although {
                        true => Vec::new(),
                        false => duplicates(tx, person.alike(), None).await?,
                    };
                    if !others.is_empty() {
                        return Ok(Err(others));
                    }
                    sealed::store_prepared(tx, &person).await?;
                    if let Some(form) = &form {
                        store::insert_creation(tx, form, person.id(), now).await?;
                    }
                    audit::record(tx, log).await?;
                    Ok(Ok(person.id()))
                })
            })
            .await;
        match stored {
            Ok(Ok(id)) => return Ok(Ok(id)),
            Ok(Err(others)) => return Ok(Err(describe(state, others).await?)),
            Err(failure) if failure.is_unique_violation() && round < ROUNDS => {}
            Err(failure) => return Err(failure),
        }
    }
}
