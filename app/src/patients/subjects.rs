//! The link between the two stores: under which pseudonym the care store knows a person.
//!
//! - Pseudonyms are made in batches, each with all its keys, before anybody needs them. A person gets a free one by lot,
//!   so neither times, nor order, nor rows of keys tell which one.
//! - The link is kept twice, sealed both times: with the person under the identity key, with the pseudonym under its key
//!   of the class [`CareClass::Audit`], which is the last to be erased. Who holds no keys sees only that a pseudonym is
//!   taken.
//! - A pseudonym is never given back, and a person never gets a second one.

use super::subjects_store as store;
use crate::{
    backend::{
        crypto::{self, CareClass, Encrypted, IdentityClass, Place, Wrapped},
        failure::Failure,
        rng,
        state::AppState,
    },
    ids::{DataKeyId, PersonId, SubjectId},
};
use uuid::Uuid;

/// Fewer free ones, and another batch is made.
const LOW: i64 = 64;
/// Pseudonyms in a batch.
const BATCH: i64 = 64;
/// Pseudonyms in a transaction, so that nobody waits long behind one.
const STEP: usize = 16;
/// How often somebody draws who always comes second.
const DRAWS: usize = 50;

const PERSON: Place = Place { table: "subjects", column: "person_enc" };
const SUBJECT: Place = Place { table: "person_subjects", column: "subject_enc" };
/// What a free pseudonym holds instead of a person's id.
const NOBODY: Uuid = Uuid::nil();
/// The classes of which every pseudonym has a key.
const CLASSES: [CareClass; 5] =
    [CareClass::Record, CareClass::Messages, CareClass::Appointments, CareClass::Evidence, CareClass::Audit];

/// The pseudonym of a person; a first one is drawn when there is none yet.
///
/// For callers that have authorised what they are about to do. It must not be called inside a transaction.
///
/// # Errors
/// [`Failure::Sealed`] when the link was altered or moved, or the person's identity key was destroyed.
pub async fn subject_of(state: &AppState, person: PersonId) -> Result<SubjectId, Failure> {
    for _ in 0..DRAWS {
        let (key, link, free) = state
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let key = crypto::store::find_identity_key(tx, person, IdentityClass::Identity).await?;
                    let link = store::find_link(tx, person).await?;
                    let free = if link.is_some() { Vec::new() } else { store::list_free(tx).await? };
                    Ok((key, link, free))
                })
            })
            .await?;
        let key = state.keys.open_identity_key(person, key)?;
        if let Some(link) = link {
            return Ok(id_of(&key.open(SUBJECT, person.as_bytes(), &link)?)?.into());
        }
        let Some(subject) = draw(state, &free)? else {
            refill(state).await?;
            continue;
        };
        let subject_enc = key.seal(&*state.rng, SUBJECT, person.as_bytes(), subject.as_bytes())?;
        let person_enc = seal_person(state, subject, person).await?;
        let linked = state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let taken = store::take(tx, subject, &person_enc).await?;
                    if taken {
                        store::insert_link(tx, person, &subject_enc).await?;
                    }
                    Ok(taken)
                })
            })
            .await;
        match linked {
            Ok(true) => {
                top_up(state, free.len()).await;
                return Ok(subject);
            }
            // Somebody else has drawn the same one, or has drawn for the same person.
            Ok(false) => {}
            Err(failure) if failure.is_unique_violation() => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Unavailable)
}

/// The pseudonym of a person who has one already; `None` where nothing was ever kept in the care store.
///
/// # Errors
/// [`Failure::Sealed`] when the link was altered or moved, or the person's identity key was destroyed.
pub async fn known_subject(state: &AppState, person: PersonId) -> Result<Option<SubjectId>, Failure> {
    let (key, link) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let key = crypto::store::find_identity_key(tx, person, IdentityClass::Identity).await?;
                Ok((key, store::find_link(tx, person).await?))
            })
        })
        .await?;
    let Some(link) = link else { return Ok(None) };
    let key = state.keys.open_identity_key(person, key)?;
    Ok(Some(id_of(&key.open(SUBJECT, person.as_bytes(), &link)?)?.into()))
}

