//! Adds the made-up people, and tells how to sign in as one of them.

use super::{
    making::{Made, born, ensure},
    people::{PATIENTS, TEAM},
    records,
};
use crate::{
    accounts::{
        service::{
            invitations::{self, Issued, Issuer, LETTER_TIME},
            passphrase::SECRET,
        },
        store::{passphrases, people},
        totp,
    },
    backend::{
        crypto::{IdentityClass, store as keys},
        failure::Failure,
        instance::Kind as InstanceKind,
        policy::Role,
        state::AppState,
    },
    ids::PersonId,
    lang::Lang,
    patients::{
        model::Item,
        normal::{self, Index},
        service::value_of,
        words::spoken,
    },
};

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
        if let Some(record) = patient.record {
            records::give(state, person, record).await?;
        }
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
        None => Some(invitations::issue(state, person, Issuer::COMMAND_LINE, LETTER_TIME, None).await?),
        Some(_) => None,
    };
    Ok(Welcome { players, guest: Guest { name, born: spoken(Lang::En, birth_date), invitation } })
}

/// The present time-based code of whoever signs in under a name, or is called so in the list of the demo; `None` when
/// nobody is, or signs in by another path.
///
/// # Errors
/// [`Failure::Inconsistent`] in a real installation.
pub async fn present_code(state: &AppState, name: &str) -> Result<Option<String>, Failure> {
    demo_only(state)?;
    let index = Index::SignInName.blind(&state.keys, &normal::sign_in_name(name));
    let called = called(state, name).await?;
    let found = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let person = people::find_by_sign_in_name(tx, &index).await?.map(|person| person.id);
                let Some(person) = person.or(called) else { return Ok(None) };
                let key = keys::find_identity_key(tx, person, IdentityClass::Identity).await?;
                Ok(passphrases::find(tx, person).await?.map(|path| (person, key, path)))
            })
        })
        .await?;
    let Some((person, key, path)) = found else { return Ok(None) };
    let key = state.keys.open_identity_key(person, key)?;
    let secret = key.open(SECRET, person.as_bytes(), &path.totp_secret_enc)?;
    let secret = std::str::from_utf8(&secret).map_err(|_| Failure::Sealed)?;
    totp::present_code(secret, state.clock.now()).map(Some)
}

/// Whose name the start of the demo prints so.
async fn called(state: &AppState, name: &str) -> Result<Option<PersonId>, Failure> {
    let name = normal::name(name);
    let is = |given: &str, family: &str| normal::name(given) + &normal::name(family) == name;
    let member = TEAM.iter().find(|of| is(of.given_name, of.family_name)).map(Made::Member);
    let patient = PATIENTS.iter().find(|of| is(of.given_name, of.family_name)).map(Made::Patient);
    match member.or(patient) {
        Some(made) => ensure(state, made).await.map(Some),
        None => Ok(None),
    }
}

/// What a demonstration needs is not there.
pub(super) const LOST: Failure = Failure::Inconsistent { table: "people", column: "id" };

fn demo_only(state: &AppState) -> Result<(), Failure> {
    match state.instance.kind {
        InstanceKind::Demo => Ok(()),
        InstanceKind::Real => Err(Failure::Inconsistent { table: "instance", column: "kind" }),
    }
}

async fn sign_in_name(state: &AppState, person: PersonId) -> Result<String, Failure> {
    let known = crate::patients::service::master_data(state, person).await?;
    value_of(&known, Item::SignInName).map(|name| name.expose().clone()).ok_or(LOST)
}
