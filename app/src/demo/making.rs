//! Makes the people of the demonstration: whoever is missing is added with everything they have, in one transaction.

use super::{
    people::{Member, Patient},
    service::LOST,
};
use crate::{
    accounts::{
        service::{
            events::{self, Happened},
            factors::{self, NewFactor, SealedFactor},
        },
        store::people,
        totp,
    },
    backend::{crypto::Encrypted, db::Tx, failure::Failure, rng, state::AppState},
    ids::{PersonId, StaffId},
    patients::{
        birth_date::BirthDate,
        given,
        model::{Item, Kind, Source},
        normal::{self, Index},
        sealed::{self, PreparedPerson},
        store as patient_table,
    },
    staff::{
        model::AddedBy,
        store::{self as staff_table, NewStaff},
    },
    time::Timestamp,
};

/// How often a person is prepared again because a number or a name was somebody else's.
const ROUNDS: usize = 5;

/// Somebody of either list.
#[derive(Clone, Copy)]
pub(super) enum Made {
    Member(&'static Member),
    Patient(&'static Patient),
}

/// The person of an entry; whoever is missing is added.
pub(super) async fn ensure(state: &AppState, made: Made) -> Result<PersonId, Failure> {
    let index = match made {
        Made::Member(_) => None,
        Made::Patient(patient) => Some(index_of(state, patient)?),
    };
    let wanted = index.clone();
    if let Some(person) = state.db.read(move |tx| Box::pin(find(tx, made, wanted))).await? {
        return Ok(person);
    }
    let mut round = 0;
    loop {
        round += 1;
        match add(state, made, index.clone()).await {
            Err(failure) if failure.is_unique_violation() && round < ROUNDS => {}
            other => return other,
        }
    }
}

/// The person of an entry, if there is one: of the team by role, a patient by family name and birth date.
async fn find(tx: &mut Tx<'_>, made: Made, index: Option<Vec<u8>>) -> Result<Option<PersonId>, Failure> {
    match made {
        Made::Member(member) => {
            let team = staff_table::list_added_after(tx, AddedBy::Demo, Timestamp(i64::MIN)).await?;
            Ok(team.into_iter().find(|row| row.role == member.role.as_str()).map(|row| row.person_id))
        }
        Made::Patient(_) => {
            let index = index.unwrap_or_default();
            let found = patient_table::patients_by_index(tx, Index::FamilyBirth, &index).await?;
            Ok(found.first().copied())
        }
    }
}

/// Adds somebody with everything they have, in one transaction.
async fn add(state: &AppState, made: Made, index: Option<Vec<u8>>) -> Result<PersonId, Failure> {
    let (person, passphrase) = match made {
        Made::Member(member) => (prepare_member(state, member)?, Some(member.passphrase)),
        Made::Patient(patient) => (prepare_patient(state, patient)?, patient.passphrase),
    };
    let id = person.id();
    let access = match passphrase {
        Some(passphrase) => Some(prepare_access(state, &person, made, passphrase).await?),
        None => None,
    };
    let staff = StaffId::from_random(rng::bytes(&*state.rng)?);
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                patient_table::take_turns(tx).await?;
                // Another process may have been faster.
                if let Some(person) = find(tx, made, index).await? {
                    return Ok(person);
                }
                sealed::store_prepared(tx, &person).await?;
                if let Made::Member(Member { role, .. }) = made {
                    let (role, added_by) = (*role, AddedBy::Demo);
                    let account = NewStaff { id: staff, person: id, role, added_by, added_at: now };
                    staff_table::insert_staff(tx, &account).await?;
                }
                if let Some(Access { factor, codes, event }) = access {
                    factors::add(tx, id, factor, now).await?;
                    if let Some(codes) = codes {
                        factors::replace_recovery_codes(tx, id, codes).await?;
                    }
                    people::set_enrolled(tx, id, now).await?;
                    events::record(tx, event).await?;
                }
                if let Made::Patient(Patient { confirmed: true, .. }) = made {
                    let team = staff_table::list_added_after(tx, AddedBy::Demo, Timestamp(i64::MIN)).await?;
                    let by = team.first().ok_or(LOST)?.person_id;
                    people::confirm_identity(tx, id, by, now).await?;
                }
                Ok(id)
            })
        })
        .await
}

/// A member of the team; unlike in a practice they have a sign-in name, because they use path T.
fn prepare_member(state: &AppState, member: &Member) -> Result<PreparedPerson, Failure> {
    let items = vec![
        (Item::GivenName, member.given_name.to_owned()),
        (Item::FamilyName, member.family_name.to_owned()),
        (Item::SignInName, given::sign_in_name(&*state.rng)?),
    ];
    sealed::prepare(state, Kind::Staff, items, Source::Portal)
}

fn prepare_patient(state: &AppState, patient: &Patient) -> Result<PreparedPerson, Failure> {
    let items = vec![
        (Item::GivenName, patient.given_name.to_owned()),
        (Item::FamilyName, patient.family_name.to_owned()),
        (Item::BirthDate, born(patient)?.to_iso()),
    ];
    sealed::prepare(state, Kind::Patient, items, Source::Reception)
}

/// Path T as an enrolment leaves it.
struct Access {
    factor: SealedFactor,
    /// Nobody knows the ten codes; whoever wants to try some renews them at `/me/security`. Staff have none.
    codes: Option<Vec<Encrypted>>,
    event: events::Prepared,
}

/// No code of the app was used yet.
async fn prepare_access(
    state: &AppState,
    person: &PreparedPerson,
    made: Made,
    passphrase: &str,
) -> Result<Access, Failure> {
    let key = person.identity_key(&state.keys)?;
    let factor = NewFactor::Passphrase {
        hash: factors::hash_passphrase(state, person.id(), passphrase).await?,
        totp_secret: totp::new_secret(&*state.rng)?.to_string(),
        step: 0,
    };
    let event = events::prepare(state, &key, person.id(), &Happened::Enrolled)?;
    let codes = match made {
        Made::Member(_) => None,
        Made::Patient(_) => {
            let codes = factors::new_recovery_codes(state)?;
            Some(factors::seal_recovery_codes(state, &key, person.id(), &codes).await?)
        }
    };
    Ok(Access { factor: factor.seal(state, &key, person.id())?, codes, event })
}

fn index_of(state: &AppState, patient: &Patient) -> Result<Vec<u8>, Failure> {
    let normalised = normal::name_and_birth(patient.family_name, born(patient)?);
    Ok(Index::FamilyBirth.blind(&state.keys, &normalised))
}

pub(super) fn born(patient: &Patient) -> Result<BirthDate, Failure> {
    patient.birth_date().ok_or(LOST)
}
