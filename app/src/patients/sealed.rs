//! A person at rest: every item encrypted under a key of their own, every index a keyed hash.
//!
//! Sealing happens before the transaction that stores, opening after the one that read.

use super::{
    alike, given,
    model::{Item, Kind, Source},
    normal::{self, Index},
    store::{self, StoredItem},
};
use crate::{
    audit::Chain,
    backend::{
        crypto::{self, DataKey, IdentityClass, KeyRing, Place, Wrapped},
        db::Tx,
        failure::Failure,
        rng,
        state::AppState,
    },
    ids::{DataKeyId, PersonId, UserHandle},
    redacted::Redacted,
    time::Timestamp,
};

const VALUE: Place = Place { table: "master_data", column: "value_enc" };

/// One item of somebody's master data, readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub item: Item,
    pub value: Redacted<String>,
    pub source: Source,
    pub since: Timestamp,
}

/// A new person, ready to be stored.
pub struct PreparedPerson {
    id: PersonId,
    kind: Kind,
    handle: UserHandle,
    key: (DataKeyId, Wrapped),
    audit_key: (DataKeyId, Wrapped),
    items: Vec<StoredItem>,
    indexes: Vec<(Index, Vec<u8>)>,
    alike: Vec<(Index, Vec<u8>)>,
}

impl PreparedPerson {
    /// The id the person will have.
    pub fn id(&self) -> PersonId {
        self.id
    }

    /// The key under which the person's other rows are sealed.
    pub fn identity_key(&self, keys: &KeyRing) -> Result<DataKey, Failure> {
        let (id, wrapped) = &self.key;
        keys.open_data_key(*id, self.id, IdentityClass::Identity, wrapped)
    }

    /// The access log that begins with the person.
    pub fn chain(&self, keys: &KeyRing) -> Result<Chain, Failure> {
        let (id, wrapped) = &self.audit_key;
        let key = keys.open_data_key(*id, self.id, IdentityClass::Audit, wrapped)?;
        Ok(Chain::of_person(keys, self.id, key))
    }

    /// Adds something the person will be found by besides the items.
    pub(super) fn found_by(mut self, indexes: Vec<(Index, Vec<u8>)>) -> Self {
        self.indexes.extend(indexes);
        self
    }

    /// What to look for among others who may be the same person.
    pub(super) fn alike(&self) -> &[(Index, Vec<u8>)] {
        &self.alike
    }
}

/// Makes ids and keys for a new person and seals what is known; outside any transaction.
///
/// A patient gets a patient number and a sign-in name unless `items` bring them.
pub fn prepare(
    state: &AppState,
    kind: Kind,
    items: Vec<(Item, String)>,
    source: Source,
) -> Result<PreparedPerson, Failure> {
    prepare_as(state, PersonId::from_random(rng::bytes(&*state.rng)?), kind, items, source)
}

/// The same under an id that somebody has drawn already.
pub(crate) fn prepare_as(
    state: &AppState,
    id: PersonId,
    kind: Kind,
    items: Vec<(Item, String)>,
    source: Source,
) -> Result<PreparedPerson, Failure> {
    let rng = &*state.rng;
    let key_id = DataKeyId::from_random(rng::bytes(rng)?);
    let (key, wrapped) = state.keys.create_data_key(rng, key_id, id, IdentityClass::Identity)?;
    let audit_id = DataKeyId::from_random(rng::bytes(rng)?);
    let (_, audit_key) = state.keys.create_data_key(rng, audit_id, id, IdentityClass::Audit)?;

    let brought = items.len();
    let mut items = items;
    if kind == Kind::Patient {
        let lacks = |wanted| !items.iter().any(|(item, _)| *item == wanted);
        let (number, name) = (lacks(Item::PatientNumber), lacks(Item::SignInName));
        if number {
            items.push((Item::PatientNumber, given::patient_number(rng)?));
        }
        if name {
            items.push((Item::SignInName, given::sign_in_name(rng)?));
        }
    }

    let indexes = Index::blind_all(&state.keys, normal::indexes(&items));
    let alike = Index::blind_all(&state.keys, alike::lookups(&items));
    let since = state.clock.now();
    let items = items
        .into_iter()
        .enumerate()
        .map(|(position, (item, value))| {
            let source = if position < brought { source } else { Source::Portal };
            let value_enc = key.seal(rng, VALUE, &row(id, item), value.as_bytes())?;
            Ok(StoredItem { item, value_enc, source, since })
        })
        .collect::<Result<_, Failure>>()?;
    let handle = UserHandle::from_random(rng::bytes(rng)?);
    let (key, audit_key) = ((key_id, wrapped), (audit_id, audit_key));
    Ok(PreparedPerson { id, kind, handle, key, audit_key, items, indexes, alike })
}