/// Whose pseudonym it is; `None` when it is free, when there is none such, or when nobody can tell any more.
///
/// # Errors
/// [`Failure::Sealed`] when the link was altered or moved.
pub async fn person_of(state: &AppState, subject: SubjectId) -> Result<Option<PersonId>, Failure> {
    let (key, person_enc) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let key = crypto::store::find_care_key(tx, subject, CareClass::Audit).await?;
                Ok((key, store::find_person(tx, subject).await?))
            })
        })
        .await?;
    let (Some((key_id, wrapped)), Some(person_enc)) = (key, person_enc) else { return Ok(None) };
    let key = state.keys.open_data_key(key_id, subject, CareClass::Audit, &wrapped)?;
    let id = id_of(&key.open(PERSON, subject.as_bytes(), &person_enc)?)?;
    Ok((id != NOBODY).then(|| id.into()))
}

/// Makes free pseudonyms until there is a whole batch more than the least; several callers at once make one batch.
pub async fn refill(state: &AppState) -> Result<(), Failure> {
    loop {
        let free = state.db.read(|tx| Box::pin(store::count_free(tx))).await?;
        if !is_wanting(free) {
            return Ok(());
        }
        let batch = (0..STEP).map(|_| prepare(state)).collect::<Result<Vec<_>, Failure>>()?;
        state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::take_turns(tx).await?;
                    // Somebody else may have made some in the meantime.
                    if !is_wanting(store::count_free(tx).await?) {
                        return Ok(());
                    }
                    for new in &batch {
                        store::insert_free(tx, new.id, &new.person_enc).await?;
                        for (class, key_id, wrapped) in &new.keys {
                            crypto::store::insert_care_key(tx, *key_id, new.id, *class, wrapped).await?;
                        }
                    }
                    Ok(())
                })
            })
            .await?;
    }
}

/// Whether a batch is not complete yet; from one less than the least free on, exactly one is made.
fn is_wanting(free: i64) -> bool {
    free < LOW + BATCH - 1
}

/// Makes another batch when few were left; whoever has drawn does not fail with it.
async fn top_up(state: &AppState, free_before: usize) {
    let free = i64::try_from(free_before).unwrap_or(i64::MAX) - 1;
    if free < LOW
        && let Err(failure) = refill(state).await
    {
        tracing::warn!(%failure, "no further pseudonyms could be made; the next draw tries again");
    }
}

/// One of those that are free, by lot.
fn draw(state: &AppState, free: &[SubjectId]) -> Result<Option<SubjectId>, Failure> {
    // Of 2^64 numbers for a few hundred places; what one place gets more than another is far below anything to be seen.
    let number = u64::from_be_bytes(rng::bytes(&*state.rng)?);
    let place = number.checked_rem(free.len() as u64).and_then(|place| usize::try_from(place).ok());
    Ok(place.and_then(|place| free.get(place)).copied())
}

async fn seal_person(state: &AppState, subject: SubjectId, person: PersonId) -> Result<Encrypted, Failure> {
    let key = state
        .db
        .read(move |tx| Box::pin(crypto::store::find_care_key(tx, subject, CareClass::Audit)))
        .await?;
    let (key_id, wrapped) = key.ok_or(Failure::Sealed)?;
    let key = state.keys.open_data_key(key_id, subject, CareClass::Audit, &wrapped)?;
    key.seal(&*state.rng, PERSON, subject.as_bytes(), person.as_bytes())
}

/// A pseudonym ready to be stored.
struct NewSubject {
    id: SubjectId,
    person_enc: Encrypted,
    keys: Vec<(CareClass, DataKeyId, Wrapped)>,
}

/// Makes a pseudonym with all its keys, outside any transaction.
fn prepare(state: &AppState) -> Result<NewSubject, Failure> {
    let rng = &*state.rng;
    let id = SubjectId::from_random(rng::bytes(rng)?);
    let (mut keys, mut person_enc) = (Vec::new(), None);
    for class in CLASSES {
        let key_id = DataKeyId::from_random(rng::bytes(rng)?);
        let (key, wrapped) = state.keys.create_data_key(rng, key_id, id, class)?;
        if class == CareClass::Audit {
            person_enc = Some(key.seal(rng, PERSON, id.as_bytes(), NOBODY.as_bytes())?);
        }
        keys.push((class, key_id, wrapped));
    }
    Ok(NewSubject { id, person_enc: person_enc.ok_or(Failure::Sealed)?, keys })
}

fn id_of(bytes: &[u8]) -> Result<Uuid, Failure> {
    Uuid::from_slice(bytes).map_err(|_| Failure::Sealed)
}
