//! Who arrives with a file from the practice system: somebody who is known, or somebody new.
//!
//! A wrong answer would show one person's record to another, so:
//! - a number (insurance number, or an identifier that came with an earlier import) makes it certain, unless the birth
//!   date is another one, or two numbers belong to two people;
//! - a number and the birth date with another given name may be a twin whose card was swapped, and then a person decides;
//!   family names change, given names hardly do;
//! - a name with the birth date alone makes it likely, and then a person decides;
//! - otherwise it is somebody new.

use super::{
    fields,
    matching::{Match, describe, duplicates},
    model::{BirthDate, Item, Kind, Source},
    normal::{self, Index},
    sealed::{self, PreparedPerson},
    store,
};
use crate::{
    audit::{self, Act, Category, Who},
    backend::{failure::Failure, state::AppState},
    ids::PersonId,
};

/// How often a new person is prepared again because a number or a name was somebody else's.
const ROUNDS: usize = 5;

/// Somebody as a file describes them.
#[derive(Clone)]
pub struct Arrival {
    pub family_name: String,
    /// Empty where the source has none.
    pub given_name: String,
    pub birth_date: BirthDate,
    pub insurance_number: Option<String>,
    /// Who gave a number, and the number.
    pub identifiers: Vec<(String, String)>,
}

/// Who somebody may be.
#[derive(Debug)]
pub enum Fit {
    /// A number says so, and nothing speaks against it.
    Certain(Match),
    /// A number says so and the birth date fits, but the name does not.
    OtherName(Match),
    /// Only a name and the birth date say so.
    Likely(Vec<Match>),
    /// Numbers belong to several people, or to somebody with another birth date.
    Contradiction(Vec<Match>),
    Nobody,
}

/// How a new person's creation went.
#[derive(Debug)]
pub enum Added {
    Created(PersonId),
    /// Somebody like that is known already.
    Likely(Vec<Match>),
    /// The portal needs a given name.
    NoGivenName,
    /// A name that cannot be kept, such as a very long one.
    UnusableName,
}

impl Arrival {
    fn numbers(&self) -> Vec<(Index, String)> {
        let insurance = self.insurance_number.as_deref().map(normal::insurance_number);
        let insurance = insurance.map(|number| (Index::InsuranceNumber, number));
        insurance.into_iter().chain(self.identifiers()).collect()
    }

    fn identifiers(&self) -> impl Iterator<Item = (Index, String)> {
        self.identifiers
            .iter()
            .map(|(system, value)| (Index::FhirIdentifier, normal::fhir_identifier(system, value)))
    }

    fn names(&self) -> Vec<(Index, String)> {
        [(Index::FamilyBirth, &self.family_name), (Index::GivenBirth, &self.given_name)]
            .into_iter()
            .filter(|(_, name)| !name.trim().is_empty())
            .map(|(index, name)| (index, normal::name_and_birth(name, self.birth_date)))
            .collect()
    }

    /// Whether the name fits: the given name, or the family name where the file has no other.
    fn may_be_called(&self, known: &Match) -> bool {
        if self.given_name.trim().is_empty() {
            return normal::name(&self.family_name) == normal::name(known.family_name.expose());
        }
        normal::may_be_same_given(&self.given_name, known.given_name.expose())
    }

    fn items(&self) -> Vec<(Item, String)> {
        let number = self.insurance_number.as_deref().and_then(|typed| fields::insurance_number(typed).ok());
        [
            (Item::FamilyName, Some(self.family_name.trim().to_owned())),
            (Item::GivenName, Some(self.given_name.trim().to_owned())),
            (Item::BirthDate, Some(self.birth_date.to_iso())),
            (Item::InsuranceNumber, number),
        ]
        .into_iter()
        .filter_map(|(item, value)| Some((item, value?)))
        .collect()
    }
}

/// Looks for the person. For callers that have authorised it themselves.
pub async fn who_fits(state: &AppState, arrival: &Arrival) -> Result<Fit, Failure> {
    let by_number = search(state, arrival.numbers()).await?;
    match <[Match; 1]>::try_from(by_number) {
        Ok([one]) if one.birth_date == Some(arrival.birth_date) => {
            Ok(if arrival.may_be_called(&one) { Fit::Certain(one) } else { Fit::OtherName(one) })
        }
        Ok(other) => Ok(Fit::Contradiction(other.into())),
        Err(none) if none.is_empty() => {
            let likely = search(state, arrival.names()).await?;
            Ok(if likely.is_empty() { Fit::Nobody } else { Fit::Likely(likely) })
        }
        Err(several) => Ok(Fit::Contradiction(several)),
    }
}

