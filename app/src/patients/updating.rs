//! What is known about a person follows the practice system.
//!
//! What came with an import is replaced by the next one, and what was missing is filled in. What somebody else has given
//! is left, and reported, unless somebody at a terminal says that the file is right.

use super::{
    arrivals::Arrival,
    changing::{self, Stored, Wanted},
    model::{Item, Source},
    normal::{self, Index},
    sealed::{self, Known, SealedPerson},
    store,
};
use crate::{
    audit::{self, Act, Category, Who},
    backend::{failure::Failure, state::AppState},
    ids::PersonId,
    redacted::Redacted,
};

/// How often it begins again because somebody else has changed the person meanwhile.
const ROUNDS: usize = 5;

/// An item that somebody else than the import has given, and that the file says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub item: Item,
    pub known: Redacted<String>,
    pub source: Source,
    pub read: Redacted<String>,
}

/// What a file has changed about its person.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Updated {
    pub changed: Vec<Item>,
    /// What was left as it is, because somebody else has given it.
    pub left: Vec<Difference>,
}

/// What the file says otherwise than somebody who has given it. For callers that have authorised it themselves.
pub async fn objections(
    state: &AppState,
    person: PersonId,
    arrival: &Arrival,
) -> Result<Vec<Difference>, Failure> {
    let (sealed, _) = read(state, person, arrival).await?;
    Ok(compare(&sealed.open(&state.keys)?, arrival, &[]).1)
}

/// Lets master data follow the file, and keeps its identifiers, by which the next one is recognised; where nothing is
/// new, nothing is written. What is `agreed` is replaced although somebody else has given it, if it still says the same.
///
/// One transaction with one entry in the person's log, which names what was changed. For callers that have authorised it
/// themselves.
pub async fn bring_up_to_date(
    state: &AppState,
    by: Who,
    person: PersonId,
    arrival: &Arrival,
    agreed: &[Difference],
) -> Result<Updated, Failure> {
    for _ in 0..ROUNDS {
        let (sealed, missing) = read(state, person, arrival).await?;
        let (wanted, left) = compare(&sealed.open(&state.keys)?, arrival, agreed);
        let changed = wanted.iter().map(|(item, _)| *item).collect();
        let updated = Updated { changed, left };
        if wanted.is_empty() && missing.is_empty() {
            return Ok(updated);
        }
        let change = changing::prepare(state, sealed, &wanted, Source::Import)?.found_by(missing);
        let entry =
            audit::Entry::new(state.clock.now(), by.clone(), Act::MasterDataChanged, Category::MasterData);
        let entry = audit::Entry { changed: change.details(), ..entry };
        let log = audit::prepare(state, &audit::chain_for_person(state, person).await?, &entry)?;
        match change.store(state, true, log).await {
            Ok(Stored::Done) => return Ok(updated),
            Ok(Stored::Elsewhere | Stored::Alike(_)) => {}
            // Another import has kept the same identifier in the meantime.
            Err(failure) if failure.is_unique_violation() => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Unavailable)
}

/// The person, and which identifiers of the file they are not found by yet.
async fn read(
    state: &AppState,
    person: PersonId,
    arrival: &Arrival,
) -> Result<(SealedPerson, Vec<(Index, Vec<u8>)>), Failure> {
    let wanted = Index::blind_all(&state.keys, arrival.identifiers().collect());
    let read = state.db.read(move |tx| {
        Box::pin(async move {
            let mut missing = Vec::new();
            for (index, value) in wanted {
                if !store::patients_by_index(tx, index, &value).await?.contains(&person) {
                    missing.push((index, value));
                }
            }
            let lost = Failure::Inconsistent { table: "people", column: "id" };
            Ok((sealed::load(tx, person).await?.ok_or(lost)?, missing))
        })
    });
    read.await
}

/// What is to be changed, and what is left to whoever has given it.
fn compare(known: &[Known], arrival: &Arrival, agreed: &[Difference]) -> (Wanted, Vec<Difference>) {
    let (mut wanted, mut left) = (Vec::new(), Vec::new());
    for (item, read) in arrival.items() {
        let Some(Known { value, source, .. }) = known.iter().find(|known| known.item == item) else {
            wanted.push((item, Some(read)));
            continue;
        };
        if *value.expose() == read || *source != Source::Import && is_same(item, value.expose(), &read) {
            continue;
        }
        let difference =
            Difference { item, known: value.clone(), source: *source, read: Redacted::new(read.clone()) };
        if *source == Source::Import || agreed.contains(&difference) {
            wanted.push((item, Some(read)));
        } else {
            left.push(difference);
        }
    }
    (wanted, left)
}

/// Whether two spellings say the same.
fn is_same(item: Item, one: &str, other: &str) -> bool {
    let normalised = |value| match item {
        Item::InsuranceNumber => normal::insurance_number(value),
        _ => normal::name(value),
    };
    normalised(one) == normalised(other)
}