/// Stores a new person: identity, keys, items, indexes.
///
/// # Errors
/// A unique violation when the number or the sign-in name is somebody else's; prepare the person again then.
pub async fn store_prepared(tx: &mut Tx<'_>, person: &PreparedPerson) -> Result<(), Failure> {
    store::insert_person(tx, person.id, person.kind, person.handle).await?;
    for (class, (id, wrapped)) in
        [(IdentityClass::Identity, &person.key), (IdentityClass::Audit, &person.audit_key)]
    {
        crypto::store::insert_identity_key(tx, *id, person.id, class, wrapped).await?;
    }
    for item in &person.items {
        store::insert_item(tx, person.id, item).await?;
    }
    for (index, value) in &person.indexes {
        store::insert_blind_index(tx, person.id, *index, value).await?;
    }
    Ok(())
}

/// A person as the database holds them.
pub struct SealedPerson {
    pub id: PersonId,
    pub kind: Kind,
    /// Whether they have a way to sign in.
    pub enrolled: bool,
    key: Option<(DataKeyId, Wrapped)>,
    items: Vec<StoredItem>,
}

/// Reads a person; `None` when there is nobody with this id.
pub async fn load(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<SealedPerson>, Failure> {
    let Some((kind, enrolled_at)) = store::find_person(tx, id).await? else { return Ok(None) };
    let key = crypto::store::find_identity_key(tx, id, IdentityClass::Identity).await?;
    let (enrolled, items) = (enrolled_at.is_some(), store::list_items(tx, id).await?);
    Ok(Some(SealedPerson { id, kind, enrolled, key, items }))
}

impl SealedPerson {
    /// Decrypts what is known, in the order in which people read it.
    ///
    /// Nothing is known about somebody whose key was destroyed.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when a value was altered or moved.
    pub fn open(&self, keys: &KeyRing) -> Result<Vec<Known>, Failure> {
        let Some((key_id, wrapped)) = &self.key else { return Ok(Vec::new()) };
        let key = keys.open_data_key(*key_id, self.id, IdentityClass::Identity, wrapped)?;
        let mut known: Vec<Known> =
            self.items.iter().map(|item| self.open_item(&key, item)).collect::<Result<_, _>>()?;
        known.sort_by_key(|known| known.item);
        Ok(known)
    }

    /// Seals what an item of this person is to say from now on.
    ///
    /// # Errors
    /// [`Failure::Sealed`] when the key was destroyed.
    pub(super) fn seal(
        &self,
        state: &AppState,
        item: Item,
        value: &str,
        source: Source,
    ) -> Result<StoredItem, Failure> {
        let (key_id, wrapped) = self.key.as_ref().ok_or(Failure::Sealed)?;
        let key = state.keys.open_data_key(*key_id, self.id, IdentityClass::Identity, wrapped)?;
        let value_enc = key.seal(&*state.rng, VALUE, &row(self.id, item), value.as_bytes())?;
        Ok(StoredItem { item, value_enc, source, since: state.clock.now() })
    }

    /// Whether nothing was changed between the two readings of a person.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let is_in = |item: &StoredItem| other.items.contains(item);
        self.items.len() == other.items.len() && self.items.iter().all(is_in)
    }

    fn open_item(&self, key: &DataKey, stored: &StoredItem) -> Result<Known, Failure> {
        let plain = key.open(VALUE, &row(self.id, stored.item), &stored.value_enc)?;
        let value = std::str::from_utf8(&plain)
            .map_err(|_| Failure::Inconsistent { table: VALUE.table, column: VALUE.column })?;
        Ok(Known {
            item: stored.item,
            value: Redacted::new(value.to_owned()),
            source: stored.source,
            since: stored.since,
        })
    }
}

/// What an item is bound to besides table, column and owner.
fn row(person: PersonId, item: Item) -> Vec<u8> {
    [person.as_bytes().as_slice(), item.as_str().as_bytes()].concat()
}
