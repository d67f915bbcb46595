//! Changing what is known about somebody: the items, what they are found by, and the entry that says which.
//!
//! Old values are not kept; the log says which items were changed, by whom and when, and never what they said.

use super::{
    alike,
    matching::duplicates,
    model::{Item, Source},
    normal::{self, Index},
    sealed::{self, Known, SealedPerson},
    store::{self, StoredItem},
};
use crate::{
    audit::{self, Detail},
    backend::{failure::Failure, state::AppState},
    ids::PersonId,
};

/// What some items are to say; `None` takes one away.
pub(super) type Wanted = Vec<(Item, Option<String>)>;

/// A change, ready to be stored.
pub(super) struct Change {
    /// As the person was read; one that was changed since then is changed by nobody.
    before: SealedPerson,
    items: Vec<(Item, Option<StoredItem>)>,
    indexes: Vec<(Index, Vec<u8>)>,
    /// What the person is looked for by among others, as far as it is new.
    alike: Vec<(Index, Vec<u8>)>,
    found_by: Vec<(Index, Vec<u8>)>,
}

/// What became of a change.
#[derive(Debug)]
pub(super) enum Stored {
    Done,
    /// Somebody has changed the person since they were read.
    Elsewhere,
    /// There are others who might be the same person now.
    Alike(Vec<(PersonId, Vec<Index>)>),
}

/// Seals what is to be changed, outside any transaction; now is since when it is so, and `source` who said so.
///
/// # Errors
/// [`Failure::Sealed`] for somebody whose key was destroyed.
pub(super) fn prepare(
    state: &AppState,
    before: SealedPerson,
    wanted: &Wanted,
    source: Source,
) -> Result<Change, Failure> {
    let known = before.open(&state.keys)?;
    let (old, new) = (plain(&known), after(&known, wanted));
    let items = wanted
        .iter()
        .map(|(item, value)| {
            let sealed = value.as_ref().map(|value| before.seal(state, *item, value, source)).transpose()?;
            Ok((*item, sealed))
        })
        .collect::<Result<_, Failure>>()?;
    let mut indexes = normal::indexes(&new);
    indexes.retain(|(index, _)| !matches!(index, Index::PatientNumber | Index::SignInName));
    let known_alike = alike::lookups(&old);
    let mut alike = alike::lookups(&new);
    alike.retain(|lookup| !known_alike.contains(lookup));
    let (indexes, alike) = (Index::blind_all(&state.keys, indexes), Index::blind_all(&state.keys, alike));
    Ok(Change { before, items, indexes, alike, found_by: Vec::new() })
}

impl Change {
    /// Adds something the person will be found by besides the items; it is not there yet.
    pub(super) fn found_by(self, found_by: Vec<(Index, Vec<u8>)>) -> Self {
        Self { found_by, ..self }
    }

    /// What the log is to name.
    pub(super) fn details(&self) -> Vec<Detail> {
        let items = self.items.iter().filter_map(|(item, _)| detail(*item));
        items.chain((!self.found_by.is_empty()).then_some(Detail::Identifier)).collect()
    }

    /// Stores the change with its entry in the log, all of it or nothing. Unless `although`, probable duplicates keep it
    /// from being stored.
    pub(super) async fn store(
        self,
        state: &AppState,
        although: bool,
        log: audit::Prepared,
    ) -> Result<Stored, Failure> {
        let write = state.db.write(move |tx| {
            Box::pin(async move {
                let person = self.before.id;
                store::take_turns(tx).await?;
                if !sealed::load(tx, person).await?.is_some_and(|now| now.is_as(&self.before)) {
                    return Ok(Stored::Elsewhere);
                }
                if !although {
                    let others = duplicates(tx, &self.alike, Some(person)).await?;
                    if !others.is_empty() {
                        return Ok(Stored::Alike(others));
                    }
                }
                for (item, new) in &self.items {
                    store::delete_item(tx, person, *item).await?;
                    if let Some(new) = new {
                        store::insert_item(tx, person, new).await?;
                    }
                }
                if !self.items.is_empty() {
                    for index in Index::CHANGEABLE {
                        store::delete_blind_indexes(tx, person, index).await?;
                    }
                    for (index, value) in &self.indexes {
                        store::insert_blind_index(tx, person, *index, value).await?;
                    }
                }
                for (index, value) in &self.found_by {
                    store::insert_blind_index(tx, person, *index, value).await?;
                }
                audit::record(tx, log).await?;
                Ok(Stored::Done)
            })
        });
        write.await
    }
}

fn plain(known: &[Known]) -> Vec<(Item, String)> {
    known.iter().map(|known| (known.item, known.value.expose().clone())).collect()
}

/// Everything there will be.
fn after(known: &[Known], wanted: &Wanted) -> Vec<(Item, String)> {
    let stays = |item: &Item| !wanted.iter().any(|(changed, _)| changed == item);
    let new = wanted.iter().filter_map(|(item, value)| Some((*item, value.clone()?)));
    plain(known).into_iter().filter(|(item, _)| stays(item)).chain(new).collect()
}

/// What the log calls an item; the portal's own numbers never change.
fn detail(item: Item) -> Option<Detail> {
    Some(match item {
        Item::FamilyName => Detail::FamilyName,
        Item::GivenName => Detail::GivenName,
        Item::BirthDate => Detail::BirthDate,
        Item::Language => Detail::Language,
        Item::Email => Detail::Email,
        Item::Phone => Detail::Phone,
        Item::InsuranceNumber => Detail::InsuranceNumber,
        Item::PatientNumber | Item::SignInName => return None,
    })
}
