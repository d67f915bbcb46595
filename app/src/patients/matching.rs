//! Who fits: the exact search, and the probable duplicates of somebody new.

use super::{
    alike::is_part_of,
    model::{BirthDate, Item, Query, Wanted},
    normal::{self, Index},
    sealed,
    service::{name_of, today, value_of},
    store,
};
use crate::{
    audit::{self, reason::authorise_stating},
    backend::{
        context::RequestContext,
        db::Tx,
        failure::Failure,
        policy::{Action, Permit, authorise},
        state::AppState,
    },
    error::{AppError, FieldError},
    ids::PersonId,
    redacted::Redacted,
};

/// Hits at the most; a longer list would be a list of patients.
const MOST_HITS: usize = 20;

/// Somebody who fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub person: PersonId,
    /// "Given Family".
    pub name: Redacted<String>,
    pub given_name: Redacted<String>,
    pub family_name: Redacted<String>,
    pub birth_date: Option<BirthDate>,
    pub patient_number: Option<Redacted<String>>,
    /// Whether they have a way to sign in, so that another invitation would replace it.
    pub enrolled: bool,
    /// By what they fit.
    pub because: Vec<Index>,
}

/// How a search went.
#[derive(Debug)]
pub enum Found {
    /// Something typed needs correction.
    Invalid(Vec<FieldError>),
    /// Everybody who fits, unless there are `more` than are ever shown.
    Hits { hits: Vec<Match>, more: bool },
}

/// Whether the search may be offered at all, and what is still owed then.
pub fn may_find(ctx: &RequestContext) -> Result<Permit, AppError> {
    authorise(Action::FindPerson, &ctx.actor)
}

/// Finds patients by exact data; all that is given must fit. Who was found stands in the log before anybody sees it, with
/// the reason of those who owe one.
pub async fn find(ctx: &RequestContext, query: &Query) -> Result<Found, AppError> {
    let wanted = query.validate(today(&ctx.state)?);
    let (reason, wanted) = match (authorise_stating(ctx, Action::FindPerson, &query.reason), wanted) {
        (Ok(reason), Ok(wanted)) => (reason, wanted),
        (Err(AppError::Invalid { fields }), wanted) => {
            return Ok(Found::Invalid([fields, wanted.err().unwrap_or_default()].concat()));
        }
        (Err(refused), _) => return Err(refused),
        (Ok(_), Err(fields)) => return Ok(Found::Invalid(fields)),
    };
    let (mut hits, more) = search(&ctx.state, &wanted).await?;
    hits.sort_by(|a, b| a.name.expose().cmp(b.name.expose()));
    let ids: Vec<PersonId> = hits.iter().map(|hit| hit.person).collect();
    audit::search_answered(ctx, &ids, reason).await?;
    Ok(Found::Hits { hits, more })
}

/// Patients who share something that hardly two people share, with all they share; `except` is the person themselves.
pub(super) async fn duplicates(
    tx: &mut Tx<'_>,
    alike: &[(Index, Vec<u8>)],
    except: Option<PersonId>,
) -> Result<Vec<(PersonId, Vec<Index>)>, Failure> {
    let mut others = sharing(tx, alike).await?;
    others.retain(|(other, _)| Some(*other) != except);
    // Who shares most comes first; a telephone number of a whole residential home would hide them otherwise.
    others.sort_by_key(|(id, because)| (std::cmp::Reverse(because.len()), *id));
    others.truncate(MOST_HITS);
    Ok(others)
}

/// Everybody with one of these values, with all they share.
pub(super) async fn sharing(
    tx: &mut Tx<'_>,
    values: &[(Index, Vec<u8>)],
) -> Result<Vec<(PersonId, Vec<Index>)>, Failure> {
    let mut others: Vec<(PersonId, Vec<Index>)> = Vec::new();
    for (index, value) in values {
        for id in store::patients_by_index(tx, *index, value).await? {
            match others.iter_mut().find(|(other, _)| *other == id) {
                Some((_, because)) if because.contains(index) || is_part_of(*index, because) => {}
                Some((_, because)) => because.push(*index),
                None => others.push((id, vec![*index])),
            }
        }
    }
    Ok(others)
}

async fn search(state: &AppState, wanted: &Wanted) -> Result<(Vec<Match>, bool), Failure> {
    let criteria: Vec<(Index, String)> = [
        (
            Index::FamilyBirth,
            wanted.name_and_birth.as_ref().map(|(name, birth)| normal::name_and_birth(name, *birth)),
        ),
        (Index::Email, wanted.email.as_deref().map(normal::email)),
        (Index::Phone, wanted.phone.as_deref().map(normal::phone)),
        (Index::InsuranceNumber, wanted.insurance_number.as_deref().map(normal::insurance_number)),
        (Index::PatientNumber, wanted.patient_number.as_deref().map(normal::patient_number)),
    ]
    .into_iter()
    .filter_map(|(index, normalised)| Some((index, normalised?)))
    .collect();
    let because: Vec<Index> = criteria.iter().map(|(index, _)| *index).collect();
    let blind: Vec<_> =
        criteria.iter().map(|(index, normalised)| (*index, index.blind(&state.keys, normalised))).collect();
    let mut ids = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut fitting: Option<Vec<PersonId>> = None;
                for (index, value) in &blind {
                    let these = store::patients_by_index(tx, *index, value).await?;
                    fitting = Some(match fitting {
                        None => these,
                        Some(so_far) => so_far.into_iter().filter(|id| these.contains(id)).collect(),
                    });
                }
                Ok(fitting.unwrap_or_default())
            })
        })
        .await?;
    let more = ids.len() > MOST_HITS;
    ids.truncate(MOST_HITS);
    let hits = describe(state, ids.into_iter().map(|id| (id, because.clone())).collect()).await?;
    Ok((hits, more))
}

/// Adds to ids what people need to tell one person from another.
pub(super) async fn describe(
    state: &AppState,
    fits: Vec<(PersonId, Vec<Index>)>,
) -> Result<Vec<Match>, Failure> {
    let ids: Vec<PersonId> = fits.iter().map(|(id, _)| *id).collect();
    let people = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut people = Vec::new();
                for id in ids {
                    people.extend(sealed::load(tx, id).await?);
                }
                Ok(people)
            })
        })
        .await?;
    let mut matches = Vec::new();
    for (person, because) in fits {
        let Some(found) = people.iter().find(|found| found.id == person) else { continue };
        let known = found.open(&state.keys)?;
        let value = |item| value_of(&known, item).cloned();
        let (Some(name), Some(given_name), Some(family_name)) =
            (name_of(&known), value(Item::GivenName), value(Item::FamilyName))
        else {
            continue;
        };
        matches.push(Match {
            person,
            name,
            given_name,
            family_name,
            birth_date: value_of(&known, Item::BirthDate).and_then(|date| BirthDate::from_iso(date.expose())),
            patient_number: value(Item::PatientNumber),
            enrolled: found.enrolled,
            because,
        });
    }
    Ok(matches)
}