/// Creates the person, unless somebody with that name and birth date is known; `although` creates them all the same,
/// because somebody has looked and says it is another person.
///
/// The first entry of the new person's log says that `by` has added them.
pub async fn add(state: &AppState, by: Who, arrival: &Arrival, although: bool) -> Result<Added, Failure> {
    if arrival.given_name.trim().is_empty() {
        return Ok(Added::NoGivenName);
    }
    if [&arrival.family_name, &arrival.given_name].into_iter().any(|name| fields::name(name).is_err()) {
        return Ok(Added::UnusableName);
    }
    let deed = audit::Entry::new(state.clock.now(), by, Act::MasterDataChanged, Category::MasterData);
    let mut round = 0;
    loop {
        round += 1;
        let person = prepare(state, arrival)?;
        let log = audit::prepare(state, &person.chain(&state.keys)?, &deed)?;
        let stored = state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::take_turns(tx).await?;
                    let others = if although { Vec::new() } else { duplicates(tx, &person).await? };
                    if others.is_empty() {
                        sealed::store_prepared(tx, &person).await?;
                        audit::record(tx, log).await?;
                        return Ok(Ok(person.id()));
                    }
                    Ok(Err(others))
                })
            })
            .await;
        match stored {
            Ok(Ok(id)) => return Ok(Added::Created(id)),
            Ok(Err(others)) => return Ok(Added::Likely(describe(state, others).await?)),
            Err(failure) if failure.is_unique_violation() && round < ROUNDS => {}
            Err(failure) => return Err(failure),
        }
    }
}

/// Keeps the identifiers of the file, so that the next one is recognised by them; writes nothing that is there already.
pub async fn remember(state: &AppState, person: PersonId, arrival: &Arrival) -> Result<(), Failure> {
    let wanted = blind(state, arrival.identifiers().collect());
    let missing = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut missing = Vec::new();
                for (index, value) in wanted {
                    if !store::patients_by_index(tx, index, &value).await?.contains(&person) {
                        missing.push((index, value));
                    }
                }
                Ok(missing)
            })
        })
        .await?;
    if missing.is_empty() {
        return Ok(());
    }
    let remembered = state.db.write(move |tx| {
        Box::pin(async move {
            for (index, value) in &missing {
                store::insert_blind_index(tx, person, *index, value).await?;
            }
            Ok(())
        })
    });
    match remembered.await {
        // Another import has kept them in the meantime.
        Err(failure) if failure.is_unique_violation() => Ok(()),
        other => other,
    }
}

fn prepare(state: &AppState, arrival: &Arrival) -> Result<PreparedPerson, Failure> {
    let person = sealed::prepare(state, Kind::Patient, arrival.items(), Source::Import)?;
    Ok(person.found_by(blind(state, arrival.identifiers().collect())))
}

/// Everybody with one of these values, with all they share.
async fn search(state: &AppState, values: Vec<(Index, String)>) -> Result<Vec<Match>, Failure> {
    let wanted = blind(state, values);
    let fits = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut fits: Vec<(PersonId, Vec<Index>)> = Vec::new();
                for (index, value) in wanted {
                    for person in store::patients_by_index(tx, index, &value).await? {
                        match fits.iter_mut().find(|(known, _)| *known == person) {
                            Some((_, because)) if because.contains(&index) => {}
                            Some((_, because)) => because.push(index),
                            None => fits.push((person, vec![index])),
                        }
                    }
                }
                Ok(fits)
            })
        })
        .await?;
    describe(state, fits).await
}

/// Every index once, as it is stored.
fn blind(state: &AppState, values: Vec<(Index, String)>) -> Vec<(Index, Vec<u8>)> {
    let mut blind: Vec<(Index, Vec<u8>)> =
        values.into_iter().map(|(index, value)| (index, index.blind(&state.keys, &value))).collect();
    blind.sort();
    blind.dedup();
    blind
}
