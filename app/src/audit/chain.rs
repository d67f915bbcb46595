//! Whose chain it is, and the key its entries are sealed under.

use super::macs;
use crate::{
    backend::{
        crypto::{CareClass, DataKey, IdentityClass, KeyRing, Place, Purpose, Wrapped, store},
        db::Tx,
        failure::Failure,
        rng::{self, Rng},
        state::AppState,
    },
    ids::{ChainId, DataKeyId, PersonId, SubjectId},
};
use zeroize::Zeroizing;

const DETAILS: Place = Place { table: "audit_entries", column: "details_enc" };

/// Whom a chain is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Somebody of the identity store: master data, invitations, ways to sign in.
    Person(PersonId),
    /// Somebody of the care store: records, documents, messages, appointments.
    Subject(SubjectId),
    /// The installation: accounts of the team, settings, keys.
    System,
}

/// A chain that can be written to.
pub struct Chain {
    id: ChainId,
    key: Key,
}

enum Key {
    Owners(DataKey),
    Installations,
}

/// The chain of a person; the key of its class is made when there is none yet.
///
/// The caller has made sure that there is such a person. It must not be called inside a transaction.
pub async fn chain_for_person(state: &AppState, person: PersonId) -> Result<Chain, Failure> {
    of_owner(state, DataOwner::Person(person)).await
}

/// The same for a care subject.
pub async fn chain_for_subject(state: &AppState, subject: SubjectId) -> Result<Chain, Failure> {
    of_owner(state, DataOwner::Subject(subject)).await
}

/// The chain of the installation.
pub fn system_chain(state: &AppState) -> Chain {
    Chain { id: macs::chain_id(&state.keys, Owner::System), key: Key::Installations }
}

impl Chain {
    /// The chain of a person whose key of the class [`IdentityClass::Audit`] the caller has, such as one made in the
    /// same transaction.
    pub fn of_person(keys: &KeyRing, person: PersonId, key: DataKey) -> Self {
        Self { id: macs::chain_id(keys, Owner::Person(person)), key: Key::Owners(key) }
    }

    /// The same for a care subject and the class [`CareClass::Audit`].
    pub fn of_subject(keys: &KeyRing, subject: SubjectId, key: DataKey) -> Self {
        Self { id: macs::chain_id(keys, Owner::Subject(subject)), key: Key::Owners(key) }
    }

    pub(crate) fn id(&self) -> ChainId {
        self.id
    }

    pub(super) fn seal(&self, keys: &KeyRing, rng: &dyn Rng, plain: &[u8]) -> Result<Vec<u8>, Failure> {
        match &self.key {
            Key::Owners(key) => key.seal_unnamed(rng, DETAILS, self.id.as_bytes(), plain),
            Key::Installations => keys.seal(rng, Purpose::Audit, &self.place(), plain),
        }
    }

    pub(super) fn open(&self, keys: &KeyRing, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        match &self.key {
            Key::Owners(key) => key.open_unnamed(DETAILS, self.id.as_bytes(), sealed),
            Key::Installations => keys.open_sealed(Purpose::Audit, &self.place(), sealed),
        }
    }

    fn place(&self) -> [&[u8]; 3] {
        [DETAILS.table.as_bytes(), DETAILS.column.as_bytes(), self.id.as_bytes()]
    }
}

/// Finds the chain of an owner in a transaction that reads; `None` when its key was erased or never made.
pub(super) async fn find(tx: &mut Tx<'_>, keys: &KeyRing, owner: Owner) -> Result<Option<Chain>, Failure> {
    let id = macs::chain_id(keys, owner);
    let owner = match owner {
        Owner::System => return Ok(Some(Chain { id, key: Key::Installations })),
        Owner::Person(person) => DataOwner::Person(person),
        Owner::Subject(subject) => DataOwner::Subject(subject),
    };
    let Some(found) = owner.find(tx).await? else { return Ok(None) };
    Ok(Some(Chain { id, key: Key::Owners(owner.open(keys, &found)?) }))
}

async fn of_owner(state: &AppState, owner: DataOwner) -> Result<Chain, Failure> {
    let chain = |key| match owner {
        DataOwner::Person(person) => Chain::of_person(&state.keys, person, key),
        DataOwner::Subject(subject) => Chain::of_subject(&state.keys, subject, key),
    };
    let look = || state.db.read(move |tx| Box::pin(async move { owner.find(tx).await }));
    // 1. The key is there, as nearly always.
    if let Some(found) = look().await? {
        return Ok(chain(owner.open(&state.keys, &found)?));
    }
    // 2. It is not: make it, in a write of its own, so that no business transaction stumbles over a race.
    let id = DataKeyId::from_random(rng::bytes(&*state.rng)?);
    let (key, wrapped) = owner.create(&state.keys, &*state.rng, id)?;
    let made = state.db.write(move |tx| Box::pin(async move { owner.insert(tx, id, &wrapped).await })).await;
    match made {
        Ok(()) => Ok(chain(key)),
        // 3. Somebody else was faster.
        Err(failure) if failure.is_unique_violation() => {
            let found = look().await?.ok_or(Failure::Unavailable)?;
            Ok(chain(owner.open(&state.keys, &found)?))
        }
        Err(failure) => Err(failure),
    }
}

/// Whose data keys there are.
#[derive(Clone, Copy)]
enum DataOwner {
    Person(PersonId),
    Subject(SubjectId),
}

impl DataOwner {
    async fn find(self, tx: &mut Tx<'_>) -> Result<Option<(DataKeyId, Wrapped)>, Failure> {
        match self {
            Self::Person(id) => store::find_identity_key(tx, id, IdentityClass::Audit).await,
            Self::Subject(id) => store::find_care_key(tx, id, CareClass::Audit).await,
        }
    }

    async fn insert(self, tx: &mut Tx<'_>, id: DataKeyId, wrapped: &Wrapped) -> Result<(), Failure> {
        match self {
            Self::Person(owner) => {
                store::insert_identity_key(tx, id, owner, IdentityClass::Audit, wrapped).await
            }
            Self::Subject(owner) => store::insert_care_key(tx, id, owner, CareClass::Audit, wrapped).await,
        }
    }

    fn create(self, keys: &KeyRing, rng: &dyn Rng, id: DataKeyId) -> Result<(DataKey, Wrapped), Failure> {
        match self {
            Self::Person(owner) => keys.create_data_key(rng, id, owner, IdentityClass::Audit),
            Self::Subject(owner) => keys.create_data_key(rng, id, owner, CareClass::Audit),
        }
    }

    fn open(self, keys: &KeyRing, (id, wrapped): &(DataKeyId, Wrapped)) -> Result<DataKey, Failure> {
        match self {
            Self::Person(owner) => keys.open_data_key(*id, owner, IdentityClass::Audit, wrapped),
            Self::Subject(owner) => keys.open_data_key(*id, owner, CareClass::Audit, wrapped),
        }
    }
}
