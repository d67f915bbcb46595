//! Who arrives with a file from the practice system: somebody who is known, or somebody new.
//!
//! A wrong answer would show one person's record to another, so:
//! - a number (insurance number, or an identifier that came with an earlier import) makes it certain, unless the birth
//!   date is another one, or two numbers belong to two people;
//! - a number and the birth date with another given name may be a twin whose card was swapped, and then a person decides;
//!   family names change, given names hardly do;
//! - a name with the birth date alone makes it likely, and then a person decides;
//! - otherwise it is somebody new.

pub use super::updating::{Difference, Updated, bring_up_to_date, objections};
use super::{
    alike,
    creation::{self, NewPerson},
    fields,
    matching::{Match, describe, sharing},
    model::{BirthDate, Item, Source},
    normal::{self, Index},
};
use crate::{
    audit::{self, Act, Category, Who},
    backend::{failure::Failure, state::AppState},
    ids::PersonId,
};

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

    pub(super) fn identifiers(&self) -> impl Iterator<Item = (Index, String)> {
        self.identifiers
            .iter()
            .map(|(system, value)| (Index::FhirIdentifier, normal::fhir_identifier(system, value)))
    }

    /// What somebody with that name and birth date is found by; the same that keeps a new person from being added.
    fn names(&self) -> Vec<(Index, String)> {
        let mut lookups = alike::lookups(&self.items());
        lookups.retain(|(index, _)| *index != Index::InsuranceNumber);
        lookups
    }

    /// Whether the name fits: the given name, or the family name where the file has no other.
    fn may_be_called(&self, known: &Match) -> bool {
        if self.given_name.trim().is_empty() {
            return normal::name(&self.family_name) == normal::name(known.family_name.expose());
        }
        normal::may_be_same_given(&self.given_name, known.given_name.expose())
    }

    /// What of it can be kept.
    pub(super) fn items(&self) -> Vec<(Item, String)> {
        let number = self.insurance_number.as_deref().and_then(|typed| fields::insurance_number(typed).ok());
        [
            (Item::FamilyName, fields::name(&self.family_name).ok()),
            (Item::GivenName, fields::name(&self.given_name).ok()),
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
    let new = NewPerson {
        items: arrival.items(),
        source: Source::Import,
        found_by: Index::blind_all(&state.keys, arrival.identifiers().collect()),
        deed: audit::Entry::new(state.clock.now(), by, Act::MasterDataChanged, Category::MasterData),
        form: None,
    };
    Ok(match creation::create(state, new, although).await? {
        Ok(person) => Added::Created(person),
        Err(others) => Added::Likely(others),
    })
}

/// Everybody with one of these values, with all they share.
async fn search(state: &AppState, values: Vec<(Index, String)>) -> Result<Vec<Match>, Failure> {
    let wanted = Index::blind_all(&state.keys, values);
    let fits = state.db.read(move |tx| Box::pin(async move { sharing(tx, &wanted).await })).await?;
    describe(state, fits).await
}
