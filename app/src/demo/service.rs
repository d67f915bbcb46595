//! Adds the made-up people, and tells how to sign in as one of them.

use super::people::{Member, PATIENTS, Patient, TEAM};
use crate::{
    accounts::{
        service::{
            events::{self, Happened},
            factors::{self, NewFactor, SealedFactor},
            invitations::{self, Issued, Issuer, LETTER_TIME},
            passphrase::SECRET,
        },
        store::{passphrases, people},
        totp,
    },
    backend::{
        crypto::{IdentityClass, store as keys},
        db::Tx,
        failure::Failure,
        instance::Kind as InstanceKind,
        policy::Role,
        rng,
        state::AppState,
    },
    ids::{PersonId, StaffId},
    lang::Lang,
    patients::{
        birth_date::BirthDate,
        given,
        model::{Item, Kind, Source},
        normal::{self, Index},
        sealed::{self, PreparedPerson},
        service::value_of,
        store as patient_table,
        words::spoken,
    },
    staff::{
        model::AddedBy,
        store::{self as staff_table, NewStaff},
    },
    time::Timestamp,
};

/// How often a person is prepared again because a number or a name was somebody else's.
const ROUNDS: usize = 5;

/// Somebody to sign in as.
pub struct Player {
    /// `None` for a patient.
    pub role: Option<Role>,
    pub name: String,
    pub sign_in_name: String,
    pub passphrase: &'static str,
}

/// The patient without access.
pub struct Guest {
    pub name: String,
    /// The birth date in words.
    pub born: String,
    /// A fresh invitation; `None` once the patient has enrolled.
    pub invitation: Option<Issued>,
}

/// Everything somebody needs to try the portal.
pub struct Welcome {
    pub players: Vec<Player>,
    pub guest: Guest,
}

/// Adds whoever is missing, and issues a fresh invitation for the patient without access; the one before is void.
///
/// # Errors
/// [`Failure::Inconsistent`] in a real installation.
pub async fn welcome(state: &AppState) -> Result<Welcome, Failure> {
    demo_only(state)?;
    let mut players = Vec::new();
    for member in &TEAM {
        let person = ensure(state, Made::Member(member)).await?;
        let sign_in_name = sign_in_name(state, person).await?;
        let name = format!("{} {}", member.given_name, member.family_name);
        players.push(Player { role: Some(member.role), name, sign_in_name, passphrase: member.passphrase });
    }
    let mut guest = None;
    for patient in &PATIENTS {
        let person = ensure(state, Made::Patient(patient)).await?;
        let name = format!("{} {}", patient.given_name, patient.family_name);
        match patient.passphrase {
            Some(passphrase) => {
                let sign_in_name = sign_in_name(state, person).await?;
                players.push(Player { role: None, name, sign_in_name, passphrase });
            }
            None => guest = Some((person, name, born(patient)?)),
        }
    }
    let (person, name, birth_date) = guest.ok_or(LOST)?;
    let found = state.db.read(move |tx| Box::pin(people::find(tx, person))).await?.ok_or(LOST)?;
    let invitation = match found.enrolled_at {
        None => {
            let command_line = Issuer { person: None, device: None };
            Some(invitations::issue(state, person, command_line, LETTER_TIME).await?)
        }
        Some(_) => None,
    };
    Ok(Welcome { players, guest: Guest { name, born: spoken(Lang::En, birth_date), invitation } })
}

/// The present time-based code of whoever signs in under a name; `None` when nobody does, or not by path T.
///
/// # Errors
/// [`Failure::Inconsistent`] in a real installation.
pub async fn present_code(state: &AppState, sign_in_name: &str) -> Result<Option<String>, Failure> {
    demo_only(state)?;
    let index = Index::SignInName.blind(&state.keys, &normal::sign_in_name(sign_in_name));
    let found = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let Some(person) = people::find_by_sign_in_name(tx, &index).await? else { return Ok(None) };
                let key = keys::find_identity_key(tx, person.id, IdentityClass::Identity).await?;
                Ok(passphrases::find(tx, person.id).await?.map(|path| (person.id, key, path)))
            })
        })
        .await?;
    let Some((person, key, path)) = found else { return Ok(None) };
    let key = state.keys.open_identity_key(person, key)?;
    let secret = key.open(SECRET, person.as_bytes(), &path.totp_secret_enc)?;
    let secret = std::str::from_utf8(&secret).map_err(|_| Failure::Sealed)?;
    totp::present_code(secret, state.clock.now()).map(Some)
}

/// What a demonstration needs is not there.
const LOST: Failure = Failure::Inconsistent { table: "people", column: "id" };

fn demo_only(state: &AppState) -> Result<(), Failure> {
    match state.instance.kind {
        InstanceKind::Demo => Ok(()),
        InstanceKind::Real => Err(Failure::Inconsistent { table: "instance", column: "kind" }),
    }
}

/// Somebody of either list.
#[derive(Clone, Copy)]
enum Made {
    Member(&'static Member),
    Patient(&'static Patient),
}

/// The person of an entry; whoever is missing is added.
async fn ensure(state: &AppState, made: Made) -> Result<PersonId, Failure> {
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
        Some(passphrase) => Some(prepare_access(state, &person, passphrase).await?),
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
                if let Some((factor, event)) = access {
                    factors::add(tx, id, factor, now).await?;
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

/// Path T as an enrolment leaves it; no code of it was used yet.
async fn prepare_access(
    state: &AppState,
    person: &PreparedPerson,
    passphrase: &str,
) -> Result<(SealedFactor, events::Prepared), Failure> {
    let key = person.identity_key(&state.keys)?;
    let factor = NewFactor::Passphrase {
        hash: factors::hash_passphrase(state, person.id(), passphrase).await?,
        totp_secret: totp::new_secret(&*state.rng)?.to_string(),
        step: 0,
    };
    let event = events::prepare(state, &key, person.id(), &Happened::Enrolled)?;
    Ok((factor.seal(state, &key, person.id())?, event))
}

fn index_of(state: &AppState, patient: &Patient) -> Result<Vec<u8>, Failure> {
    let normalised = normal::name_and_birth(patient.family_name, born(patient)?);
    Ok(Index::FamilyBirth.blind(&state.keys, &normalised))
}

fn born(patient: &Patient) -> Result<BirthDate, Failure> {
    patient.birth_date().ok_or(LOST)
}

async fn sign_in_name(state: &AppState, person: PersonId) -> Result<String, Failure> {
    let known = crate::patients::service::master_data(state, person).await?;
    value_of(&known, Item::SignInName).map(|name| name.expose().clone()).ok_or(LOST)
}
